package name

import (
	"slices"
	"strings"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// germanAdjectives are stems, folded, and germanSuffixes what makes an adjective of another
// word; behind germanNominal ones, which are words for people too, a family name may stand:
// "Vorsitzende Keller".
var (
	germanAdjectives = text.FoldedSet(lexicon.Words("de", "nouns", "adjectives"))
	germanSuffixes   = folded(lexicon.Words("de", "nouns", "suffixes"))
	germanNominal    = folded(lexicon.Words("de", "nouns", "nominal"))
	germanParticiple = folded(lexicon.Words("de", "nouns", "participles"))
	germanPlurals    = folded(lexicon.Words("de", "nouns", "plurals"))
	germanMass       = text.FoldedSet(lexicon.Words("de", "nouns", "mass"))
	germanNouns      = text.FoldedSet(lexicon.Words("de", "openers", "nouns"))
)

func folded(words []string) []string {
	var out []string
	for _, w := range words {
		out = append(out, text.Fold(w))
	}
	return out
}

// stemLeast is how many letters an adjective with a suffix has without its ending: "Rüdiger"
// is none.
const stemLeast = 6

// AdjectiveAndNoun is the common noun behind an adjective with which a German sentence begins
// at byte i: "Kleine Kinder". Both have capitals and are no name. place: the adjective is one
// of a country or a town, "Britische Polizisten", or may be one. Of a singular without an article nothing is
// said but where the noun is known: "Deutsche Bank", "Islamischer Staat".
func AdjectiveAndNoun(s string, i int) (noun text.Span, place, ok bool) {
	j := text.EndOfWord(s, i, text.Named)
	if j >= len(s) || s[j] != ' ' {
		return text.Span{}, false, false
	}
	word := strings.TrimRight(s[j+1:text.EndOfWord(s, j+1, text.Named)], ".,'’")
	noun = text.Span{Start: j + 1, End: j + 1 + len(word)}
	a := readAdjective(s[i:j])
	if !a.is || !mayBeNoun(word) {
		return text.Span{}, false, false
	}
	concepts, plain := text.Concepts(word, "de"), text.Fold(word)
	if slices.ContainsFunc(concepts, func(c text.Concept) bool { return c.Place }) {
		return text.Span{}, false, false
	}
	goesOn := noun.End+1 < len(s) && s[noun.End] == ' ' && text.Capital(s[noun.End+1:])
	several := germanMass[plain] || slices.ContainsFunc(germanPlurals, func(e string) bool { return strings.HasSuffix(plain, e) })
	if len(concepts) > 0 || germanNouns[plain] {
		return noun, a.place, several || !a.several
	}
	return noun, a.place, several && a.several && !a.nominal && !goesOn
}

// mayBeNoun reports whether a word has the form of a German noun; "US-Truppen", "FSB" may name somebody.
func mayBeNoun(w string) bool {
	return text.Capital(w) && !strings.Contains(w, "-") && utf8.RuneCountInString(w) > 2 && w != strings.ToUpper(w)
}

// germanAdjective is what the first word of a sentence is as an adjective.
type germanAdjective struct {
	is, place bool // place: of a place, as each in -isch that is not listed may be
	several   bool // it ends as before a plural: "Kleine", not "Kleiner"
	nominal   bool // it may be a word for somebody, whose name stands behind it
}

// readAdjective reads a word with an ending, or one in -er made of a place: "Wiener".
func readAdjective(w string) germanAdjective {
	plain := text.Fold(w)
	for _, end := range []string{"er", "es", "en", "em", "e"} {
		if stem, ok := strings.CutSuffix(plain, end); ok {
			return ofStem(w, stem, end)
		}
	}
	return germanAdjective{}
}

// ofStem reads a word that is a stem, folded, with an ending.
func ofStem(w, stem, end string) germanAdjective {
	has := func(suffix string) bool { return strings.HasSuffix(stem, suffix) }
	a := germanAdjective{several: end == "e" || end == "en", nominal: germanNouns[stem+end]}
	concepts, long := text.Concepts(w, "de"), utf8.RuneCountInString(stem) >= stemLeast
	if len(concepts) == 1 && concepts[0].Place {
		return a.ofPlace(stem, end)
	}
	switch {
	case germanAdjectives[stem], long && slices.ContainsFunc(germanSuffixes, has):
		a.is = true
	case long && has("isch"):
		a.is, a.place = true, true
	case long && (slices.ContainsFunc(germanNominal, has) || participle(stem)):
		a.is, a.nominal = true, true
	}
	return a
}

// ofPlace is the adjective of a place with a stem and an ending: "Wiener" may be somebody, and
// the word of a German woman is no other than the adjective.
func (a germanAdjective) ofPlace(stem, end string) germanAdjective {
	usual, german := strings.HasSuffix(stem, "isch"), strings.HasSuffix(stem, "deutsch")
	town := end == "er" && !usual && !german
	a.is, a.place = town || usual || german, true
	a.several, a.nominal = a.several || town, a.nominal || town || german
	return a
}

// participle reports whether a stem is that of a verb's participle: "bewaffnet", "erfahren".
func participle(stem string) bool {
	return (strings.HasSuffix(stem, "t") || strings.HasSuffix(stem, "en")) &&
		slices.ContainsFunc(germanParticiple, func(begin string) bool { return strings.HasPrefix(stem, begin) })
}
