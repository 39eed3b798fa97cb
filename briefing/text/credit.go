package text

import (
	"unicode"
	"unicode/utf8"
)

// Capital reports whether a word begins with an upper-case letter.
func Capital(w string) bool {
	char, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(char)
}
