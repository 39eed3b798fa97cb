package evidence

import "dateline/briefing/text"

// score is the share of the claim's wording that stands in the windows: of its
// content words and, at a quarter, of its pairs of words.
func (c *Sentence) score(pages []*Page, a alignment) float64 {
	in := func(t string) bool {
		for _, p := range pages {
			if p.holds(t) {
				return true
			}
		}
		return false
	}
	words, held := 0.0, 0.0
	pairs, heldPairs := 0.0, 0.0
	for i, t := range c.terms {
		if i > 0 {
			pairs++
			if in(c.terms[i-1] + " " + t) {
				heldPairs++
			}
		}
		if text.Stop(t, c.lang) {
			continue
		}
		words++
		if c.tested[t] || in(t) {
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
