package date

import (
	"strings"
	"time"
)

func fixedDay(md int) func(int) time.Time {
	return func(y int) time.Time { return time.Date(y, time.Month(md/100), md%100, 0, 0, 0, 0, time.UTC) }
}

// nthWeekday is the n-th such weekday of a month, the last one for n < 0.
func nthWeekday(m time.Month, w time.Weekday, n, shift int) func(int) time.Time {
	return func(y int) time.Time {
		first := time.Date(y, m, 1, 0, 0, 0, 0, time.UTC)
		if n < 0 {
			first = first.AddDate(0, 1, -7)
			n = 1
		}
		return first.AddDate(0, 0, (int(w)-int(first.Weekday())+7)%7+7*(n-1)+shift)
	}
}

func fromEaster(shift int) func(int) time.Time {
	return func(y int) time.Time { return easter(y).AddDate(0, 0, shift) }
}

// easter is the Gregorian Easter Sunday (the anonymous algorithm, Meeus, 1991).
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	m := (a + 11*h + 22*l) / 451
	n := h + l - 7*m + 114
	return time.Date(y, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}

// movingDays are the days that have a name, by their keys in the lexicon; others
// are a month and a day, or days from Easter.
var movingDays = map[string]func(int) time.Time{
	"mlk":          nthWeekday(time.January, time.Monday, 3, 0),
	"memorial":     nthWeekday(time.May, time.Monday, -1, 0),
	"labor":        nthWeekday(time.September, time.Monday, 1, 0),
	"thanksgiving": nthWeekday(time.November, time.Thursday, 4, 0),
	"black_friday": nthWeekday(time.November, time.Thursday, 4, 1),
}

var holidayNames = ValuesOf("holidays", func(key string) func(int) time.Time {
	if shift, ok := strings.CutPrefix(key, "easter"); ok {
		return fromEaster(num(shift))
	}
	if month, day, ok := strings.Cut(key, "-"); ok {
		return fixedDay(100*num(month) + num(day))
	}
	return movingDays[key]
})

// holidayStarts are the first words of their names.
var holidayStarts = func() map[string]bool {
	out := map[string]bool{}
	for n := range holidayNames {
		for i := range n + " " {
			if i == len(n) || n[i] == ' ' {
				out[n[:i]] = true
				break
			}
		}
	}
	return out
}()

// holiday reads the name of a day: the last one that has come.
func (p *timeParser) holiday(at int) (timeNode, int) {
	if !holidayStarts[p.Tokens[at].S] {
		return timeNode{}, 0
	}
	name, best, next := "", "", 0
	for i := at; i < min(at+6, len(p.Tokens)); i++ {
		word := p.Tokens[i].S
		if word == "’" {
			word = "'"
		}
		if i > at {
			name += " "
		}
		name += word
		if holidayNames[name] != nil {
			best, next = name, i+1
		}
	}
	if best == "" {
		return timeNode{}, 0
	}
	n, _ := holidayIn(best, p.ref.Year())
	if n.from.After(p.ref) {
		n, _ = holidayIn(best, p.ref.Year()-1)
	}
	n.rel, n.noYear = true, true
	return n, next
}

func holidayIn(name string, y int) (timeNode, bool) {
	dayof := holidayNames[name]
	if dayof == nil || y < 1600 || y > 2200 {
		never := time.Date(1, 1, 1, 0, 0, 0, 0, time.UTC)
		return timeNode{from: never, to: never.AddDate(0, 0, 1), unit: unitDay, s: name}, false
	}
	day := dayof(y)
	return timeNode{from: day, to: day.AddDate(0, 0, 1), unit: unitDay, s: name}, true
}
