package date

import "time"

// timeRules builds the grammar. The classes of timeTerminals are read by hand;
// the others are here: md a day of a month, day
// any single day, mon a month, per any longer period, any of them or now, top
// what is a phrase of its own.
func timeRules() *timeGrammar {
	grammar := newTimeGrammar()
	dayRules(grammar)
	holidayRules(grammar)
	weekdayRules(grammar)
	deicticRules(grammar)
	nowRules(grammar)
	periodRules(grammar)
	yearsRules(grammar)
	runRules(grammar)
	seasonRules(grammar)
	partRules(grammar)
	weekRules(grammar)
	edgeRules(grammar)
	rangeRules(grammar)
	monthRangeRules(grammar)
	lastingRules(grammar)
	openRules(grammar)
	return grammar
}

// datedMonthDay makes a day of a month, a day and perhaps a year.
func (p *timeParser) datedMonthDay(m, d, y int) (timeNode, bool) {
	never := timeNode{unit: unitNone, open: true} // "30 February": a phrase that means no day
	if y != 0 {
		if n, ok := oneDay(y, m, d); ok {
			return n, true
		}
		return never, d >= 29 && d <= 31
	}
	n, ok := p.pastDay(m, d)
	if !ok {
		return never, d >= 29 && d <= 31
	}
	n.rel, n.noYear = true, true
	return n, true
}

// pastDay is the last such day that is not after the reference; 29 February
// may lie years back.
func (p *timeParser) pastDay(m, d int) (timeNode, bool) {
	for back := range 9 {
		n, ok := oneDay(p.ref.Year()-back, m, d)
		if ok && !n.from.After(p.ref) {
			return n, true
		}
		if m != 2 && back > 1 {
			break
		}
	}
	return timeNode{}, false
}

func dayRules(g *timeGrammar) {
	mdy := func(p *timeParser, a []timeNode) (timeNode, bool) { return p.datedMonthDay(a[0].n, a[1].n, a[2].n) }
	dmy := func(p *timeParser, a []timeNode) (timeNode, bool) { return p.datedMonthDay(a[1].n, a[0].n, a[2].n) }
	g.add("md", "<m> [the] <dd> [,] [of/in] <y> | <m> [the] <dd> of <yy>", mdy)
	g.add("md", "[the] <dd> [{of}] <m> [,] [of/in/de/del/du/do] <y> | [the] <dd> [of] <m> of <yy>", dmy)
	g.add("md", "<m> [the] <dd>", func(p *timeParser, a []timeNode) (timeNode, bool) { return p.datedMonthDay(a[0].n, a[1].n, 0) })
	g.add("md", "[the] <dd> [day] [{of}] [the] <m>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return p.datedMonthDay(a[1].n, a[0].n, 0)
	})
	// "January first 12": the year of two figures behind an ordinal in words
	g.add("md", "<m> <o> <yy>", mdy)
	g.add("md", "<y> <m> <dd>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return oneDay(a[0].n, a[1].n, a[2].n) })
	g.add("day", "<s> <md>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n := a[1]
		if a[0].n > 0 && n.noYear { // the coming one
			n.from, n.to = n.from.AddDate(1, 0, 0), n.to.AddDate(1, 0, 0)
		}
		return n, n.unit == unitDay
	})
	g.add("md", "next <dd> of <m> | next <dd> <m>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n, ok := oneDay(p.ref.Year()+1, a[1].n, a[0].n)
		n.rel = true
		return n, ok
	})
	one := func(p *timeParser, a []timeNode) (timeNode, bool) { return a[0], true }
	g.add("day", "<md> | <x>", one)
	g.add("day", "<w> [,] [the/den/der/le/o/el] <md> | <w> [,] <x>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return a[1], a[1].unit == unitDay
	})
	weekdayDateRules(g)
	g.add("day", "<ol>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		date := time.Date(p.ref.Year(), p.ref.Month(), a[0].n, 0, 0, 0, 0, time.UTC)
		if date.After(p.ref) {
			date = date.AddDate(0, -1, 0)
		}
		return timeNode{from: date, to: date.AddDate(0, 0, 1), unit: unitDay, rel: true}, date.Day() == a[0].n
	})
}

// weekdayDateRules: a weekday with a date, and a day of a month that is named otherwise.
func weekdayDateRules(g *timeGrammar) {
	g.add("day", "<w> [,] <xd>", func(p *timeParser, a []timeNode) (timeNode, bool) { // "Friday 7-6" is a date if that was a Friday
		if a[1].s != "-" {
			return a[1], a[1].unit == unitDay
		}
		for y := range 3 {
			if n, ok := oneDay(p.ref.Year()-y, int(a[1].from.Month()), a[1].from.Day()); ok && int(n.from.Weekday()) == a[0].n {
				return a[1], a[1].unit == unitDay
			}
		}
		return a[1], false
	})
	g.add("day", "<s> <w> <xd> | this <xd>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n := a[len(a)-1]
		return n, n.unit == unitDay && n.s != "-"
	})
	g.add("day", "<w> [the] <o> | <w> <d2>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return p.weekdayOfMonth(a[0].n, a[1].n)
	})
	g.add("day", "the <o> day of <per> | the <o> [of] <per> | "+
		"<o> of <per> | the <o> day of the <u>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if a[1].unit == unitMonth && a[1].from.IsZero() {
			a[1] = p.period(unitMonth, 0)
		}
		if a[1].unit != unitMonth || a[1].edge != 0 {
			return timeNode{}, false
		}
		n, ok := oneDay(a[1].from.Year(), int(a[1].from.Month()), a[0].n)
		n.rel = a[1].rel
		return n, ok
	})
}

func holidayRules(g *timeGrammar) {
	g.add("day", "<h>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[0], true })
	g.add("day", "<h> [of/in/,] <y>", func(p *timeParser, a []timeNode) (timeNode, bool) { return holidayIn(a[0].s, a[1].n) })
	g.add("day", "<h> of <per>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n, ok := holidayIn(a[0].s, a[1].from.Year())
		n.rel = a[1].rel
		return n, ok && a[1].unit == unitYear
	})
	g.add("day", "<s> <h>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n := a[1]
		if a[0].n > 0 || a[0].n == 0 && n.from.Year() < p.ref.Year() {
			if holiday, ok := p.comingHoliday(n.s); ok {
				return holiday, true
			}
		}
		return n, true
	})
}

func (p *timeParser) comingHoliday(name string) (timeNode, bool) {
	for year := p.ref.Year(); year < p.ref.Year()+2; year++ {
		if holiday, ok := holidayIn(name, year); ok && holiday.from.After(p.ref) {
			holiday.rel = true
			return holiday, true
		}
	}
	return timeNode{}, false
}

// weekdayOfMonth is the last time a weekday was the d-th: "Friday the 13th".
func (p *timeParser) weekdayOfMonth(w, d int) (timeNode, bool) {
	at := time.Date(p.ref.Year(), p.ref.Month(), 1, 0, 0, 0, 0, time.UTC)
	for i := range 48 {
		month := at.AddDate(0, -i, 0)
		n, ok := oneDay(month.Year(), int(month.Month()), d)
		if ok && int(n.from.Weekday()) == w && !n.from.After(p.ref) {
			n.rel = true
			return n, true
		}
		if i == 0 && ok && int(n.from.Weekday()) == w { // it comes this month
			n.rel = true
			return n, true
		}
	}
	return timeNode{}, false
}

func monday(t time.Time) time.Time {
	day := day0(t)
	return day.AddDate(0, 0, -(int(day.Weekday())+6)%7)
}

// weekday is the last such day up to the reference, today included.
func (p *timeParser) weekday(w int) timeNode {
	day := day0(p.ref)
	from := day.AddDate(0, 0, -(int(day.Weekday())-w+7)%7)
	return timeNode{from: from, to: from.AddDate(0, 0, 1), unit: unitDay, rel: true, noYear: true, s: "w"}
}

func inWeek(mon time.Time, w int) timeNode {
	from := mon.AddDate(0, 0, (w+6)%7)
	return timeNode{from: from, to: from.AddDate(0, 0, 1), unit: unitDay, rel: true}
}

func (p *timeParser) shifted(w, shift int, word string) timeNode {
	switch {
	case shift == 0:
		return inWeek(monday(p.ref), w)
	case shift > 0 && (word == "next" || word == "following"):
		return inWeek(monday(p.ref).AddDate(0, 0, 7), w)
	case shift > 0: // the next one that comes
		n := p.weekday(w)
		n.from, n.to = n.from.AddDate(0, 0, 7), n.to.AddDate(0, 0, 7)
		return n
	case word == "previous":
		return inWeek(monday(p.ref).AddDate(0, 0, -7), w)
	}
	n := p.weekday(w)
	if n.from.Equal(day0(p.ref)) {
		n.from, n.to = n.from.AddDate(0, 0, -7), n.to.AddDate(0, 0, -7)
	}
	return n
}

func weekdayRules(g *timeGrammar) {
	g.add("day", "<w>", func(p *timeParser, a []timeNode) (timeNode, bool) { return p.weekday(a[0].n), true })
	g.add("day", "<s> <w>", func(p *timeParser, a []timeNode) (timeNode, bool) { return p.shifted(a[1].n, a[0].n, a[0].s), true })
	g.add("day", "<w> <sa>", func(p *timeParser, a []timeNode) (timeNode, bool) { return p.shifted(a[0].n, a[1].n, ""), true })
	g.add("day", "<wk> [on] <w>", func(p *timeParser, a []timeNode) (timeNode, bool) { return inWeek(a[0].from, a[1].n), true })
	g.add("day", "<w> [,] [of/in] <wk> | <w> of the <wk>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return inWeek(a[1].from, a[0].n), true
	})
	g.add("wk", "[the] <s> <u> | la <u> <sa> | die <s> <u>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		unit, shift := a[1], a[0]
		if unit.unit == 0 {
			unit, shift = a[0], a[1]
		}
		return p.period(unit.unit, shift.n), unit.unit == unitWeek
	})
	g.add("day", "<w> <n> <u> from now | <w> , <n> <u> from now", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n := p.move(day0(p.ref), a[1].n, a[2].unit)
		if a[2].unit == unitWeek {
			return inWeek(monday(n), a[0].n), true
		}
		for int(n.Weekday()) != a[0].n {
			n = n.AddDate(0, 0, 1)
		}
		return timeNode{from: n, to: n.AddDate(0, 0, 1), unit: unitDay, rel: true}, true
	})
	g.add("day", "[the] <o> <w> of/in <per>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if a[2].unit != unitMonth {
			return timeNode{}, false
		}
		day := a[2].from
		for int(day.Weekday()) != a[1].n {
			day = day.AddDate(0, 0, 1)
		}
		day = day.AddDate(0, 0, 7*(a[0].n-1))
		return timeNode{from: day, to: day.AddDate(0, 0, 1), unit: unitDay, rel: a[2].rel}, day.Before(a[2].to)
	})
}

// move goes n units on from a time.
func (p *timeParser) move(t time.Time, n int, unit timeUnit) time.Time {
	switch unit {
	case unitDay:
		return t.AddDate(0, 0, n)
	case unitWeek:
		return t.AddDate(0, 0, 7*n)
	case unitWeekend:
		return t.AddDate(0, 0, 7*n)
	case unitMonth:
		return monthsOn(t, n)
	case unitQuarter:
		return monthsOn(t, 3*n)
	case unitYear:
		return monthsOn(t, 12*n)
	case unitDecade:
		return monthsOn(t, 120*n)
	}
	return monthsOn(t, 1200*n)
}

// monthsOn keeps to the month's last day where the day is missing.
func monthsOn(t time.Time, n int) time.Time {
	first := time.Date(t.Year(), t.Month()+time.Month(n), 1, t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return first.AddDate(0, 0, min(t.Day(), last)-1)
}

// away is the day n units from a day.
func (p *timeParser) away(base timeNode, n int, unit timeUnit) (timeNode, bool) {
	if n > 5000 || n < -5000 || unit == 0 {
		return timeNode{}, false
	}
	moved := p.move(day0(base.from), n, unit)
	return timeNode{from: moved, to: moved.AddDate(0, 0, 1), unit: unitDay, rel: true}, moved.Year() > 0 && moved.Year() < 10000
}

// part narrows a day to its morning, afternoon, evening or night: 812 is from
// eight to twelve.
func (n timeNode) part(hours int) timeNode {
	day := day0(n.from)
	n.from, n.to, n.unit = day.Add(time.Duration(hours/100)*time.Hour), day.Add(time.Duration(hours%100)*time.Hour), unitPart
	if hours%100 == 24 {
		n.to = n.to.Add(-time.Second)
	}
	return n
}

func (p *timeParser) today() timeNode {
	day := day0(p.ref)
	return timeNode{from: day, to: day.AddDate(0, 0, 1), unit: unitDay, rel: true}
}

func deicticRules(g *timeGrammar) {
	days := func(n int) timeRead {
		return func(p *timeParser, _ []timeNode) (timeNode, bool) { return p.away(p.today(), n, unitDay) }
	}
	g.add("day", "<do>", func(p *timeParser, a []timeNode) (timeNode, bool) { return p.away(p.today(), a[0].n, unitDay) })
	g.add("day", "the day before yesterday | day before yesterday | antes de ayer | avant - hier | avant hier | "+
		"antes de ontem | اول امس | اول من امس", days(-2))
	g.add("day", "aujourd ' hui | aujourd ’ hui | for the day | current date", days(0))
	g.add("day", "the next day | the following day | the day after", days(1))
	g.add("day", "[the] day after <day>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return p.away(a[len(a)-1], 1, unitDay)
	})
	g.add("day", "[the] day before <day> | eve of <day>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return p.away(a[0], -1, unitDay)
	})
	g.add("day", "the day after tomorrow | day after tomorrow | pasado manana | apres - demain | "+
		"depois de amanha | بعد غد", days(2))
	awayRules(g)
}

// awayRules: days that are so far from the reference, or from another day.
func awayRules(g *timeGrammar) {
	sign := func(k int) timeRead {
		return func(p *timeParser, a []timeNode) (timeNode, bool) {
			if a[0].s == indefiniteCount.s {
				return p.fewAway(k, a[1].unit)
			}
			return p.away(p.today(), k*a[0].n, a[1].unit)
		}
	}
	g.add("day", "<n> <u> ago | vor <n> <u> | hace <n> <u> | il y a <n> <u> | ha <n> <u> | <n> <u> atras | "+
		"faz <n> <u> | قبل <n> <u> | منذ <n> <u>", sign(-1))
	// counted from another day of the story, not from the article's
	g.add("day", "<n> <u> earlier | <n> <u> later", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		return timeNode{unit: unitNone, open: true, rel: true}, a[0].s != indefiniteCount.s
	})
	g.add("day", "in <n> <u> | in <n> <u> from today | <n> <u> from now | <n> <u> from today | "+
		"dentro de <n> <u> | en <n> <u> | dans <n> <u> | daqui a <n> <u> | em <n> <u> | "+
		"خلال <n> <u> | بعد <n> <u>", sign(1))
	alone := func(k int) timeRead { // Arabic: "before a week", "before two days"
		return func(p *timeParser, a []timeNode) (timeNode, bool) {
			n := 1
			if dualUnit[a[0].s] {
				n = 2
			}
			return p.away(p.today(), k*n, a[0].unit)
		}
	}
	g.add("day", "قبل <u> | منذ <u>", alone(-1))
	g.add("day", "بعد <u>", alone(1))
	g.add("day", "<n> <u> after <day> | <n> <u> from <day>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return p.away(a[2], a[0].n, a[1].unit)
	})
	g.add("day", "<n> <u> before <day>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if a[2].s == "new year" { // the coming one
			a[2].from = a[2].from.AddDate(1, 0, 0)
		}
		return p.away(a[2], -a[0].n, a[1].unit)
	})
	g.add("day", "<n> <u> <n> <u> <n> <u> later", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n, ok := p.today(), true
		for i := 0; ok && i < 6; i += 2 {
			n, ok = p.away(n, a[i].n, a[i+1].unit)
		}
		return n, ok
	})
	g.add("day", "in <n> <u> since [the] [year] <any>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return p.away(a[2], a[0].n, a[1].unit)
	})
}

// nowRules: now, and the parts of a day, which are read of the present one only:
// what changed "since this morning" is asked.
func nowRules(g *timeGrammar) {
	g.add("now", "now | right now", func(p *timeParser, _ []timeNode) (timeNode, bool) {
		return timeNode{from: p.ref, to: p.ref, unit: unitInstant, rel: true, s: "now"}, true
	})
	g.add("part", "this <p> | cette <p> | ce <p> | esta <p> | diesen <p>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return p.today().part(a[0].n), true
	})
	g.add("part", "tonight | tonite | heute nacht", func(p *timeParser, _ []timeNode) (timeNode, bool) {
		return p.today().part(2024), true
	})
	g.add("part", "last night | letzte nacht | anoche", func(p *timeParser, _ []timeNode) (timeNode, bool) {
		return p.period(unitDay, -1).part(2024), true
	})
	g.add("day", "<wp>", func(p *timeParser, a []timeNode) (timeNode, bool) { return p.weekday(a[0].n), true })
	g.add("day", "nacht zum/auf/zu [den] <w>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return p.away(p.weekday(a[0].n), -1, unitDay)
	})
}
