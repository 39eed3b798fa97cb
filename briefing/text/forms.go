package text

import "dateline/briefing/text/lexicon"

// irregular are the stems of verbs by the stems of their forms that have others:
// "broke" is "break". A stop word stays one.
var irregular = func() map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, lang := range lexicon.In("forms") {
		out[lang] = map[string]string{}
		for _, row := range lexicon.Section(lang, "forms") {
			for _, form := range row.Words {
				if root := Stem(Fold(form), lang); !Stop(root, lang) {
					out[lang][root] = Stem(Fold(row.Key), lang)
				}
			}
		}
	}
	return out
}()

// Roots are the terms of s, each verb in one form.
func Roots(s, lang string) []string {
	out := Terms(s, lang)
	for i, t := range out {
		if base := irregular[lang][t]; base != "" {
			out[i] = base
		}
	}
	return out
}

// Root is the first of the terms of s, its verb in one form, "" without one.
func Root(s, lang string) string {
	if found := Roots(s, lang); len(found) > 0 {
		return found[0]
	}
	return ""
}
