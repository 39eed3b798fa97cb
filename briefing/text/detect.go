package text

import (
	"strings"
	"sync"
	"unicode"

	"github.com/abadojack/whatlanggo"
)

// detectedLanguages are the languages that are told apart; a white list keeps rare ones
// from winning short texts.
var detectedLanguages = []whatlanggo.Lang{
	whatlanggo.Eng, whatlanggo.Deu, whatlanggo.Spa, whatlanggo.Fra, whatlanggo.Por, whatlanggo.Ita,
	whatlanggo.Nld, whatlanggo.Pol, whatlanggo.Swe, whatlanggo.Rus, whatlanggo.Ukr, whatlanggo.Arb,
	whatlanggo.Tur, whatlanggo.Cmn, whatlanggo.Jpn, whatlanggo.Kor, whatlanggo.Hin, whatlanggo.Heb,
}

var detectOptions = sync.OnceValue(func() whatlanggo.Options {
	list := map[whatlanggo.Lang]bool{}
	for _, l := range detectedLanguages {
		list[l] = true
	}
	return whatlanggo.Options{Whitelist: list}
})

// Languages are those that Detect tells apart (ISO 639-1).
func Languages() []string {
	out := make([]string, len(detectedLanguages))
	for i, l := range detectedLanguages {
		out[i] = l.Iso6391()
	}
	return out
}

// Detect names the language of s (ISO 639-1), "" when unsure. The hint is what
// the source declares ("en-GB"); it wins over a weak guess.
func Detect(s, hint string) string {
	const detectMost = 800 // bytes that are looked at
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
	info := whatlanggo.DetectWithOptions(s, detectOptions())
	got := info.Lang.Iso6391()
	sure := letters > 100 || info.IsReliable()
	if hint != "" {
		sure = letters > 200 && info.IsReliable()
	}
	if sure {
		return got
	}
	return hint
}
