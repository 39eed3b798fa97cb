// Package schedule turns a rule ("daily 07:30") with an IANA zone and a
// clock into the slots that are due: (local date, local time) pairs, never
// instants. It is pure: it stores nothing and posts nothing.
package schedule
