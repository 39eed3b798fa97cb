package brief

import (
	"slices"
	"unicode/utf16"

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
	story := r.newStory(c, fitting(kept, d))
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

// storyRoom is how many UTF-16 units a story may take with the addresses of its
// links: a message of Discord holds 2,000, and a link that does not fit is no link.
const storyRoom = 1700

// fitting leaves sentences out, from the last, until a story has room for a link
// to each article that it quotes; one sentence stays.
func fitting(claims []claim.Claim, d *claim.Difference) []claim.Claim {
	all := claims
	if d != nil {
		all = append(slices.Clip(claims), d.A, d.B)
	}
	size := func(c claim.Claim) int {
		n := len(utf16.Encode([]rune(c.Text)))
		for _, ct := range c.Cites {
			n += len(ct.URL) + len(ct.Outlet)
		}
		return n
	}
	sum := 0
	for _, c := range all {
		sum += size(c)
	}
	for len(claims) > 2 && sum > storyRoom {
		last := len(claims) - 1
		claims, sum = claims[:last], sum-size(claims[last])
	}
	return claims
}
