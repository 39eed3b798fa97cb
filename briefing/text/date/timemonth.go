package date

import (
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// The names of months, some of which are other words too.

func (p *timeParser) monthAlone(at int) (timeNode, int) {
	n, next := p.monthName(at)
	if next == 0 {
		return n, 0
	}
	return p.monthOnly(n.n), next
}

// monthName reads a month; a few names are other words too and need a capital
// or company.
func (p *timeParser) monthName(at int) (timeNode, int) {
	word := p.Tokens[at].S
	month, ok := MonthOf[word]
	if !ok {
		return p.levantMonth(at)
	}
	if p.hyphened(at) || p.noMonth(at) {
		return timeNode{}, 0
	}
	next := at + 1
	if p.Closing(next, ".") && len([]rune(word)) <= 4 && !wholeMonths[word] {
		next++
	}
	return timeNode{n: int(month), s: word}, next
}

// wholeMonths are names that are no abbreviations: a full stop behind
// them ends the sentence.
var wholeMonths = func() map[string]bool {
	out := map[string]bool{}
	for _, row := range lexicon.Everywhere("months") {
		out[text.Fold(row.Words[0])] = true
	}
	return out
}()

// noMonth reports a month's name that is likely another word, or somebody's name.
func (p *timeParser) noMonth(at int) bool {
	word := p.Tokens[at].S
	counted := p.Figure(at-1) || p.Figure(at+1)
	beside := counted || p.Is(at-1, "of", "de", "do", "/", "-")
	if !p.ownWord(word) && (!beside || p.Is(at, "out", "set", "ago")) {
		return true
	}
	bare := !beside && !p.ordinalBeside(at)
	switch word {
	case "may":
		return p.mayBe(at) || bare && p.undated(at)
	case "march":
		return bare && p.undated(at)
	}
	return p.lang == "en" && bare && p.shortName(at)
}

// shortName reports three letters that name other things too: "MAR" and "Jan".
func (p *timeParser) shortName(at int) bool {
	return len(p.Tokens[at].S) == 3 && p.nobodysName(at) && !p.Is(at+1, ".", ",", "/")
}

func (p *timeParser) ordinalBeside(at int) bool {
	if ordinalWords[p.At(at-1).S] > 0 || ordinalWords[p.At(at+1).S] > 0 {
		return true
	}
	return p.Tight(at-1) && ordinalEnds[p.At(at-1).S]
}

// undated reports a bare "may" or "march" that no word makes a month.
func (p *timeParser) undated(at int) bool {
	if p.lang == "en" && p.nobodysName(at) {
		return true
	}
	return !p.Tokens[at].Upper && !p.Is(at-1, "in", "last", "this", "next", "early", "late", "mid", "from", "to", "since", "until", "the")
}

// mayBe: "may have died", "may 2 have died".
func (p *timeParser) mayBe(at int) bool {
	if p.lang != "en" || p.Tokens[at].Upper {
		return false
	}
	return p.modal(at) || p.Figure(at+1) && p.modal(at+1)
}

// hyphened reports a word that is the first part of a longer one: "Mar-a-Lago",
// not "Mar-Apr" or "Mar-2022".
func (p *timeParser) hyphened(at int) bool {
	if !p.Closing(at+1, "-") || !p.Tight(at+2) || p.Figure(at+2) {
		return false
	}
	_, month := MonthOf[p.Tokens[at+2].S]
	return !month
}

// nobodysName: a bare "May" or "March" is a month only behind a word that asks
// for a time, or before one that goes on to another.
func (p *timeParser) nobodysName(at int) bool {
	timely := p.Is(at-1, "in", "last", "this", "next", "early", "late", "mid", "from", "to", "since", "until", "the",
		"by", "and", "between", "of", "-", "for", "during", "on", "through", "before")
	return at > 0 && !timely && !p.Is(at+1, "to", "-", "through", "or", "–")
}

// modal: "2 may have died".
func (p *timeParser) modal(at int) bool {
	next := p.At(at + 1).S
	if first, _ := utf8.DecodeRuneInString(next); !unicode.IsLetter(first) || ordinalWords[next] > 0 {
		return false
	}
	return !p.Is(at+1, "of", "at", "and", "to", "until", "in", "this", "last", "from", "or", "the", "for", "with", "a",
		"after", "before", "through")
}

// levantMonth reads the Arabic months of two words.
func (p *timeParser) levantMonth(at int) (timeNode, int) {
	second := p.Is(at+1, "الثاني")
	if !second && !p.Is(at+1, "الاول") {
		return timeNode{}, 0
	}
	switch p.Tokens[at].S {
	case "تشرين":
		return timeNode{n: map[bool]int{false: 10, true: 11}[second]}, at + 2
	case "كانون":
		return timeNode{n: map[bool]int{false: 12, true: 1}[second]}, at + 2
	}
	return timeNode{}, 0
}
