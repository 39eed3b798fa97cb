package text

import (
	"hash/maphash"
	"iter"
	"strings"
	"sync/atomic"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/arabic"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"golang.org/x/text/unicode/norm"
)

var stemmers = map[string]func(*snowballstem.Env) bool{
	"en": english.Stem, "de": german.Stem, "es": spanish.Stem, "fr": french.Stem, "pt": portuguese.Stem,
	"it": italian.Stem, "nl": dutch.Stem, "ru": russian.Stem, "sv": swedish.Stem, "ar": arabic.Stem,
}

// Fold is NFKC, lower case, diacritics off.
func Fold(s string) string {
	n := plainEnd(s)
	if n == len(s) {
		return strings.ToLower(s)
	}
	var b strings.Builder
	b.Grow(len(s))
	for {
		for i := range n {
			switch char := s[i]; {
			case char == '`':
				b.WriteByte('\'')
			case 'A' <= char && char <= 'Z':
				b.WriteByte(char + 'a' - 'A')
			default:
				b.WriteByte(char)
			}
		}
		if s = s[n:]; s == "" {
			return b.String()
		}
		for n = 0; n < len(s) && s[n] >= utf8.RuneSelf; n++ {
		}
		foldMarked(&b, s[:n]) // an ASCII character ends what marks may change places in
		s = s[n:]
		n = plainEnd(s)
	}
}

// plainEnd is the length of the ASCII text that s begins with.
func plainEnd(s string) int {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return i
		}
	}
	return len(s)
}

// foldMarked folds a run of characters that are not ASCII, one after the other:
// marks are dropped, so that their order does not matter.
func foldMarked(b *strings.Builder, s string) {
	for n := 0; s != ""; s = s[n:] {
		var char rune
		if char, n = utf8.DecodeRuneInString(s); '\uAC00' <= char && char <= '\uD7A3' { // a syllable of Korean
			for _, char := range norm.NFKD.String(s) { // no table has them
				foldRune(b, char)
			}
			return
		}
		parts := norm.NFKD.PropertiesString(s).Decomposition()
		if parts == nil {
			foldRune(b, char)
		}
		for len(parts) > 0 {
			char, size := utf8.DecodeRune(parts)
			foldRune(b, char)
			parts = parts[size:]
		}
	}
}

// foldRune folds a character that is taken apart already.
func foldRune(b *strings.Builder, r rune) {
	switch r {
	case '’', 'ʼ', '`', '´':
		r = '\''
	case 'ß':
		b.WriteString("ss")
		return
	case 'ø', 'Ø':
		r = 'o'
	case 'ł', 'Ł':
		r = 'l'
	case 'æ', 'Æ':
		b.WriteString("ae")
		return
	}
	if !unicode.Is(unicode.Mn, r) {
		b.WriteRune(unicode.ToLower(r))
	}
}

// Spaceless reports a letter of a script that puts no spaces between words.
func Spaceless(r rune) bool {
	if r < '\u0E00' { // the Thai block is the first of them
		return false
	}
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar)
}

// maxTerm is the longest word that is a term, in bytes: longer ones are noise.
const maxTerm = 48

// Content are those of terms that are no stop words of the language, in order.
func Content(terms []string, lang string) []string {
	out := make([]string, 0, len(terms))
	for _, t := range terms {
		if !Stop(t, lang) {
			out = append(out, t)
		}
	}
	return out
}

// Terms are the index terms of s in order: words folded and stemmed by
// language, digits kept, scripts without spaces as pairs of characters, the
// possessive 's dropped. Stop words are included.
func Terms(s, lang string) []string {
	s = Fold(s)
	out := make([]string, 0, len(s)/6)
	for i := 0; i < len(s); {
		char, n := utf8.DecodeRuneInString(s[i:])
		if !WordRune(char) {
			i += n
			continue
		}
		if Spaceless(char) {
			i = bigrams(s, i, &out)
			continue
		}
		j := wordEnd(s, i)
		if part := s[i:j]; len(part) <= maxTerm {
			out = append(out, Stem(part, lang))
		}
		i = j
	}
	return out
}

// Words are the words of s as they are written: letters and digits with their
// marks, and what inside holds, "'" for "it's".
func Words(s, inside string) iter.Seq[string] {
	return strings.FieldsFuncSeq(s, func(r rune) bool {
		return !WordRune(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune(inside, r)
	})
}

// WordRune reports whether words are made of r: letters and digits.
func WordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// wordEnd is the end of the word at i: letters and digits, with an apostrophe
// or a full stop inside ("o'brien", "u.s", "3.5").
func wordEnd(s string, i int) int {
	for i < len(s) {
		char, n := utf8.DecodeRuneInString(s[i:])
		letter := WordRune(char) && !Spaceless(char)
		if !letter && !markInside(s, i) {
			break
		}
		i += n
	}
	return i
}

// markInside reports whether the mark at i is part of a word or a figure.
func markInside(s string, i int) bool {
	next, _ := utf8.DecodeRuneInString(s[i+1:])
	switch s[i] {
	case '\'':
		return unicode.IsLetter(next)
	case '.', ',':
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		return unicode.IsDigit(before) && unicode.IsDigit(next) || s[i] == '.' && betweenInitials(s, i, next)
	}
	return false
}

// betweenInitials reports whether the full stop at i stands between single letters: "u.s".
func betweenInitials(s string, i int, next rune) bool {
	if !unicode.IsLetter(next) {
		return false
	}
	before := i >= 2 && !isLetterByte(s[i-2])
	_, n := utf8.DecodeRuneInString(s[i+1:])
	after := i+1+n >= len(s) || !isLetterByte(s[i+1+n])
	return (before || i == 1) && after
}

func isLetterByte(b byte) bool { return b >= 'a' && b <= 'z' || b >= utf8.RuneSelf }

func bigrams(s string, i int, out *[]string) int {
	start, count := i, 0
	prev := i
	for i < len(s) {
		char, n := utf8.DecodeRuneInString(s[i:])
		if !Spaceless(char) {
			break
		}
		count++
		if count > 1 {
			*out = append(*out, s[prev:i+n])
		}
		prev = i
		i += n
	}
	if count == 1 {
		*out = append(*out, s[start:i])
	}
	return i
}

// stemCache remembers stems: news repeats its words. A word has one place, in
// which the last one that came stays; all of them take about 5 MB.
var (
	stemCache [1 << 15]atomic.Pointer[stemmed]
	stemSeed  = maphash.MakeSeed()
)

type stemmed struct{ lang, word, stem string }

// Stem returns the stem of a folded word in a language (ISO 639-1, Snowball).
// Numbers lose their commas, abbreviations their stops, and a language without a
// stemmer keeps its words; all without a possessive ending.
func Stem(w, lang string) string {
	w = strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "'")
	if strings.IndexByte(w, '.') >= 0 || strings.IndexByte(w, ',') >= 0 {
		if w[0] >= '0' && w[0] <= '9' {
			return strings.ReplaceAll(w, ",", "")
		}
		return strings.ReplaceAll(w, ".", "")
	}
	stemmer := stemmers[lang]
	if stemmer == nil || len(w) < 3 || w[0] >= '0' && w[0] <= '9' {
		return w
	}
	place := &stemCache[maphash.String(stemSeed, w)%uint64(len(stemCache))]
	if got := place.Load(); got != nil && got.word == w && got.lang == lang {
		return got.stem
	}
	w = strings.Clone(w) // not the text it stands in
	env := snowballstem.NewEnv(w)
	stemmer(env)
	got := &stemmed{lang, w, env.Current()}
	place.Store(got)
	return got.stem
}

// Start is the beginning of a text, at most so many characters of it; true: more follows.
func Start(s string, most int) (string, bool) {
	if runes := []rune(s); len(runes) > most {
		return string(runes[:most]), true
	}
	return s, false
}
