package evidence

import "slices"

// negationHolds compares what is denied, predicate by predicate: what the cited
// sentence denies the claim must not state, and what it states the claim must not
// deny, whatever else either of them denies.
func (c *Sentence) negationHolds(r *Result, against citation) {
	if t := c.losesDenial(against.src); t != "" {
		r.fault("negation", t, "it states what the cited text denies (%q)", t)
		return
	}
	for t := range c.clauses.Denials().Predicates {
		if c.statedIn(against.pages, t) {
			r.fault("negation", t, "it denies what the cited text states (%q)", t)
			return
		}
	}
}

// losesDenial is a predicate that the claim states and the sentence that it is made
// from denies.
func (c *Sentence) losesDenial(src *part) string {
	for t := range src.clauses().Denials().Predicates {
		if slices.Contains(c.roots, t) && !c.clauses.Denials().Reach[t] {
			return t
		}
	}
	return ""
}

// states reports whether a sentence has a term and does not deny it.
func (p *part) states(t string) bool { return p.rootsOf()[t] && !p.clauses().Denials().Reach[t] }

// statedIn reports whether a sentence of the pages that the claim can be made from
// states something with a term in it, and none of the pages denies it.
func (c *Sentence) statedIn(pages []*Page, t string) bool {
	stated := false
	for _, p := range pages {
		for _, x := range p.parts {
			if x.rootsOf()[t] && x.clauses().Denials().Reach[t] {
				return false
			}
			stated = stated || x.states(t) && c.share(x) >= statedShare
		}
	}
	return stated
}

// statedShare is how much of a claim stands in a sentence that it can be made from.
const statedShare = .4
