package text

import (
	"strings"
	"sync"
)

// phraseSet are phrases of one or more words, folded.
type phraseSet struct {
	has  map[string]bool
	most int // words of the longest
}

func phraseList(s string) phraseSet {
	p := phraseSet{has: map[string]bool{}}
	for _, x := range strings.Split(s, ",") {
		x = Fold(strings.TrimSpace(x))
		if x != "" {
			p.has[x] = true
			p.most = max(p.most, strings.Count(x, " ")+1)
		}
	}
	return p
}

// measureLexicon are the words of one language by which a measure is read.
type measureLexicon struct {
	events                                      map[string]string // what happened to the counted, in one word or a phrase
	eventMost                                   int               // words of the longest of them
	served                                      map[string]bool   // stems: what can be without power
	alike                                       map[string]string // by stem: the stem under which words of one meaning are counted
	causes                                      map[string]string // what it happened in
	says, joins, levels, reach, people          map[string]bool
	places, light, from, step, units, adjective map[string]bool
	according, least, most, about, more, fill   phraseSet
	partial, beside, scope                      phraseSet
	doubt                                       map[string]bool // in lower case, with accents: "würde" is not "wurde"
	of                                          map[string]bool
	outage                                      phraseSet       // what left somebody without power: a subject that does not tell two apart
	remains                                     map[string]bool // "still without power", "by the evening": what is left of an outage
	aims                                        map[string]bool // for and against what people march, and how long power is out
	bounds                                      map[string]bool // all words of bounds: least, most, about, more, fill
}

// plain reports whether what looks like a name is one of the lists' words with
// a capital, or several: German nouns, and any word at the start.
func (l measureLexicon) plain(r *measureReader, i int, name Name) bool {
	some := false
	for ; i < len(r.words) && r.words[i].Start < name.End; i++ {
		w := r.fold(i)
		known := r.inEvent(i) || l.events[w] != "" || l.causes[w] != "" || l.people[w] || l.light[w] || l.levels[w] || r.phrase(i, l.scope) > 0 || r.phrase(i, l.least) > 0 || r.phrase(i, l.most) > 0 || r.phrase(i, l.about) > 0 || r.phrase(i, l.outage) > 0
		if !known && !Stop(stem(w, r.lang), r.lang) {
			return false
		}
		some = some || known
	}
	return some
}

// growing are the classes that count what has happened so far.
var growing = WordSet("dead injured evacuated arrested rescued cases destroyed damaged displaced cancelled")

// passing are the classes that count what is so now, and may soon be more or fewer.
var passing = WordSet("outage")

// measureSource is a language's lists as they are written: classes as
// "dead: died killed; injured: hurt".
type measureSource struct {
	events, causes                                                                             string
	says, joins, levels, reach, people, places, light, from, step, units, adjective, of, doubt string // words
	alike, served, remains, aims                                                               string // "home: homes houses" as classes are; words
	outage                                                                                     string // phrases
	according, least, most, about, more, fill, partial, beside, scope                          string // phrases between commas
}

var measureLexicons = sync.OnceValue(func() map[string]measureLexicon {
	out := map[string]measureLexicon{}
	for lang, s := range measureSources {
		words := func(s string) map[string]bool { return WordSet(Fold(s)) }
		events, most := classes(s.events), 1
		for e := range events {
			most = max(most, strings.Count(e, " ")+1)
		}
		out[lang] = measureLexicon{events: events, eventMost: most, causes: classes(s.causes), says: words(s.says), joins: words(s.joins), levels: words(s.levels), reach: words(s.reach), people: words(s.people),
			places: words(s.places), light: words(s.light), from: words(s.from), step: words(s.step), units: stems(s.units, lang), adjective: words(s.adjective),
			according: phraseList(s.according), least: phraseList(s.least), most: phraseList(s.most), about: phraseList(s.about), more: phraseList(s.more), fill: phraseList(s.fill),
			partial: phraseList(s.partial), beside: phraseList(s.beside), scope: phraseList(s.scope), doubt: WordSet(s.doubt), of: words(s.of),
			alike: synonyms(s.alike, lang), served: stems(s.served, lang), remains: words(s.remains), aims: words(s.aims), outage: phraseList(s.outage),
			bounds: words(strings.ReplaceAll(strings.Join([]string{s.least, s.most, s.about, s.more, s.fill}, " "), ",", " "))}
	}
	return out
})

func stems(s, lang string) map[string]bool {
	out := map[string]bool{}
	for _, t := range Terms(s, lang) {
		out[t] = true
	}
	return out
}

// synonyms reads lists of words of one meaning: the stem of each by those of its list.
func synonyms(s, lang string) map[string]string {
	out := map[string]string{}
	for w, key := range classes(s) {
		out[stem(w, lang)] = stem(key, lang)
	}
	return out
}

// classes reads "CLASS: word word; …". A word with _ is several: people are on_strike,
// and who is seen near a strike takes no part.
func classes(s string) map[string]string {
	out := map[string]string{}
	for _, line := range strings.Split(s, ";") {
		class, words, _ := strings.Cut(line, ":")
		for _, w := range strings.Fields(Fold(words)) {
			out[strings.ReplaceAll(w, "_", " ")] = strings.TrimSpace(class)
		}
	}
	return out
}
