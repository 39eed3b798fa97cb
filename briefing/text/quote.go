package text

import (
	"hash/fnv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Quote is the text inside quotation marks, without them.
type Quote struct {
	Span
	Words int
}

var closers = map[rune]string{'“': "”\"", '„': "“”\"", '«': "»", '»': "«", '"': `"”`, '「': "」", '‘': "’"}

// quoteMost is the longest quotation that is looked for, in bytes: beyond it a
// mark was forgotten.
const quoteMost = 2000

// Quotes lists the quotations of s.
func Quotes(s string) []Quote {
	var out []Quote
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		end := closers[r]
		if end == "" || r == '‘' && wordBefore(s, i) {
			i += n
			continue
		}
		j := closing(s[i+n:min(len(s), i+n+quoteMost)], end)
		if j <= 0 {
			i += n
			continue
		}
		out = append(out, Quote{Span{i + n, i + n + j}, len(strings.Fields(s[i+n : i+n+j]))})
		_, m := utf8.DecodeRuneInString(s[i+n+j:])
		i += n + j + m
	}
	return out
}

// closing finds the closing mark; an apostrophe inside a word is none.
func closing(s, marks string) int {
	for j, r := range s {
		if !strings.ContainsRune(marks, r) {
			continue
		}
		next, _ := utf8.DecodeRuneInString(s[j+utf8.RuneLen(r):])
		if r == '’' && unicode.IsLetter(next) {
			continue
		}
		return j
	}
	return -1
}

// Fingerprint is a 64-bit hash of a sentence's folded words: the same words
// have the same fingerprint, whatever marks and spaces stand between them.
func Fingerprint(sentence string) uint64 {
	h := fnv.New64a()
	for _, w := range strings.FieldsFunc(Fold(sentence), func(r rune) bool { return !WordRune(r) }) {
		h.Write([]byte(w))
		h.Write([]byte{0})
	}
	return h.Sum64()
}
