package claim

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
)

// SmallLetters is a heading with small letters where a text has them inside a sentence: of
// "Storm Hits White House" the word "Hits". A word that stands there with a capital beside
// the same neighbour is part of a name; one that does not stand there stays as it is, but
// for the little words of a language.
func SmallLetters(heading, read, lang string) string {
	small := map[string]bool{}
	for w := range text.Words(read, "'’-") {
		if r, _ := utf8.DecodeRuneInString(w); unicode.IsLower(r) {
			small[w] = true
		}
	}
	words := strings.Split(heading, " ")
	bare := make([]string, len(words))
	for i, w := range words {
		bare[i] = strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) })
	}
	capital := func(i int) bool { return i >= 0 && i < len(bare) && text.Capital(bare[i]) }
	named := func(i int) bool { // word i and the next
		return capital(i) && capital(i+1) && strings.Contains(read, bare[i]+" "+bare[i+1])
	}
	out := slices.Clone(words)
	for i := 1; i < len(words); i++ {
		if w := strings.ToLower(bare[i]); (small[w] || text.Stop(w, lang)) && !named(i-1) && !named(i) {
			out[i] = strings.ToLower(words[i])
		}
	}
	return strings.Join(out, " ")
}
