package message

import (
	"testing"
	"time"

	"dateline/briefing/phrases"
)

func TestQuoteMarks_InnerOnesAreSingle(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"He said “no” twice.":                 "“He said ‘no’ twice.”",
		"Kolb nannte ihn „einen guten Tag“.":  "“Kolb nannte ihn ‚einen guten Tag‘.”",
		"Le maire parle d’un « bon accord ».": "“Le maire parle d’un ‹ bon accord ›.”",
	} {
		if got := QuoteMarks(in); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// A report that states its day alone has no clock, and the same day in every zone.
func TestOnDay_InventsNoClock(t *testing.T) {
	t.Parallel()
	words := phrases.In("en")
	for _, zone := range []string{"Europe/Berlin", "America/New_York", "UTC"} {
		place, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		now := time.Date(2026, 11, 23, 18, 0, 0, 0, place)
		for at, want := range map[time.Time]string{
			time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC): "on Monday",
			time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC): "on Sunday",
			time.Date(2026, 11, 23, 6, 10, 0, 0, place):   "at 06:10",
		} {
			if got := OnDay(at, now, words); got != want {
				t.Errorf("%s, in %s: %s, want %s", at, zone, got, want)
			}
		}
	}
}
