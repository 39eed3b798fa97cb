package text

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"dateline/briefing/text/lexicon"
)

// Concept is something a text speaks of, under a key that is the same in every
// language: an event or thing ("quake"); an office ("minister"), which tells who
// acts and not what happens; or a place: a city's English name or a country's
// code ("munich", "SE").
type Concept struct {
	Key           string
	Place, Office bool
}

// conceptTable finds the concepts of a language by their words as written, and
// where none is, by their stems; terms of more than one word are joined by
// spaces. Words as written come first because stems meet: the French "gaz" and
// "Gaza" have one.
type conceptTable struct {
	byWords, byStems map[string]Concept
	places           map[string][]string // by key: their terms as written
	longest          int                 // words of the longest term
}

const (
	compoundLeast = 8 // letters of a German word that is looked into
	PartLeast     = 4 // and of the part that must stand at its end or beginning
)

// conceptTables are made from the sections "concepts", "offices" and "places" of
// the lexicon; the names of countries are those of Unicode CLDR.
var conceptTables = sync.OnceValue(func() map[string]conceptTable {
	out := map[string]conceptTable{}
	for _, lang := range lexicon.Languages() {
		table := conceptTable{byWords: map[string]Concept{}, byStems: map[string]Concept{}, places: map[string][]string{}}
		for _, row := range lexicon.Section(lang, "concepts") {
			table.add(row.Words, lang, Concept{Key: row.Key})
		}
		for _, row := range lexicon.Section(lang, "offices") {
			table.add(row.Words, lang, Concept{Key: row.Key, Office: true})
		}
		countries := display.Regions(language.Make(lang))
		for _, row := range lexicon.Section(lang, "places") {
			words := slices.Clip(row.Words)
			if name := countryName(row.Key, countries); name != "" {
				words = append(words, name)
			}
			table.add(words, lang, Concept{Key: row.Key, Place: true})
		}
		out[lang] = table
	}
	return out
})

// countryName is a country's name as in Unicode CLDR; "" for what is none.
func countryName(code string, in display.Namer) string {
	region, err := language.ParseRegion(code)
	if err != nil || !region.IsCountry() {
		return ""
	}
	return in.Name(region)
}

// countryWords are a country's name in a language, if it has one word, and the
// adjectives and people of it.
func countryWords(lang, code string) []string {
	words := []string{countryName(code, display.Regions(language.Make(lang)))}
	return slices.DeleteFunc(append(words, lexicon.Words(lang, "places", code)...),
		func(w string) bool { return w == "" || strings.ContainsAny(w, " -") })
}

// Countries are the codes of countries by the words, folded, that name them, what
// belongs to them and who lives there, in the languages of the lexicon. Nobody may change
// the map.
var Countries = sync.OnceValue(func() map[string]string {
	out := map[string]string{}
	for _, lang := range lexicon.Languages() {
		for _, row := range lexicon.Section(lang, "places") {
			if countryName(row.Key, display.Regions(language.English)) == "" {
				continue
			}
			for _, w := range countryWords(lang, row.Key) {
				out[Fold(w)] = row.Key
			}
		}
	}
	return out
})

func (t *conceptTable) add(terms []string, lang string, c Concept) {
	for _, term := range terms {
		words := conceptWords(term)
		written := strings.Join(words, " ")
		t.longest = max(t.longest, len(words))
		enter(t.byWords, written, c)
		if c.Place {
			t.places[c.Key] = append(t.places[c.Key], written)
		}
		enter(t.byStems, strings.Join(stemAll(words, lang), " "), c)
	}
}

// enter keeps the first concept of a term, but for places: a place's name is
// more telling than a word.
func enter(table map[string]Concept, term string, c Concept) {
	if _, taken := table[term]; !taken || c.Place {
		table[term] = c
	}
}

// Concepts lists the concepts of s in order, each as often as it stands there.
// A German compound is what its last part is, else what its first is:
// "Fährbrand" is a fire. Languages without a lexicon have none.
func Concepts(s, lang string) []Concept {
	table, ok := conceptTables()[lang]
	if !ok {
		return nil
	}
	words := conceptWords(s)
	wordStems := stemAll(words, lang)
	var out []Concept
	for i := 0; i < len(words); {
		concept, n := table.at(words[i:], wordStems[i:])
		if n == 0 && lang == "de" {
			concept, n = table.compound(wordStems[i])
		}
		if n > 0 {
			out = append(out, concept)
		}
		i += max(n, 1)
	}
	return out
}

// conceptWords are the folded words of s without an elided article before them:
// "l'incendie".
func conceptWords(s string) []string {
	words := Terms(s, "")
	for i, word := range words {
		if before, after, ok := strings.Cut(word, "'"); ok && len(before) <= 2 {
			words[i] = after
		}
	}
	return words
}

func stemAll(words []string, lang string) []string {
	out := make([]string, len(words))
	for i, word := range words {
		out[i] = Stem(word, lang)
	}
	return out
}

// at finds the concept of the most words that a text begins with, and how many
// words that is. A word with the stem of a place must have the place's name in
// it, "schwedische" but not the Spanish "viene", which has the stem of "Viena".
func (t conceptTable) at(words, wordStems []string) (Concept, int) {
	for n := min(t.longest, len(words)); n > 0; n-- {
		written := strings.Join(words[:n], " ")
		if concept, ok := t.byWords[written]; ok {
			return concept, n
		}
		concept, ok := t.byStems[strings.Join(wordStems[:n], " ")]
		if ok &&
			(!concept.Place || slices.ContainsFunc(t.places[concept.Key],
				func(name string) bool { return strings.HasPrefix(written, name) })) {
			return concept, n
		}
	}
	return Concept{}, 0
}

func (t conceptTable) compound(stem string) (Concept, int) {
	if utf8.RuneCountInString(stem) < compoundLeast {
		return Concept{}, 0
	}
	for i := 1; len(stem)-i >= PartLeast; i++ {
		if concept, ok := t.byStems[stem[i:]]; ok && i >= PartLeast-1 && !concept.Place {
			return concept, 1
		}
	}
	for i := len(stem) - 1; i >= PartLeast; i-- {
		if concept, ok := t.byStems[stem[:i]]; ok {
			return concept, 1
		}
	}
	return Concept{}, 0
}
