package recall

import (
	"hash/fnv"
	"strings"
	"unicode"
)

// Prints are fingerprints of sentences that are not told again. Their words cannot be
// read from them.
type Prints map[int64]bool

// printLeast is the fewest letters and digits of a piece with a fingerprint: "Mr" is
// in any sentence.
const printLeast = 4

// PrintsOf are the fingerprints of the pieces of a text: of what stands between full
// stops, marks and line ends, by its letters and digits. A sentence has the same ones
// in whichever version or copy it stands, and beside whatever else.
func PrintsOf(text string) []int64 {
	var out []int64
	for _, piece := range strings.FieldsFunc(text, ends) {
		hash, n := fnv.New64a(), 0
		for _, r := range piece {
			if unicode.IsLetter(r) || unicode.IsNumber(r) {
				_, _ = hash.Write([]byte(string(unicode.ToLower(r)))) // never fails
				n++
			}
		}
		if n >= printLeast {
			out = append(out, int64(hash.Sum64()))
		}
	}
	return out
}

// ends reports what may end a sentence, in any language.
func ends(r rune) bool {
	return unicode.In(r, unicode.STerm) || strings.ContainsRune("\n:;…؛", r)
}

// Hold reports whether a sentence is one of them: all of its pieces are.
func (p Prints) Hold(sentence string) bool {
	if len(p) == 0 {
		return false
	}
	prints := PrintsOf(sentence)
	for _, x := range prints {
		if !p[x] {
			return false
		}
	}
	return len(prints) > 0
}
