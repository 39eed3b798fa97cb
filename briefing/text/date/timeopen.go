package date

import "time"

// openRules: since, after, until, before. What began in the past runs up to the
// reference; where a side is open, its end is zero.
func openRules(g *timeGrammar) {
	since := func(end bool) timeRead {
		return func(p *timeParser, a []timeNode) (timeNode, bool) {
			n := a[0]
			if n.open {
				return n, false
			}
			if end && n.edge != edgeEarly {
				if n.unit != unitDay {
					n.from = n.to
				}
			}
			n.to, n.rel, n.unit = p.ref, true, unitRange
			if !n.from.Before(p.ref) {
				n.to, n.open = time.Time{}, true
			}
			return n, true
		}
	}
	g.add("rg", "since [the] [year] <any> | seit [dem/der/den] <any> | desde [el/la/o/a] <any> | "+
		"depuis [le/la] <any> | منذ <any> | <any> and later | <any> and greater | "+
		"as early as <any> | [or] starting [on] <any> | beginning [on] <any> | ab [dem] <any> | "+
		"a partir de/du/del [el] <any> | > = <any>", since(false))
	g.add("rg", "after [the] [year] <any> | later than <any> | [year] greater than <any> | nach [dem] <day> | "+
		"despues de/del <any> | apres le <day> | apos <day>", since(true))
	before := func(end bool) timeRead {
		return func(p *timeParser, a []timeNode) (timeNode, bool) {
			n := a[0]
			if n.open {
				return n, false
			}
			n.to, n.from, n.open, n.unit = n.from, time.Time{}, true, unitRange
			if end || a[0].edge == edgeLate {
				n.to = a[0].to
			}
			return n, true
		}
	}
	g.add("rg", "before [the] [year] <any> | until [the] <any> | till <any> | no later than <any> | "+
		"as late as <any> | bis [zum] <any> | hasta [el/la] <any> | jusqu ' au/en/a <any> | "+
		"jusqu ’ au/en/a <any> | ate [o/a] <any> | حتى <any> | more than <before>", before(false))
	g.add("rg", "< = <any>", before(true))
	deadlineRules(g)
	g.add("before", "<n> <u> before <day>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return p.away(a[2], -a[0].n, a[1].unit)
	})
	g.add("top", "<rg> | <day> | <per> | <part>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[0], true })
}

// deadlineRules: "by Friday" is the coming one, and that day counts. What says
// itself which one it is, like "by tomorrow", needs no rule.
func deadlineRules(g *timeGrammar) {
	due := func(p *timeParser, n timeNode, years, days int) (timeNode, bool) {
		for !n.to.After(p.ref) {
			n.to = n.to.AddDate(years, 0, days)
		}
		return timeNode{to: n.to, rel: true, open: true, unit: unitRange}, true
	}
	weekday := func(p *timeParser, a []timeNode) (timeNode, bool) { return due(p, p.weekday(a[0].n), 0, 7) }
	g.add("rg", "by <w> | d ' ici <w> | d ’ ici <w> | spatestens [am/bis] <w> | bis spatestens <w> | a mas tardar el <w>", weekday)
	g.add("rg", "by [the] <md> | by <m1>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		if a[0].open || !a[0].noYear {
			return timeNode{}, false
		}
		return due(p, a[0], 1, 0)
	})
	g.add("rg", "by <h>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		holiday, ok := p.comingHoliday(a[0].s)
		if !ok {
			return holiday, false
		}
		return due(p, holiday, 1, 0)
	})
}
