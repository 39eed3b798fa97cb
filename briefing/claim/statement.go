package claim

import (
	"slices"
	"time"

	"dateline/briefing/feed/outlet"
	"dateline/briefing/text/measure"
	"dateline/briefing/text/name"
	"dateline/briefing/text/speech"
)

const (
	DifferWithin = 12 * time.Hour // reports further apart may both have been true
	grownWithin  = time.Hour      // a count of what happens does not change between reports this close: one of them is wrong
)

// Statement is a measure as one article states it.
type Statement struct {
	measure.Measure
	Src    Article
	Index  int    // its sentence; HeadlineAt
	Outlet string // by name.OutletKey
	site   string // its own, "" if it has none
	Origin string // whose report it is: of a credited outlet, or a text family
	At     time.Time
	Told   int64 // the claim by which a channel was told it; 0 of what it was not
}

// HeadlineIndex is the place of a headline among an article's sentences.
const HeadlineIndex = -1

// NewStatement is a measure that sentence i of a source states.
func NewStatement(m measure.Measure, src Article, i int) Statement {
	article := src.Item.Article
	return Statement{Measure: m, Src: src, Index: i, Outlet: name.OutletKey(article.Outlet), site: outlet.OwnSite(article.URL),
		At: src.statedAt()}
}

// InStory is what a story's reports state, each figure without a place at that of the
// story's others of its kind, if they have one.
func InStory(said []Statement) []Statement {
	story := make([]measure.Measure, len(said))
	for i := range said {
		story[i] = said[i].Measure
	}
	out := slices.Clone(said)
	for i := range out {
		out[i].Measure = out[i].Measure.InStory(story)
	}
	return out
}

// SameOutlet reports whether one outlet stated both.
func (a Statement) SameOutlet(b Statement) bool {
	return a.Outlet == b.Outlet || a.site != "" && a.site == b.site
}

// Relation is how two statements of a number stand to each other.
type Relation int

// The relations.
const (
	Contradicting Relation = iota // independent values of one measure that cannot both be true
	OneReport                     // of one outlet, or one the other's copy
	OtherMeasure                  // of what may be different things
	BothTrue                      // values that can both be true
	Undated                       // one was reported nobody knows when
	FarApart                      // more than DifferWithin lies between them
	MayHavePassed                 // the count may have ended or fallen in between
	MayHaveGrown                  // the count may have grown in between
)

// Relation reports how two statements stand to each other, in either order.
func (a Statement) Relation(b Statement) Relation {
	if a.At.After(b.At) {
		a, b = b, a
	}
	gap := b.At.Sub(a.At)
	together := gap <= grownWithin && a.At.Truncate(24*time.Hour) != a.At // at midnight: only the day is known
	switch {
	case a.Origin == b.Origin || a.SameOutlet(b):
		return OneReport
	case !a.Same(b.Measure):
		return OtherMeasure
	case !a.Excludes(b.Measure):
		return BothTrue
	case a.At.IsZero():
		return Undated
	case gap > DifferWithin:
		return FarApart
	case together:
		return Contradicting
	case a.Passes:
		return MayHavePassed
	case a.Grows && b.High >= a.Value:
		return MayHaveGrown
	}
	return Contradicting
}

// Contradicts reports whether two independent reports state values of one
// measure that cannot both be true.
func (a Statement) Contradicts(b Statement) bool { return a.Relation(b) == Contradicting }

// ReplacedBy reports whether one may write "was A, now B": the same measure,
// published later, by the outlet or on the word of the authority that gave A,
// or by two independent reports.
func (a Statement) ReplacedBy(b Statement, backed bool) bool {
	if !a.Changed(b.Measure) || a.At.IsZero() || !b.At.After(a.At) {
		return false
	}
	return a.SameOutlet(b) || backed || slices.ContainsFunc(a.By, func(s string) bool { return slices.Contains(b.By, s) })
}

// Backed reports whether two independent reports at least state the value.
func Backed(b Statement, said []Statement) bool {
	var first *Statement
	for i := range said {
		switch stated := &said[i]; {
		case first != nil && (stated.Origin == first.Origin || stated.SameOutlet(*first)) || !stated.Equal(b.Measure):
		case first != nil:
			return true
		default:
			first = stated
		}
	}
	return false
}

// Cite points at the sentence or headline of a statement.
func (a Statement) Cite() Cite {
	if a.Index == HeadlineIndex {
		return a.Src.Headline().Cites[0]
	}
	return a.Src.Verbatim(a.Index).Cites[0]
}

// Alone reports whether the sentence of a statement can be shown alone.
func (a Statement) Alone() bool {
	return speech.StandsAlone(a.Src.Sentence(a.Index), a.Src.Item.Version.Lang) == nil
}
