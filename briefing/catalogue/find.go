package catalogue

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
	"sync"
	"unicode"

	"dateline/briefing/phrases"
	"dateline/briefing/text"
)

// What a word that was typed is found in, the better the less: it is added up over
// the words. That the name begins with all of it counts for more than any of them.
const (
	inName = iota
	insideName
	inPlace // its country or its language
	inSection
	inOwner
	notFound
	begins = -100
)

// Find lists the feeds that what was typed may mean, the best first: each word must
// begin one of a name, a country, an owner, a language or a section, in English or
// in the person's language. Of equals those in the person's language come first.
// Nothing typed means all.
func Find(typed string, words *phrases.Words, most int) []Source {
	type hit struct {
		source Source
		rank   int
	}
	folded := strings.TrimSpace(text.Fold(typed))
	tokens := fields(folded)
	if len(tokens) == 0 && folded != "" {
		return nil // marks alone
	}
	var hits []hit
	index := indexOf(words)
	for i, source := range sources() {
		rank, ok := index[i].rank(tokens)
		if !ok {
			continue
		}
		if folded != "" && (strings.HasPrefix(text.Fold(source.Name), folded) || strings.HasPrefix(text.Fold(source.Native), folded)) {
			rank += begins
		}
		rank *= 2
		if source.Lang != words.Lang() {
			rank++
		}
		hits = append(hits, hit{source, rank})
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Compare(a.rank, b.rank) })
	out := make([]Source, 0, min(len(hits), most))
	for _, h := range hits[:min(len(hits), most)] {
		out = append(out, h.source)
	}
	return out
}

// searched are the words of a source by where they stand.
type searched struct {
	name  string
	words [notFound][]string
}

// indexes are made once for each language of the interface.
var indexes = sync.OnceValue(func() map[string][]searched {
	out := map[string][]searched{}
	for _, lang := range phrases.Languages() {
		out[lang] = newIndex(phrases.In(lang))
	}
	return out
})

func indexOf(words *phrases.Words) []searched {
	if index, ok := indexes()[words.Lang()]; ok {
		return index
	}
	return newIndex(words)
}

func newIndex(words *phrases.Words) []searched {
	out := make([]searched, len(sources()))
	for i, source := range sources() {
		out[i] = entry(source, words)
	}
	return out
}

func entry(s Source, words *phrases.Words) searched {
	var english *phrases.Words
	out := searched{name: text.Fold(s.Name + " " + s.Native)}
	host := ""
	if parsed, err := url.Parse(s.URL); err == nil {
		host = parsed.Hostname()
	}
	out.words[inName] = fields(out.name)
	out.words[inPlace] = fields(text.Fold(strings.Join([]string{s.Place(english), s.Place(words), s.Country, s.Tongue(english),
		s.Tongue(words), s.Lang}, " ")))
	out.words[inSection] = fields(text.Fold(s.Section + " " + s.About(words)))
	out.words[inOwner] = fields(text.Fold(s.Owner + " " + s.Owned(words) + " " + host))
	return out
}

// rank adds up where each word is found; false where one is nowhere.
func (e searched) rank(tokens []string) (int, bool) {
	sum := 0
	for _, token := range tokens {
		best := notFound
		for place, words := range e.words {
			if place < best && slices.ContainsFunc(words, func(word string) bool { return strings.HasPrefix(word, token) }) {
				best = place
			}
		}
		if best > insideName && len(token) > 2 && strings.Contains(e.name, token) {
			best = insideName // of a script without spaces, or a part of a compound
		}
		if best == notFound {
			return 0, false
		}
		sum += best
	}
	return sum, true
}

// Matches reports whether each word that was typed begins a word of a text.
func Matches(said, typed string) bool {
	entry := searched{name: text.Fold(said)}
	entry.words[inName] = fields(entry.name)
	_, ok := entry.rank(fields(text.Fold(typed)))
	return ok
}

// fields are the words of a folded text.
func fields(folded string) []string {
	return strings.FieldsFunc(folded, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}
