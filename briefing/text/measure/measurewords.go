package measure

import (
	"strings"
	"sync"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
	"dateline/briefing/text/verb"
)

// phraseSet are phrases of one or more words, folded.
type phraseSet struct {
	has  map[string]bool
	most int // words of the longest
}

func phraseList(list []string) phraseSet {
	phrases := phraseSet{has: text.FoldedSet(list), most: 0}
	for x := range phrases.has {
		phrases.most = max(phrases.most, strings.Count(x, " ")+1)
	}
	return phrases
}

// measureLexicon are the words of one language by which a measure is read.
type measureLexicon struct {
	events                                      map[string]string // what happened to the counted, in one word or a phrase
	eventMost                                   int               // words of the longest of them
	served                                      map[string]bool   // stems: what can be without power
	alike                                       map[string]string // by stem: the stem under which words of one meaning are counted
	causes                                      map[string]string // what it happened in
	says                                        verb.List
	joins, levels, reach, people                map[string]bool
	places, light, from, step, units, adjective map[string]bool
	according, least, most, about, more, fill   phraseSet
	partial, beside, scope                      phraseSet
	doubt                                       map[string]bool // in lower case, with accents: "würde" is not "wurde"
	of                                          map[string]bool
	indefinite                                  map[string]bool // articles: "a flood" may be another than "the flood"
	outage                                      phraseSet       // what left somebody without power: a subject that does not tell two apart
	remains                                     map[string]bool // "still without power", "by the evening": what is left of an outage
	aims                                        map[string]bool // for and against what people march, and how long power is out
	bounds                                      map[string]bool // all words of bounds: least, most, about, more, fill
}

// plain reports whether what looks like a name is one of the lists' words with
// a capital, or several: German nouns, and any word at the start.
func (l measureLexicon) plain(r *measureReader, i int, name name.Name) bool {
	some := false
	for ; i < len(r.words) && r.words[i].Start < name.End; i++ {
		known := r.known(r.fold(i)) || l.people[r.fold(i)] || l.levels[r.fold(i)] || r.inPhrase(i)
		if !known && !text.Stop(text.Stem(r.fold(i), r.lang), r.lang) {
			return false
		}
		some = some || known
	}
	return some
}

// inPhrase reports whether word i begins a phrase that bounds a number or limits
// what it counts, or is part of one that says what happened.
func (r *measureReader) inPhrase(i int) bool {
	for _, list := range []phraseSet{r.lex.scope, r.lex.least, r.lex.most, r.lex.about, r.lex.outage} {
		if r.phrase(i, list) > 0 {
			return true
		}
	}
	return r.inEvent(i)
}

// cumulativeClasses are the classes that count what has happened so far.
var cumulativeClasses = text.WordSet("dead injured evacuated arrested rescued cases destroyed damaged displaced cancelled")

// momentaryClasses are the classes that count what is so now, and may soon be more or fewer.
var momentaryClasses = text.WordSet("outage")

// measureLexicons are read from the lexicon, where they are written by hand from
// the wording of news. What is not listed makes two measures different rather
// than the same: an update is then told without "was", and nothing wrong is said.
var measureLexicons = sync.OnceValue(func() map[string]measureLexicon {
	out := map[string]measureLexicon{}
	for _, lang := range lexicon.In("measures") {
		list := func(key string) []string { return lexicon.Words(lang, "measures", key) }
		words := func(key string) map[string]bool { return text.FoldedSet(list(key)) }
		phrases := func(key string) phraseSet { return phraseList(list(key)) }
		lexis := measureLexicon{
			events: classes(lang, "measures.events"), causes: classes(lang, "measures.causes"), alike: map[string]string{},
			says: verb.NewList(lexicon.Used(lang, "saying", "counts"), lang, text.Fold), joins: words("joins"),
			levels: words("levels"), reach: words("reach"), people: words("people"),
			places: words("places"), light: words("light"), from: words("from"), step: words("step"), adjective: words("adjective"),
			of: words("of"), indefinite: words("indefinite"), remains: words("remains"), aims: words("aims"),
			doubt: text.Set(list("doubt")), bounds: map[string]bool{},
			units: stems(list("units"), lang), served: stems(list("served"), lang),
			according: phrases("according"), least: phrases("least"), most: phrases("most"), about: phrases("about"), more: phrases("more"),
			fill: phrases("fill"), partial: phrases("partial"), beside: phrases("beside"), scope: phrases("scope"),
			outage: phrases("outage"),
		}
		for e := range lexis.events {
			lexis.eventMost = max(lexis.eventMost, strings.Count(e, " ")+1)
		}
		for w, key := range classes(lang, "measures.alike") {
			lexis.alike[text.Stem(w, lang)] = text.Stem(key, lang)
		}
		for _, bound := range []phraseSet{lexis.least, lexis.most, lexis.about, lexis.more, lexis.fill} {
			for x := range bound.has {
				for w := range strings.FieldsSeq(x) {
					lexis.bounds[w] = true
				}
			}
		}
		out[lang] = lexis
	}
	return out
})

func stems(words []string, lang string) map[string]bool {
	out := map[string]bool{}
	for _, w := range words {
		for _, t := range text.Terms(w, lang) {
			out[t] = true
		}
	}
	return out
}

// classes are the words of a section, folded, with the keys of their rows.
func classes(lang, section string) map[string]string {
	out := map[string]string{}
	for _, row := range lexicon.Section(lang, section) {
		for _, w := range row.Words {
			out[text.Fold(w)] = row.Key
		}
	}
	return out
}
