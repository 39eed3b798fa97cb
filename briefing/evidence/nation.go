package evidence

import (
	"strings"
	"sync"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// nations are the words, folded, for countries, peoples, creeds and parties that
// no ending makes of each other; words of one key are one.
var nations = sync.OnceValue(func() map[string]string {
	out := text.Countries()
	for _, row := range lexicon.Section("en", "peoples") {
		for _, w := range row.Words {
			out[text.Fold(w)] = row.Key
		}
	}
	return out
})

// sameNation reports whether two folded words of names name one country or
// place, as France and French, Canada and Canadian.
func sameNation(a, b string) bool {
	if n := nations()[a]; n != "" && n == nations()[b] {
		return true
	}
	return demonym(a, b) || demonym(b, a)
}

// demonym reports whether an ending makes b of the place a: of at least four
// letters, so that "Mali" is not "Malay".
func demonym(a, b string) bool {
	for _, cut := range []string{"", "a", "e", "o", "y", "s", "ia"} {
		root, ok := strings.CutSuffix(a, cut)
		if !ok || len(root) < 4 {
			continue
		}
		if end, ok := strings.CutPrefix(b, root); ok && demonymEnds[strings.TrimSuffix(end, "s")] && end != cut {
			return true
		}
	}
	return false
}

var demonymEnds = text.WordSet("n an ian ean ese ish i ic er vian lese")
