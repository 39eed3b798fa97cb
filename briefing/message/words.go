package message

import (
	"strings"
	"time"

	"dateline/briefing/phrases"
)

// DaysBetween counts midnights between two times of one zone.
func DaysBetween(a, b time.Time) int {
	y1, m1, d1 := a.Date()
	y2, m2, d2 := b.Date()
	return int(time.Date(y2, m2, d2, 0, 0, 0, 0, time.UTC).Sub(time.Date(y1, m1, d1, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// Local is a report's time in a zone. Of one that states its day alone that day is known
// and no clock: it is the same day everywhere.
func Local(at time.Time, zone *time.Location) (local time.Time, dayOnly bool) {
	if at.UTC().Truncate(24 * time.Hour).Equal(at) {
		return at.UTC(), true
	}
	return at.In(zone), false
}

// OnDay says when something was so, for a reader of now: "at 06:10", "on
// Saturday", "on 14 Nov".
func OnDay(at, now time.Time, w *phrases.Words) string {
	at, dayOnly := Local(at, now.Location())
	switch n := DaysBetween(at, now); {
	case n == 0 && !dayOnly:
		return w.Say("at_time", at.Format("15:04"))
	case n < 7:
		return w.OnWeekday(at)
	}
	return w.Say("on_date", w.Day(at, now))
}

// QuoteMarks puts a source's own sentence in quotation marks; those inside it
// become single ones, so that one sees where it begins and ends.
func QuoteMarks(s string) string {
	return "“" + strings.NewReplacer("“", "‘", "”", "’", "„", "‚", "«", "‹", "»", "›", `"`, "'").Replace(s) + "”"
}

// Plain returns s as one run without form.
func Plain(s string) []Run { return []Run{{Text: s}} }

// TrimStop drops a final full stop, where a bracket or a colon follows.
func TrimStop(s string) string {
	s = strings.TrimSpace(s)
	if strings.HasSuffix(s, "..") {
		return s
	}
	return strings.TrimSuffix(s, ".")
}

// Clock is day and time of a report, the day alone where nothing else is known.
func Clock(t time.Time, w *phrases.Words) string {
	return w.Clock(Local(t, t.Location()))
}
