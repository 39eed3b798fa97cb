package message

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/bidi"
)

const (
	marksMost = 4 // combining marks on one letter: Vietnamese has two, Hebrew and Arabic with all signs four

	joiner, nonJoiner = '\u200D', '\u200C'
	isolate, isolated = '\u2068', '\u2069' // FIRST STRONG ISOLATE, POP DIRECTIONAL ISOLATE
)

// Printable is foreign text as it may be shown: without what steers the place
// where it is shown or is not seen there (control characters, directions,
// characters that Unicode says to ignore, but for those that a script or an
// emoji needs), with marksMost marks on a letter, and with parts that are
// written in the other direction isolated. Line ends stay. It changes nothing in
// its own result.
func Printable(s string) string { return PrintableRuns([]Run{{Text: s}})[0].Text }

// PrintableRuns makes the texts of one line Printable. Its first letter gives it
// its direction, whichever run that stands in.
func PrintableRuns(runs []Run) []Run {
	out := make([]Run, len(runs))
	base := bidi.ON
	for i, r := range runs {
		r.Text = seen(r.Text)
		out[i] = r
		if base == bidi.ON {
			base = direction(r.Text)
		}
	}
	for i := range out {
		out[i].Text = isolateOther(out[i].Text, base)
	}
	return out
}

// seen drops what may not be shown.
func seen(s string) string {
	if plainASCII(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	last, marks := rune(0), 0
	for i := 0; i < len(s); {
		char, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch {
		case char == '\n':
		case char == '\t', char == '\u2028', char == '\u2029':
			char = ' '
		case unicode.IsControl(char), ignorable(char) && !needed(last, char, s[i:]):
			continue
		}
		if unicode.Is(unicode.M, char) && !selector(char) {
			if marks++; marks > marksMost {
				continue
			}
		} else if char != joiner && char != nonJoiner {
			marks = 0
		}
		b.WriteRune(char)
		last = char
		if flag := subdivision.FindString(s[i:]); char == flagBase && flag != "" {
			b.WriteString(flag)
			i, last = i+len(flag), flagEnd
		}
	}
	return b.String()
}

func plainASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf || s[i] < ' ' && s[i] != '\n' || s[i] == 0x7f {
			return false
		}
	}
	return true
}

// The flag of a part of a country is a black flag with the code of the part in
// tags: "gbsct".
const flagBase, flagEnd = '\U0001F3F4', '\U000E007F'

var subdivision = regexp.MustCompile(`^[\x{E0030}-\x{E0039}\x{E0061}-\x{E007A}]{3,6}\x{E007F}`)

// ignorable reports a character that has no sign of its own.
func ignorable(r rune) bool {
	return unicode.In(r, unicode.Cf, unicode.Other_Default_Ignorable_Code_Point, unicode.Variation_Selector) &&
		!unicode.Is(unicode.Prepended_Concatenation_Mark, r)
}

func selector(r rune) bool { return unicode.Is(unicode.Variation_Selector, r) }

// joinedScripts are those in which a joiner or a non-joiner changes the letters
// beside it.
var joinedScripts = []*unicode.RangeTable{unicode.Arabic, unicode.Syriac, unicode.Mongolian, unicode.Nko, unicode.Adlam, unicode.Devanagari,
	unicode.Bengali, unicode.Gurmukhi, unicode.Gujarati,
	unicode.Oriya, unicode.Tamil, unicode.Telugu, unicode.Kannada, unicode.Malayalam, unicode.Sinhala, unicode.Khmer, unicode.Myanmar,
	unicode.Tibetan}

// needed reports whether a character that has no sign changes the sign beside it.
func needed(last, r rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	switch {
	case selector(r):
		return !selector(last) && (emoji(last) || unicode.In(last, unicode.Han, unicode.Mongolian, unicode.P, unicode.Nd))
	case r == joiner && emoji(next):
		return emoji(last)
	case r == joiner || r == nonJoiner:
		return unicode.In(last, joinedScripts...) && (unicode.In(next, joinedScripts...) || r == joiner && !unicode.IsLetter(next) &&
			next != joiner && next != nonJoiner)
	}
	return false
}

// emoji reports a symbol, the colour of a skin or a form of one.
func emoji(r rune) bool {
	return unicode.In(r, unicode.So, unicode.Sk) && r >= 0x80 || r == '\uFE0F' || r == '\u2642' || r == '\u2640'
}

// direction is that of the first letter: bidi.L, bidi.R, or bidi.ON without any.
func direction(s string) bidi.Class {
	for _, r := range s {
		if class := strong(r); class != bidi.ON {
			return class
		}
	}
	return bidi.ON
}

func strong(r rune) bidi.Class {
	if r < utf8.RuneSelf {
		if 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' {
			return bidi.L
		}
		return bidi.ON
	}
	properties, _ := bidi.LookupRune(r)
	switch properties.Class() {
	case bidi.L:
		return bidi.L
	case bidi.R, bidi.AL:
		return bidi.R
	}
	return bidi.ON
}

// isolateOther sets what is written against the direction of a line between
// isolates, with the words it stands in, so that it moves nothing beside it.
func isolateOther(s string, base bidi.Class) string {
	if plainASCII(s) && base != bidi.R {
		return s
	}
	var b strings.Builder
	at := 0
	for i := 0; i < len(s); {
		char, n := utf8.DecodeRuneInString(s[i:])
		if class := strong(char); class == bidi.ON || class == base {
			i += n
			continue
		}
		start, end := at+wordStart(s[at:i]), otherEnd(s, i, base)
		end += closing(s[start:end], s[end:])
		b.WriteString(s[at:start])
		b.WriteRune(isolate)
		b.WriteString(s[start:end])
		b.WriteRune(isolated)
		i, at = end, end
	}
	return b.String() + s[at:]
}

// otherEnd is the end of the part at i that is written against base: behind its
// last word.
func otherEnd(s string, i int, base bidi.Class) int {
	end, word := i, true
	for pos := i; pos < len(s) && s[pos] != '\n'; {
		char, n := utf8.DecodeRuneInString(s[pos:])
		class := strong(char)
		if class == base {
			break
		}
		if word = class != bidi.ON || word && !unicode.IsSpace(char); word && wordPart(char, class) {
			end = pos + n
		}
		pos += n
	}
	return end
}

// closing is how many of the brackets at the start of the rest close what a part
// opens: "Guardian Media Group (Scott Trust)".
func closing(part, rest string) int {
	open := strings.Count(part, "(") - strings.Count(part, ")")
	return min(max(open, 0), len(rest)-len(strings.TrimLeft(rest, ")")))
}

// wordPart reports what belongs to a word's end: letters, digits and marks.
func wordPart(r rune, d bidi.Class) bool {
	return d != bidi.ON || unicode.IsNumber(r) || unicode.Is(unicode.M, r)
}

// wordStart is where the digits begin that stand right before a word: "5G".
func wordStart(s string) int {
	return len(strings.TrimRightFunc(s, unicode.IsNumber))
}
