// Package evidence holds a claim against the text it cites: every number,
// date, name and quotation of the claim must stand in the cited window, enough
// of its words too, and what was denied or only said must stay so. It is a
// guarantee on that class of faults, not a detector of every untruth: words
// that all stand in the window can still be put together wrongly. It is pure.
package evidence

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"dateline/briefing/text"
)

// Window is a cited passage with the header it stands under. Published is zero
// when nothing states it: then relative dates cannot be resolved.
type Window struct {
	Text, Title, Outlet, Lang string
	Published                 time.Time
}

// Fault is one thing of a claim that its window does not hold. Kind is number,
// date, name, quote, coverage, negation or attribution.
type Fault struct{ Kind, Token, Message string }

// Result is what the check found. Score is in [0,1]: how much of the claim's
// wording stands in the window.
type Result struct {
	Faults []Fault
	Score  float64
}

const (
	// Threshold is the least score of a supported claim.
	Threshold = .5
	// rounding is how far a number may be rounded: half a percent.
	rounding = .005
	// quoteWords is from how many words on a quotation must be verbatim;
	// in scripts without spaces from quoteRunes characters on.
	quoteWords = 3
	quoteRunes = 6
	// keyLeast is how many consonants a name must have to be known by another
	// spelling: "Marr" and "Moore" are not one name.
	keyLeast = 3
)

// Supported reports a claim without fault whose words stand in the window.
func (r Result) Supported() bool { return len(r.Faults) == 0 && r.Score >= Threshold }

func (r *Result) fault(kind, token, format string, args ...any) {
	r.Faults = append(r.Faults, Fault{kind, token, fmt.Sprintf(format, args...)})
}

// Check holds one sentence against its cited windows. With two, each number,
// date and name must stand in one of them beside the neighbour (the previous or
// next content word) it has in the claim, so that halves of two facts do not
// make a third.
func Check(claim, lang string, windows ...Window) Result {
	var r Result
	if len(windows) == 0 {
		r.fault("coverage", "", "it cites nothing")
		return r
	}
	pages := make([]page, len(windows))
	for i, w := range windows {
		pages[i] = newPage(w, lang)
	}
	c := newSentence(claim, lang)
	c.numbers(&r, pages)
	c.dates(&r, pages)
	c.names(&r, pages)
	c.quotes(&r, pages)
	c.stance(&r, pages)
	r.Score = c.score(pages)
	if r.Score < Threshold && len(r.Faults) == 0 {
		r.fault("coverage", "", "only %.0f %% of its words stand in the cited text", 100*r.Score)
	}
	return r
}

// page is a window taken apart once for all tests.
type page struct {
	w       Window
	terms   map[string]bool // of text and header
	bigrams map[string]bool
	numbers []text.Number
	times   []text.Time
	names   map[string][]string // words of names by key
	folded  string              // text and header, for verbatim tests
}

func newPage(w Window, lang string) page {
	if w.Lang == "" {
		w.Lang = lang
	}
	p := page{w: w, terms: map[string]bool{}, bigrams: map[string]bool{}, names: map[string][]string{}}
	body := w.Title + ".\n" + w.Text
	terms := text.Terms(body, w.Lang)
	for i, t := range terms {
		p.terms[t] = true
		if i > 0 {
			p.bigrams[terms[i-1]+" "+t] = true
		}
	}
	header := body + "\n" + w.Outlet
	for _, n := range text.Names(header, w.Lang) {
		p.name(n.Text)
	}
	if w.Lang == "ar" && lang != "ar" { // no capitals: any word may be a name
		p.name(header)
	}
	p.numbers = text.Numbers(body, w.Lang)
	p.times = text.Times(body, w.Lang, w.Published)
	p.folded = plain(header)
	return p
}

// name keeps the words of a name by their keys.
func (p page) name(s string) {
	for _, w := range strings.Fields(text.Fold(s)) {
		w = strings.TrimFunc(w, func(r rune) bool { return !isWord(r) })
		key := text.NameKey(w)
		if len(key) < keyLeast || strings.Contains(key, " ") || slices.Contains(p.names[key], w) {
			continue
		}
		p.names[key] = append(p.names[key], w)
	}
}

// spelled reports whether a word of a name stands in the window in another
// spelling: one name has its key there, and it can be the same.
func (p page) spelled(w string) bool {
	own := p.names[text.NameKey(w)]
	return len(own) == 1 && text.SameName(w, own[0])
}

// plain is folded text with one space between words and no marks: quotations
// are compared in it.
func plain(s string) string {
	return " " + strings.Join(strings.FieldsFunc(text.Fold(s), func(r rune) bool {
		return !(r == '\'' || isWord(r))
	}), " ") + " "
}

// sentence is a claim taken apart.
type sentence struct {
	s, lang string
	terms   []string
}

func newSentence(s, lang string) sentence {
	return sentence{s: s, lang: lang, terms: text.Terms(s, lang)}
}

// neighbours are the content words before and after a span of the claim.
func (c sentence) neighbours(sp text.Span) []string {
	var out []string
	before := content(text.Terms(c.s[:sp.Start], c.lang), c.lang)
	if len(before) > 0 {
		out = append(out, before[len(before)-1])
	}
	if after := content(text.Terms(c.s[sp.End:], c.lang), c.lang); len(after) > 0 {
		out = append(out, after[0])
	}
	return out
}

func content(terms []string, lang string) []string {
	var out []string
	for _, t := range terms {
		if !text.Stop(t, lang) {
			out = append(out, t)
		}
	}
	return out
}

// beside reports whether one page holds a token and, when there are two pages,
// one of its neighbours too.
func (c sentence) beside(pages []page, sp text.Span, holds func(page) bool) bool {
	for _, p := range pages {
		if !holds(p) {
			continue
		}
		if len(pages) == 1 {
			return true
		}
		near := c.neighbours(sp)
		if len(near) == 0 {
			return true
		}
		for _, n := range near {
			if p.terms[n] {
				return true
			}
		}
	}
	return false
}

func (c sentence) numbers(r *Result, pages []page) {
	for _, n := range text.Numbers(c.s, c.lang) {
		ok := c.beside(pages, n.Span, func(p page) bool {
			for _, m := range p.numbers {
				if same(n, m) {
					return true
				}
			}
			return strings.Contains(p.folded, plain(n.Text))
		})
		if !ok {
			r.fault("number", n.Text, "the number %s is not in the cited text", n.Text)
		}
	}
}

// same compares quantities: percent with percent, money with its currency,
// each end of a range within the rounding.
func same(a, b text.Number) bool {
	if (a.Kind == "percent") != (b.Kind == "percent") || a.Kind == "money" && b.Kind == "money" && a.Unit != b.Unit {
		return false
	}
	return close(a.Value, b.Value) && close(a.High, b.High)
}

func close(a, b float64) bool {
	return a == b || math.Abs(a-b) <= rounding*math.Abs(b) && math.Abs(b) > 20
}

func (c sentence) dates(r *Result, pages []page) {
	for _, p := range pages[:1] {
		for _, t := range text.Times(c.s, c.lang, p.w.Published) {
			ok := c.beside(pages, t.Span, func(p page) bool { return p.holdsTime(t) })
			if !ok {
				r.fault("date", t.Text, "the date %q is not in the cited text", t.Text)
			}
		}
	}
}

// holdsTime: the same words, or a phrase that means a range which holds this
// one or is held by it; the article's own day counts as stated.
func (p page) holdsTime(t text.Time) bool {
	if strings.Contains(p.folded, plain(t.Text)) {
		return true
	}
	if p.w.Published.IsZero() && t.Relative {
		return false
	}
	t = t.Days()
	for _, m := range p.times {
		m = m.Days()
		switch {
		case t.Closed() && m.Closed():
			if !t.From.After(m.From) && !t.To.Before(m.To) {
				return true
			}
		case t.To.IsZero() && !t.From.IsZero(): // "after Friday"
			if t.From.Equal(m.From) || t.From.Equal(m.To) {
				return true
			}
		case t.From.IsZero() && !t.To.IsZero(): // "until Friday"
			if t.To.Equal(m.To) || t.To.Equal(m.From) {
				return true
			}
		}
	}
	if !t.Closed() {
		return false
	}
	own := p.w.Published
	return !own.IsZero() && !own.Before(t.From) && own.Before(t.To)
}

func (c sentence) quotes(r *Result, pages []page) {
	for _, q := range text.Quotes(c.s) {
		body := c.s[q.Start:q.End]
		if q.Words < quoteWords && !(q.Words == 1 && len([]rune(body)) >= quoteRunes && noCapitals[c.lang]) {
			continue
		}
		ok := false
		for _, p := range pages {
			ok = ok || strings.Contains(p.folded, plain(body))
		}
		if !ok {
			r.fault("quote", body, "the quotation %q does not stand so in the cited text", body)
		}
	}
}

// score is the share of the claim's wording that stands in the windows: of its
// content words and, at a quarter, of its pairs of words.
func (c sentence) score(pages []page) float64 {
	in := func(t string, of func(page) map[string]bool) bool {
		for _, p := range pages {
			if of(p)[t] {
				return true
			}
		}
		return false
	}
	tested := c.tested()
	words, held := 0.0, 0.0
	pairs, heldPairs := 0.0, 0.0
	for i, t := range c.terms {
		if i > 0 {
			pairs++
			if in(c.terms[i-1]+" "+t, func(p page) map[string]bool { return p.bigrams }) {
				heldPairs++
			}
		}
		if text.Stop(t, c.lang) {
			continue
		}
		words++
		if tested[t] || in(t, func(p page) map[string]bool { return p.terms }) {
			held++
		}
	}
	if words == 0 {
		return 0
	}
	if pairs == 0 {
		return held / words
	}
	return .75*held/words + .25*heldPairs/pairs
}

// tested are the terms of numbers and dates: those have been compared by what
// they mean ("fifteen" is 15), so their wording does not count against a claim.
func (c sentence) tested() map[string]bool {
	out := map[string]bool{}
	add := func(s string) {
		for _, t := range text.Terms(s, c.lang) {
			out[t] = true
		}
	}
	for _, n := range text.Numbers(c.s, c.lang) {
		add(n.Text)
	}
	for _, t := range text.Times(c.s, c.lang, time.Time{}) {
		add(t.Text)
	}
	return out
}
