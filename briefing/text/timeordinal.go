package text

import (
	"maps"

	"dateline/briefing/text/lexicon"
)

// ordinalWords are places in a row; "segunda" and its like are days of the week first.
var ordinalWords = func() map[string]int {
	out := valuesOf("ordinals", num)
	maps.DeleteFunc(out, func(w string, _ int) bool { _, day := weekdayOf[w]; return day })
	return out
}()

var ordinalEnds = WordSet("st nd rd th er ere eme e o a º ª")

// ordinal reads "2nd", "second", "twenty-first", "1er", "3.".
func (p *timeParser) ordinal(at int) (timeNode, int) {
	if p.figure(at) {
		return p.ordinalFigure(at)
	}
	word := p.tokens[at].s
	if tens := ordinalTens[word]; tens > 0 {
		next := at + 1
		if p.is(next, "-") {
			next++
		}
		if o := ordinalWords[p.at(next).s]; o > 0 && o < 10 {
			return timeNode{n: tens + o}, next + 1
		}
	}
	if o := ordinalWords[word]; o > 0 {
		return timeNode{n: o}, at + 1
	}
	return timeNode{}, 0
}

var ordinalTens = map[string]int{"twenty": 20, "thirty": 30}

// ordinalFigure reads a figure with the ending of an ordinal, or a full stop that
// stands for it.
func (p *timeParser) ordinalFigure(at int) (timeNode, int) {
	t := p.tokens[at]
	if t.digits > 2 || p.figureGoesOn(at) {
		return timeNode{}, 0
	}
	if p.tight(at+1) && ordinalEnds[p.at(at+1).s] {
		return timeNode{n: t.n}, at + 2
	}
	stopped := p.closing(at+1, ".") && at+2 < len(p.tokens) && !p.tight(at+2)
	if stopped && (p.lang == "de" || unitOf[p.tokens[at+2].s] != 0) {
		return timeNode{n: t.n}, at + 2
	}
	return timeNode{}, 0
}

// figureGoesOn reports whether the digits at i are a part of a longer figure:
// "3.5", "1,400", "7:30", "$12".
func (p *timeParser) figureGoesOn(i int) bool {
	if p.is(i-1, "$", "€", "£", "¥") || p.figure(i-2) && p.joining(i-1, ".", ",", ":") {
		return true
	}
	return p.joining(i+1, ".", ",", ":")
}

// dottedDay reports whether "3." before a month is a day: not at the end of an
// English sentence.
func (p *timeParser) dottedDay(at int) bool {
	if p.lang != "en" || p.is(at-1, "am", "vom", "der", "den", "dem", "bis", "zum") {
		return true
	}
	return at+2 < len(p.tokens) && !englishMonths[p.tokens[at+2].s]
}

var englishMonths = func() map[string]bool {
	var out []string
	for _, row := range lexicon.Section("en", "months") {
		out = append(out, row.Words...)
	}
	return FoldedSet(out)
}()

// monthDay reads the day of a month in figures or words.
func (p *timeParser) monthDay(at int) (timeNode, int) {
	if n, next := p.ordinal(at); next > 0 && n.n <= 31 {
		return n, next
	}
	if p.figure(at) {
		return p.dayFigure(at)
	}
	if v, next := p.wordNumber(at); next > 0 && v >= 1 && v <= 31 {
		return timeNode{n: v}, next
	}
	return timeNode{}, 0
}

func (p *timeParser) dayFigure(at int) (timeNode, int) {
	t, next := p.tokens[at], at+1
	if t.digits > 2 || t.n < 1 || t.n > 31 {
		return timeNode{}, 0
	}
	if p.figureGoesOn(at) || p.is(next, "%") {
		return timeNode{}, 0
	}
	if p.dottedDay(at) && p.closing(next, ".") && next+1 < len(p.tokens) {
		if _, ok := monthOf[p.tokens[next+1].s]; ok {
			next++
		}
	}
	return timeNode{n: t.n}, next
}
