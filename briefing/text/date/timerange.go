package date

import "time"

// span makes the range from one point up to another: the end is where the
// second begins, as in "from 2014 to 2018"; the end of a period is its last day.
func (p *timeParser) span(a, b timeNode) (timeNode, bool) {
	if a.open || b.open {
		return timeNode{}, false
	}
	from, to := a.beginning(), b.from
	if b.edge == edgeLate {
		to = b.to
	}
	switch {
	case a.noYear && !b.noYear:
		from = p.yearOfStart(a, from, to, b.from.Year())
	case b.noYear && p.isWeekday(b):
		for i := 0; i < 60 && !to.After(from); i++ {
			to = to.AddDate(0, 0, 7)
		}
	case b.noYear:
		if !a.noYear {
			to = time.Date(from.Year(), to.Month(), to.Day(), 0, 0, 0, 0, time.UTC)
		}
		to = soonAfter(to, from)
	}
	return timeNode{from: from, to: to, last: b.lastOf(to), rel: a.rel || b.rel, unit: unitRange}, !to.Before(from)
}

// beginning is where a range begins that is from there on.
func (n timeNode) beginning() time.Time {
	switch {
	case n.edge == edgeMiddle:
		return day0(n.from.Add(n.to.Sub(n.from) / 2))
	case n.edge == edgeLate:
		return n.to
	case n.s == "now":
		return day0(n.from)
	}
	return n.from
}

// yearOfStart puts the start of a range, which is said without a year, in the year
// of its end or, where it would come later, the one before.
func (p *timeParser) yearOfStart(start timeNode, from, to time.Time, year int) time.Time {
	if p.isWeekday(start) {
		return from
	}
	from = time.Date(year, from.Month(), from.Day(), from.Hour(), from.Minute(), 0, 0, time.UTC)
	if from.After(to) {
		from = time.Date(year-1, from.Month(), from.Day(), from.Hour(), from.Minute(), 0, 0, time.UTC)
	}
	return from
}

// soonAfter moves a day by years to the first one that is not before from.
func soonAfter(day, from time.Time) time.Time {
	for i := 0; i < 3 && day.Before(from); i++ {
		day = day.AddDate(1, 0, 0)
	}
	for i := 0; i < 3 && day.AddDate(-1, 0, 0).After(from); i++ {
		day = day.AddDate(-1, 0, 0)
	}
	return day
}

// lastOf is where the day or period ends that a range up to it begins at to.
func (n timeNode) lastOf(to time.Time) time.Time {
	switch {
	case n.edge != 0:
		return time.Time{}
	case n.unit == unitDay:
		return to.AddDate(0, 0, 1)
	case n.unit == unitMonth:
		return to.AddDate(0, 1, 0)
	case n.unit == unitQuarter:
		return to.AddDate(0, 3, 0)
	case n.unit == unitYear:
		return to.AddDate(1, 0, 0)
	}
	return time.Time{}
}

// isWeekday marks days that were read off a weekday: they move by weeks.
func (p *timeParser) isWeekday(n timeNode) bool {
	return n.unit == unitDay && n.noYear && n.rel && n.from.Equal(p.weekday(int(n.from.Weekday())).from) && n.n == 0 && n.s == "w"
}

func spanOf(p *timeParser, a []timeNode) (timeNode, bool) { return p.span(a[0], a[1]) }

func rangeRules(g *timeGrammar) {
	g.add("rg", "from/von/vom/desde/de/del/du/من [in/the/el/le/o/den/dem/año] <any> {to} [the/el/au/o/al/zum/den] <any> | "+
		"between/zwischen/entre/بين [the/el/le/o/den/dem] <any> {and} [the/el/le/o/den/dem] <any> | "+
		"<yr> through/to/–/-/~ <any> | <md> {to} [the] <md> | <m1> to/-/–/through <mon> | "+
		"<mon> - <mon> | <m1> - <md> | <edge> to/-/–/until <any>", spanOf)
	g.add("rg", "[from] <w> {to} <w>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if a[0].n == a[1].n {
			return timeNode{}, false
		}
		return p.span(p.weekday(a[0].n), p.weekday(a[1].n))
	})
	g.add("rg", "<x> [to/-/–/till/until] <any> | <md> - <x> | <any> to now", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if len(a) == 1 {
			return timeNode{from: a[0].from, to: p.ref, rel: true, unit: unitRange}, true
		}
		return p.span(a[0], a[1])
	})
	g.add("rg", "[from] <any> to date | year to date", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n := p.period(unitYear, 0)
		if len(a) > 0 {
			n = a[0]
		}
		n.to, n.rel, n.unit = day0(p.ref), true, unitRange
		return n, !n.to.Before(n.from)
	})
}

// monthRangeRules: from a day of a month to another.
func monthRangeRules(g *timeGrammar) {
	days := func(y func(p *timeParser, m timeNode) int) timeRead {
		return func(p *timeParser, a []timeNode) (timeNode, bool) {
			month := a[2]
			from, ok := oneDay(y(p, month), int(month.from.Month()), a[0].n)
			to, ok2 := oneDay(y(p, month), int(month.from.Month()), a[1].n)
			if month.noYear && from.from.After(p.ref) {
				from.from, to.from = from.from.AddDate(-1, 0, 0), to.from.AddDate(-1, 0, 0)
			}
			ok = ok && ok2 && month.unit == unitMonth && !to.from.Before(from.from)
			return timeNode{from: from.from, to: to.from, last: to.lastOf(to.from), rel: month.rel, unit: unitRange}, ok
		}
	}
	mine := func(_ *timeParser, m timeNode) int { return m.from.Year() }
	g.add("rg", "[from] [the/el/le/dem/den/der] <dd> {to} [the/el/le/au/dem/zum/den] <dd> [{of}] [the] <mon> | "+
		"[from] <dd> [{of}] {to} <dd> [in] <per>", days(mine))
	g.add("rg", "[from] <mon> [the] <dd> {to} [the] <dd>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n, ok := days(mine)(p, []timeNode{a[1], a[2], a[0]})
		if !ok && a[2].n < a[1].n && a[0].unit == unitMonth { // into the next month
			from, ok1 := oneDay(a[0].from.Year(), int(a[0].from.Month()), a[1].n)
			to, ok2 := oneDay(a[0].to.Year(), int(a[0].to.Month()), a[2].n)
			return timeNode{from: from.from, to: to.from, last: to.lastOf(to.from), rel: a[0].rel, unit: unitRange}, ok1 && ok2
		}
		return n, ok
	})
	g.add("rg", "[from] <m> [the] <dd> {to} [the] <dd> [,] [<y>]", func(p *timeParser, a []timeNode) (timeNode, bool) {
		year := a[3].n
		if year == 0 {
			n, ok := p.pastDay(a[0].n, a[1].n)
			if !ok {
				return n, false
			}
			year = n.from.Year()
		}
		from, ok := oneDay(year, a[0].n, a[1].n)
		month := a[0].n
		if a[2].n < a[1].n {
			month++
		}
		to := time.Date(year, time.Month(month), a[2].n, 0, 0, 0, 0, time.UTC)
		return timeNode{from: from.from, to: to, last: from.lastOf(to), rel: a[3].n == 0, unit: unitRange}, ok
	})
	g.add("rg", "[from] <xp> {to} <xp>", spanOf)
	g.add("rg", "[from] <xp> {to} <xp> , <y>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		from, ok := oneDay(a[2].n, int(a[0].from.Month()), a[0].from.Day())
		to, ok2 := oneDay(a[2].n, int(a[1].from.Month()), a[1].from.Day())
		return timeNode{from: from.from, to: to.from, last: to.lastOf(to.from), unit: unitRange}, ok && ok2 && !to.from.Before(from.from)
	})
}

// lastingRules: for so long, from a time to another.
func lastingRules(g *timeGrammar) {
	lasting := func(n, u, d int) timeRead {
		return func(p *timeParser, a []timeNode) (timeNode, bool) {
			if a[d].unit != unitDay {
				return timeNode{}, false
			}
			return timeNode{from: a[d].from, to: p.move(a[d].from, a[n].n, a[u].unit), rel: a[d].rel, unit: unitRange}, true
		}
	}
	g.add("rg", "for <n> <u> [,] from <day> | <n> <u> starting [from] [on] <day>", lasting(0, 1, 2))
	g.add("rg", "within <n> <u>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return timeNode{from: p.ref, to: p.move(p.ref, a[0].n, a[1].unit), rel: true, unit: unitRange}, true
	})
	g.add("rg", "from now until <n> <u> later", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return timeNode{from: p.ref, to: p.move(p.ref, a[0].n, a[1].unit), rel: true, unit: unitRange}, true
	})
	g.add("rg", "less than <n> <u> after <day>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n, ok := p.away(a[2], a[0].n, a[1].unit)
		return timeNode{from: a[2].from, to: n.to.AddDate(0, 0, -1), rel: true, unit: unitRange}, ok
	})
}
