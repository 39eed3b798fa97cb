// Package schedule turns a rule ("daily 07:30") with an IANA zone and a
// clock into the slots that are due: (local date, local time) pairs, never
// instants. It is pure: it stores nothing and posts nothing.
//
// A local time that the clocks skip is moved on by the length of the gap, of
// a time that comes twice the first is meant (RFC 5545, Temporal's
// "compatible"), and a date that a zone never had (Samoa, 30 December 2011)
// has no slots. Neither time.Date nor cron libraries do all three.
package schedule
