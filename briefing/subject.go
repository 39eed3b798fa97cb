package briefing

import (
	"strings"
	"unicode"

	"dateline/briefing/text"
)

// Whom or what a question names must stand where its answer does: the layoffs
// of one company are no answer for another that the same article mentions.

const (
	nameSeen  = 2  // times a word is read with a capital before it is a name,
	nameShare = .9 // and the share of its places
	// namesLeast is the share of a question's weight from which its names are
	// what it asks about: in a long one they may be by the way.
	namesLeast = 1.0 / 3
)

// subjects are the terms of a question that name: typed with a capital, or, as
// people type without, written with one in what was found. German nouns have
// capitals all.
func (a asked) subjects(found []Found) map[string]bool {
	out := map[string]bool{}
	if a.lang != "de" {
		for _, n := range namesAsked(a.text, a.lang) {
			for _, t := range text.Terms(n, a.lang) {
				if a.weight[t] > 0 {
					out[t] = true
				}
			}
		}
	}
	typed := map[string]string{}
	for t, w := range a.plain {
		typed[w] = t
	}
	capital, seen := map[string]int{}, map[string]int{}
	for _, f := range found[:min(len(found), answerHits)] {
		if f.src.item.Version.Lang == "de" {
			continue
		}
		for i := f.First; i <= f.Last; i++ {
			for k, w := range plainWords(f.src.sentence(i)) {
				t, ok := typed[text.Fold(w)]
				if !ok || k == 0 {
					continue
				}
				if seen[t]++; unicode.IsUpper([]rune(w)[0]) {
					capital[t]++
				}
			}
		}
	}
	for t, n := range capital {
		if n >= nameSeen && float64(n) >= nameShare*float64(seen[t]) {
			out[t] = true
		}
	}
	if a.cover(out) < namesLeast {
		return nil
	}
	return out
}

// stands reports whether sentence i of a source speaks of two thirds at least
// of the names: it, the one before it, the first one or the headline says them.
func (a asked) stands(names map[string]bool, src source, i int) bool {
	if len(names) == 0 {
		return true
	}
	v := src.item.Version
	have := a.held(strings.Join([]string{v.Title, src.sentence(0), src.sentence(max(0, i-1)), src.sentence(i)}, "\n"), v.Lang)
	held := 0
	for t := range names {
		if have[t] {
			held++
		}
	}
	return 3*held >= 2*len(names)
}
