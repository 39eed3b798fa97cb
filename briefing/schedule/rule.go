package schedule

import (
	"slices"
	"time"
	_ "time/tzdata" // zones on machines that have none
)

// Rule says at which local times something is due.
type Rule struct {
	days   days
	times  []int // minutes of the day, in order; none where every is set
	every  int   // hours, counted from midnight or from the beginning of within
	within Span  // only with every; its end is included
	quiet  Span  // what of the times falls into it is left out
}

// Slot is one time a rule is due. Date and Time are what the rule says
// ("2026-11-23", "07:30") and identify the slot; Due is the instant they fall
// on in a zone.
type Slot struct {
	Date, Time string
	Due        time.Time
}

// minutes are the times of a day, in order.
func (r Rule) minutes() []int {
	out := slices.Clone(r.times)
	if r.every > 0 {
		length := dayMinutes - 1
		if r.within != (Span{}) {
			length = (r.within.to - r.within.from + dayMinutes) % dayMinutes
		}
		for passed := 0; passed <= length; passed += r.every * 60 {
			out = append(out, (r.within.from+passed)%dayMinutes)
		}
		slices.Sort(out)
	}
	return slices.DeleteFunc(out, r.quiet.holds)
}

const dayMinutes = 24 * 60

// Quiet are the hours in which the rule is silent; the zero Span: none.
func (r Rule) Quiet() Span { return r.quiet }

// Without is the rule with other quiet hours. The error is an *Error.
func (r Rule) Without(quiet Span) (Rule, error) {
	r.quiet = quiet
	if len(r.minutes()) == 0 {
		return Rule{}, problem("rule_all_quiet")
	}
	return r, nil
}

// CatchUp is how late a missed slot may still be posted: half the least interval,
// and not into the quiet hours; at least 1 h, at most 24 h.
func (r Rule) CatchUp() time.Duration {
	minutes := r.minutes()
	if len(minutes) == 0 {
		return time.Hour
	}
	least := r.days.apart()*dayMinutes - minutes[len(minutes)-1] + minutes[0]
	for i, minute := range minutes[1:] {
		least = min(least, minute-minutes[i])
	}
	least /= 2
	if r.quiet != (Span{}) {
		for _, minute := range minutes {
			least = min(least, (r.quiet.from-minute+dayMinutes)%dayMinutes)
		}
	}
	return min(max(time.Duration(least)*time.Minute, time.Hour), 24*time.Hour)
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
	minutes := r.minutes()
	// A slot moved out of a gap may fall on the date after its own.
	last := localDate(until, zone).AddDate(0, 0, 2)
	for date := localDate(after, zone).AddDate(0, 0, -2); !date.After(last); date = date.AddDate(0, 0, 1) {
		if !r.days.has(date) {
			continue
		}
		for _, s := range on(zone, date, minutes) {
			if s.Due.After(after) && !s.Due.After(until) {
				out = append(out, s)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b Slot) int { return a.Due.Compare(b.Due) })
	return distinct(out)
}

// localDate is the date that a zone's calendars show, as midnight of UTC.
func localDate(t time.Time, zone *time.Location) time.Time {
	year, month, day := t.In(zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// distinct drops a slot that falls onto the instant of the next: one that a gap
// moved there. What it would tell, the next one tells.
func distinct(slots []Slot) []Slot {
	kept := slots[:0]
	for i, s := range slots {
		if i+1 < len(slots) && slots[i+1].Due.Equal(s.Due) {
			continue
		}
		kept = append(kept, s)
	}
	return kept
}

const (
	nextStep = 8   // days that Next looks at in one go
	nextMost = 400 // days: between two 30ths there are 61, and a zone may have skipped one of them
)

// Next is the first slot after now; false when there is none within a year.
func (r Rule) Next(zone *time.Location, now time.Time) (Slot, bool) {
	for passed := 0; passed < nextMost; passed += nextStep {
		from := now.AddDate(0, 0, passed)
		if slots := r.Between(zone, from, now.AddDate(0, 0, passed+nextStep)); len(slots) > 0 {
			return slots[0], true
		}
	}
	return Slot{}, false
}

// on lists the slots of one local date, which is given as midnight of UTC.
func on(zone *time.Location, date time.Time, minutes []int) []Slot {
	out := make([]Slot, 0, len(minutes))
	for _, minute := range minutes {
		wall := date.Add(time.Duration(minute) * time.Minute)
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
