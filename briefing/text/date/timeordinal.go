package date

import (
	"maps"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// ordinalWords are places in a row; "segunda" and its like are days of the week first.
var ordinalWords = func() map[string]int {
	out := ValuesOf("ordinals", num)
	maps.DeleteFunc(out, func(w string, _ int) bool { _, day := weekdayOf[w]; return day })
	return out
}()

var ordinalEnds = text.WordSet("st nd rd th er ere eme e o a º ª")

// ordinal reads "2nd", "second", "twenty-first", "1er", "3.".
func (p *timeParser) ordinal(at int) (timeNode, int) {
	if p.Figure(at) {
		return p.ordinalFigure(at)
	}
	word := p.Tokens[at].S
	if tens := ordinalTens[word]; tens > 0 {
		next := at + 1
		if p.Is(next, "-") {
			next++
		}
		if order := ordinalWords[p.At(next).S]; order > 0 && order < 10 {
			return timeNode{n: tens + order}, next + 1
		}
	}
	if order := ordinalWords[word]; order > 0 {
		return timeNode{n: order}, at + 1
	}
	return timeNode{}, 0
}

var ordinalTens = map[string]int{"twenty": 20, "thirty": 30}

// ordinalFigure reads a figure with the ending of an ordinal, or a full stop that
// stands for it.
func (p *timeParser) ordinalFigure(at int) (timeNode, int) {
	token := p.Tokens[at]
	if token.Digits > 2 || p.figureGoesOn(at) {
		return timeNode{}, 0
	}
	if p.Tight(at+1) && ordinalEnds[p.At(at+1).S] {
		return timeNode{n: token.n}, at + 2
	}
	stopped := p.Closing(at+1, ".") && at+2 < len(p.Tokens) && !p.Tight(at+2)
	if stopped && (p.lang == "de" || unitOf[p.Tokens[at+2].S] != 0) {
		return timeNode{n: token.n}, at + 2
	}
	return timeNode{}, 0
}

// figureGoesOn reports whether the digits at i are a part of a longer figure:
// "3.5", "1,400", "7:30", "$12".
func (p *timeParser) figureGoesOn(i int) bool {
	if p.Is(i-1, "$", "€", "£", "¥") || p.Figure(i-2) && p.Joining(i-1, ".", ",", ":") {
		return true
	}
	return p.Joining(i+1, ".", ",", ":")
}

// dottedDay reports whether "3." before a month is a day: not at the end of an
// English sentence.
func (p *timeParser) dottedDay(at int) bool {
	if p.lang != "en" || p.Is(at-1, "am", "vom", "der", "den", "dem", "bis", "zum") {
		return true
	}
	return at+2 < len(p.Tokens) && !englishMonths[p.Tokens[at+2].S]
}

var englishMonths = func() map[string]bool {
	var out []string
	for _, row := range lexicon.Section("en", "months") {
		out = append(out, row.Words...)
	}
	return text.FoldedSet(out)
}()

// monthDay reads the day of a month in figures or words.
func (p *timeParser) monthDay(at int) (timeNode, int) {
	if n, next := p.ordinal(at); next > 0 && n.n <= 31 {
		return n, next
	}
	if p.Figure(at) {
		return p.dayFigure(at)
	}
	if day, next := p.wordNumber(at); next > 0 && day >= 1 && day <= 31 {
		return timeNode{n: day}, next
	}
	return timeNode{}, 0
}

func (p *timeParser) dayFigure(at int) (timeNode, int) {
	token, next := p.Tokens[at], at+1
	if token.Digits > 2 || token.n < 1 || token.n > 31 {
		return timeNode{}, 0
	}
	if p.figureGoesOn(at) || p.Is(next, "%") {
		return timeNode{}, 0
	}
	if p.dottedDay(at) && p.Closing(next, ".") && next+1 < len(p.Tokens) {
		if _, ok := MonthOf[p.Tokens[next+1].S]; ok {
			next++
		}
	}
	return timeNode{n: token.n}, next
}
