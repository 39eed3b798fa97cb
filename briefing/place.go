package briefing

import (
	"strings"

	"dateline/briefing/text"
)

// placeWords stand before places; articles and directions may stand between.
var placeWords = wordSet(`in at near from off outside around to into across inside beside along towards through
 im bei nahe aus nach en cerca desde a dans pres em perto`)

var placeFillers = wordSet("the of north south east west central northern southern eastern western downtown coast shore border edge outskirts der die das dem den el la las los le les o os")

func wordSet(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}

// placed reports whether a name stands where places stand: behind "in", "at",
// "near" and the like.
func placed(s string, n text.Name) bool {
	before := strings.Fields(text.Fold(s[:n.Start]))
	for i := len(before) - 1; i >= 0; i-- {
		if !placeFillers[before[i]] {
			return placeWords[before[i]] && (i == 0 || before[i-1] != "according")
		}
	}
	return false
}

// siteWords end the names of sites: "Lysk Station" is nobody.
var siteWords = wordSet("station street avenue road airport bridge park square stadium hotel island river lake strasse platz bahnhof flughafen brucke")

func siteNamed(n text.Name) bool {
	parts := plainWords(text.Fold(n.Text))
	return len(parts) > 1 && siteWords[parts[len(parts)-1]]
}
