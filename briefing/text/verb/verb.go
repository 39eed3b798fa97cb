// Package verb finds the verbs of a list in a sentence. A German verb may stand in two
// words, "gab … bekannt", the second at the end of its clause; the first alone is
// another verb: "es gab". It knows no words of its own.
package verb

import (
	"slices"
	"strings"
)

// List are verbs of one language, as a reader writes them (folded, or not). The zero
// List has none.
type List struct {
	whole map[string]bool
	apart map[string][]string // second words by the first
	ends  bool                // the second stands at the end of a clause, else right behind the first
}

// NewList reads verbs of one word or of two, "gab bekannt". Write puts a word as Clause.Word does.
func NewList(words []string, lang string, write func(string) string) List {
	list := List{whole: map[string]bool{}, apart: map[string][]string{}, ends: lang == "de"}
	for _, w := range words {
		first, second, two := strings.Cut(w, " ")
		if first = write(first); !two {
			list.whole[first] = true
		} else {
			list.apart[first] = append(list.apart[first], write(second))
		}
	}
	return list
}

// Sentence is what a List asks of a sentence.
type Sentence struct {
	Size   int
	Word   func(i int) string // as it is listed
	Breaks func(i int) bool   // a mark that ends a clause stands before word i
	Joins  func(i int) bool   // word i joins another clause: "and"
}

// At reports whether word i of a sentence is a verb of the list.
func (l List) At(s Sentence, i int) bool {
	word := s.Word(i)
	if l.whole[word] {
		return true
	}
	seconds := l.apart[word]
	if len(seconds) == 0 {
		return false
	}
	if !l.ends {
		return i+1 < s.Size && slices.Contains(seconds, s.Word(i+1))
	}
	if i > 0 && !s.Breaks(i) && s.last(i) && slices.Contains(seconds, s.Word(i-1)) { // "wie der Rat bekannt gab"
		return true
	}
	return s.ends(i, seconds)
}

// ends reports whether one of these words ends the clause that word i stands in.
func (s Sentence) ends(i int, seconds []string) bool {
	for pos, same := i+1, true; pos < s.Size; pos++ {
		same = same && !s.Breaks(pos)
		alone := s.Breaks(pos) && pos > i+1 // ", mit": behind a clause that stands within this one
		if (same || alone) && s.last(pos) && slices.Contains(seconds, s.Word(pos)) {
			return true
		}
	}
	return false
}

// last reports whether word i is the last of its clause.
func (s Sentence) last(i int) bool { return i+1 == s.Size || s.Breaks(i+1) || s.Joins(i+1) }
