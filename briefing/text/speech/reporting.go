package speech

import (
	"strings"

	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/verb"
)

// reportingVerbs are the verbs by which news, in its own tense, gives what somebody
// said. "Says" and "tells" are those of features and analysis.
var reportingVerbs = func() map[string]verb.List {
	out := map[string]verb.List{}
	for _, lang := range lexicon.In("saying") {
		out[lang] = verb.NewList(lexicon.Used(lang, "saying", "news"), lang, strings.ToLower)
	}
	return out
}()

// Reports tells whether a sentence reports what somebody said or announced;
// ok is false in a language whose verbs are not listed.
func Reports(sentence, lang string) (reports, ok bool) {
	verbs, ok := reportingVerbs[lang]
	if !ok {
		return false, false
	}
	clauses := Read(sentence, lang)
	words := clauses.sentence(func(i int) string { return strings.ToLower(clauses.Words[i].Raw) })
	for i := range clauses.Words {
		if verbs.At(words, i) {
			return true, true
		}
	}
	return false, true
}
