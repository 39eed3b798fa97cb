package answer

import (
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
)

var siteWords = text.FoldedSet(lexicon.All("places.words", "sites"))

func siteNamed(n name.Name) bool {
	parts := text.PlainWords(text.Fold(n.Text))
	return len(parts) > 1 && siteWords[parts[len(parts)-1]]
}
