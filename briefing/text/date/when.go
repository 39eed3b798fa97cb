// Package date reads dates and ranges of time in text.
package date

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"dateline/briefing/text"
)

// Time is a date phrase and the half-open range [From, To) it means. Both are
// zero when it is relative and there is no reference; one is zero when that
// side is open ("until Friday"). From a day to another ends where the other
// begins, and Last where that ends: "3 to 5 May" takes in the 5th; zero for
// other phrases. The time of a day is no part of it: "Monday" of "Monday at 7:30".
type Time struct {
	Text string
	text.Span
	From, To time.Time
	Last     time.Time
	Relative bool
}

// Closed reports whether both ends are known.
func (t Time) Closed() bool { return !t.From.IsZero() && !t.To.IsZero() }

// Days widens a range that ends at the reference to whole days, and takes in the last of those that are named; open and unknown
// sides stay.
func (t Time) Days() Time {
	if !t.Last.IsZero() {
		t.To = t.Last
	}
	if !t.From.IsZero() {
		t.From = day0(t.From)
	}
	if !t.To.IsZero() && !t.To.Equal(day0(t.To)) {
		t.To = day0(t.To).AddDate(0, 0, 1)
	}
	return t
}

// AnyDay is a reference for callers that only want to know where dates stand.
var AnyDay = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// Reference is the day that relative dates are counted from: when a text was published,
// any day where nothing states that.
func Reference(published time.Time) time.Time {
	if published.IsZero() {
		return AnyDay
	}
	return published
}

func num(s string) int { n, _ := strconv.Atoi(s); return n }

// timeTables is the grammar with the words any phrase begins with, and those
// without which a text without figures has none.
type timeTables struct {
	g     *timeGrammar
	first map[string]bool
	core  map[string]bool
}

// datingWords are words that date a text by themselves and stand in no table.
var datingWords = []string{
	"tonight", "tonite", "aujourd", "anoche", "now", "weekend", "avant", "apres", "تشرين", "كانون", "q", "h",
	"half", "quarter", "rest", "nineties", "date",
}

func keys[V any](m map[string]V) []string { return slices.Collect(maps.Keys(m)) }

var timeTable = sync.OnceValue(func() timeTables {
	tables := timeTables{g: timeRules(), first: map[string]bool{}, core: map[string]bool{}}
	dating := slices.Concat(datingWords, keys(MonthOf), keys(weekdayOf), keys(dayOffset), keys(unitOf), keys(partOf),
		keys(seasonOf), keys(holidayStarts), keys(germanParts), keys(decadeWords))
	for _, w := range dating {
		tables.core[w], tables.first[w] = true, true
	}
	for _, w := range slices.Concat(keys(shiftOf), keys(dateCounts), keys(ordinalWords), keys(edgeOf), keys(fewWords)) {
		tables.first[w] = true
	}
	for _, c := range tables.g.classes {
		for _, r := range c.rules {
			for _, e := range r.elems {
				for _, w := range e.words {
					tables.first[w] = true
				}
				if !e.opt {
					break
				}
			}
		}
	}
	return tables
})

// Times lists the date phrases of s with the ranges they mean, in order. A
// phrase that may mean a past or a coming day means the past one.
func Times(s, lang string, ref time.Time) []Time {
	east := eastTimes(s, ref)
	toks := ScanTimes(s)
	if !timeTable().dates(toks) {
		return east
	}
	return mergeTimes(east, clearOf(westTimes(s, lang, toks, ref), east))
}

// dates reports whether words or figures may hold a date.
func (t timeTables) dates(toks []TimeTok) bool {
	return slices.ContainsFunc(toks, func(tok TimeTok) bool { return tok.Digits > 0 || t.core[tok.S] })
}

// westTimes are the phrases that the grammar reads.
func westTimes(s, lang string, toks []TimeTok, ref time.Time) []Time {
	table := timeTable()
	parser := &timeParser{
		Tokens: toks, g: table.g, lang: lang, ref: Reference(ref.UTC()),
		memo: map[int]timeHit{}, open: map[int]bool{}, failed: make([][timeWords]uint64, len(toks)),
	}
	var out []Time
	for i := 0; i < len(toks); {
		n, next := timeNode{}, 0
		if toks[i].Digits > 0 || table.first[toks[i].S] {
			n, next = parser.class(table.g.ids["top"], i)
		}
		if next == 0 || !parser.plausible(i, next, n) {
			i++
			continue
		}
		found := Time{Span: text.Span{Start: toks[i].Start, End: toks[next-1].End}, Relative: n.rel}
		found.Text = s[found.Start:found.End]
		if !n.rel || !ref.IsZero() {
			found.From, found.To, found.Last = n.from, n.to, n.last
		}
		out = append(out, found)
		i = next
	}
	return out
}

// clearOf leaves out phrases that overlap one of others; both are in order.
func clearOf(ts, others []Time) []Time {
	return slices.DeleteFunc(ts, func(t Time) bool {
		for len(others) > 0 && others[0].End <= t.Start {
			others = others[1:]
		}
		return len(others) > 0 && others[0].Meets(t.Span)
	})
}

func sortTimes(ts []Time) {
	slices.SortFunc(ts, func(a, b Time) int { return cmp.Compare(a.Start, b.Start) })
}

func mergeTimes(a, b []Time) []Time {
	if len(a) == 0 {
		return b
	}
	out := make([]Time, 0, len(a)+len(b))
	for len(a) > 0 || len(b) > 0 {
		if len(b) == 0 || len(a) > 0 && a[0].Start < b[0].Start {
			out, a = append(out, a[0]), a[1:]
			continue
		}
		out, b = append(out, b[0]), b[1:]
	}
	return out
}

// coming: "in 3 years" is a time to come where a word before it looks ahead;
// else it mostly counts back, as in "prices rose most in 22 years".
func (p *timeParser) coming(from, next int) bool {
	if unit := unitOf[p.Tokens[next-1].S]; unit != unitYear && unit != unitDecade || p.lang != "en" {
		return true
	}
	for i := max(0, from-10); i < from; i++ {
		if p.Is(i, "will", "would", "ll", "to", "due", "expires", "expected", "ends", "back") {
			return true
		}
	}
	return from == 0
}

// plausible refuses phrases that look like dates and mostly are none.
func (p *timeParser) plausible(from, next int, n timeNode) bool {
	for _, refuses := range refusals {
		if refuses(p, from, next, n) {
			return false
		}
	}
	return true
}

// refusals report phrases from one word to another that are likely no dates.
var refusals = []func(p *timeParser, from, next int, n timeNode) bool{
	func(_ *timeParser, _, _ int, n timeNode) bool { return n.to.Before(n.from) && !n.open },
	func(p *timeParser, from, _ int, _ timeNode) bool { // "$3 May"
		return p.Figure(from) && p.Tight(from) && p.Is(from-1, "$", "€", "£", "#")
	},
	func(p *timeParser, from, next int, _ timeNode) bool { // other languages have these as words of their own
		return p.lang != "en" && next == from+1 && (p.Is(from, "now") || seasonOf[p.Tokens[from].S] > 0)
	},
	(*timeParser).titled,
	func(p *timeParser, from, next int, _ timeNode) bool {
		return next == from+3 && p.Is(from, "in", "within") && !p.coming(from, next)
	},
	(*timeParser).countsBack,
	(*timeParser).countedFrom,
	func(p *timeParser, from, _ int, _ timeNode) bool { // a week of a season of sport
		token := p.Tokens[from]
		return token.S == "week" && token.Upper && token.Gap && from > 0 && !p.Is(from-1, ".")
	},
	(*timeParser).halved,
	func(p *timeParser, from, _ int, _ timeNode) bool {
		return p.Is(from-1, "every", "each", "jeden", "cada", "chaque")
	},
}

// halved: "half a year later" is no year, and "hace un año y medio" more than one.
func (p *timeParser) halved(from, next int, _ timeNode) bool {
	if p.Is(from-1, "half") && p.Is(from, "a", "an", "one") {
		return true
	}
	if _, unit := unitOf[p.Tokens[next-1].S]; !unit {
		return false // "a year ago and a half mile away"
	}
	at := next + 1
	if p.Is(at, "a", "einem", "un", "une") {
		at++
	}
	return p.Is(next, "and", "und", "et", "y", "e") &&
		p.Is(at, "half", "halben", "halbes", "demi", "demie", "medio", "media", "meio", "meia")
}

// titled: "USA Today", "The Tonight Show".
func (p *timeParser) titled(from, next int, _ timeNode) bool {
	token := p.Tokens[from]
	if next > from+1 || !token.Upper || !token.Gap || !p.Is(from, "today", "tonight", "now", "yesterday") {
		return false
	}
	return p.At(from-1).Upper || p.Is(from-1, "the")
}

// countsBack: "for the first time in ten years", "the worst in two decades".
func (p *timeParser) countsBack(from, next int, n timeNode) bool {
	if !p.Is(from, "in") || next != from+3 || n.unit != unitDay {
		return false
	}
	before := p.At(from - 1).S
	return before == "time" || before == "worst" || len(before) > 4 && strings.HasSuffix(before, "est")
}

// countedFrom: "for a day after", "the week 40", "the day after elections": days
// counted from what is no date.
func (p *timeParser) countedFrom(from, next int, _ timeNode) bool {
	switch {
	case p.Is(next-1, "day") && p.Is(from, "for"):
		return p.Is(next, "after", "before")
	case p.Is(next-1, "week") && p.Is(next-2, "the"):
		return p.Figure(next)
	}
	return p.Is(next-1, "after") && p.Is(next-2, "day") && p.At(next).S >= "a"
}
