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
				got := on(zone, date, r.minutes())
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

// dueOn says in code of its own on which dates a rule is due.
var dueOn = map[string]func(date time.Time) bool{
	"daily 00:00": always, "daily 02:30": always, "daily 23:30": always, "hourly": always,
	"daily 02:30, 12:00 and 23:30":      always,
	"every 3 hours except 22:00-07:00":  always,
	"every 2 hours from 20:00 to 04:00": always,
	"weekdays 02:30":                    func(date time.Time) bool { return date.Weekday()%6 != 0 },
	"sundays 02:30":                     func(date time.Time) bool { return date.Weekday() == 0 },
	"mondays and thursdays 00:00":       func(date time.Time) bool { return date.Weekday() == 1 || date.Weekday() == 4 },
	"first sunday 02:00":                func(date time.Time) bool { return date.Weekday() == 0 && date.Day() <= 7 },
	"last sunday 02:30":                 func(date time.Time) bool { return date.Weekday() == 0 && date.AddDate(0, 0, 7).Day() <= 7 },
	"1st and 31st of the month 00:30":   func(date time.Time) bool { return date.Day() == 1 || date.Day() == 31 },
	"last day of the month 23:30":       func(date time.Time) bool { return date.AddDate(0, 0, 1).Day() == 1 },
}

func always(time.Time) bool { return true }

// timesOf are the times of a rule of dueOn, written by hand.
var timesOf = map[string][]string{
	"hourly": {"00:00", "01:00", "02:00", "03:00", "04:00", "05:00", "06:00", "07:00", "08:00", "09:00", "10:00", "11:00", "12:00", "13:00",
		"14:00", "15:00", "16:00", "17:00", "18:00", "19:00", "20:00", "21:00", "22:00", "23:00"},
	"daily 02:30, 12:00 and 23:30":      {"02:30", "12:00", "23:30"},
	"every 3 hours except 22:00-07:00":  {"09:00", "12:00", "15:00", "18:00", "21:00"},
	"every 2 hours from 20:00 to 04:00": {"00:00", "02:00", "04:00", "20:00", "22:00"},
}

func TestBetween_ListsEverySlotOnce(t *testing.T) {
	years, nth := swept()
	slots := 0
	for i, line := range strings.Split(strings.TrimSpace(zonesFile), "\n") {
		name := strings.SplitN(line, "\t", 2)[0]
		if i%max(4*nth, 1) != 0 && name != "Pacific/Apia" && name != "America/Nuuk" {
			continue
		}
		zone, err := Load(name)
		if err != nil {
			t.Fatal(err)
		}
		for text, dueOn := range dueOn {
			for _, year := range years {
				slots += sweepYear(t, zone, text, dueOn, year)
			}
		}
	}
	t.Logf("%d slots", slots)
}

// sweepYear asks a rule for its slots in windows of 30 days and compares them with
// the dates on which it is due.
func sweepYear(t *testing.T, zone *time.Location, text string, dueOn func(time.Time) bool, year int) int {
	t.Helper()
	r, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	times := timesOf[text]
	if times == nil {
		times = []string{text[len(text)-len("07:30"):]}
	}
	seen := map[string]time.Time{}
	var last time.Time
	for d := 0; d < 360; d += 30 {
		from := time.Date(year, 1, 1+d, 12, 0, 0, 0, time.UTC)
		for _, x := range r.Between(zone, from, from.AddDate(0, 0, 30)) {
			if _, ok := seen[x.Date+x.Time]; ok || !x.Due.After(last) {
				t.Fatalf("%s in %s: %+v after %v, listed before: %v", text, zone, x, last, ok)
			}
			seen[x.Date+x.Time], last = x.Due, x.Due
		}
	}
	count := len(seen)
	for date := time.Date(year, 1, 3, 0, 0, 0, 0, time.UTC); date.YearDay() < 359; date = date.AddDate(0, 0, 1) {
		for _, wall := range times {
			due, listed := seen[date.Format(time.DateOnly)+wall]
			delete(seen, date.Format(time.DateOnly)+wall)
			shown := due.In(zone).Format("2006-01-02 15:04")
			switch want := dueOn(date); {
			case listed && !want:
				t.Fatalf("%s in %s: %s %s is listed", text, zone, date.Format(time.DateOnly), wall)
			case want && !listed && !moves(zone, date):
				t.Fatalf("%s in %s: %s %s is not listed", text, zone, date.Format(time.DateOnly), wall)
			case listed && shown != date.Format(time.DateOnly)+" "+wall && !moves(zone, date):
				t.Fatalf("%s in %s: %s %s falls on %s", text, zone, date.Format(time.DateOnly), wall, shown)
			}
		}
	}
	for left := range seen { // the days at the ends of the year, of which the windows hold a part
		if date, err := time.Parse(time.DateOnly, left[:10]); err != nil || date.YearDay() > 2 && date.YearDay() < 359 {
			t.Fatalf("%s in %s: %s is listed, of which nobody knows", text, zone, left)
		}
	}
	return count
}

func TestNext_IsTheFirstThatBetweenLists(t *testing.T) {
	for text, want := range map[string]string{
		"daily 07:30": "2027-01-30 07:30", "mondays 09:00": "2027-02-01 09:00", "1st of the month 08:00": "2027-02-01 08:00", "first monday 09:00": "2027-02-01 09:00",
		"31st of the month 08:00": "2027-01-31 08:00", "30th of the month 08:00": "2027-01-30 08:00", "last day of the month 08:00": "2027-01-31 08:00",
		"29th of the month 08:00": "2027-03-29 08:00", "fourth friday 06:00": "2027-02-26 06:00", "every 12 hours": "2027-01-30 00:00", "every 12 hours except 22:00-07:00": "2027-01-30 12:00"} {
		r, err := Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		s, ok := r.Next(time.UTC, time.Date(2027, 1, 29, 12, 0, 0, 0, time.UTC))
		if got := s.Date + " " + s.Time; !ok || got != want {
			t.Errorf("%s: got %s, %v, want %s", text, got, ok, want)
		}
	}
}

func TestNext_ADateThatIsSkippedIsPassedOver(t *testing.T) {
	r, err := Parse("30th of the month 08:00")
	if err != nil {
		t.Fatal(err)
	}
	zone, err := Load("Pacific/Apia") // which had no 30 December 2011; February has none ever
	if err != nil {
		t.Fatal(err)
	}
	s, ok := r.Next(zone, time.Date(2011, 12, 1, 12, 0, 0, 0, time.UTC))
	if !ok || s.Date != "2012-01-30" {
		t.Errorf("got %+v, %v", s, ok)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"daily 07:30", "weekdays 7:30 pm", "hourly", "Every day at 7:30", "12 am", "19h05", "mon-fri 06:15", "daily at at 7", "*/5 * * * *", "12a.m.", "７:30", "first and third monday 9", "1st and 15th of the month 8", "every 3 hours except 22-7", "weekdays hourly from 9 to 17", "7 and 9 pm", "segunda segunda-feira do mês 9h",
		"كل اثنين وخميس 9", "alle 3 Stunden außer 22-7 Uhr", "daily except sundays 8:00", "du lundi au vendredi à 8h", "24:00-24", "every every 3", "- , . :", "22:00-22:00", "fri-fri 7am"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		r, err := Parse(s)
		if err != nil {
			return
		}
		again, err := Parse(r.String())
		if err != nil || again.String() != r.String() {
			t.Fatalf("%q is %q, which reads as %+v, %v", s, r, again, err)
		}
		if r.CatchUp() < time.Hour || r.CatchUp() > 24*time.Hour {
			t.Fatalf("%q is %+v", s, r)
		}
		if _, ok := r.Next(time.UTC, time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)); !ok {
			t.Fatalf("%q never comes", s)
		}
	})
}
