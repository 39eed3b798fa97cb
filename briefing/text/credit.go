package text

import (
	"unicode"
	"unicode/utf8"
)

func Capital(w string) bool {
	char, _ := utf8.DecodeRuneInString(w)
	return unicode.IsUpper(char)
}
