package text

import (
	"slices"
	"time"
)

// partRules: quarters, halves and the rest of a period.
func partRules(g *timeGrammar) {
	nth := func(months int) timeRead {
		return func(p *timeParser, a []timeNode) (timeNode, bool) {
			k, per := a[0].n, a[1]
			if per.unit == 0 {
				per = p.period('y', 0)
				if from := per.from.AddDate(0, months*(k-1), 0); from.After(p.ref) {
					per = p.period('y', -1)
				}
			}
			if per.unit != 'y' || k < 1 || k > 12/months {
				return timeNode{}, false
			}
			from := per.from.AddDate(0, months*(k-1), 0)
			return timeNode{from: from, to: from.AddDate(0, months, 0), unit: 'q', rel: per.rel}, true
		}
	}
	g.add("py", "<yr>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[0], true })
	g.add("yr", "[year] <y>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return yearNode(a[0].n), true })
	g.add("py", "[the] <s> <u> | [{the}] <u> <sa>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		s, u := a[0], a[1]
		if u.unit == 0 {
			s, u = a[1], a[0]
		}
		return p.period('y', s.n), u.unit == 'y'
	})
	g.add("py", "the year", func(p *timeParser, _ []timeNode) (timeNode, bool) { return p.period('y', 0), true })
	g.add("per", "[{the}] <o> quarter/quartal/trimestre [{of}] [{the}] [<py>] | <qq> [{of}] [-/,] [<py>]", nth(3))
	g.add("per", "[{the}] <o> half/semester/halbjahr/semestre [{of}] [{the}] [<py>] | [the] <hh> [{of}] [-/,] [<py>]", nth(6))
	swapped := func(months int) timeRead {
		f := nth(months)
		return func(p *timeParser, a []timeNode) (timeNode, bool) { return f(p, []timeNode{a[1], a[0]}) }
	}
	g.add("per", "<py> [-] <qq> | <py> ' s <o> quarter | <py> ’ s <o> quarter | <py> <o> quarter", swapped(3))
	g.add("per", "<py> [-] <hh> | <py> ' s <o> half | <py> ’ s <o> half | <py> <o> half", swapped(6))
	g.add("per", "[the] rest of [the] <u> | [the] rest of <per>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n := a[0]
		if n.from.IsZero() {
			n = p.period(n.unit, 0)
		}
		n.from = day0(p.ref)
		return n, n.rel && n.to.After(n.from)
	})
}

// weekRules: the n-th week of a period, its first days, weeks by number.
func weekRules(g *timeGrammar) {
	g.add("per", "[the] <o> <u> of <per> | [the] <s> <u> of <per> | {the} <o> <u> {of} <per>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		if a[0].s != "" && isShift(a[0].s) {
			if a[0].n >= 0 {
				return timeNode{}, false
			}
			return runOf(a[2], a[1].unit, 1, true)
		}
		return nthOf(a[2], a[1].unit, a[0].n)
	})
	g.add("per", "[the] first <n> <u> of <per>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return runOf(a[2], a[1].unit, a[0].n, false) })
	g.add("per", "[the] last <n> <u> of <per>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return runOf(a[2], a[1].unit, a[0].n, true) })
	g.add("per", "[the] week <n> [of] [<py>] | kw <n> [<py>] | semaine <n> [<py>]", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if a[1].unit == 0 {
			a[1] = p.period('y', 0)
		}
		return nthOf(a[1], 'w', a[0].n)
	})
	g.add("per", "[the] week of <day> | w / c <day> | [the] week starting/beginning [on] <day>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		m := monday(a[0].from)
		return timeNode{from: m, to: m.AddDate(0, 0, 7), unit: 'w', rel: a[0].rel}, true
	})
	g.add("per", "[the] weekend of <day>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		m := monday(a[0].from).AddDate(0, 0, 5)
		return timeNode{from: m, to: m.AddDate(0, 0, 2), unit: 'e', rel: a[0].rel}, true
	})
}

// edgeRules: early, the middle of, late.
func edgeRules(g *timeGrammar) {
	edge := func(p *timeParser, a []timeNode) (timeNode, bool) { return p.edgeOf(a[1], a[0].edge, a[0].s) }
	g.add("edge", "<el> [-] <per> | <e> {of} <per> | {the} <e> {of} [{the}] <per> | {the} <el> <per> | <e> of the <per>", edge)
	g.add("edge", "<e> in [the] <per>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n, ok := p.edgeOf(a[1], a[0].edge, a[0].s)
		return n, ok && slices.Contains([]string{"early", "late", "later", "earlier"}, a[0].s)
	})
	g.add("edge", "[{the}] <e> {of} [{the}] <u> | <e> de l ' <u> | <e> de l ’ <u> | <e> <u>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if p.lang == "en" || a[1].unit != 'y' && a[1].unit != 'm' && a[1].unit != 'w' {
			return timeNode{}, false
		}
		return p.edgeOf(p.period(a[1].unit, 0), a[0].edge, a[0].s)
	})
	g.add("edge", "[the] <e> of [the] <u>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		u := a[1].unit
		n, ok := p.edgeOf(p.period(u, 0), a[0].edge, a[0].s)
		return n, ok && (u == 'y' || u == 'm' || u == 'w' || u == 'D')
	})
	g.add("per", "<edge>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[0], true })
	g.add("any", "<day> | <per> | <part> | <now>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[0], true })
}

// nthOf is the n-th week, month or day of a period.
func nthOf(per timeNode, unit byte, n int) (timeNode, bool) {
	if n < 1 || n > 366 {
		return timeNode{}, false
	}
	var from, to time.Time
	switch {
	case unit == 'w' && (per.unit == 'y' || per.unit == 'm' || per.unit == 'q'):
		from = isoWeek(per.from).AddDate(0, 0, 7*(n-1))
		to = from.AddDate(0, 0, 7)
	case unit == 'm' && (per.unit == 'y' || per.unit == 'q'):
		from = per.from.AddDate(0, n-1, 0)
		to = from.AddDate(0, 1, 0)
	case unit == 'd':
		from = per.from.AddDate(0, 0, n-1)
		to = from.AddDate(0, 0, 1)
	case unit == 'D' && per.unit == 'c':
		from = per.from.AddDate(10*(n-1), 0, 0)
		to = from.AddDate(10, 0, 0)
	default:
		return timeNode{}, false
	}
	return timeNode{from: from, to: to, unit: unit, rel: per.rel}, from.Before(per.to)
}

// runOf is the first or last n weeks, months or days of a period.
func runOf(per timeNode, unit byte, n int, last bool) (timeNode, bool) {
	if n < 1 || n > 366 || per.unit == 'd' {
		return timeNode{}, false
	}
	from, to := per.from, per.to
	step := func(t time.Time, k int) time.Time {
		switch unit {
		case 'w':
			return t.AddDate(0, 0, 7*k)
		case 'm':
			return t.AddDate(0, k, 0)
		}
		return t.AddDate(0, 0, k)
	}
	if unit == 'w' {
		from, to = isoWeek(per.from), isoWeek(per.to)
	} else if unit != 'd' && unit != 'm' {
		return timeNode{}, false
	}
	if last {
		from = step(to, -n)
	} else {
		to = step(from, n)
	}
	return timeNode{from: from, to: to, unit: unit, rel: per.rel, noYear: per.noYear}, true
}

// edgeOf is the early, middle or late part of a period: thirds of a named year,
// halves of this or the last one; a month is cut at the 10th, 16th and 21st.
func (p *timeParser) edgeOf(per timeNode, edge byte, word string) (timeNode, bool) {
	cut := func(b1, m0, m1, e0 time.Time) timeNode {
		n := per
		n.edge = edge
		switch edge {
		case 'b':
			n.to = b1
		case 'm':
			n.from, n.to = m0, m1
		case 'e':
			n.from = e0
		}
		return n
	}
	f := per.from
	var n timeNode
	switch {
	case per.edge != 0 || per.open:
		return n, false
	case per.unit == 'y' && per.rel:
		n = cut(f.AddDate(0, 6, 0), f.AddDate(0, 4, 0), f.AddDate(0, 8, 0), f.AddDate(0, 6, 0))
	case per.unit == 'y':
		n = cut(f.AddDate(0, 4, 0), f.AddDate(0, 4, 0), f.AddDate(0, 8, 0), f.AddDate(0, 8, 0))
	case per.unit == 'm':
		n = cut(f.AddDate(0, 0, 15), f.AddDate(0, 0, 9), f.AddDate(0, 0, 20), f.AddDate(0, 0, 15))
	case per.unit == 'w':
		n = cut(f.AddDate(0, 0, 3), f.AddDate(0, 0, 2), f.AddDate(0, 0, 5), f.AddDate(0, 0, 3))
	case per.unit == 'D':
		n = cut(f.AddDate(4, 0, 0), f.AddDate(4, 0, 0), f.AddDate(7, 0, 0), f.AddDate(7, 0, 0))
	case per.unit == 'c':
		n = cut(f.AddDate(33, 0, 0), f.AddDate(33, 0, 0), f.AddDate(67, 0, 0), f.AddDate(67, 0, 0))
	case per.unit == 'q':
		n = cut(f.AddDate(0, 1, 0), f.AddDate(0, 1, 0), f.AddDate(0, 2, 0), f.AddDate(0, 2, 0))
	default:
		return n, false
	}
	if now := day0(p.ref); per.rel && per.from.Before(now) && now.Before(per.to) {
		if word == "earlier" && now.After(per.from) {
			n.to = now
			if half := per.from.AddDate(0, 6, 0); per.unit == 'y' && half.Before(now) {
				n.to = half
			}
		}
		if word == "later" && now.After(n.from) {
			n.from = now
		}
	}
	return n, true
}
