package briefing

import (
	"slices"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/text"
)

const (
	differWithin = 12 * time.Hour // reports further apart may both have been true
	grownWithin  = time.Hour      // a count of what happens does not change between reports this close: one of them is wrong
)

// statement is a measure as one article states it.
type statement struct {
	text.Measure
	src    source
	i      int    // its sentence; headlineAt
	outlet string // by text.OutletKey
	site   string // its own, "" if it has none
	origin string // whose report it is: of a credited outlet, or a text family
	at     time.Time
}

// headlineAt is the place of a headline among an article's sentences.
const headlineAt = -1

// newStatement is a measure that sentence i of a source states.
func newStatement(m text.Measure, src source, i int) statement {
	a := src.item.Article
	return statement{Measure: m, src: src, i: i, outlet: text.OutletKey(a.Outlet), site: feed.OwnSite(a.URL), at: src.said()}
}

// sameOutlet reports whether one outlet stated both.
func (a statement) sameOutlet(b statement) bool {
	return a.outlet == b.outlet || a.site != "" && a.site == b.site
}

// contradicts reports whether two independent reports state values of one
// measure that cannot both be true. A count that may have grown or passed from
// the one to the other is no contradiction.
func (a statement) contradicts(b statement) bool {
	if independent := a.origin != b.origin && !a.sameOutlet(b); !independent {
		return false
	}
	if a.at.IsZero() || b.at.IsZero() || !a.Excludes(b.Measure) {
		return false
	}
	if a.at.After(b.at) {
		a, b = b, a
	}
	gap := b.at.Sub(a.at)
	if gap > differWithin {
		return false
	}
	if !a.Passes && (!a.Grows || b.High < a.Value) {
		return true
	}
	return gap <= grownWithin && a.at.Truncate(24*time.Hour) != a.at // at midnight: only the day is known
}

// replacedBy reports whether one may write "was A, now B": the same measure,
// published later, by the outlet or on the word of the authority that gave A,
// or by two independent reports.
func (a statement) replacedBy(b statement, backed bool) bool {
	if !a.Changed(b.Measure) || a.at.IsZero() || !b.at.After(a.at) {
		return false
	}
	return a.sameOutlet(b) || backed || slices.ContainsFunc(a.By, func(s string) bool { return slices.Contains(b.By, s) })
}

// backed reports whether two independent reports at least state the value.
func backed(b statement, said []statement) bool {
	var first *statement
	for i := range said {
		switch x := &said[i]; {
		case first != nil && (x.origin == first.origin || x.sameOutlet(*first)) || !x.Equal(b.Measure):
		case first != nil:
			return true
		default:
			first = x
		}
	}
	return false
}

// unchanged reports whether a claim may be shown as it is, beside another that
// it is to be compared with.
func (p *people) unchanged(c Claim) bool {
	got, ok := p.claim(c)
	return ok && got.Text == c.Text && !got.Reported
}
