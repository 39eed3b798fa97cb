package evidence

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/briefing/text"
)

// holdsCompound reports whether a German word is made of what a window tells of: its end
// names a thing or an office that the window has, in whichever words, and its beginning
// begins a word there. "Hafenstreik" is the strike in the harbour; "Hildebrand", where it
// burned, is somebody: no word there begins with "Hilde".
func (p *Page) holdsCompound(w string) bool {
	folded := text.Fold(w)
	if p.w.Lang != "de" || strings.ContainsAny(w, " -") || utf8.RuneCountInString(folded) < 2*text.PartLeast {
		return false
	}
	for i := text.PartLeast; len(folded)-i >= text.PartLeast; i++ {
		if utf8.RuneStart(folded[i]) && p.begins(folded[:i]) && p.tellsOf(folded[i:]) {
			return true
		}
	}
	return false
}

// begins reports whether a word of the window begins with the first part of a compound,
// with or without what joins it to the second.
func (p *Page) begins(part string) bool {
	for _, joint := range []string{"", "s", "es", "n", "en"} {
		bare, ok := strings.CutSuffix(part, joint)
		if !ok || utf8.RuneCountInString(bare) < text.PartLeast {
			continue
		}
		for w := range p.allWords() {
			if strings.HasPrefix(w, bare) {
				return true
			}
		}
	}
	return false
}

// tellsOf reports whether the window has what a word of the lexicon means.
func (p *Page) tellsOf(word string) bool {
	if known := openerWords["de"]; !known[word] && !known[strings.TrimSuffix(word, "s")] {
		return false
	}
	own := text.Concepts(word, "de")
	if len(own) != 1 || own[0].Place {
		return false
	}
	return slices.ContainsFunc(p.parts, func(x *part) bool { return slices.Contains(text.Concepts(x.s, "de"), own[0]) })
}
