// Package evidence holds a claim against the text it cites: every number,
// date, name and quotation of the claim must stand in the cited window, enough
// of its words too, and what was denied or only said must stay so. It is a
// guarantee on that class of faults, not a detector of every untruth: words
// that all stand in the window can still be put together wrongly. It is pure.
package evidence

import (
	"fmt"
	"time"
)

// Window is a cited passage with the header it stands under. Published is zero
// when nothing states it: then relative dates cannot be resolved.
type Window struct {
	Text, Title, Outlet, Lang string
	Published                 time.Time
}

// Fault is one thing of a claim that its window does not hold. Kind is number,
// date, name, quote, coverage, negation or attribution; a claim that is too long
// to be read has the fault length alone.
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
	// spelling: "Marr" and "Moore" are not one name.
	keyLeast = 3
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

// Check holds one sentence against its cited windows. With two, each number,
// date and name must stand in one of them beside the neighbour (the previous or
// next content word) it has in the claim, so that halves of two facts do not
// make a third.
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
	if len(c.s) > partMost {
		r.fault("length", "", "it is longer than a sentence")
		return r
	}
	src, share, aligned := c.source(pages)
	c.numbersHold(&r, pages, src, aligned)
	c.datesHold(&r, pages, src, aligned)
	c.namesHold(&r, pages, src, aligned)
	c.quotesHold(&r, pages)
	c.stanceHolds(&r, src, share, aligned)
	c.measure(&r, pages, aligned)
	return r
}
