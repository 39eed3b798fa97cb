package message

import (
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"

	"dateline/briefing/phrases"
)

// DaysBetween counts midnights between two times of one zone.
func DaysBetween(a, b time.Time) int {
	y1, m1, d1 := a.Date()
	y2, m2, d2 := b.Date()
	return int(time.Date(y2, m2, d2, 0, 0, 0, 0, time.UTC).Sub(time.Date(y1, m1, d1, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// OnDay says when something was so, for a reader of now: "at 06:10", "on
// Saturday", "on 14 Nov".
func OnDay(at, now time.Time, w *phrases.Words) string {
	at = at.In(now.Location())
	switch n := DaysBetween(at, now); {
	case n == 0:
		return w.Say("at_time", at.Format("15:04"))
	case n < 7:
		return w.Say("on_weekday", w.Weekday(at))
	}
	return w.Say("on_date", w.Day(at, now))
}

// AgeWords is an age as people say it: "40 minutes", "3 hours", "2 days", "8 years".
func AgeWords(d time.Duration) string {
	const year = 365 * 24 * time.Hour
	switch {
	case d < time.Hour:
		return Count(int(d.Minutes()), "minute", "minutes")
	case d < 48*time.Hour:
		return Count(int(d.Hours()), "hour", "hours")
	case d < 2*year:
		return Count(int(d.Hours()/24), "day", "days")
	}
	return Count(int(d/year), "year", "years")
}

// QuoteMarks puts a source's own sentence in quotation marks; those inside it
// become single ones, so that one sees where it begins and ends.
func QuoteMarks(s string) string {
	return "“" + strings.NewReplacer("“", "‘", "”", "’", `"`, "'").Replace(s) + "”"
}

// FullDay is a date in a sentence: "3 October", with the year when it is
// another one than now.
func FullDay(t, now time.Time) string {
	if t.Year() != now.Year() {
		return t.Format("2 January 2006")
	}
	return t.Format("2 January")
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

// Count is a number with its noun: "1 article", "6,210 articles".
func Count(n int, one, many string) string { return english.Plural(n, one, many) }

// Clock is day and time of a report, the day alone where nothing else is known.
func Clock(t time.Time, w *phrases.Words) string {
	if t.UTC().Truncate(24 * time.Hour).Equal(t) {
		return w.Clock(t.UTC(), true)
	}
	return w.Clock(t, false)
}

// Day is a date as messages show it: "22 Nov", with the year when it is not the current one.
func Day(t, now time.Time) string {
	if t.Year() != now.Year() {
		return t.Format("2 Jan 2006")
	}
	return t.Format("2 Jan")
}

// Days is a range of days, "4 Dec to 9 Dec"; one day stands once.
func Days(from, to, now time.Time) string {
	first, last := Day(from, now), Day(to, now)
	if first == last {
		return first
	}
	return first + " to " + last
}
