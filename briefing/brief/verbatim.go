package brief

import (
	"dateline/briefing/claim"
	"dateline/briefing/rights"
)

// How much of one article a briefing shows word for word: rights.Briefing.

// within is a candidate's story with what may be shown of its claims, of which the first
// is the heading, and of its difference, which goes before the others: nothing else says
// that reports differ. False when that says nothing.
func (r *writerRun) within(c *candidate, claims []claim.Claim, d *claim.Difference) (Story, bool) {
	if !r.take(claims[0]) {
		return Story{}, false
	}
	if d != nil && !r.take(d.A, d.B) {
		d = nil
	}
	kept := claims[:1:1]
	for _, said := range claims[1:] {
		if r.take(said) {
			kept = append(kept, said)
		}
	}
	if c.history != nil && len(claims) > 1 && len(kept) == 1 {
		return Story{}, false // an update without a sentence
	}
	story := r.newStory(c, claim.Fitting(kept, d))
	story.Differ = d
	return story, true
}

// take counts claims that stand together, if there is room for all of them.
func (r *writerRun) take(claims ...claim.Claim) bool {
	var drawn []rights.Piece
	for _, c := range claims {
		drawn = append(drawn, c.Drawn()...)
	}
	return r.ledger.shown.Take(drawn...)
}
