package text

import (
	"strings"
	"sync"
	"unicode/utf8"

	languages "dateline/briefing/text/lexicon" // the name lexicon is taken by the words of times

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Concept is something a text speaks of, under a key that is the same in every
// language: an event or thing ("quake"), or a place: a city's English name or
// a country's code ("munich", "SE").
type Concept struct {
	Key   string
	Place bool
}

// conceptTable finds the concepts of a language by their stems, those of more
// than one word joined by spaces.
type conceptTable struct {
	byStems map[string]Concept
	longest int // words of the longest term
}

const (
	compoundLeast = 8 // letters of a German word that is looked into
	partLeast     = 4 // and of the part that must stand at its end or beginning
)

// conceptTables are made from the sections "concepts" and "places" of the
// lexicon; the names of countries are those of Unicode CLDR.
var conceptTables = sync.OnceValue(func() map[string]conceptTable {
	out := map[string]conceptTable{}
	for _, lang := range languages.Languages() {
		table := conceptTable{byStems: map[string]Concept{}}
		for _, row := range languages.Section(lang, "concepts") {
			table.add(row.Words, lang, Concept{Key: row.Key})
		}
		countries := display.Regions(language.Make(lang))
		for _, row := range languages.Section(lang, "places") {
			words := row.Words
			if region, err := language.ParseRegion(row.Key); err == nil && region.IsCountry() {
				words = append(words, countries.Name(region))
			}
			table.add(words, lang, Concept{Key: row.Key, Place: true})
		}
		out[lang] = table
	}
	return out
})

func (t *conceptTable) add(words []string, lang string, c Concept) {
	for _, word := range words {
		stems := conceptStems(word, lang)
		t.longest = max(t.longest, len(stems))
		key := strings.Join(stems, " ")
		if _, taken := t.byStems[key]; !taken || c.Place { // a place's name is more telling than a word
			t.byStems[key] = c
		}
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
	stems := conceptStems(s, lang)
	var out []Concept
	for i := 0; i < len(stems); {
		c, n := table.at(stems[i:])
		if n == 0 && lang == "de" {
			c, n = table.compound(stems[i])
		}
		if n > 0 {
			out = append(out, c)
		}
		i += max(n, 1)
	}
	return out
}

// conceptStems are the terms of s without an elided article before them:
// "l'incendie".
func conceptStems(s, lang string) []string {
	stems := Terms(s, lang)
	for i, stem := range stems {
		if before, after, ok := strings.Cut(stem, "'"); ok && len(before) <= 2 {
			stems[i] = after
		}
	}
	return stems
}

// at finds the concept of the most words that the stems begin with, and how
// many words that is.
func (t conceptTable) at(stems []string) (Concept, int) {
	for n := min(t.longest, len(stems)); n > 0; n-- {
		if c, ok := t.byStems[strings.Join(stems[:n], " ")]; ok {
			return c, n
		}
	}
	return Concept{}, 0
}

func (t conceptTable) compound(stem string) (Concept, int) {
	if utf8.RuneCountInString(stem) < compoundLeast {
		return Concept{}, 0
	}
	for i := 1; len(stem)-i >= partLeast; i++ {
		if c, ok := t.byStems[stem[i:]]; ok && i >= partLeast-1 && !c.Place {
			return c, 1
		}
	}
	for i := len(stem) - 1; i >= partLeast; i-- {
		if c, ok := t.byStems[stem[:i]]; ok {
			return c, 1
		}
	}
	return Concept{}, 0
}
