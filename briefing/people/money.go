package people

import (
	"slices"
	"strings"

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
	plain := text.PlainWords(s)
	for i, w := range folded {
		behind := folded[i+1:]
		if !sumWords[lang][w] || !near(folded[max(0, i-takesWithin):i], takes) || !leadsSum(folded[i-1], lang) {
			continue // "the prize money" is a prize
		}
		at := slices.IndexFunc(behind[:min(len(behind), takesWithin)], func(w string) bool { return givers[w] })
		if at >= 0 && unnamed(plain[i+at+2:], lang) {
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

// leadsSum reports whether a folded word may stand right before an uncounted sum: the verb,
// or an article, elided or not.
func leadsSum(w, lang string) bool {
	return takeWords[lang][w] || text.Stop(w, lang) || len(w) == 1
}

// unnamed reports whether the words behind a giver begin with one who is not named: "a
// builder". Money from a place or a body, "the European Union", is a grant. Where every noun has
// a capital, an indefinite article alone tells.
func unnamed(behind []string, lang string) bool {
	if len(behind) == 0 {
		return false
	}
	if lang == "de" {
		return strings.HasPrefix(behind[0], "ein")
	}
	return !slices.ContainsFunc(behind[:min(len(behind), giverWithin)], text.Capital)
}

// giverWithin is how many words behind "from" may belong to who gives: "a rich builder".
const giverWithin = 3
