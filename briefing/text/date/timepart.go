package date

import (
	"slices"
	"time"
)

// partRules: quarters, halves and the rest of a period.
func partRules(g *timeGrammar) {
	nth := func(months int) timeRead {
		return func(p *timeParser, a []timeNode) (timeNode, bool) {
			part, per := a[0].n, a[1]
			if per.unit == 0 {
				per = p.period(unitYear, 0)
				if from := per.from.AddDate(0, months*(part-1), 0); from.After(p.ref) {
					per = p.period(unitYear, -1)
				}
			}
			if per.unit != unitYear || part < 1 || part > 12/months {
				return timeNode{}, false
			}
			from := per.from.AddDate(0, months*(part-1), 0)
			return timeNode{from: from, to: from.AddDate(0, months, 0), unit: unitQuarter, rel: per.rel}, true
		}
	}
	g.add("py", "<yr>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[0], true })
	g.add("yr", "[year] <y>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return yearNode(a[0].n), true })
	g.add("py", "[the] <s> <u> | [{the}] <u> <sa>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		shift, unit := a[0], a[1]
		if unit.unit == 0 {
			shift, unit = a[1], a[0]
		}
		return p.period(unitYear, shift.n), unit.unit == unitYear
	})
	g.add("py", "the year", func(p *timeParser, _ []timeNode) (timeNode, bool) { return p.period(unitYear, 0), true })
	g.add("per", "[{the}] <o> quarter/quartal/trimestre [{of}] [{the}] [<py>] | <qq> [{of}] [-/,] [<py>]", nth(3))
	g.add("per", "[{the}] <o> half/semester/halbjahr/semestre [{of}] [{the}] [<py>] | [the] <hh> [{of}] [-/,] [<py>]", nth(6))
	swapped := func(months int) timeRead {
		read := nth(months)
		return func(p *timeParser, a []timeNode) (timeNode, bool) { return read(p, []timeNode{a[1], a[0]}) }
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
	g.add("per", "[the] <o> <u> of <per> | "+
		"[the] <s> <u> of <per> | "+
		"{the} <o> <u> {of} <per>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		if a[0].s != "" && isShift(a[0].s) {
			if a[0].n >= 0 {
				return timeNode{}, false
			}
			return firstOrLastUnits(a[2], a[1].unit, 1, true)
		}
		return nthUnit(a[2], a[1].unit, a[0].n)
	})
	g.add("per", "[the] first <n> <u> of <per>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		return firstOrLastUnits(a[2], a[1].unit, a[0].n, false)
	})
	g.add("per", "[the] last <n> <u> of <per>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		return firstOrLastUnits(a[2], a[1].unit, a[0].n, true)
	})
	g.add("per", "[the] week <n> [of] [<py>] | kw <n> [<py>] | semaine <n> [<py>]", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if a[1].unit == 0 {
			a[1] = p.period(unitYear, 0)
		}
		return nthUnit(a[1], unitWeek, a[0].n)
	})
	g.add("per", "[the] week of <day> | w / c <day> | "+
		"[the] week starting/beginning [on] <day>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		start := monday(a[0].from)
		return timeNode{from: start, to: start.AddDate(0, 0, 7), unit: unitWeek, rel: a[0].rel}, true
	})
	g.add("per", "[the] weekend of <day>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		start := monday(a[0].from).AddDate(0, 0, 5)
		return timeNode{from: start, to: start.AddDate(0, 0, 2), unit: unitWeekend, rel: a[0].rel}, true
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
	g.add("edge", "[{the}] <e> {of} [{the}] <u> | "+
		"<e> de l ' <u> | <e> de l ’ <u> | <e> <u>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if p.lang == "en" || a[1].unit != unitYear && a[1].unit != unitMonth && a[1].unit != unitWeek {
			return timeNode{}, false
		}
		return p.edgeOf(p.period(a[1].unit, 0), a[0].edge, a[0].s)
	})
	g.add("edge", "[the] <e> of [the] <u>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		unit := a[1].unit
		n, ok := p.edgeOf(p.period(unit, 0), a[0].edge, a[0].s)
		return n, ok && (unit == unitYear || unit == unitMonth || unit == unitWeek || unit == unitDecade)
	})
	g.add("per", "<edge>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[0], true })
	g.add("any", "<day> | <per> | <part> | <now>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[0], true })
}

// nthUnit is the n-th week, month or day of a period.
func nthUnit(per timeNode, unit timeUnit, n int) (timeNode, bool) {
	if n < 1 || n > 366 {
		return timeNode{}, false
	}
	var from, to time.Time
	switch {
	case unit == unitWeek && (per.unit == unitYear || per.unit == unitMonth || per.unit == unitQuarter):
		from = isoWeek(per.from).AddDate(0, 0, 7*(n-1))
		to = from.AddDate(0, 0, 7)
	case unit == unitMonth && (per.unit == unitYear || per.unit == unitQuarter):
		from = per.from.AddDate(0, n-1, 0)
		to = from.AddDate(0, 1, 0)
	case unit == unitDay:
		from = per.from.AddDate(0, 0, n-1)
		to = from.AddDate(0, 0, 1)
	case unit == unitDecade && per.unit == unitCentury:
		from = per.from.AddDate(10*(n-1), 0, 0)
		to = from.AddDate(10, 0, 0)
	default:
		return timeNode{}, false
	}
	return timeNode{from: from, to: to, unit: unit, rel: per.rel}, from.Before(per.to)
}

// firstOrLastUnits is the first or last n weeks, months or days of a period.
func firstOrLastUnits(per timeNode, unit timeUnit, n int, last bool) (timeNode, bool) {
	if n < 1 || n > 366 || per.unit == unitDay {
		return timeNode{}, false
	}
	from, to := per.from, per.to
	step := func(t time.Time, k int) time.Time {
		switch unit {
		case unitWeek:
			return t.AddDate(0, 0, 7*k)
		case unitMonth:
			return t.AddDate(0, k, 0)
		}
		return t.AddDate(0, 0, k)
	}
	if unit == unitWeek {
		from, to = isoWeek(per.from), isoWeek(per.to)
	} else if unit != unitDay && unit != unitMonth {
		return timeNode{}, false
	}
	if last {
		from = step(to, -n)
	} else {
		to = step(from, n)
	}
	return timeNode{from: from, to: to, unit: unit, rel: per.rel, noYear: per.noYear}, true
}

// edgeCut is how a period is cut: its step, and after how many of these the early
// part ends, the middle begins and ends, and the late part begins.
type edgeCut struct {
	years, months, days        int
	early, middle, until, late int
}

// edgeCuts: thirds of a named year, and of other periods about that.
var edgeCuts = map[timeUnit]edgeCut{
	unitYear:    {months: 1, early: 4, middle: 4, until: 8, late: 8},
	unitQuarter: {months: 1, early: 1, middle: 1, until: 2, late: 2},
	unitMonth:   {days: 1, early: 15, middle: 9, until: 20, late: 15},
	unitWeek:    {days: 1, early: 3, middle: 2, until: 5, late: 3},
	unitDecade:  {years: 1, early: 4, middle: 4, until: 7, late: 7},
	unitCentury: {years: 1, early: 33, middle: 33, until: 67, late: 67},
}

// halfYear cuts this year and the last one.
var halfYear = edgeCut{months: 1, early: 6, middle: 4, until: 8, late: 6}

// edgeOf is the early, middle or late part of a period. A month is cut at the 10th,
// 16th and 21st.
func (p *timeParser) edgeOf(per timeNode, edge timeEdge, word string) (timeNode, bool) {
	cut, ok := edgeCuts[per.unit]
	if !ok || per.edge != 0 || per.open {
		return timeNode{}, false
	}
	if per.unit == unitYear && per.rel {
		cut = halfYear
	}
	after := func(steps int) time.Time {
		return per.from.AddDate(cut.years*steps, cut.months*steps, cut.days*steps)
	}
	n := per
	n.edge = edge
	switch edge {
	case edgeEarly:
		n.to = after(cut.early)
	case edgeMiddle:
		n.from, n.to = after(cut.middle), after(cut.until)
	case edgeLate:
		n.from = after(cut.late)
	}
	return p.besideToday(per, n, word), true
}

// besideToday ends the "earlier" part of a period that runs at today, and begins
// the "later" one there.
func (p *timeParser) besideToday(per, part timeNode, word string) timeNode {
	today := day0(p.ref)
	if !per.rel || !per.from.Before(today) || !today.Before(per.to) {
		return part
	}
	switch {
	case word == "earlier":
		part.to = today
		if half := per.from.AddDate(0, 6, 0); per.unit == unitYear && half.Before(today) {
			part.to = half
		}
	case word == "later" && today.After(part.from):
		part.from = today
	}
	return part
}
