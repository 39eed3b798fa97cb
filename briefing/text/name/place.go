package name

import (
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// placeWords stand before places; articles and directions may stand between.
var (
	placeWords   = text.FoldedSet(lexicon.All("places.words", "before"))
	placeFillers = text.FoldedSet(lexicon.All("places.words", "between"))
)

// Placed reports whether a name stands where places stand: behind "in", "at",
// "near" and the like.
func Placed(s string, n Name) bool {
	before := strings.Fields(text.Fold(s[:n.Start]))
	for i := len(before) - 1; i >= 0; i-- {
		if !placeFillers[before[i]] {
			return placeWords[before[i]] && (i == 0 || before[i-1] != "according")
		}
	}
	return false
}
