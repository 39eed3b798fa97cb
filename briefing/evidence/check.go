// Package evidence holds a claim against the text it cites: every number,
// date, name and quotation of the claim must stand in the cited window, enough
// of its words too, and what was denied or only said must stay so. It is a
// guarantee on that class of faults, not a detector of every untruth: words
// that all stand in the window can still be put together wrongly. It is pure.
package evidence

import (
	"fmt"
	"slices"
	"time"
)

// Window is a cited passage with the header it stands under. Published is zero
// when nothing states it: then relative dates cannot be resolved.
type Window struct {
	Text, Title, Outlet, Lang string
	Published                 time.Time
}

// Fault is one thing of a claim that its window does not hold. Kind is number,
// date, name, quote, coverage, negation, attribution (one that is lost) or speaker
// (one that is made up); a claim that is too long to be read has the fault length
// alone.
type Fault struct{ Kind, Token, Message string }

// Result is what the check found. Coverage is the share [0,1] of the claim's
// wording that stands in the window; Score, in [0,1] too, ranks claims by how
// likely they are to be supported.
type Result struct {
	Faults   []Fault
	Coverage float64
	Score    float64
}

const (
	// Threshold is the least score of a supported claim, which has no fault
	// either.
	Threshold = .5
	// coverageLeast is how much of a claim's wording must stand in the window.
	coverageLeast = .5
	// rounding is how far a number may be rounded: half a percent, and no
	// further than its own figures leave open.
	rounding = .005
	// keyLeast is how many consonants a name must have to be known by another
	// spelling, as "Kiev" and "Kyiv" are.
	keyLeast = 2
	// partMost bounds a claim, a title and what stands between two sentences of
	// a window, in bytes, twice the longest sentence: some of the work grows with
	// the square of a part. windowMost bounds a window, 32 of the longest
	// sentences, articleMost an article, the longest report. What is
	// beyond is no evidence; a longer claim holds nowhere.
	partMost    = 4000
	windowMost  = 64 << 10
	articleMost = 128 << 10
)

// Supported reports a claim without fault; too little coverage is one.
func (r Result) Supported() bool { return len(r.Faults) == 0 }

func (r *Result) fault(kind, token, format string, args ...any) {
	r.Faults = append(r.Faults, Fault{kind, token, fmt.Sprintf(format, args...)})
}

// Check holds one sentence against its cited windows. With two, each number
// must stand in one of them beside a neighbour (the previous or next content word) it
// has in the claim, each date and name in one that holds three more words of it (two
// where one is a neighbour), so that halves of two facts do not make a third.
func Check(claim, lang string, windows ...Window) Result {
	pages := make([]*Page, len(windows))
	for i, w := range windows {
		pages[i] = NewPage(w, lang)
	}
	return NewSentence(claim, lang).Check(pages...)
}

// Check is the function Check over windows that are taken apart already.
func (c *Sentence) Check(pages ...*Page) Result {
	var r Result
	if len(pages) == 0 {
		r.fault("coverage", "", "it cites nothing")
		return r
	}
	if c.tooLong(&r) {
		return r
	}
	against := citation{pages: pages, whole: pages, strict: true}
	against.src, against.share, against.aligned = c.source(pages)
	c.tokensHold(&r, against)
	c.stanceHolds(&r, against)
	c.measure(&r, pages, against.aligned)
	return r
}

// CheckTokens asks only that each number, date and quotation of three words stands
// in one of the cited pages, which are the cited sentences with those beside them,
// and each name in one of whole, the pages of the cited articles (NewArticlePage). What the
// sentence says of them is for another reader. Faults are of the kinds number,
// date, quote, name and length; coverage and score are not measured.
func (c *Sentence) CheckTokens(cited, whole []*Page) Result {
	var r Result
	if len(cited) == 0 {
		r.fault("coverage", "", "it cites nothing")
		return r
	}
	if c.tooLong(&r) {
		return r
	}
	against := citation{pages: cited, whole: whole}
	against.src, _, _ = c.source(cited)
	c.tokensHold(&r, against)
	return r
}

func (c *Sentence) tooLong(r *Result) bool {
	if len(c.s) > partMost {
		r.fault("length", "", "it is longer than a sentence")
	}
	return len(c.s) > partMost
}

// citation is what a sentence is held against: the pages for its numbers, dates
// and quotations, and those for its names. src is the sentence of the pages that
// it is most likely made from, nil for none, share how much of it stands there,
// aligned how. strict asks for each token in its place: see Check.
type citation struct {
	pages, whole []*Page
	src          *part
	share        float64
	aligned      alignment
	strict       bool
}

// articles are the pages of the whole articles where they are known, else those cited.
func (a citation) articles() []*Page {
	var out []*Page
	for _, p := range a.whole {
		if out = append(out, p); p.article != nil && !slices.Contains(out, p.article) {
			out = append(out, p.article)
		}
	}
	return out
}

func (c *Sentence) tokensHold(r *Result, against citation) {
	c.numbersHold(r, against)
	c.datesHold(r, against)
	c.namesHold(r, against)
	c.quotesHold(r, against)
}

// tokenFault notes a name, number or date that does not stand as it should.
func (r *Result) tokenFault(kind, token, what string, as standing) {
	switch as {
	case absent:
		r.fault(kind, token, "%s: %s", what, takeIt)
	case strange:
		r.fault(kind, token, "the cited sentence with %s is about something else: cite one that says this of it, or leave it out", token)
	}
}

// takeIt tells a model what to do with a token that its text does not hold.
const takeIt = "take it from the text as it stands there, or leave it out"
