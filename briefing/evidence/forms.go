package evidence

import (
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// irregular are the stems of verbs by the stems of their forms that have others:
// "broke" is "break". A stop word stays one.
var irregular = func() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, lang := range lexicon.In("forms") {
		out[lang] = map[string]string{}
		for _, row := range lexicon.Section(lang, "forms") {
			for _, form := range row.Words {
				if root := text.Stem(text.Fold(form), lang); !text.Stop(root, lang) {
					out[lang][root] = text.Stem(text.Fold(row.Key), lang)
				}
			}
		}
	}
	return out
}()

// Roots are the terms of s, each verb in one form.
func Roots(s, lang string) []string {
	out := text.Terms(s, lang)
	for i, t := range out {
		if base := irregular[lang][t]; base != "" {
			out[i] = base
		}
	}
	return out
}
