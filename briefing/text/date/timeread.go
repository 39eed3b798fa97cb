package date

import (
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// The classes of the grammar that are read by hand: figures and single words.

type timeTerminal func(p *timeParser, at int) (timeNode, int)

func wordTerminal[V any](table map[string]V, put func(*timeNode, V)) timeTerminal {
	return func(p *timeParser, at int) (timeNode, int) {
		token := p.Tokens[at]
		value, ok := table[token.S]
		if !ok || token.S == "" || !p.ownWord(token.S) {
			return timeNode{}, 0
		}
		n := timeNode{s: token.S}
		put(&n, value)
		return n, at + 1
	}
}

// timeTerminals are m a month, w a weekday, u a unit, s "last" and "next", sa
// the same behind their noun, e and el the edge of a period, o an ordinal, ol
// one alone, dd the day of a month, d2 one alone, n a count, y, yy and y2 a year
// of four and of two figures, x a date in figures, xd and xp pairs that may be
// none, p a part of the day, wp a German one of a weekday, ss a season, do "yesterday", h a holiday,
// m1 a month alone, tens and teen decades in words, qq and hh "Q1" and "H2".
func timeTerminals() map[string]timeTerminal {
	return map[string]timeTerminal{
		"m":  (*timeParser).monthName,
		"w":  (*timeParser).weekdayName,
		"u":  wordTerminal(unitOf, func(n *timeNode, u timeUnit) { n.unit = u; n.n = 1 }),
		"s":  wordTerminal(shiftOf, func(n *timeNode, v int) { n.n = v }),
		"sa": wordTerminal(shiftAfter, func(n *timeNode, v int) { n.n = v }),
		"e":  (*timeParser).edgeWord,
		"el": func(p *timeParser, at int) (timeNode, int) { // "end" and "start" are verbs: they need an "of"
			if p.lang == "en" && !p.Is(at, "early", "late", "mid", "earlier", "later") {
				return timeNode{}, 0
			}
			return p.edgeWord(at)
		},
		"o":  (*timeParser).ordinal,
		"dd": (*timeParser).monthDay,
		"n":  (*timeParser).count,
		"y":  (*timeParser).year,
		"yy": (*timeParser).shortYear,
		"x":  (*timeParser).figures,
		"p":  wordTerminal(partOf, func(n *timeNode, v [2]int) { n.n = v[0]*100 + v[1] }),
		"ss": wordTerminal(seasonOf, func(n *timeNode, v int) { n.n = v }),
		"do": (*timeParser).deictic,
		"h":  (*timeParser).holiday,
		"ol": (*timeParser).loneOrdinal,
		"d2": (*timeParser).loneDay,
		"xd": (*timeParser).loosePair,
		"xp": func(p *timeParser, at int) (timeNode, int) { // not "between 3.27 and 20.4 percent"
			n, next := p.loosePair(at)
			if n.s == "." && p.lang == "en" {
				return timeNode{}, 0
			}
			return n, next
		},
		"m1":   (*timeParser).monthAlone,
		"y2":   (*timeParser).twoFigures,
		"tens": wordTerminal(decadeWords, func(n *timeNode, v int) { n.n = v }),
		"teen": wordTerminal(map[string]int{"nineteen": 19, "eighteen": 18}, func(n *timeNode, v int) { n.n = v }),
		"wp":   wordTerminal(germanParts, func(n *timeNode, v int) { n.n = v }),
		"qq":   lettered("q", "t"),
		"hh":   lettered("h"),
	}
}

func (p *timeParser) twoFigures(at int) (timeNode, int) {
	if p.Tokens[at].Digits != 2 || p.figureGoesOn(at) || p.Is(at+1, "-", "/") {
		return timeNode{}, 0
	}
	return timeNode{n: p.Tokens[at].n}, at + 1
}

var decadeWords = map[string]int{
	"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "nineties": 90,
}

// germanParts are words like "Freitagabend", by their weekday.
var germanParts = func() map[string]int {
	out := map[string]int{}
	for _, day := range lexicon.Section("de", "weekdays") {
		for _, name := range day.Words {
			for _, parts := range lexicon.Section("de", "dates.day_parts") {
				for _, part := range parts.Words {
					out[text.Fold(name+part)] = num(day.Key)
				}
			}
		}
	}
	return out
}()

func (p *timeParser) weekdayName(at int) (timeNode, int) {
	word, next := p.Tokens[at].S, at+1
	day, ok := weekdayOf[word]
	if !ok || !p.ownWord(word) {
		return timeNode{}, 0
	}
	switch {
	case p.Is(next, "-") && p.Is(next+1, "feira"):
		return timeNode{n: day}, next + 2
	case p.lang != "pt" && p.Is(at, "segunda", "terca", "quarta", "quinta", "sexta"):
		return timeNode{}, 0
	case p.Is(at, "sun", "sat", "wed", "mon", "fri", "thu", "tue") && p.noWeekday(at):
		return timeNode{}, 0
	}
	if len(word) <= 4 && p.Closing(next, ".") {
		next++
	}
	return timeNode{n: day}, next
}

// noWeekday reports a short name of a weekday that is likely another word: "sat"
// is a verb too.
func (p *timeParser) noWeekday(at int) bool {
	token := p.Tokens[at]
	switch {
	case p.Closing(at+1, "-"), token.S == "sun" && p.Is(at-1, "the"): // "Chicago Sun-Times"
		return true
	case p.Figure(at + 1):
		return false
	case !token.Upper && !p.Is(at-1, "week", "on"):
		return true
	}
	return token.Gap && token.S != "mon" && p.At(at-1).Upper
}

// deictic reads "yesterday"; a German "morgen" and a Spanish "mañana" are
// tomorrow, a "Morgen" and "la mañana" are not.
func (p *timeParser) deictic(at int) (timeNode, int) {
	token := p.Tokens[at]
	if token.S == "morgen" {
		if p.lang != "de" || token.Upper || p.weekdayBefore(at) || p.Is(at-1, "am", "heute", "gestern", "guten", "jeden", "diesen") {
			return timeNode{}, 0
		}
		return timeNode{n: 1}, at + 1
	}
	offset, ok := dayOffset[token.S]
	if !ok || !p.ownWord(token.S) || token.S == "manana" && p.Is(at-1, "la", "esta") {
		return timeNode{}, 0
	}
	return timeNode{n: offset}, at + 1
}

func (p *timeParser) weekdayBefore(at int) bool {
	if at == 0 {
		return false
	}
	_, ok := weekdayOf[p.Tokens[at-1].S]
	return ok
}

// edgeWord reads which part of a period is meant; "the end of" is two rules.
func (p *timeParser) edgeWord(at int) (timeNode, int) {
	token := p.Tokens[at]
	edge, ok := edgeOf[token.S]
	if !ok || !p.ownWord(token.S) {
		return timeNode{}, 0
	}
	return timeNode{edge: edge, s: token.S}, at + 1
}

// indefiniteCount is a number that is not said: from fewLeast to fewMost.
var indefiniteCount = timeNode{n: 3, s: "few"}

var fewWords = text.FoldedSet(lexicon.All("dates.few", "few"))

const (
	fewLeast = 2
	fewMost  = 7
)

// count reads how many: "3", "three", "forty".
func (p *timeParser) count(at int) (timeNode, int) {
	if token := p.Tokens[at]; token.Digits > 0 {
		if token.Digits > 4 || p.figureGoesOn(at) || token.n < 1 {
			return timeNode{}, 0
		}
		return timeNode{n: token.n}, at + 1
	}
	if value, next := p.wordNumber(at); next > 0 {
		return timeNode{n: value}, next
	}
	switch {
	case p.Is(at, "a", "ein") && p.Is(at+1, "few", "paar"):
		return indefiniteCount, at + 2
	case p.Is(at, "a") && p.Is(at+1, "couple") && p.Is(at+2, "of"):
		return indefiniteCount, at + 3
	case p.Is(at, "a", "an", "one", "einem", "einer", "eine", "un", "una", "une", "um", "uma"):
		return timeNode{n: 1}, at + 1
	case fewWords[p.Tokens[at].S]:
		return indefiniteCount, at + 1
	}
	return timeNode{}, 0
}

// loneOrdinal reads "the 18th" with the month left out: only where no noun
// follows that it would count.
func (p *timeParser) loneOrdinal(at int) (timeNode, int) {
	i := at
	if p.Is(i, "the") {
		i++
	}
	if i >= len(p.Tokens) || i == at && !p.Is(at-1, "on") {
		return timeNode{}, 0
	}
	n, next := p.ordinal(i)
	figure := p.Tokens[i].Digits > 0
	if next == 0 && figure && i > at && p.Is(at-1, "on") {
		n, next = p.monthDay(i) // "on the 17"
	}
	if next == 0 || !figure || n.n > 31 {
		return timeNode{}, 0
	}
	ends := next == len(p.Tokens) || p.Is(next, ".", ",", "!", "?", ";", "-", ")")
	if ends || p.Is(next, "at", "from", "to", "and", "or", "this", "around", "until", "till") {
		return timeNode{n: n.n}, next
	}
	return timeNode{}, 0
}

// loneDay reads the bare day behind a weekday: "Sunday 31", not "Sunday 7-6".
func (p *timeParser) loneDay(at int) (timeNode, int) {
	token, next := p.Tokens[at], at+1
	switch {
	case token.Digits == 0 || token.Digits > 2, token.n > 0 && token.n < 13, token.n > 31:
		return timeNode{}, 0
	case p.figureGoesOn(at), p.Is(next, "-", "–", "/", "h", "%", "to", "uhr", "am", "pm", "people"):
		return timeNode{}, 0
	case next == len(p.Tokens), p.Figure(next), p.Is(next, ".", ",", "!", "?", ";", "at", "from", "and", "or", "around"):
		return timeNode{n: token.n}, next
	}
	return timeNode{}, 0
}

// lettered reads "Q1", "H2".
func lettered(letters ...string) timeTerminal {
	return func(p *timeParser, at int) (timeNode, int) {
		figure := p.At(at + 1)
		if !p.Is(at, letters...) || figure.Gap || figure.Digits != 1 {
			return timeNode{}, 0
		}
		if figure.n < 1 || figure.n > 4 {
			return timeNode{}, 0
		}
		return timeNode{n: figure.n}, at + 2
	}
}

// wordNumber reads a number in words below 100, as dates need them.
func (p *timeParser) wordNumber(at int) (int, int) {
	n, ok := dateCounts[p.Tokens[at].S]
	if !ok || !p.ownWord(p.Tokens[at].S) {
		return 0, 0
	}
	if n >= 20 && n < 100 {
		next := at + 1
		if p.Is(next, "-") && !p.Tokens[next].Gap {
			next++
		}
		if next < len(p.Tokens) {
			if unit := dateCounts[p.Tokens[next].S]; unit > 0 && unit < 10 {
				return n + unit, next + 1
			}
		}
	}
	return n, at + 1
}

// dateCounts are the numbers below a hundred that count days, months and years.
// "Ein" and "un" are articles.
var dateCounts = func() map[string]int {
	out := map[string]int{}
	for _, lang := range lexicon.In("numbers") {
		for _, row := range lexicon.Section(lang, "numbers") {
			if n := num(row.Key); n < 100 && (n > 1 || lang == "en" || lang == "ar") {
				for _, w := range row.Words {
					out[text.Fold(w)] = n
				}
			}
		}
	}
	return out
}()

func day0(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
}

func oneDay(y, m, d int) (timeNode, bool) {
	date := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	return timeNode{from: date, to: date.AddDate(0, 0, 1), unit: unitDay}, int(date.Month()) == m && date.Day() == d
}
