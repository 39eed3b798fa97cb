package translation

import (
	"strings"
	"unicode/utf8"

	"dateline/briefing/text/speech"
)

// quoteChars are marks of quotations wherever they stand; single ones are apostrophes too.
const quoteChars = "\"“”„«»‹›「」"

// Quotes reports whether a text quotes somebody.
func Quotes(s string) bool {
	return strings.ContainsAny(s, quoteChars) || len(speech.Quotations(s)) > 0
}

// WithoutMarks is a text without marks of quotations.
func WithoutMarks(s string) string {
	marks := map[int]bool{}
	for _, q := range speech.Quotations(s) {
		_, before := utf8.DecodeLastRuneInString(s[:q.Start])
		marks[q.Start-before], marks[q.End] = true, true
	}
	var out strings.Builder
	for i, char := range s {
		if !marks[i] && !strings.ContainsRune(quoteChars, char) {
			out.WriteRune(char)
		}
	}
	return out.String()
}
