package people

import (
	"slices"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/number"
)

// Verbs of taking, the words before whom something is taken from, and those for a sum that
// is not told, folded, by language.
var takeWords, giverWords, sumWords = foldedByLang("takes"), foldedByLang("givers"), foldedByLang("sums")

func foldedByLang(key string) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, lang := range lexicon.In("people") {
		out[lang] = text.FoldedSet(lexicon.Words(lang, "people", key))
	}
	return out
}

// takesMoney reports whether a sentence tells that money was taken from somebody: "took
// 40,000 crowns from a builder", "took money from a builder". Such a sentence needs no word that accuses.
func takesMoney(s, lang string) bool {
	takes, givers := takeWords[lang], giverWords[lang]
	folded := text.PlainWords(text.Fold(s))
	if len(takes) == 0 || !slices.ContainsFunc(folded, func(w string) bool { return takes[w] }) {
		return false
	}
	near := func(words []string, set map[string]bool) bool {
		return slices.ContainsFunc(words, func(w string) bool { return set[w] })
	}
	for i, w := range folded {
		behind := folded[i+1:]
		if sumWords[lang][w] && near(folded[max(0, i-takesWithin):i], takes) && near(behind[:min(len(behind), takesWithin)], givers) {
			return true
		}
	}
	for _, n := range number.Numbers(s, lang) {
		before, behind := text.PlainWords(text.Fold(s[:n.Start])), text.PlainWords(text.Fold(s[n.End:]))
		if n.Kind != "money" || !near(before[max(0, len(before)-takesWithin):], takes) {
			continue
		}
		if near(behind[:min(len(behind), takesWithin)], givers) {
			return true
		}
	}
	return false
}

// takesWithin is how many words from the sum they stand at most: "took more than 40,000 crowns in cash from".
const takesWithin = 4
