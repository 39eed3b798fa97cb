package speech

import (
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// reportingVerbs are the verbs by which news, in its own tense, gives what somebody
// said. "Says" and "tells" are those of features and analysis.
var reportingVerbs = func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, lang := range lexicon.In("saying") {
		out[lang] = text.Set(lexicon.Used(lang, "saying", "news"))
	}
	return out
}()

// Reports tells whether a sentence reports what somebody said or announced;
// ok is false in a language whose verbs are not listed.
func Reports(sentence, lang string) (reports, ok bool) {
	verbs := reportingVerbs[lang]
	for _, w := range text.Spoken(sentence, lang) {
		if verbs[w] {
			return true, true
		}
	}
	return false, verbs != nil
}
