package evidence

import "dateline/briefing/text"

// measure fills in what of the claim's wording stands in the windows. Coverage
// asks whether the claim is about what they say; the score, which ranks claims,
// looks at longer runs and their order too and loses for each fault: without one
// it is Threshold at least.
func (c *Sentence) measure(r *Result, pages []*Page, a alignment) {
	words, pairs, triples := c.runs(pages, 1), c.runs(pages, 2), c.runs(pages, 3)
	r.Coverage = .75*words + .25*pairs
	r.Score = (words + pairs + triples + a.share) / 4
	hard := 0
	for _, f := range r.Faults {
		if f.Kind != "attribution" && f.Kind != "speaker" {
			hard++
		}
	}
	r.Score = max(0, r.Score-faultCost*float64(min(hard, faultsMost)))
	if r.Coverage < coverageLeast {
		r.fault("coverage", "", "only %.0f %% of its words stand in the cited text", 100*r.Coverage)
	}
	if len(r.Faults) == 0 {
		r.Score = max(r.Score, Threshold)
	}
}

// A fault costs .15 of the score, three at most: from the development files of
// FRANK and QAGS, where .1 to .2 differ by less than a hundredth.
const (
	faultCost  = .15
	faultsMost = 3
)

// runs is the share of the claim's content words, or of its runs of two or
// three words, that stand in a window. A claim too short for runs has the share
// of its words.
func (c *Sentence) runs(pages []*Page, n int) float64 {
	all, held := 0, 0
	for i := range len(c.terms) - n + 1 {
		run := c.terms[i]
		if n == 1 && text.Stop(run, c.lang) {
			continue
		}
		for _, t := range c.terms[i+1 : i+n] {
			run += " " + t
		}
		all++
		ok := n == 1 && c.tested[run]
		for _, p := range pages {
			ok = ok || p.holds(run)
		}
		if ok {
			held++
		}
	}
	switch {
	case all > 0:
		return float64(held) / float64(all)
	case n > 1:
		return c.runs(pages, n-1)
	}
	return 0
}
