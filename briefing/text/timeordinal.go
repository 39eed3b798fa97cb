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
	t := p.toks[at]
	if t.digits > 0 && t.digits <= 2 && !p.figureGoesOn(at) {
		if at+1 < len(p.toks) && !p.toks[at+1].gap && ordinalEnds[p.toks[at+1].s] {
			return timeNode{n: t.n}, at + 2
		}
		if p.is(at+1, ".") && !p.toks[at+1].gap && at+2 < len(p.toks) && p.toks[at+2].gap && (p.lang == "de" || unitOf[p.toks[at+2].s] != 0) {
			return timeNode{n: t.n}, at + 2
		}
		return timeNode{}, 0
	}
	if t.s == "twenty" || t.s == "thirty" {
		next := at + 1
		if p.is(next, "-") {
			next++
		}
		if next < len(p.toks) {
			if o := ordinalWords[p.toks[next].s]; o > 0 && o < 10 {
				return timeNode{n: map[string]int{"twenty": 20, "thirty": 30}[t.s] + o}, next + 1
			}
		}
	}
	if o := ordinalWords[t.s]; o > 0 {
		return timeNode{n: o}, at + 1
	}
	return timeNode{}, 0
}

// figureGoesOn reports whether the digits at i are a part of a longer figure:
// "3.5", "1,400", "7:30", "$12".
func (p *timeParser) figureGoesOn(i int) bool {
	if i > 1 && !p.toks[i].gap && !p.toks[i-1].gap && p.is(i-1, ".", ",", ":") && p.toks[i-2].digits > 0 || p.is(i-1, "$", "€", "£", "¥") {
		return true
	}
	return i+2 < len(p.toks) && !p.toks[i+1].gap && !p.toks[i+2].gap && p.is(i+1, ".", ",", ":") && p.toks[i+2].digits > 0
}

// dottedDay reports whether "3." before a month is a day: not at the end of an
// English sentence.
func (p *timeParser) dottedDay(at int) bool {
	return p.lang != "en" || at+2 < len(p.toks) && !englishMonths[p.toks[at+2].s] || p.is(at-1, "am", "vom", "der", "den", "dem", "bis", "zum")
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
	t := p.toks[at]
	if n, next := p.ordinal(at); next > 0 && n.n <= 31 {
		return n, next
	}
	if t.digits > 0 {
		if t.digits > 2 || t.n < 1 || t.n > 31 || p.figureGoesOn(at) || p.is(at+1, "%") {
			return timeNode{}, 0
		}
		next := at + 1
		if p.dottedDay(at) && p.is(next, ".") && !p.toks[next].gap && next+1 < len(p.toks) {
			if _, ok := monthOf[p.toks[next+1].s]; ok {
				next++
			}
		}
		return timeNode{n: t.n}, next
	}
	if v, next := p.wordNumber(at); next > 0 && v >= 1 && v <= 31 {
		return timeNode{n: v}, next
	}
	return timeNode{}, 0
}
