package text

import (
	"strconv"
	"sync"

	"dateline/briefing/text/lexicon"
)

// stopTier is the share from which a word is a stop word.
const stopTier = .6

// commonTable are the lexicon's common words, by the share of news articles that
// hold them, in tiers, written by hand from experience of news prose: they give
// document frequencies their scale where an archive is too small to count its own.
var commonTable = sync.OnceValue(func() map[string]map[string]float64 {
	out := map[string]map[string]float64{}
	for _, lang := range lexicon.In("common") {
		shares := map[string]float64{}
		for _, tier := range lexicon.Section(lang, "common") {
			share, _ := strconv.ParseFloat(tier.Key, 64)
			for _, w := range tier.Words {
				for _, term := range Terms(w, lang) {
					shares[term] = max(shares[term], share)
				}
			}
		}
		out[lang] = shares
	}
	return out
})

// CommonShare is the share [0,1] of news articles that hold a (stemmed) term,
// by a small built-in table; 0 for words it does not list.
func CommonShare(term, lang string) float64 { return commonTable()[lang][term] }

// Stop reports whether a (stemmed) term is a stop word.
func Stop(term, lang string) bool {
	return CommonShare(term, lang) >= stopTier || lang != "en" && stopEnglish[term]
}

// stopEnglish are English function words, which questions in any archive hold.
var stopEnglish = FoldedSet(lexicon.Words("en", "stop", "words"))
