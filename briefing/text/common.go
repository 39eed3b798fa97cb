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
var commonTable = sync.OnceValue(func() map[string]map[string]float64 { return sharesOf("common") })

// frequentTable are words of all kinds, counted; what is common is no name, what is
// only frequent may be one.
var frequentTable = sync.OnceValue(func() map[string]map[string]float64 { return sharesOf("frequent") })

// sharesOf reads a section of tiers, by language and stemmed term.
func sharesOf(section string) map[string]map[string]float64 {
	out := map[string]map[string]float64{}
	for _, lang := range lexicon.In(section) {
		shares := map[string]float64{}
		for _, tier := range lexicon.Section(lang, section) {
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
}

// CommonShare is the share [0,1] of news articles that hold a (stemmed) term,
// by a small built-in table; 0 for words it does not list.
func CommonShare(term, lang string) float64 { return commonTable()[lang][term] }

// FrequentShare is the share [0,1] of news articles that hold a (stemmed) term, as
// counted where that was done, else CommonShare. Generic verbs have one here.
func FrequentShare(term, lang string) float64 {
	if share, ok := frequentTable()[lang][term]; ok {
		return share
	}
	return CommonShare(term, lang)
}

// Stop reports whether a (stemmed) term is a stop word.
func Stop(term, lang string) bool {
	return CommonShare(term, lang) >= stopTier || lang != "en" && stopEnglish[term]
}

// stopEnglish are English function words, which questions in any archive hold.
var stopEnglish = FoldedSet(lexicon.Words("en", "stop", "words"))
