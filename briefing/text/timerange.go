package text

import "time"

// span makes the range from one point up to another: the end is where the
// second begins, as in "from 2014 to 2018"; the end of a period is its last day.
func (p *timeParser) span(a, b timeNode) (timeNode, bool) {
	if a.open || b.open {
		return timeNode{}, false
	}
	from, to := a.from, b.from
	if a.edge == 'm' {
		from = day0(a.from.Add(a.to.Sub(a.from) / 2))
	}
	if a.s == "now" {
		from = day0(from)
	}
	if a.edge == 'e' {
		from = a.to
	}
	if b.edge == 'e' {
		to = b.to
	}
	switch {
	case a.noYear && !b.noYear:
		for y := b.from.Year(); y > b.from.Year()-2; y-- {
			if f := time.Date(y, from.Month(), from.Day(), from.Hour(), from.Minute(), 0, 0, time.UTC); a.unit != 'd' || !p.isWeekday(a) {
				from = f
			}
			if !from.After(to) {
				break
			}
		}
	case b.noYear && p.isWeekday(b):
		for i := 0; i < 60 && !to.After(from); i++ {
			to = to.AddDate(0, 0, 7)
		}
	case b.noYear:
		if !a.noYear {
			to = time.Date(from.Year(), to.Month(), to.Day(), 0, 0, 0, 0, time.UTC)
		}
		for i := 0; i < 3 && to.Before(from); i++ {
			to = to.AddDate(1, 0, 0)
		}
		for i := 0; i < 3 && to.AddDate(-1, 0, 0).After(from); i++ {
			to = to.AddDate(-1, 0, 0)
		}
	}
	return timeNode{from: from, to: to, last: b.lastOf(to), rel: a.rel || b.rel, unit: 'r'}, !to.Before(from) && (a.noYear == b.noYear || !from.After(to))
}

// lastOf is where the day or period ends that a range up to it begins at to.
func (n timeNode) lastOf(to time.Time) time.Time {
	switch {
	case n.edge != 0:
		return time.Time{}
	case n.unit == 'd':
		return to.AddDate(0, 0, 1)
	case n.unit == 'm':
		return to.AddDate(0, 1, 0)
	case n.unit == 'q':
		return to.AddDate(0, 3, 0)
	case n.unit == 'y':
		return to.AddDate(1, 0, 0)
	}
	return time.Time{}
}

// isWeekday marks days that were read off a weekday: they move by weeks.
func (p *timeParser) isWeekday(n timeNode) bool {
	return n.unit == 'd' && n.noYear && n.rel && n.from.Equal(p.weekday(int(n.from.Weekday())).from) && n.n == 0 && n.s == "w"
}

func spanOf(p *timeParser, a []timeNode) (timeNode, bool) { return p.span(a[0], a[1]) }

func rangeRules(g *timeGrammar) {
	g.add("rg", "from/von/vom/desde/de/del/du/من [in/the/el/le/o/den/dem/año] <any> {to} [the/el/au/o/al/zum/den] <any> | between/zwischen/entre/بين [the/el/le/o/den/dem] <any> {and} [the/el/le/o/den/dem] <any> | <yr> through/to/–/-/~ <any> | <md> {to} [the] <md> | <m1> to/-/–/through <mon> | <mon> - <mon> | <m1> - <md> | <edge> to/-/–/until <any>", spanOf)
	g.add("rg", "[from] <w> {to} <w>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if a[0].n == a[1].n {
			return timeNode{}, false
		}
		return p.span(p.weekday(a[0].n), p.weekday(a[1].n))
	})
	g.add("rg", "<x> [to/-/–/till/until] <any> | <md> - <x> | <any> to now", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if len(a) == 1 {
			return timeNode{from: a[0].from, to: p.ref, rel: true, unit: 'r'}, true
		}
		return p.span(a[0], a[1])
	})
	g.add("rg", "[from] <any> to date | year to date", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n := p.period('y', 0)
		if len(a) > 0 {
			n = a[0]
		}
		n.to, n.rel, n.unit = day0(p.ref), true, 'r'
		return n, !n.to.Before(n.from)
	})
}

// monthRangeRules: from a day of a month to another.
func monthRangeRules(g *timeGrammar) {
	days := func(y func(p *timeParser, m timeNode) int) timeRead {
		return func(p *timeParser, a []timeNode) (timeNode, bool) {
			m := a[2]
			from, ok := oneDay(y(p, m), int(m.from.Month()), a[0].n)
			to, ok2 := oneDay(y(p, m), int(m.from.Month()), a[1].n)
			if m.noYear && from.from.After(p.ref) {
				from.from, to.from = from.from.AddDate(-1, 0, 0), to.from.AddDate(-1, 0, 0)
			}
			return timeNode{from: from.from, to: to.from, last: to.lastOf(to.from), rel: m.rel, unit: 'r'}, ok && ok2 && m.unit == 'm' && !to.from.Before(from.from)
		}
	}
	mine := func(_ *timeParser, m timeNode) int { return m.from.Year() }
	g.add("rg", "[from] [the/el/le/dem/den/der] <dd> {to} [the/el/le/au/dem/zum/den] <dd> [{of}] [the] <mon> | [from] <dd> [{of}] {to} <dd> [in] <per>", days(mine))
	g.add("rg", "[from] <mon> [the] <dd> {to} [the] <dd>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n, ok := days(mine)(p, []timeNode{a[1], a[2], a[0]})
		if !ok && a[2].n < a[1].n && a[0].unit == 'm' { // into the next month
			from, ok1 := oneDay(a[0].from.Year(), int(a[0].from.Month()), a[1].n)
			to, ok2 := oneDay(a[0].to.Year(), int(a[0].to.Month()), a[2].n)
			return timeNode{from: from.from, to: to.from, last: to.lastOf(to.from), rel: a[0].rel, unit: 'r'}, ok1 && ok2
		}
		return n, ok
	})
	g.add("rg", "[from] <m> [the] <dd> {to} [the] <dd> [,] [<y>]", func(p *timeParser, a []timeNode) (timeNode, bool) {
		y := a[3].n
		if y == 0 {
			n, ok := p.pastDay(a[0].n, a[1].n)
			if !ok {
				return n, false
			}
			y = n.from.Year()
		}
		from, ok := oneDay(y, a[0].n, a[1].n)
		m := a[0].n
		if a[2].n < a[1].n {
			m++
		}
		to := time.Date(y, time.Month(m), a[2].n, 0, 0, 0, 0, time.UTC)
		return timeNode{from: from.from, to: to, last: from.lastOf(to), rel: a[3].n == 0, unit: 'r'}, ok
	})
	g.add("rg", "[from] <xp> {to} <xp>", spanOf)
	g.add("rg", "[from] <xp> {to} <xp> , <y>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		from, ok := oneDay(a[2].n, int(a[0].from.Month()), a[0].from.Day())
		to, ok2 := oneDay(a[2].n, int(a[1].from.Month()), a[1].from.Day())
		return timeNode{from: from.from, to: to.from, last: to.lastOf(to.from), unit: 'r'}, ok && ok2 && !to.from.Before(from.from)
	})
}

// lastingRules: for so long, from a time to another.
func lastingRules(g *timeGrammar) {
	lasting := func(n, u, d int) timeRead {
		return func(p *timeParser, a []timeNode) (timeNode, bool) {
			if a[d].unit != 'd' {
				return timeNode{}, false
			}
			return timeNode{from: a[d].from, to: p.move(a[d].from, a[n].n, a[u].unit), rel: a[d].rel, unit: 'r'}, true
		}
	}
	g.add("rg", "for <n> <u> [,] from <day> | <n> <u> starting [from] [on] <day>", lasting(0, 1, 2))
	g.add("rg", "within <n> <u>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return timeNode{from: p.ref, to: p.move(p.ref, a[0].n, a[1].unit), rel: true, unit: 'r'}, true
	})
	g.add("rg", "from now until <n> <u> later", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return timeNode{from: p.ref, to: p.move(p.ref, a[0].n, a[1].unit), rel: true, unit: 'r'}, true
	})
	g.add("rg", "less than <n> <u> after <day>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n, ok := p.away(a[2], a[0].n, a[1].unit)
		return timeNode{from: a[2].from, to: n.to.AddDate(0, 0, -1), rel: true, unit: 'r'}, ok
	})
}
