package schedule

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// piece is a word, a run of digits or a mark, in small letters without accents.
type piece struct {
	text  string
	glued bool // nothing stands between it and the piece before
	field int  // the how-manieth of the parts between spaces it stands in
}

func (p piece) digits() bool { return isDigit(rune(p.text[0])) }

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// marks are those that mean something.
var marks = map[rune]string{':': ":", '.': ".", ',': ",", ';': ",", '،': ",", '؛': ",", '&': ",", '+': ",", '/': ",",
	'-': "-", '–': "-", '—': "-", '‐': "-", '‑': "-", '−': "-"}

// cut splits a text into its pieces. A mark that means nothing is a piece of its own.
func cut(text string) []piece {
	var out []piece
	for field, part := range strings.Fields(plain(text)) {
		class := func(r rune) int {
			switch {
			case isDigit(r):
				return 1
			case unicode.IsLetter(r), unicode.IsMark(r), unicode.IsDigit(r):
				return 2
			}
			return 0
		}
		before := 0
		for i, r := range part {
			now := class(r)
			if now != 0 && now == before && i > 0 {
				out[len(out)-1].text += string(r)
				continue
			}
			said := string(r)
			before = now
			if mark, ok := marks[r]; ok {
				said = mark
			}
			out = append(out, piece{said, i > 0, field})
		}
	}
	return out
}

// halfOfDay is "a.m." and "p. m.".
var halfOfDay = regexp.MustCompile(`\b([ap])\.\s?m\b\.?`)

// plain is a text in small letters without accents, apostrophes and marks of
// direction, with the digits of Europe, and with those Arabic letters written
// alike that people write for one another.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= '٠' && r <= '٩':
			return r - '٠' + '0'
		case r >= '۰' && r <= '۹':
			return r - '۰' + '0'
		case strings.ContainsRune("'’‘ʼ`´ـ", r), unicode.Is(unicode.Cf, r):
			return -1
		case r == 'ى':
			return 'ي'
		case r == 'ة':
			return 'ه'
		}
		return r
	}, fold(norm.NFKC.String(s)))
	return halfOfDay.ReplaceAllString(s, "${1}m")
}
