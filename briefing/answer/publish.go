package answer

import (
	"regexp"

	"dateline/briefing/phrases"
)

// ownWords finds in a private answer of one language what is nobody else's business.
type ownWords struct {
	gap, continuing *regexp.Regexp
	open            string // what stands in place of a gap
}

// privateWords are those of every language in which an answer may be drawn.
var privateWords = func() []ownWords {
	var out []ownWords
	for _, lang := range phrases.Languages() {
		w := phrases.In(lang)
		gap, next := w.Around("not_in"), w.Around("continuing")
		out = append(out, ownWords{
			gap:        regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(gap[0]) + `.*$`),
			continuing: regexp.MustCompile(` ?(?:-# )?` + regexp.QuoteMeta(next[0]) + `[^\n]*?` + regexp.QuoteMeta(next[1])),
			open:       w.Say("not_in", w.Say("some_part"))})
	}
	return out
}()

// Publish is a private answer, as it was drawn, for everybody to read: what was asked,
// now and before, is not repeated.
func Publish(shown string) string {
	for _, own := range privateWords {
		shown = own.continuing.ReplaceAllLiteralString(shown, "")
		shown = own.gap.ReplaceAllLiteralString(shown, own.open)
	}
	return shown
}
