package schedule

import (
	"os"
	"strings"
	"testing"
	"time"
)

// swept are the years and every how many zones a sweep takes. By default that
// is the year in which Samoa and Tokelau skipped a date and one of today's
// rules, in a sample of the zones; DATELINE_SWEEP=full takes 1997 to 2037 in all.
func swept() (years []int, nth int) {
	if os.Getenv("DATELINE_SWEEP") != "full" {
		return []int{2011, 2026}, 14
	}
	for y := 1997; y <= 2037; y++ {
		years = append(years, y)
	}
	return years, 1
}

var walls = []string{"00:00", "00:30", "02:00", "02:30", "03:00", "12:00", "23:30"}

// byMinutes is when a clock in the zone shows wall times of a date, found the
// slow way: the days around are looked at minute by minute, and nothing is known
// of offsets. In a gap it is as long after the clock's jump as the wall time lies
// behind what it showed last; what is missing in the answer is on no date.
func byMinutes(zone *time.Location, date time.Time) map[string]time.Time {
	shown := func(t time.Time) time.Time {
		x := t.In(zone)
		year, month, day := x.Date()
		hour, minute, second := x.Clock()
		return time.Date(year, month, day, hour, minute, second, 0, time.UTC)
	}
	want := make([]time.Time, len(walls))
	for i, w := range walls {
		clock, _ := time.Parse("15:04", w)
		want[i] = date.Add(time.Duration(clock.Hour())*time.Hour + time.Duration(clock.Minute())*time.Minute)
	}
	found := map[string]time.Time{}
	end := date.AddDate(0, 0, 1)
	t := date.Add(-16 * time.Hour) // offsets reach from -12 h to +14 h
	before, exists := shown(t), false
	for ; t.Before(end.Add(14 * time.Hour)); t = t.Add(time.Minute) {
		now := shown(t)
		exists = exists || !now.Before(date) && now.Before(end)
		for i, w := range walls {
			if _, ok := found[w]; ok {
				continue // of two the first
			}
			if now.Equal(want[i]) {
				found[w] = t
			} else if before.Before(want[i]) && now.After(want[i]) { // the clock jumped over it
				found[w] = t.Add(want[i].Sub(before) - time.Minute) // the minute before this showed "before"
			}
		}
		before = now
	}
	if !exists {
		return nil
	}
	return found
}

func TestRule_EverySlotMatchesTheWallClock(t *testing.T) {
	years, nth := swept()
	count, gaps, missing := 0, 0, 0
	for i, line := range strings.Split(strings.TrimSpace(zonesFile), "\n") {
		name := strings.SplitN(line, "\t", 2)[0]
		if i%nth != 0 && name != "Pacific/Apia" && name != "Pacific/Fakaofo" && name != "America/Nuuk" && name != "Australia/Lord_Howe" {
			continue
		}
		zone, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, date := range dates(zone, years) {
			shown := byMinutes(zone, date)
			for _, w := range walls {
				r, err := Parse("daily " + w)
				if err != nil {
					t.Fatal(err)
				}
				want, ok := shown[w]
				got := r.on(zone, date.Year(), date.Month(), date.Day())
				count++
				switch {
				case !ok && len(got) == 0:
					missing++
					continue
				case len(got) != 1 || !ok || !got[0].Due.Equal(want) || got[0].Date != date.Format(time.DateOnly) || got[0].Time != w:
					t.Fatalf("%s %s %s: got %+v, want %v, %v", name, date.Format(time.DateOnly), w, got, want, ok)
				}
				if want.In(zone).Format("15:04") != w {
					gaps++
				}
			}
		}
	}
	t.Logf("%d slots, %d in gaps, %d on dates that do not exist", count, gaps, missing)
	if gaps == 0 || missing < len(walls) {
		t.Errorf("the sweep met %d gaps and %d missing slots: it proves nothing", gaps, missing)
	}
}

// dates are those of the years on which a zone's clocks move, or nearly, and one
// a quarter: days on which nothing happens are like one another.
func dates(zone *time.Location, years []int) []time.Time {
	var out []time.Time
	for _, y := range years {
		for d := time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC); d.Year() == y; d = d.AddDate(0, 0, 1) {
			if moves(zone, d) || d.YearDay()%91 == 11 {
				out = append(out, d)
			}
		}
	}
	return out
}

// moves reports whether a zone's clocks are moved within a day and a half of a date.
func moves(zone *time.Location, date time.Time) bool {
	_, a := date.Add(-36 * time.Hour).In(zone).Zone()
	_, b := date.Add(12 * time.Hour).In(zone).Zone()
	_, c := date.Add(60 * time.Hour).In(zone).Zone()
	return a != b || b != c
}

func TestBetween_ListsEverySlotOnce(t *testing.T) {
	years, nth := swept()
	for i, line := range strings.Split(strings.TrimSpace(zonesFile), "\n") {
		if i%max(4*nth, 40) != 0 {
			continue
		}
		zone, err := Load(strings.SplitN(line, "\t", 2)[0])
		if err != nil {
			t.Fatal(err)
		}
		for s, perDay := range map[string]int{"daily 00:00": 1, "daily 02:30": 1, "daily 23:30": 1, "hourly": 24} {
			r, err := Parse(s)
			if err != nil {
				t.Fatal(err)
			}
			for _, year := range years {
				const days, step = 360, 30
				seen := map[string]bool{}
				var last time.Time
				for d := 0; d < days; d += step {
					at := time.Date(year, 1, 1+d, 12, 0, 0, 0, time.UTC)
					for _, x := range r.Between(zone, at, at.AddDate(0, 0, step)) {
						if seen[x.Date+x.Time] || !x.Due.After(last) {
							t.Fatalf("%s in %s: %+v after %v, listed before: %v", s, zone, x, last, seen[x.Date+x.Time])
						}
						seen[x.Date+x.Time], last = true, x.Due
					}
				}
				// A gap may drop some, an overlap adds none; a date that does not exist drops a day's.
				if n := len(seen); n < (days-1)*perDay-2 || n > days*perDay+2 {
					t.Errorf("%s in %s: %d slots in %d days of %d", s, zone, n, days, year)
				}
			}
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"daily 07:30", "weekdays 7:30 pm", "hourly", "Every day at 7:30", "12 am", "19h05", "mon-fri 06:15", "daily at at 7", "*/5 * * * *", "12a.m.", "７:30"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(r.String())
		if err != nil || again != r {
			t.Fatalf("%q is %q, which reads as %+v, %v", s, r, again, err)
		}
		if r.hour > 23 || r.minute > 59 || r.CatchUp() < time.Hour {
			t.Fatalf("%q is %+v", s, r)
		}
		if _, ok := r.Next(time.UTC, time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)); !ok {
			t.Fatalf("%q never comes", s)
		}
	})
}
