package speech

import (
	"slices"
	"unicode"
)

// Denials are the terms that a sentence denies: the predicates, which stand under
// a negation and nowhere without one, and all in the clauses of the negations.
type Denials struct{ Predicates, Reach map[string]bool }

// Denials are those of the sentence.
func (c *Clauses) Denials() *Denials {
	if c.denials == nil {
		c.denials = c.readDenials()
	}
	return c.denials
}

func (c *Clauses) readDenials() *Denials {
	out := &Denials{map[string]bool{}, map[string]bool{}}
	under, denies := make([]bool, len(c.Words)), make([]bool, len(c.Words))
	for i := range c.Words {
		if denies[i] = c.denies(i); !denies[i] {
			continue
		}
		under[i] = true
		for _, k := range c.denied(i) {
			if k >= 0 {
				under[k], out.Predicates[c.Term(k)], out.Reach[c.Term(k)] = true, true, true
			}
		}
	}
	for first := 0; first < len(c.Words); {
		end := c.End(first)
		if slices.Contains(denies[first:end], true) {
			for k := first; k < end; k++ {
				out.Reach[c.Term(k)] = true
			}
		}
		first = end
	}
	for i := range c.Words {
		if !under[i] && len(out.Predicates) > 0 {
			delete(out.Predicates, c.Term(i))
		}
	}
	return out
}

// denies reports whether word i is a negation: "no 7" is the number seven, and
// "not only" none.
func (c *Clauses) denies(i int) bool {
	if !c.negations[c.Words[i].Fold] || i+1 < len(c.Words) && c.fillers[c.Words[i+1].Fold] {
		return false
	}
	return c.Words[i].Fold != "no" || i+1 == len(c.Words) || !unicode.IsDigit(rune(c.Words[i+1].Fold[0]))
}

// denied are the words under the negation at i, -1 for none: the content word
// behind it, and the one before it where none follows, or where the language may
// put the negation last.
func (c *Clauses) denied(i int) [2]int {
	next, last := c.beyond(i, 1), -1
	if next < 0 || c.lang == "de" || c.lang == "fr" {
		last = c.beyond(i, -1)
	}
	return [2]int{last, next}
}
