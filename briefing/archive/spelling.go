package archive

import (
	"context"
	"slices"
	"strings"

	"dateline/briefing/claim"
	"dateline/briefing/search"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/store"
)

// One name has many spellings: Haftar and Hifter, Kyiv and Kiew. The index
// keeps words as they are written; a table of the words in names by their
// sound gives those a question means but does not write.

const (
	soundLeast    = 2 // consonants of a word that is looked for by its sound: "Kiev" has two
	spellingsMost = 8 // other spellings of a word that are looked for
)
const nameIDF = 4 // information from which a word typed without a capital may be a name

// spellingsOf are the words of names in the titles and leads of articles.
func spellingsOf(docs []search.Doc) []store.Spelling {
	seen := map[string]bool{}
	var out []store.Spelling
	read := func(s, lang string) {
		for _, n := range name.Names(s, lang) {
			for _, w := range text.PlainWords(text.Fold(n.Text)) {
				if seen[w] {
					continue
				}
				seen[w] = true
				if key := name.NameKey(w); len(key) >= soundLeast {
					out = append(out, store.Spelling{Key: key, Word: w})
				}
			}
		}
	}
	for _, d := range docs {
		read(d.Title, d.Lang)
		for _, sp := range d.Spans[:min(len(d.Spans), claim.LeadSentences)] {
			read(d.Text[sp.Start:sp.End], d.Lang)
		}
	}
	return out
}

// spelled finds, for words of a question's names, how else the archive spells
// them. Both sides are folded.
func (ar *Archive) spelled(ctx context.Context, question string) (map[string][]string, error) {
	words := nameWords(question)
	var keys []string
	for _, w := range words {
		keys = append(keys, soundKeys(w)...)
	}
	if len(keys) == 0 {
		return nil, nil
	}
	known, err := ar.Store.Spellings(ctx, keys)
	if err != nil {
		return nil, err
	}
	out := map[string][]string{}
	for _, w := range words {
		var also []string
		for _, key := range soundKeys(w) {
			for _, s := range known[key] {
				if s != w && name.SameName(w, s) {
					also = append(also, s)
				}
			}
		}
		slices.Sort(also) // the databases sort in different ways
		if also = also[:min(len(also), spellingsMost)]; len(also) > 0 {
			out[w] = also
		}
	}
	return out, nil
}

// soundKeys are the keys under which a word's other spellings are kept: a ch is
// a hiss in one language and a kh in another.
func soundKeys(w string) []string {
	var out []string
	for _, s := range []string{w, strings.ReplaceAll(w, "ch", "kh"), strings.ReplaceAll(w, "kh", "ch")} {
		if key := name.NameKey(s); len(key) >= soundLeast && !slices.Contains(out, key) {
			out = append(out, key)
		}
	}
	return out
}

// nameWords are the words of a question that may be names, folded; without
// capitals, all that no table of common words holds.
func nameWords(q string) []string {
	lang := text.QuestionLang(q)
	if q != strings.ToLower(q) {
		return text.PlainWords(text.Fold(strings.Join(NamesAsked(q, lang), " ")))
	}
	return slices.DeleteFunc(text.PlainWords(text.Fold(q)), func(w string) bool { return WordIDF(w, lang) < nameIDF })
}

// germanArticles stand before nouns, which are capital there, not before places.
var germanArticles = map[string]bool{"der": true, "die": true, "das": true, "dem": true, "den": true, "des": true, "ein": true,
	"eine": true, "einen": true, "einem": true, "einer": true, "im": true, "am": true, "zum": true, "zur": true, "vom": true, "beim": true}

// NamesAsked are the names in a question, without the words that only ask:
// "Did Roos" at its start is Roos.
func NamesAsked(q, lang string) []string {
	var out []string
	for _, n := range name.Names(q, lang) {
		parts := strings.Fields(n.Text)
		for len(parts) > 0 && text.Asks(parts[0], lang) {
			parts = parts[1:]
		}
		if before := strings.Fields(strings.ToLower(q[:n.Start])); lang == "de" && len(parts) == 1 && len(before) > 0 &&
			germanArticles[before[len(before)-1]] {
			continue
		}
		if len(parts) > 0 {
			out = append(out, strings.Join(parts, " "))
		}
	}
	return text.Distinct(out)
}

// WordIDF returns the inverse document frequency (see text.IDF) of the rarest term
// of a word; 0 for a word without terms. lang is ISO 639-1.
func WordIDF(w, lang string) float64 {
	best := 0.0
	for _, t := range text.Terms(w, lang) {
		if len(t) > 1 {
			best = max(best, text.IDF(t, lang))
		}
	}
	return best
}
