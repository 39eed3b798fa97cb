package evidence

import (
	"slices"
	"strings"
	"unicode"

	"dateline/briefing/text"
)

// negationHolds compares what is denied, predicate by predicate: what the cited
// sentence denies the claim must not state, and what it states the claim must not
// deny, whatever else either of them denies.
func (c *Sentence) negationHolds(r *Result, against citation) {
	if c.denied == nil {
		c.denied = reading{c.words, c.s, c.lang, stances[c.lang]}.denials()
	}
	if t := c.losesDenial(against); t != "" {
		r.fault("negation", t, "it states what the cited text denies (%q)", t)
		return
	}
	for t := range c.denied.predicates {
		if c.statedIn(against.pages, t) {
			r.fault("negation", t, "it denies what the cited text states (%q)", t)
			return
		}
	}
}

// losesDenial is a predicate that the claim states and a sentence that it can be
// made from denies; what another of them states it may state too.
func (c *Sentence) losesDenial(against citation) string {
	for _, p := range against.pages {
		for _, x := range p.parts {
			if x != against.src && c.share(x) < statedShare {
				continue
			}
			for t := range x.denials().predicates {
				if slices.Contains(c.roots, t) && !c.denied.reach[t] && (x == against.src || !against.src.states(t)) {
					return t
				}
			}
		}
	}
	return ""
}

// states reports whether a sentence has a term and does not deny it.
func (p *part) states(t string) bool { return p.rootsOf()[t] && !p.denials().reach[t] }

// statedIn reports whether a sentence of the pages that the claim can be made from
// states something with a term in it, and none of the pages denies it.
func (c *Sentence) statedIn(pages []*Page, t string) bool {
	stated := false
	for _, p := range pages {
		for _, x := range p.parts {
			if x.rootsOf()[t] && x.denials().reach[t] {
				return false
			}
			stated = stated || x.states(t) && c.share(x) >= statedShare
		}
	}
	return stated
}

// statedShare is how much of a claim stands in a sentence that it can be made from.
const statedShare = .4

// denials are the terms that a sentence denies: the predicates, which stand under
// a negation and nowhere without one, and all in the clauses of the negations.
type denials struct{ predicates, reach map[string]bool }

func (p *part) denials() *denials {
	if p.denied == nil {
		p.denied = reading{p.wordsOf(), p.s, p.lang, stances[p.lang]}.denials()
	}
	return p.denied
}

func (r reading) denials() *denials {
	out := &denials{map[string]bool{}, map[string]bool{}}
	under, denies := make([]bool, len(r.words)), make([]bool, len(r.words))
	for i := range r.words {
		if denies[i] = r.denies(i); !denies[i] {
			continue
		}
		under[i] = true
		for _, k := range r.denied(i) {
			if k >= 0 {
				under[k], out.predicates[r.term(k)], out.reach[r.term(k)] = true, true, true
			}
		}
	}
	for first := 0; first < len(r.words); {
		end := r.clauseEnd(first)
		if slices.Contains(denies[first:end], true) {
			for k := first; k < end; k++ {
				out.reach[r.term(k)] = true
			}
		}
		first = end
	}
	for i := range r.words {
		if !under[i] && len(out.predicates) > 0 {
			delete(out.predicates, r.term(i))
		}
	}
	return out
}

// denies reports whether word i is a negation: "no 7" is the number seven, and
// "not only" none.
func (r reading) denies(i int) bool {
	if !r.negations[r.words[i].Fold] || i+1 < len(r.words) && r.fillers[r.words[i+1].Fold] {
		return false
	}
	return r.words[i].Fold != "no" || i+1 == len(r.words) || !unicode.IsDigit(rune(r.words[i+1].Fold[0]))
}

// denied are the words under the negation at i, -1 for none: the content word
// behind it, and the one before it where none follows, or where the language may
// put the negation last.
func (r reading) denied(i int) [2]int {
	next, last := r.beyond(i, 1), -1
	if next < 0 || r.lang == "de" || r.lang == "fr" {
		last = r.beyond(i, -1)
	}
	return [2]int{last, next}
}

// beyond is the next content word in a direction within the clause; -1 is none.
// An English adverb says how, not what.
func (r reading) beyond(i, step int) int {
	for pos := i + step; pos >= 0 && pos < len(r.words); pos += step {
		gap := r.s[r.words[min(pos, pos-step)].End:r.words[max(pos, pos-step)].Start]
		if strings.ContainsAny(gap, ",;:.!?–—") {
			return -1
		}
		fold := r.words[pos].Fold
		if r.lang == "en" && strings.HasSuffix(fold, "ly") && len(fold) > adverbLeast {
			continue
		}
		if root := r.term(pos); root != "" && !text.Stop(root, r.lang) && !r.negations[fold] {
			return pos
		}
	}
	return -1
}

// adverbLeast is the longest word that ends as an adverb does and is often none:
// "family", "supply", "reply".
const adverbLeast = 6
