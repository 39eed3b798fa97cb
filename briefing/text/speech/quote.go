package speech

import (
	"hash/fnv"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
)

var closingMarks = map[rune]string{'“': "”\"", '„': "“”\"", '«': "»", '»': "«", '"': `"”`, '「': "」", '‘': "’"}

// Quotes lists what stands between quotation marks that are nothing else,
// without them, in order.
func Quotes(s string) []text.Span {
	var out []text.Span
	var none map[string]int // up to where none of some marks was found, by them
	for i := 0; i < len(s); {
		char, n := utf8.DecodeRuneInString(s[i:])
		end := closingMarks[char]
		if end == "" || char == '‘' && text.LetterBefore(s, i) {
			i += n
			continue
		}
		i += n
		from, to := max(i, none[end]-utf8.UTFMax+1), min(len(s), i+text.QuoteMost) // the border may have cut one
		j := closingAt(s[from:to], end)
		if j < 0 {
			if none == nil {
				none = map[string]int{}
			}
			none[end] = to
			continue
		}
		if from+j == i {
			continue // empty
		}
		out = append(out, text.Span{Start: i, End: from + j})
		_, size := utf8.DecodeRuneInString(s[from+j:])
		i = from + j + size
	}
	return out
}

// closingAt finds the closing mark; an apostrophe inside a word is none.
func closingAt(s, marks string) int {
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

// Quotations are what stands between quotation marks of any form, in the order
// of their ends: also between the straight single ones, which are apostrophes
// too.
func Quotations(s string) []text.Span {
	out := Quotes(s)
	open := -1
	for i, r := range s {
		if r != '\'' && r != '’' && r != '‚' && r != '‘' { // the last ends a quotation in German
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		switch {
		case r != '’' && r != '‘' && !text.WordRune(before) && text.WordRune(after) && open < 0:
			open = i + utf8.RuneLen(r)
		case open >= 0 && r != '‚' && !text.WordRune(after) && !unicode.IsSpace(before):
			out = append(out, text.Span{Start: open, End: i})
			open = -1
		}
	}
	slices.SortFunc(out, func(a, b text.Span) int { return a.End - b.End })
	return out
}

// Unquoted is s without its quotations; the marks stay.
func Unquoted(s string) string {
	quotes := Quotations(s)
	slices.SortFunc(quotes, func(a, b text.Span) int { return a.Start - b.Start })
	var b strings.Builder
	at := 0
	for _, q := range quotes {
		if q.Start > at {
			b.WriteString(s[at:q.Start])
		}
		at = max(at, q.End) // one may stand inside another
	}
	b.WriteString(s[at:])
	return b.String()
}

// Fingerprint is a 64-bit hash of a sentence's folded words: the same words
// have the same fingerprint, whatever marks and spaces stand between them.
func Fingerprint(sentence string) uint64 {
	hash := fnv.New64a()
	for w := range text.Words(text.Fold(sentence), "") {
		hash.Write([]byte(w))
		hash.Write([]byte{0})
	}
	return hash.Sum64()
}
