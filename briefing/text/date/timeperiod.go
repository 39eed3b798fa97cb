package date

import (
	"strings"
	"time"
)

// period is the week, month, year … that is n away from the reference's own.
func (p *timeParser) period(unit timeUnit, n int) timeNode {
	day := day0(p.ref)
	out := timeNode{unit: unit, rel: true}
	first := func(months, step int) {
		out.from = time.Date(day.Year(), time.Month(months+n*step), 1, 0, 0, 0, 0, time.UTC)
		out.to = out.from.AddDate(0, step, 0)
	}
	switch unit {
	case unitWeek:
		out.from = monday(day).AddDate(0, 0, 7*n)
		out.to = out.from.AddDate(0, 0, 7)
	case unitWeekend:
		out.from = monday(day).AddDate(0, 0, 7*n+5)
		out.to = out.from.AddDate(0, 0, 2)
	case unitDay:
		out.from = day.AddDate(0, 0, n)
		out.to = out.from.AddDate(0, 0, 1)
	case unitMonth:
		first(int(day.Month()), 1)
	case unitQuarter:
		first((int(day.Month())-1)/3*3+1, 3)
	case unitYear:
		out.from = time.Date(day.Year()+n, 1, 1, 0, 0, 0, 0, time.UTC)
		out.to = out.from.AddDate(1, 0, 0)
	case unitDecade:
		out.from = time.Date(day.Year()/10*10+10*n, 1, 1, 0, 0, 0, 0, time.UTC)
		out.to = out.from.AddDate(10, 0, 0)
	case unitCentury:
		out.from = time.Date(day.Year()/100*100+100*n, 1, 1, 0, 0, 0, 0, time.UTC)
		out.to = out.from.AddDate(100, 0, 0)
	}
	return out
}

// several is a run of n units before or behind the reference.
func (p *timeParser) several(n int, unit timeUnit, shift int) (timeNode, bool) {
	if n > 3000 || n < 1 || shift == 0 {
		return timeNode{}, false
	}
	out := timeNode{unit: unit, rel: true}
	switch day := day0(p.ref); {
	case unit == unitQuarter || unit == unitDecade || unit == unitCentury || unit == unitWeekend:
		first, last := p.period(unit, 1), p.period(unit, n)
		if shift < 0 {
			first, last = p.period(unit, -n), p.period(unit, -1)
		}
		out.from, out.to = first.from, last.to
	case shift < 0:
		out.from, out.to = p.move(day, -n, unit), day
	default:
		out.from = day.AddDate(0, 0, 1)
		out.to = p.move(out.from, n, unit)
	}
	return out, out.from.Year() > 0 && out.to.Year() < 10000
}

// fewAway is the range that a few units before (k = -1) or behind the reference
// may mean.
func (p *timeParser) fewAway(k int, unit timeUnit) (timeNode, bool) {
	first, ok := p.away(p.today(), k*fewLeast, unit)
	last, ok2 := p.away(p.today(), k*fewMost, unit)
	if k < 0 {
		first, last = last, first
	}
	first.to, first.unit = last.to, unitRange
	return first, ok && ok2
}

// monthOnly is a month without a year: the last one that has begun.
func (p *timeParser) monthOnly(m int) timeNode {
	from := time.Date(p.ref.Year(), time.Month(m), 1, 0, 0, 0, 0, time.UTC)
	if from.After(p.ref) {
		from = from.AddDate(-1, 0, 0)
	}
	return timeNode{from: from, to: from.AddDate(0, 1, 0), unit: unitMonth, rel: true, noYear: true}
}

func monthOfYear(y, m int) timeNode {
	from := time.Date(y, time.Month(m), 1, 0, 0, 0, 0, time.UTC)
	return timeNode{from: from, to: from.AddDate(0, 1, 0), unit: unitMonth}
}

func yearNode(y int) timeNode {
	from := time.Date(y, 1, 1, 0, 0, 0, 0, time.UTC)
	return timeNode{from: from, to: from.AddDate(1, 0, 0), unit: unitYear}
}

func periodRules(g *timeGrammar) {
	g.add("mon", "<m> [,] [{of}] <y> | <m> of <yy> | "+
		"<m> / <y> | <m> - <y> | month of <m> <y>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		return monthOfYear(a[1].n, a[0].n), true
	})
	g.add("mon", "<y> <m>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return monthOfYear(a[0].n, a[1].n), true })
	g.add("mon", "<m>", func(p *timeParser, a []timeNode) (timeNode, bool) { return p.monthOnly(a[0].n), true })
	g.add("mon", "<s> <m>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		n := monthOfYear(p.ref.Year(), a[1].n)
		switch {
		case a[0].n > 0 && !n.from.After(p.ref):
			n = monthOfYear(p.ref.Year()+1, a[1].n)
		case a[0].n < 0 && n.to.After(p.ref):
			n = monthOfYear(p.ref.Year()-1, a[1].n)
		}
		n.rel = true
		return n, true
	})
	g.add("mon", "<m> of <per>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		n := monthOfYear(a[1].from.Year(), a[0].n)
		n.rel = a[1].rel
		return n, a[1].unit == unitYear
	})
	g.add("per", "<mon>", func(_ *timeParser, a []timeNode) (timeNode, bool) { return a[0], true })
}

// yearsRules: years, decades, seasons of two years.
func yearsRules(g *timeGrammar) {
	year := func(_ *timeParser, a []timeNode) (timeNode, bool) { return yearNode(a[0].n), true }
	g.add("per", "<y> | [the] year [of] <y> | calendar/fiscal/school year <y> | "+
		"jahr/jahre/ano/annee/عام/سنة <y> | el ano <y>", year)
	g.add("per", "<y> =s | <y> s | <y> =' =s | <y> =’ =s | "+
		"los anos <y> | les annees <y> | anos <y>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		n := yearNode(a[0].n)
		n.to, n.unit = n.from.AddDate(10, 0, 0), unitDecade
		return n, a[0].n%10 == 0
	})
	g.add("per", "<y> =er [-] jahre/jahren/jahren | <yy> =er [-] jahre/jahren | decada de [los/las] <y> | "+
		"decada de [los] <yy> | [{the}] anos/annees <yy>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		n := yearNode(a[0].n)
		if a[0].n > 2020 { // "the 90s" are not to come
			n = yearNode(a[0].n - 100)
		}
		n.to, n.unit = n.from.AddDate(10, 0, 0), unitDecade
		return n, a[0].n%10 == 0
	})
	g.add("per", "[{the}] <u> que vem/viene", func(p *timeParser, a []timeNode) (timeNode, bool) {
		return p.period(a[0].unit, 1), true
	})
	g.add("per", "the <tens> | <teen> <tens>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		decade := 1900 + a[0].n
		if len(a) == 2 {
			decade = a[0].n*100 + a[1].n
		}
		n := yearNode(decade)
		n.to, n.unit = n.from.AddDate(10, 0, 0), unitDecade
		return n, true
	})
	g.add("per", "the <yy> =s | in <yy> s", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		n := yearNode(1900 + a[0].n%100)
		n.to, n.unit = n.from.AddDate(10, 0, 0), unitDecade
		return n, a[0].n%10 == 0
	})
}

// runRules: last week, the next three months.
func runRules(g *timeGrammar) {
	g.add("per", "[the] <s> <u> | [{the}] <u> <sa> | [the] <s> calendar <u>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		shift, unit := a[0], a[1]
		if unit.unit == 0 {
			shift, unit = a[1], a[0]
		}
		return p.period(unit.unit, shift.n), unit.unit != unitDay
	})
	g.add("per", "same <u> | that <u> | of the <u> | in the <u>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		unit := a[0].unit
		return p.period(unit, 0), unit == unitWeek || unit == unitMonth || unit == unitWeekend
	})
	g.add("per", "weekend | wochenende | [{the}] fin/fim de semana | week - end", func(p *timeParser, _ []timeNode) (timeNode, bool) {
		if weekday := p.ref.Weekday(); weekday >= time.Monday && weekday <= time.Wednesday {
			return p.period(unitWeekend, -1), true // just over
		}
		return p.period(unitWeekend, 0), true
	})
	next := func(n int) timeRead {
		return func(p *timeParser, a []timeNode) (timeNode, bool) { return p.period(a[0].unit, n), true }
	}
	g.add("per", "[the] <u> after next", next(2))
	g.add("per", "[the] <u> before last", next(-2))
	g.add("per", "<y> - =<y2> | <y> – =<y2> | <y> / =<y2>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		n, end := yearNode(a[0].n), a[0].n/100*100+a[1].n
		if end == a[0].n+1 { // a season: both years
			end++
		}
		n.to, n.unit = yearNode(end).from, unitRange
		return n, end > a[0].n
	})
	g.add("per", "[{the}] <s> <n> <u> | [{the}] <n> <s> <u> | [{the}] <n> <u> <sa>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		shift, count, unit := shiftedCount(a)
		if count.s == indefiniteCount.s {
			count.n = fewMost
		}
		if count.n > 1 && p.lang == "en" && !strings.HasSuffix(unit.s, "s") {
			return timeNode{}, false
		}
		return p.several(count.n, unit.unit, shift.n)
	})
}

// shiftedCount tells which is which of "last", "three" and "weeks" in any order.
func shiftedCount(a []timeNode) (shift, count, unit timeNode) {
	switch {
	case a[2].unit == 0:
		return a[2], a[0], a[1]
	case isShift(a[0].s) && shiftOf[a[0].s] == a[0].n && a[0].n <= 1:
		return a[0], a[1], a[2]
	}
	return a[1], a[0], a[2]
}

// seasonRules: centuries and seasons.
func seasonRules(g *timeGrammar) {
	g.add("per", "[the] <o> century | <o> jahrhundert | siglo <n> | <o> siecle", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		if a[0].n < 2 || a[0].n > 22 {
			return timeNode{}, false
		}
		from := time.Date((a[0].n-1)*100, 1, 1, 0, 0, 0, 0, time.UTC)
		return timeNode{from: from, to: from.AddDate(100, 0, 0), unit: unitCentury}, true
	})
	g.add("per", "[{the}] <ss> [{of}] <y>", func(_ *timeParser, a []timeNode) (timeNode, bool) {
		return season(a[1].n, a[0].n), true
	})
	g.add("per", "<s> <ss> | {the} <ss> <sa>", func(p *timeParser, a []timeNode) (timeNode, bool) {
		which, month := a[0].n, a[1].n
		if isSeason(a[0].s) {
			which, month = a[1].n, a[0].n
		}
		n := season(p.ref.Year(), month)
		switch {
		case which < 0 && n.to.After(p.ref):
			n = season(p.ref.Year()-1, month)
		case which > 0 && !n.from.After(p.ref):
			n = season(p.ref.Year()+1, month)
		}
		n.rel = true
		return n, true
	})
}

func isShift(w string) bool  { _, ok := shiftOf[w]; return ok }
func isSeason(w string) bool { _, ok := seasonOf[w]; return ok }

// season is three months of the north's year; winter ends in the next one.
func season(y, first int) timeNode {
	from := time.Date(y, time.Month(first), 1, 0, 0, 0, 0, time.UTC)
	return timeNode{from: from, to: from.AddDate(0, 3, 0), unit: unitQuarter}
}

// isoWeek is the Monday of the first week that has its Thursday in a period.
func isoWeek(from time.Time) time.Time {
	start := monday(from)
	if start.AddDate(0, 0, 3).Before(from) {
		start = start.AddDate(0, 0, 7)
	}
	return start
}
