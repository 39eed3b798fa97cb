package text

import (
	"strings"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// detectable are the languages that are told apart; a white list keeps rare
// ones from winning short texts.
var detectable = whatlanggo.Options{Whitelist: map[whatlanggo.Lang]bool{whatlanggo.Eng: true, whatlanggo.Deu: true, whatlanggo.Spa: true, whatlanggo.Fra: true, whatlanggo.Por: true, whatlanggo.Ita: true, whatlanggo.Nld: true, whatlanggo.Pol: true,
	whatlanggo.Swe: true, whatlanggo.Rus: true, whatlanggo.Ukr: true, whatlanggo.Arb: true, whatlanggo.Tur: true, whatlanggo.Cmn: true, whatlanggo.Jpn: true, whatlanggo.Kor: true, whatlanggo.Hin: true, whatlanggo.Heb: true}}

// detectMost is how much of a text is looked at, in bytes.
const detectMost = 800

// Detect names the language of s (ISO 639-1), "" when unsure. The hint is what
// the source declares ("en-GB"); it wins over a weak guess.
func Detect(s, hint string) string {
	if len(s) > detectMost {
		s = strings.ToValidUTF8(s[:detectMost], "")
	}
	hint = strings.ToLower(hint)
	if i := strings.IndexAny(hint, "-_"); i > 0 {
		hint = hint[:i]
	}
	if len(hint) != 2 {
		hint = ""
	}
	letters := 0
	for _, r := range s {
		if unicode.IsLetter(r) {
			letters++
		}
	}
	if letters < 12 {
		return hint
	}
	info := whatlanggo.DetectWithOptions(s, detectable)
	got := info.Lang.Iso6391()
	if got == hint || hint == "" && (letters > 100 || info.IsReliable()) || hint != "" && info.IsReliable() && letters > 200 {
		return got
	}
	return hint
}
