package compare

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/claim"
	"dateline/briefing/search"
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// term is what a word tells: its root, the events and the concept that it is a word
// for, and the sides of opposites on which it stands.
type term struct {
	root    string
	event   text.Event
	concept string
	sides   []int // of oppositesOf; two that differ by the last bit are opposed
	strange bool  // no article has the word: it may be misspelt
}

// termsOf are the terms of a text without stop words.
func termsOf(s, lang string) []term {
	var out []term
	for _, root := range text.Roots(s, lang) {
		if text.Stop(root, lang) || negations[lang][root] {
			continue
		}
		out = append(out, termOf(root, lang))
	}
	return out
}

// negations are words that deny, folded, by language: they tell nothing by themselves.
var negations = byLanguage(func(lang string) map[string]bool { return text.FoldedSet(lexicon.Words(lang, "stance", "negations")) })

func termOf(root, lang string) term {
	t := term{root: root, event: text.Events(root, lang), sides: oppositesOf()[lang][root]}
	if concepts := text.Concepts(root, lang); len(concepts) == 1 && narrow[concepts[0].Key] {
		t.concept = concepts[0].Key
	}
	return t
}

// narrow are the concepts all of whose words tell one thing: a dam and a river, which
// are both water, are two.
var narrow = text.Set([]string{"dead", "injured", "missing", "evacuate", "quake", "flood", "fire", "volcano", "crash", "explosion",
	"ceasefire", "resign", "arrest", "murder", "robbery", "election", "strike", "protest", "factory", "pay"})

// same reports whether two words tell the same.
func (t term) same(o term) bool {
	return t.root == o.root || t.event&o.event != 0 || t.concept != "" && t.concept == o.concept || t.strange && nearly(t.root, o.root) ||
		slices.ContainsFunc(t.sides, func(side int) bool { return slices.Contains(o.sides, side) })
}

// opposes reports whether two words cannot both be said of one thing.
func (t term) opposes(o term) bool {
	for _, a := range t.sides {
		for _, b := range o.sides {
			if a^1 == b {
				return true
			}
		}
	}
	return false
}

// typoLeast is how many letters a word has that may be misspelt by one, typoLong by two.
const typoLeast, typoLong = 4, 8

// nearly reports whether one word may be the other, misspelt.
func nearly(a, b string) bool {
	n := min(utf8.RuneCountInString(a), utf8.RuneCountInString(b))
	first, _ := utf8.DecodeRuneInString(a)
	other, _ := utf8.DecodeRuneInString(b)
	if n < typoLeast || first != other || strings.ContainsAny(a+b, "0123456789") {
		return false
	}
	most := 1
	if n >= typoLong {
		most = 2
	}
	return search.Distance(a, b) <= most
}

// oppositesOf are the sides of opposites by language and root.
var oppositesOf = sync.OnceValue(func() map[string]map[string][]int {
	out := map[string]map[string][]int{}
	pairs := map[string]int{}
	for _, lang := range lexicon.In("opposites") {
		out[lang] = map[string][]int{}
		for _, row := range lexicon.Section(lang, "opposites") {
			key, not := strings.CutSuffix(row.Key, ".not")
			if _, ok := pairs[key]; !ok {
				pairs[key] = len(pairs)
			}
			side := 2 * pairs[key]
			if not {
				side++
			}
			for _, word := range row.Words {
				for _, root := range text.Roots(word, lang) {
					if !slices.Contains(out[lang][root], side) {
						out[lang][root] = append(out[lang][root], side)
					}
				}
			}
		}
	}
	return out
})

// vocabulary is how the words of some articles are written: which only with a capital.
type vocabulary map[string]struct{ small, capital bool }

func vocabularyOf(articles []claim.Article) vocabulary {
	out := vocabulary{}
	for _, a := range articles {
		for w := range text.Words(a.Item.Version.Title+"\n"+a.Item.Version.Text, "'’-") {
			known := out[text.Fold(w)]
			first, _ := utf8.DecodeRuneInString(w)
			known.capital = known.capital || unicode.IsUpper(first)
			known.small = known.small || !unicode.IsUpper(first)
			out[text.Fold(w)] = known
		}
	}
	return out
}

// nameLeast is how many letters a word with a capital has that may be misspelt.
const nameLeast = 6

// mended is a statement with the capitals of names as the articles have them, and
// with what no article has spelt as the one word there that is nearest.
func (v vocabulary) mended(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		bare := strings.TrimFunc(w, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
		if bare == "" {
			continue
		}
		known, ok := v[text.Fold(bare)]
		first, size := utf8.DecodeRuneInString(bare)
		switch {
		case ok && known.capital && !known.small && !unicode.IsUpper(first):
			words[i] = strings.Replace(w, bare, string(unicode.ToUpper(first))+bare[size:], 1)
		case !ok && utf8.RuneCountInString(bare) >= nameLeast:
			if spelt := v.nearest(text.Fold(bare)); spelt != "" {
				words[i] = strings.Replace(w, bare, spelt, 1)
			}
		}
	}
	return strings.Join(words, " ")
}

// nearest is the one word that another may be, misspelt, with its capital if it is a
// name; "" where there is none or several.
func (v vocabulary) nearest(word string) string {
	for off := 1; off <= 2; off++ {
		found, n := "", 0
		for known := range v {
			if nearly(word, known) && search.Distance(word, known) == off {
				found, n = known, n+1
			}
		}
		switch {
		case n > 1:
			return ""
		case n == 1 && !v[found].small:
			first, size := utf8.DecodeRuneInString(found)
			return string(unicode.ToUpper(first)) + found[size:]
		case n == 1:
			return found
		}
	}
	return ""
}
