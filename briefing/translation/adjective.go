package translation

import (
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/name"
)

// ofPlace reports whether an adjective of a place and a noun begin at byte i of a German text.
func ofPlace(s string, i int) bool {
	_, place, ok := name.AdjectiveAndNoun(s, i)
	return ok && place
}

// keepsAdjective reports whether the other text has the place that an adjective is of; of a
// place that the lexicon lacks, a word that begins alike: "Nepalesische", "Nepal".
func keepsAdjective(w, from, other, lang string) bool {
	if slices.ContainsFunc(text.Concepts(w, from), func(c text.Concept) bool { return c.Place }) {
		return placesIn(w, from, other, lang)
	}
	begin, _ := text.Start(text.Fold(w), endingLeast)
	return slices.ContainsFunc(text.PlainWords(text.Fold(other)), func(x string) bool { return strings.HasPrefix(x, begin) })
}
