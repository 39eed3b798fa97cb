// Package schedule turns a rule in words ("mondays and thursdays 09:00", "alle 3
// Stunden außer 22-7 Uhr") with an IANA zone and a clock into the slots that are
// due: (local date, local time) pairs, never instants. It is pure: it stores
// nothing and posts nothing.
//
// A local time that the clocks skip is moved on by the length of the gap, of
// a time that comes twice the first is meant (RFC 5545, Temporal's
// "compatible"), and a date that a zone never had (Samoa, 30 December 2011)
// has no slots. Neither time.Date nor cron libraries do all three. A date that a
// month does not have, as the 31st of April, has no slot either. Quiet hours go by
// the times of the rule.
//
// What is understood and what is said stands in package phrases, in the files
// called schedule.txt; the form that is stored is English.
package schedule
