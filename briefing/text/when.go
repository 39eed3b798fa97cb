package text

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"sync"
	"time"
)

// Time is a date phrase and the half-open range [From, To) it means. Both are
// zero when it is relative and there is no reference; one is zero when that
// side is open ("until Friday"). From a day to another ends where the other
// begins, and Last where that ends: "3 to 5 May" takes in the 5th; zero for
// other phrases. The time of a day is no part of it: "Monday" of "Monday at 7:30".
type Time struct {
	Text string
	Span
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

// anyDay is a reference for callers that only want to know where dates stand.
var anyDay = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

func num(s string) int { n, _ := strconv.Atoi(s); return n }

// timeTables is the grammar with the words any phrase begins with, and those
// without which a text without figures has none.
type timeTables struct {
	g     *timeGrammar
	first map[string]bool
	core  map[string]bool
}

// loneWords are words that date a text by themselves and stand in no table.
var loneWords = []string{"tonight", "tonite", "aujourd", "anoche", "now", "weekend", "avant", "apres", "تشرين", "كانون", "q", "h", "half", "quarter", "rest", "nineties", "date"}

func keys[V any](m map[string]V) []string { return slices.Collect(maps.Keys(m)) }

var timeTable = sync.OnceValue(func() timeTables {
	t := timeTables{g: timeRules(), first: map[string]bool{}, core: map[string]bool{}}
	for _, w := range slices.Concat(keys(monthOf), keys(weekdayOf), keys(dayOffset), keys(unitOf), keys(partOf), keys(seasonOf), keys(holidayStarts), keys(germanParts), keys(decadeWords), loneWords) {
		t.core[w], t.first[w] = true, true
	}
	for _, w := range slices.Concat(keys(shiftOf), keys(dateCounts), keys(ordinalWords), keys(edgeOf), keys(fewWords)) {
		t.first[w] = true
	}
	for _, c := range t.g.classes {
		for _, r := range c.rules {
			for _, e := range r.elems {
				for _, w := range e.words {
					t.first[w] = true
				}
				if !e.opt {
					break
				}
			}
		}
	}
	return t
})

// Times lists the date phrases of s with the ranges they mean, in order. A
// phrase that may mean a past or a coming day means the past one.
func Times(s, lang string, ref time.Time) []Time {
	toks := scanTimes(s)
	table := timeTable()
	found := false
	for i := range toks {
		if toks[i].digits > 0 || table.core[toks[i].s] {
			found = true
			break
		}
	}
	out := eastTimes(s, ref)
	if !found {
		return out
	}
	p := &timeParser{g: table.g, toks: toks, lang: lang, ref: ref.UTC(), memo: map[int]timeHit{}, open: map[int]bool{}, failed: make([][timeWords]uint64, len(toks))}
	top := table.g.ids["top"]
	if ref.IsZero() {
		p.ref = anyDay
	}
	var west []Time
	k := 0 // the first phrase of out that is not behind us
	for i := 0; i < len(toks); {
		if toks[i].digits == 0 && !table.first[toks[i].s] {
			i++
			continue
		}
		n, next := p.class(top, i)
		if next == 0 || !p.plausible(i, next, n) {
			i++
			continue
		}
		t := Time{Span: Span{toks[i].start, toks[next-1].end}, Relative: n.rel}
		t.Text = s[t.Start:t.End]
		if !n.rel || !ref.IsZero() {
			t.From, t.To, t.Last = n.from, n.to, n.last
		}
		for k < len(out) && out[k].End <= t.Start {
			k++
		}
		if k == len(out) || !covered(out[k:k+1], t.Span) {
			west = append(west, t)
		}
		i = next
	}
	return mergeTimes(out, west)
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
	if u := unitOf[p.toks[next-1].s]; u != 'y' && u != 'D' || p.lang != "en" {
		return true
	}
	for i := max(0, from-10); i < from; i++ {
		if p.is(i, "will", "would", "ll", "to", "due", "expires", "expected", "ends", "back") {
			return true
		}
	}
	return from == 0
}

// plausible refuses phrases that look like dates and mostly are none.
func (p *timeParser) plausible(from, next int, n timeNode) bool {
	first := p.toks[from]
	if n.to.Before(n.from) && !n.open {
		return false
	}
	if first.digits > 0 && from > 0 && !first.gap && p.toks[from-1].digits == 0 && p.is(from-1, "$", "€", "£", "#") {
		return false
	}
	if next == from+1 && (first.s == "now" || seasonOf[first.s] > 0) && p.lang != "en" {
		return false
	}
	if next == from+1 && first.upper && from > 0 && (p.toks[from-1].upper || p.is(from-1, "the")) && first.gap && p.is(from, "today", "tonight", "now", "yesterday") {
		return false // "USA Today", "The Tonight Show"
	}
	if (first.s == "in" || first.s == "within") && next == from+3 && !p.coming(from, next) {
		return false
	}
	// "for the first time in ten years", "the worst in two decades"
	if first.s == "in" && next == from+3 && n.unit == 'd' && from > 0 {
		if w := p.toks[from-1].s; w == "time" || len(w) > 4 && w[len(w)-3:] == "est" || w == "worst" {
			return false
		}
	}
	if p.is(next-1, "day") && p.is(from, "for") && p.is(next, "after", "before") || p.is(next-1, "week") && p.is(next-2, "the") && next < len(p.toks) && p.toks[next].digits > 0 {
		return false
	}
	if p.is(next-1, "after") && p.is(next-2, "day") && next < len(p.toks) && p.toks[next].s >= "a" {
		return false
	}
	if first.s == "week" && first.upper && from > 0 && first.gap && !p.is(from-1, ".") { // a week of a season of sport
		return false
	}
	if p.is(from-1, "half") && p.is(next-1, "ago") {
		return false
	}
	if p.is(from-1, "every", "each", "jeden", "cada", "chaque") {
		return false
	}
	return true
}
