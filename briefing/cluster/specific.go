package cluster

import "cmp"

// Two short reports that name one place, on one day, have a good part of their
// few words in common, and may tell of different things: something that is told
// there has to be in common too.

// sameLeast is how many things two reports of one event have in common at
// least: words that are neither of a name nor of the calendar, and names beyond
// the first.
const sameLeast = 2

// plainTerms are the hashes of the words that are neither of a name nor of the calendar.
func plainTerms(all []string, named map[string]bool, lang string) []uint64 {
	stems := calendar()[lang].stems
	var out []uint64
	for _, t := range distinct(all) {
		if !named[t.s] && !stems[t.s] {
			out = append(out, t.h)
		}
	}
	return out
}

// headlineLeast is how many words a headline has in common with a report of its
// event at least: one may be the name of a place.
const headlineLeast = 2

// tellsSame reports whether two reports have more in common than a name.
func tellsSame(a, b Doc) bool {
	if len(a.told) == 0 {
		return true
	}
	if n := inCommon(a.told, b.told); n > 0 {
		return n+max(0, inCommon(a.Names, b.Names)-1) >= sameLeast
	}
	return inCommon(a.Names, b.Names) > sameLeast
}

// common counts the terms that two vectors share.
func (v vector) common(o vector) int {
	n := 0
	for _, x := range v {
		if o.has(x.term) {
			n++
		}
	}
	return n
}

// inCommon counts what two ordered lists share.
func inCommon[T cmp.Ordered](a, b []T) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch cmp.Compare(a[i], b[j]) {
		case 0:
			n, i, j = n+1, i+1, j+1
		case -1:
			i++
		default:
			j++
		}
	}
	return n
}
