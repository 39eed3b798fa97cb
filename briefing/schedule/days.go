package schedule

import (
	"math/bits"
	"time"
)

// days says on which dates something is due: by the day of the week, by the date
// in the month, or by the first to fourth or last such day of the month. A rule
// uses one of the three.
type days struct {
	week    uint8              // a bit for each time.Weekday
	dates   uint32             // bits 1 to 31; bit 0 is the last day of the month
	ordinal [lastOne + 1]uint8 // first, second, third, fourth, last: a bit for each time.Weekday
}

// lastOne is the place of the last in days.ordinal.
const lastOne = 4

const (
	everyDay   = 1<<7 - 1
	weekendSet = 1<<time.Sunday | 1<<time.Saturday
	weekdaySet = everyDay &^ weekendSet
	lastDate   = 1 // of days.dates
)

func (d days) none() bool { return d == days{} }

// has reports whether something is due on a date.
func (d days) has(date time.Time) bool {
	bit := uint8(1) << date.Weekday()
	tomorrow := date.AddDate(0, 0, 1)
	switch {
	case d.week&bit != 0, d.dates&(1<<date.Day()) != 0, d.dates&lastDate != 0 && tomorrow.Day() == 1:
		return true
	case d.ordinal[lastOne]&bit != 0 && date.AddDate(0, 0, 7).Month() != date.Month():
		return true
	}
	nth := (date.Day() - 1) / 7
	return nth < lastOne && d.ordinal[nth]&bit != 0
}

// apart is the least number of days between two dates on which something is due.
func (d days) apart() int {
	if d.week == everyDay {
		return 1
	}
	least, last := 366, time.Time{}
	// four years hold every kind of February
	for date := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC); date.Year() < 2028; date = date.AddDate(0, 0, 1) {
		if !d.has(date) {
			continue
		}
		if !last.IsZero() {
			least = min(least, int(date.Sub(last)/(24*time.Hour)))
		}
		last = date
	}
	return least
}

// weekdays lists the days of a set in the order of the week, Monday first.
func weekdays(set uint8) []time.Weekday {
	out := make([]time.Weekday, 0, bits.OnesCount8(set))
	for i := range 7 {
		if day := time.Weekday((i + 1) % 7); set&(1<<day) != 0 {
			out = append(out, day)
		}
	}
	return out
}
