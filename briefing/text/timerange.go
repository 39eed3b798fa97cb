package text

import "time"

// dayPartRules: a morning, tonight, early today.
func dayPartRules(g *timeGrammar) {
	partDay := func(p *timeParser, a []timeNode) (timeNode, bool) {
		if a[0].unit != 'd' {
			return timeNode{}, false
		}
		return a[0].part(a[1].n), true
	}
	g.add("dp", "<day> [{the}] <p> | <day> {at} <p> | <day> por/pela la/a/de/da <p> | <day> pela <p> | <day> por la <p> | <day> a la <p> | <day> a noite", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if len(a) < 2 {
			return a[0].part(2024), a[0].unit == 'd'
		}
		return partDay(p, a)
	})
	g.add("dp", "<day> de/da/a/pela/au <p>", partDay)
	g.add("dp", "<p> del/de/da/do/du <day>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[1].part(a[0].n), a[1].unit == 'd' })
	g.add("dp", "nacht zum/auf/zu [den] <w>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n, ok := p.away(p.weekday(a[0].n), -1, 'd')
		return n.part(2024), ok
	})
	g.add("dp", "<wp>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return p.weekday(a[0].n / 10000).part(a[0].n % 10000), true
	})
	g.add("dp", "<pa> [يوم] <day>", func(p *timeParser, a []timeNode) (timeNode, bool) { return a[1].part(a[0].n), a[1].unit == 'd' })
	g.add("dp", "<day> early/late [in] [the] <p>", partDay)
	g.add("dp", "this <p> | cette <p> | ce <p> | esta <p> | diesen <p> | <p> de hoje", func(p *timeParser, a []timeNode) (timeNode, bool) { return p.today().part(a[0].n), true })
	g.add("dp", "next <p>", func(p *timeParser, a []timeNode) (timeNode, bool) { return p.period('d', 1).part(a[0].n), true })
	g.add("dp", "tonight | tonite | ce soir | esta noche | esta noite | heute nacht", func(p *timeParser, _ []timeNode) (timeNode, bool) { return p.today().part(2024), true })
	g.add("dp", "last night | anoche | letzte nacht | hier soir | ontem a noite", func(p *timeParser, _ []timeNode) (timeNode, bool) { return p.period('d', -1).part(2024), true })
	g.add("dp", "<w> <p> [of/in] <wk> | <o> <w> <p> of <per>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if len(a) == 3 {
			return inWeek(a[2].from, a[0].n).part(a[1].n), true
		}
		d := a[3].from
		for int(d.Weekday()) != a[1].n {
			d = d.AddDate(0, 0, 1)
		}
		d = d.AddDate(0, 0, 7*(a[0].n-1))
		return timeNode{from: d, rel: a[3].rel}.part(a[2].n), a[3].unit == 'm'
	})
	half := func(a, b time.Duration) timeRead {
		return func(p *timeParser, n []timeNode) (timeNode, bool) {
			d := day0(n[0].from)
			if n[0].unit == 'p' { // of a part of the day
				mid := n[0].from.Add(n[0].to.Sub(n[0].from) / 2)
				if a == 0 {
					return timeNode{from: n[0].from, to: mid, rel: n[0].rel, hours: true, unit: 'p'}, true
				}
				return timeNode{from: mid, to: n[0].to, rel: n[0].rel, hours: true, unit: 'p'}, true
			}
			return timeNode{from: d.Add(a), to: d.Add(b), rel: n[0].rel, hours: true, unit: 'p'}, n[0].unit == 'd'
		}
	}
	g.add("dh", "early in the day <day> | early/earlier [in] <day> | early/earlier [in] <dp>", half(0, 12*time.Hour))
	g.add("dh", "mid [-] <day>", half(10*time.Hour, 14*time.Hour))
	g.add("dh", "late/later [in] <day> | late/later [in] <dp>", half(12*time.Hour, 24*time.Hour))
	g.add("dh", "<dp> | <now>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[0], true })
}

// clockRules: days with a time of day.
func clockRules(g *timeGrammar) {
	g.add("dt", "[the] end of [the] <day> | [the] end of the day", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n := p.today()
		if len(a) > 0 {
			n = a[0]
		}
		if n.unit != 'd' {
			return timeNode{}, false
		}
		n.from, n.hours, n.unit = n.to.Add(-time.Second), true, 'M'
		return n, true
	})
	at := func(p *timeParser, a []timeNode) (timeNode, bool) {
		switch {
		case a[0].unit == 'd' && a[1].hours:
			return a[0].at(a[1], a[2].n), true
		case a[0].unit == 'p':
			return a[0].at(a[1], a[0].from.Hour()*100), true
		}
		return timeNode{}, false
	}
	swap := func(p *timeParser, a []timeNode) (timeNode, bool) {
		return at(p, []timeNode{a[1], a[0], {}})
	}
	g.add("dt", "<day> [,/-] [{at}] <t> [in] [the] [<p>] | <day> {at} [{the}] <te> [in] [the] [<p>] | <day> <tw>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if len(a) == 2 {
			a = append(a, timeNode{})
		}
		return at(p, a)
	})
	g.add("dt", "<dp> [,] [{at}] <te>", func(p *timeParser, a []timeNode) (timeNode, bool) { return at(p, []timeNode{a[0], a[1], {}}) })
	g.add("dt", "[{at}] <t> [,] [{on}] <day> | [{at}] <t> [,] [{on}] <dp> | <te> , <dp> | [at] <te> <dp>", swap)
}

// clockRangeRules: days from one time to another.
func clockRangeRules(g *timeGrammar) {
	cr := func(_ *timeParser, a []timeNode) (timeNode, bool) {
		if a[1].pm == 'p' && a[0].pm == 0 && a[0].n < 12*3600 && a[0].n+12*3600 < a[1].n {
			a[0].n, a[0].pm = a[0].n+12*3600, 'p'
		}
		return timeNode{n: a[0].n, s: string(rune(a[0].pm)), from: time.Unix(int64(a[1].n), 0), hours: true, pm: a[1].pm}, true
	}
	g.add("cc", "<t> {to} <t>", cr)
	g.add("cr", "at <te> {to} <te> | [from] <te> {to} <te>", cr)
	g.add("dt", "<day> <cr> | <dp> [,] <cr> | <day> , <cc>", func(p *timeParser, a []timeNode) (timeNode, bool) { return a[0].between(a[1]) })
	g.add("dt", "<cr> [,] [on] <day> | <cr> <dp>", func(p *timeParser, a []timeNode) (timeNode, bool) { return a[1].between(a[0]) })
	g.add("dt", "<w> <m> <dd> <t> <y>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n, ok := oneDay(a[4].n, a[1].n, a[2].n)
		return n.at(a[3], 0), ok
	})
	g.add("dt", "<day> from <t> for <n> <u>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n := a[0].at(a[1], 0)
		n.to = p.move(n.from, a[2].n, a[3].unit)
		return n, a[0].unit == 'd'
	})
	g.add("dt", "<day> before/by <t> | <day> before/by <te> [in] [the] <p>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		part := 0
		if len(a) > 2 {
			part = a[2].n
		}
		n := a[0].at(a[1], part)
		n.to, n.from, n.open = n.from, time.Time{}, true
		return n, a[0].unit == 'd'
	})
	g.add("dt", "<day> after <t> | <day> after <te> [in] [the] <p> | <day> later than <t> | <day> later than <te> [in] [the] <p>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		part := 0
		if len(a) > 2 {
			part = a[2].n
		}
		n := a[0].at(a[1], part)
		n.to, n.open = time.Time{}, true
		return n, a[0].unit == 'd'
	})
}

// between puts two times of day on a day: "Monday 11-4" ends after noon.
func (n timeNode) between(cr timeNode) (timeNode, bool) {
	if n.unit != 'd' && n.unit != 'p' {
		return timeNode{}, false
	}
	a, b := cr.n, int(cr.from.Unix())
	sure := cr.s != "\x00"
	if n.unit == 'p' && n.from.Hour() >= 12 {
		if a < 12*3600 && !sure {
			a += 12 * 3600
		}
		if b < 12*3600 && cr.pm == 0 {
			b += 12 * 3600
		}
	}
	if b <= a && b <= 12*3600 {
		b += 12 * 3600
	}
	if b <= a {
		b += 12 * 3600
	}
	d := day0(n.from)
	return timeNode{from: d.Add(time.Duration(a) * time.Second), to: d.Add(time.Duration(b) * time.Second), rel: n.rel, hours: true, unit: 'p'}, true
}

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
	if a.s == "now" && !b.hours {
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
	return timeNode{from: from, to: to, last: b.lastOf(to), rel: a.rel || b.rel, hours: a.hours || b.hours, unit: 'r'}, !to.Before(from) && (a.noYear == b.noYear || !from.After(to))
}

// lastOf is where the day or period ends that a range up to it begins at to.
func (n timeNode) lastOf(to time.Time) time.Time {
	switch {
	case n.edge != 0 || n.hours:
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
	g.add("pt", "<dt> | <dh> | <any>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[0], true })
	g.add("rg", "from/von/vom/desde/de/del/du/من [in/the/el/le/o/den/dem/año] <pt> {to} [the/el/au/o/al/zum/den] <pt> | between/zwischen/entre/بين [the/el/le/o/den/dem] <pt> {and} [the/el/le/o/den/dem] <pt> | <yr> through/to/–/-/~ <pt> | <md> {to} [the] <md> | <m1> to/-/–/through <mon> | <mon> - <mon> | <m1> - <md> | <edge> to/-/–/until <pt>", spanOf)
	g.add("rg", "[from] <w> {to} <w>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if a[0].n == a[1].n {
			return timeNode{}, false
		}
		return p.span(p.weekday(a[0].n), p.weekday(a[1].n))
	})
	g.add("rg", "<x> [to/-/–/till/until] <pt> | <md> - <x> | <any> to now", func(p *timeParser, a []timeNode) (timeNode, bool) {
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
		return timeNode{from: p.ref, to: p.move(p.ref, a[0].n, a[1].unit), rel: true, hours: true, unit: 'r'}, true
	})
	g.add("rg", "from now until <n> <u> later", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return timeNode{from: p.ref, to: p.move(p.ref, a[0].n, a[1].unit), rel: true, hours: true, unit: 'r'}, true
	})
	g.add("rg", "less than <n> <u> after <day>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n, ok := p.away(a[2], a[0].n, a[1].unit)
		return timeNode{from: a[2].from, to: n.to.AddDate(0, 0, -1), rel: true, unit: 'r'}, ok
	})
	g.add("rg", "from <t> till/until/to <dt> | between <now> and <te> | between <te> and <now>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		clock := func(n timeNode) timeNode {
			if !n.from.IsZero() {
				return n
			}
			return p.today().at(n, 0)
		}
		a[0], a[1] = clock(a[0]), clock(a[1])
		if a[1].from.Before(a[0].from) && a[1].from.Add(12*time.Hour).After(a[0].from) {
			a[1].from = a[1].from.Add(12 * time.Hour)
		}
		return timeNode{from: a[0].from, to: a[1].from, rel: true, hours: true, unit: 'r'}, !a[1].from.Before(a[0].from)
	})
}
