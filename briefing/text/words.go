package text

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// IDF is the inverse document frequency of a stemmed term in news, -ln of the
// share of articles that hold it (CommonShare): 0 for stop words, about 9 for a
// term that the table does not list.
func IDF(term, lang string) float64 {
	if Stop(term, lang) {
		return 0
	}
	return -math.Log(max(CommonShare(term, lang), 1.0/10000))
}

// TermSet are the terms of a text as a set.
func TermSet(s, lang string) map[string]bool {
	out := map[string]bool{}
	for _, t := range Terms(s, lang) {
		out[t] = true
	}
	return out
}

// ContentTerms are the terms of a text without stop words.
func ContentTerms(s, lang string) map[string]bool {
	out := TermSet(s, lang)
	for t := range out {
		if Stop(t, lang) {
			delete(out, t)
		}
	}
	return out
}

// PlainWords returns the words of a text, as written, in order.
func PlainWords(s string) []string {
	return slices.Collect(Words(s, ""))
}

// Distinct returns ss without strings that came before in any case.
func Distinct(ss []string) []string {
	seen := map[string]bool{}
	var out []string
	for _, s := range ss {
		if folded := Fold(s); !seen[folded] {
			seen[folded] = true
			out = append(out, s)
		}
	}
	return out
}

const TitleMost = 600 // bytes of a title: five times a long headline, so that one cannot fill a briefing

// Clean makes foreign text storable on both databases without moving a word:
// line ends become \n, invalid UTF-8 and NUL become U+FFFD.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	if !strings.ContainsAny(s, "\r\x00") {
		return s
	}
	return unstorable.Replace(s)
}

var unstorable = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\x00", "\uFFFD")

// Row is a text as words in a row, folded, with a space around each.
func Row(s string) string { return " " + strings.Join(PlainWords(Fold(s)), " ") + " " }

// Capital reports whether a word begins with an upper-case letter.
func Capital(w string) bool {
	char, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(char)
}

// OneLine has one space where s has white space, and none around it.
func OneLine(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for w := range strings.FieldsSeq(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
}

// Set is a set of words as they are written.
func Set(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[w] = true
	}
	return out
}

// FoldedSet is a set of words, folded.
func FoldedSet(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[Fold(w)] = true
	}
	return out
}

// WordSet is the set of the words of s, as they are written.
func WordSet(words string) map[string]bool {
	return Set(strings.Fields(words))
}
