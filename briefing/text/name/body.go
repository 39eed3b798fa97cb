package name

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// Body is an organisation, parliament, court or central bank that has a name of
// its own in each language. Its keys are the same in all: more than one where
// countries call theirs alike; one of a country begins with its code: "DE.parliament".
type Body struct {
	Keys []string
	text.Span
}

// National reports the country of a body's key and what it is there.
func National(key string) (country, kind string, ok bool) {
	country, kind, ok = strings.Cut(key, ".")
	return country, kind, ok && country == strings.ToUpper(country)
}

// Meets reports whether two names can be of one body.
func (b Body) Meets(o Body) bool {
	return slices.ContainsFunc(b.Keys, func(key string) bool { return slices.Contains(o.Keys, key) })
}

// bodyWord is a word of a name or a text: acronyms are matched as they are
// written, all others by their stems.
type bodyWord struct {
	text.Word
	stem string
}

func (w bodyWord) is(o bodyWord) bool {
	if w.acronym() || o.acronym() {
		return w.Raw == o.Raw
	}
	return w.stem == o.stem
}

func (w bodyWord) acronym() bool {
	return utf8.RuneCountInString(w.Raw) > 1 && w.Raw == strings.ToUpper(w.Raw)
}

// bodyWords are the words of s; every mark ends one.
func bodyWords(s, lang string) []bodyWord {
	var out []bodyWord
	for _, w := range text.Split(s, 0) {
		out = append(out, bodyWord{w, text.Stem(w.Fold, lang)})
	}
	return out
}

// bodyName is a name with the keys of those that bear it.
type bodyName struct {
	words []bodyWord
	keys  []string
}

// bodyTables are the names of a language by the stem of their first word, the
// longest first.
var bodyTables = sync.OnceValue(func() map[string]map[string][]bodyName {
	out := map[string]map[string][]bodyName{}
	for _, lang := range lexicon.Languages() {
		table := map[string][]bodyName{}
		for _, row := range lexicon.Section(lang, "bodies") {
			for _, name := range row.Words {
				enterBody(table, bodyWords(name, lang), row.Key)
			}
		}
		for _, names := range table {
			slices.SortStableFunc(names, func(a, b bodyName) int { return len(b.words) - len(a.words) })
		}
		out[lang] = table
	}
	return out
})

func enterBody(table map[string][]bodyName, words []bodyWord, key string) {
	first := words[0].stem
	for i, n := range table[first] {
		if slices.EqualFunc(n.words, words, bodyWord.is) {
			table[first][i].keys = append(n.keys, key)
			return
		}
	}
	table[first] = append(table[first], bodyName{words, []string{key}})
}

// HasBodies reports whether the names of bodies are known in a language.
func HasBodies(lang string) bool { return bodyTables()[lang] != nil }

// Bodies lists the bodies that s names, in order. A name begins with a capital.
func Bodies(s, lang string) []Body {
	table := bodyTables()[lang]
	words := bodyWords(s, lang)
	var out []Body
	for i := 0; i < len(words); {
		n := 1
		if text.Capital(words[i].Raw) {
			for _, name := range table[words[i].stem] {
				if name.begins(words[i:]) {
					n = len(name.words)
					out = append(out, Body{name.keys, text.Span{Start: words[i].Start, End: words[i+n-1].End}})
					break
				}
			}
		}
		i += n
	}
	return out
}

func (n bodyName) begins(words []bodyWord) bool {
	return len(words) >= len(n.words) && slices.EqualFunc(n.words, words[:len(n.words)], bodyWord.is)
}

// Remit is what an authority is named for, "" if a word tells none; the second
// is whether the word is one of those that authorities are called: "agency".
func Remit(word, lang string) (key string, authority bool) {
	folded := text.Fold(word)
	for _, row := range lexicon.Section(lang, "remits") {
		if slices.ContainsFunc(row.Words, func(x string) bool { return inflects(folded, text.Fold(x), lang) }) {
			return row.Key, true
		}
	}
	for _, row := range lexicon.Section(lang, "agencies") {
		authority = authority || slices.ContainsFunc(row.Words, func(x string) bool { return inflects(folded, text.Fold(x), lang) })
	}
	return "", authority
}

// inflects reports whether a word is another, in any of its forms; a German one may
// have it as its first part: "Gesundheitsbehörde".
func inflects(w, x, lang string) bool {
	return text.Stem(w, lang) == text.Stem(x, lang) || lang == "de" && len(x) >= text.PartLeast && strings.HasPrefix(w, x)
}
