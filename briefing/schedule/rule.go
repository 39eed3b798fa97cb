package schedule

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata" // zones on machines that have none
)

// Rule says at which local times something is due.
type Rule struct {
	kind         string // daily, weekdays, hourly
	hour, minute int    // of daily and weekdays
}

// Slot is one time a rule is due. Date and Time are what the rule says
// ("2026-11-23", "07:30") and identify the slot; Due is the instant they fall
// on in a zone.
type Slot struct {
	Date, Time string
	Due        time.Time
}

const forms = `write "daily 07:30", "weekdays 07:30" or "hourly"`

var (
	clock   = regexp.MustCompile(`^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?$`)
	spelled = strings.NewReplacer("every day", "daily", "each day", "daily", "everyday", "daily", "every weekday", "weekdays",
		"monday to friday", "weekdays", "mon-fri", "weekdays",
		"working days", "weekdays", "every hour", "hourly", " at ", " ", " o'clock", "", "a.m.", "am", "p.m.", "pm")
)

// Parse reads a rule: "daily 07:30", "weekdays 7:30 pm", "hourly", and the
// everyday ways of saying them.
func Parse(s string) (Rule, error) {
	words := strings.Fields(spelled.Replace(strings.Join(strings.Fields(strings.ToLower(s)), " ")))
	if len(words) == 0 {
		return Rule{}, fmt.Errorf("no time is given: %s", forms)
	}
	rule := Rule{kind: words[0]}
	rest := strings.Join(words[1:], " ")
	switch rule.kind {
	case "hourly":
		if rest != "" {
			return Rule{}, fmt.Errorf("hourly stands alone, on the hour: %s", forms)
		}
		return rule, nil
	case "daily", "weekdays", "weekday":
	default:
		rule.kind, rest = "daily", strings.Join(words, " ") // a bare time is meant for every day
	}
	if rule.kind == "weekday" {
		rule.kind = "weekdays"
	}
	var err error
	rule.hour, rule.minute, err = clockTime(rest)
	return rule, err
}

func clockTime(s string) (hour, minute int, err error) {
	found := clock.FindStringSubmatch(s)
	if found == nil || found[2] == "" && found[3] == "" {
		return 0, 0, fmt.Errorf("%.40q is no time of day: %s", s, forms)
	}
	hour, _ = strconv.Atoi(found[1])
	minute, _ = strconv.Atoi(found[2])
	if found[3] != "" {
		if hour < 1 || hour > 12 {
			return 0, 0, fmt.Errorf("%.40q is no time of day: %s", s, forms)
		}
		hour = hour % 12
		if found[3] == "pm" {
			hour += 12
		}
	}
	if hour > 23 || minute > 59 {
		return 0, 0, fmt.Errorf("%.40q is no time of day: %s", s, forms)
	}
	return hour, minute, nil
}

// String is the rule in the form that Parse reads and stores keep.
func (r Rule) String() string {
	if r.kind == "hourly" {
		return r.kind
	}
	return fmt.Sprintf("%s %02d:%02d", r.kind, r.hour, r.minute)
}

// Words is the rule as people read it.
func (r Rule) Words() string {
	switch r.kind {
	case "hourly":
		return "every hour"
	case "weekdays":
		return fmt.Sprintf("Monday to Friday %02d:%02d", r.hour, r.minute)
	}
	return fmt.Sprintf("every day %02d:%02d", r.hour, r.minute)
}

// CatchUp is how late a missed slot may still be posted: half the interval,
// at least 1 h, at most 24 h.
func (r Rule) CatchUp() time.Duration {
	if r.kind == "hourly" {
		return time.Hour
	}
	return 12 * time.Hour
}

// daysMost bounds how far back Between looks: a program that was away for
// longer has nothing to catch up.
const daysMost = 40

// Between lists the slots due in (after, until], oldest first, at most the
// last 40 days of them.
func (r Rule) Between(zone *time.Location, after, until time.Time) []Slot {
	if from := until.AddDate(0, 0, -daysMost); after.Before(from) {
		after = from
	}
	var out []Slot
	// A slot moved out of a gap may fall on the date after its own.
	last := until.In(zone)
	for day := after.In(zone).AddDate(0, 0, -2); !day.After(last.AddDate(0, 0, 2)); day = day.AddDate(0, 0, 1) {
		for _, s := range r.on(zone, day.Year(), day.Month(), day.Day()) {
			if s.Due.After(after) && !s.Due.After(until) {
				out = append(out, s)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Slot) int { return a.Due.Compare(b.Due) })
	return apart(out)
}

// apart drops a slot that falls onto the instant of the next: one that a gap
// moved there. What it would tell, the next one tells.
func apart(slots []Slot) []Slot {
	kept := slots[:0]
	for i, s := range slots {
		if i+1 < len(slots) && slots[i+1].Due.Equal(s.Due) {
			continue
		}
		if len(kept) > 0 && kept[len(kept)-1].Date == s.Date && kept[len(kept)-1].Time == s.Time {
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

// Next is the first slot after now; false when there is none within a week.
func (r Rule) Next(zone *time.Location, now time.Time) (Slot, bool) {
	slots := r.Between(zone, now, now.AddDate(0, 0, 8))
	if len(slots) == 0 {
		return Slot{}, false
	}
	return slots[0], true
}

// on lists the slots of one local date.
func (r Rule) on(zone *time.Location, year int, month time.Month, day int) []Slot {
	date := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if r.kind == "weekdays" && (date.Weekday() == time.Saturday || date.Weekday() == time.Sunday) {
		return nil
	}
	first, last := r.hour, r.hour
	if r.kind == "hourly" {
		first, last = 0, 23
	}
	var out []Slot
	for hour := first; hour <= last; hour++ {
		wall := date.Add(time.Duration(hour)*time.Hour + time.Duration(r.minute)*time.Minute)
		if due, ok := instant(zone, wall); ok {
			out = append(out, Slot{Date: wall.Format(time.DateOnly), Time: wall.Format("15:04"), Due: due})
		}
	}
	return out
}

// instant is when a wall clock in the zone shows the wall time, whose fields
// are given as UTC: of two the first, in a gap moved on by its length; false
// on a date that the zone skipped.
func instant(zone *time.Location, wall time.Time) (time.Time, bool) {
	_, before := wall.Add(-24 * time.Hour).In(zone).Zone()
	_, after := wall.Add(24 * time.Hour).In(zone).Zone()
	var found []time.Time
	for _, offset := range []int{before, after} {
		moment := wall.Add(-time.Duration(offset) * time.Second)
		if _, shift := moment.In(zone).Zone(); shift == offset {
			found = append(found, moment)
		}
	}
	switch {
	case len(found) == 2 && found[1].Before(found[0]):
		return found[1], true
	case len(found) > 0:
		return found[0], true
	case after-before >= 24*3600:
		return time.Time{}, false
	}
	return wall.Add(-time.Duration(before) * time.Second), true
}
