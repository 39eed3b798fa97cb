package rights

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// copiedLeast is how many words in a row, as they stand in a source, are its words and
// not those that everybody uses ("the prime minister said on Monday" are six).
const copiedLeast = 5

// token is a word of a text: in scripts without spaces a character.
type token struct {
	word       string // in small letters
	start, end int
}

// Copied lists the parts of a text that stand word for word in what was written of it:
// five words or more in a row, whatever their letters' size and what stands between
// them. They are in the order of the writing.
func Copied(written, body string) []Piece {
	said, source := tokens(written), tokens(body)
	places := map[string][]int{}
	for i := range source {
		if i+copiedLeast <= len(source) {
			key := run(source[i:])
			if len(places[key]) < placesMost {
				places[key] = append(places[key], i)
			}
		}
	}
	var out []Piece
	for at := 0; at+copiedLeast <= len(said); {
		best, length := -1, 0
		for _, i := range places[run(said[at:])] {
			n := common(said[at:], source[i:])
			if n > length {
				best, length = i, n
			}
		}
		if best < 0 {
			at++
			continue
		}
		start, end := source[best].start, source[best+length-1].end
		out = append(out, Piece{Start: start, End: end, Text: body[start:end]})
		at += length
	}
	return out
}

// placesMost is how many places of one run of words are compared: a text that repeats
// itself without end would cost its square.
const placesMost = 20

// run is the beginning of tokens as a key.
func run(all []token) string {
	var b strings.Builder
	for _, t := range all[:copiedLeast] {
		b.WriteString(t.word)
		b.WriteByte(' ')
	}
	return b.String()
}

// common is how many tokens two lists begin with alike.
func common(a, b []token) int {
	n := 0
	for n < len(a) && n < len(b) && a[n].word == b[n].word {
		n++
	}
	return n
}

func tokens(s string) []token {
	var out []token
	start := -1
	end := func(at int) {
		if start >= 0 {
			out = append(out, token{strings.ToLower(s[start:at]), start, at})
			start = -1
		}
	}
	for i, r := range s {
		switch {
		case unicode.In(r, unspaced...):
			end(i)
			out = append(out, token{string(r), i, i + utf8.RuneLen(r)})
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r) && start >= 0:
			if start < 0 {
				start = i
			}
		default:
			end(i)
		}
	}
	end(len(s))
	return out
}
