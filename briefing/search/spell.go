package search

import (
	"context"
	"math"
	"strings"
	"unicode/utf8"

	"dateline/briefing/text"
)

// A word that stands in no article is likely misspelt: it is read as the
// nearest that does, one letter off, two in a long word. The first letter is
// seldom wrong, and short words have too many neighbours.
const (
	spellLeast    = 5    // letters from which a word is mended
	spellLong     = 8    // letters from which two may be wrong
	spellArticles = 1000 // an archive of fewer lacks most words that are spelt well
)

// Respell is the text of a query with the words mended that no article holds in
// any spelling. terms lists the terms that begin with a letter, of a length in characters.
func (x *Index) Respell(ctx context.Context, query Query, terms func(ctx context.Context, letter string, least, most int) ([]string,
	error)) (string, error) {
	said := query.Text
	scorer := &ranker{x: x, parts: x.parts(), at: query.At.UnixMilli(), since: math.MinInt64, until: math.MaxInt64}
	words := x.words(query)
	if err := x.load(ctx, scorer.parts, words); err != nil {
		return said, err
	}
	enough := false // counted once: a reader may see few of many articles
	asking := askingTerms(said)
	for _, w := range words {
		stem := w.stems[0]
		if asking[stem] || !mendable(stem, said) || scorer.holding(w.stems, 1) > 0 {
			continue
		}
		if enough = enough || scorer.atLeast(spellArticles); !enough {
			return said, nil
		}
		n, off := utf8.RuneCountInString(stem), 1
		if n >= spellLong {
			off = 2
		}
		_, first := utf8.DecodeRuneInString(stem)
		known, err := terms(ctx, stem[:first], n-off, n+off)
		if err != nil {
			return said, err
		}
		for _, m := range x.Fresh {
			for k := range m.lists {
				known = append(known, k)
			}
		}
		best, err := scorer.nearest(ctx, stem, known, off)
		if err != nil {
			return said, err
		}
		if best != "" {
			said = replaceWord(said, stem, best)
		}
	}
	return said, nil
}

// mendable reports whether a term of a query may be a misspelt word: it is long
// enough, no common word of the query's language, and holds no figure.
func mendable(term, query string) bool {
	return utf8.RuneCountInString(term) >= spellLeast && !strings.ContainsAny(term, "0123456789") &&
		text.CommonShare(term, text.QuestionLang(query)) == 0
}

// askingTerms are the terms of words that only ask: an archive in another
// language holds none of them, and "cuántas" is no misspelt "chants".
func askingTerms(q string) map[string]bool {
	lang := text.QuestionLang(q)
	out := map[string]bool{}
	for _, w := range strings.Fields(q) {
		if text.Asks(w, lang) {
			for _, t := range text.Terms(w, lang) {
				out[t] = true
			}
		}
	}
	return out
}

// nearest is the nearest of the terms that stand in an article, the more
// frequent of equals, "" if none is as near as off.
func (r *ranker) nearest(ctx context.Context, t string, known []string, off int) (string, error) {
	near := map[int][]word{}
	for _, k := range known {
		if edits := Distance(t, k); edits <= off {
			near[edits] = append(near[edits], word{stems: []string{k}})
		}
	}
	for edits := 1; edits <= off; edits++ {
		if err := r.x.load(ctx, r.parts, near[edits]); err != nil {
			return "", err
		}
		best, most := "", 0
		for _, w := range near[edits] {
			if n := r.holding(w.stems, math.MaxInt); n > most || n == most && n > 0 && w.stems[0] < best {
				best, most = w.stems[0], n
			}
		}
		if most > 0 {
			return best, nil
		}
	}
	return "", nil
}

// holding counts the articles that may be found and hold one of the stems, up
// to a number: what may not be seen mends no word and keeps none from it.
func (r *ranker) holding(stems []string, most int) int {
	n := 0
	for _, p := range r.parts {
		for _, s := range stems {
			list := p.lists[s]
			if list == nil {
				continue
			}
			for walk := list.cursor(); walk.next() && n < most; {
				if r.visible(p.seg.docs[walk.doc]) {
					n++
				}
			}
		}
	}
	return n
}

// atLeast reports whether so many articles may be found.
func (r *ranker) atLeast(most int) bool {
	n := 0
	for _, p := range r.parts {
		for _, d := range p.seg.docs {
			if r.visible(d) {
				n++
			}
			if n == most {
				return true
			}
		}
	}
	return false
}

// replaceWord puts another word where one with this stem stands, capital if it was.
func replaceWord(q, stem, by string) string {
	lang := text.QuestionLang(q)
	fields := strings.Fields(q)
	for i, f := range fields {
		if terms := text.Terms(f, lang); len(terms) == 1 && terms[0] == stem {
			if char, _ := utf8.DecodeRuneInString(f); strings.ToUpper(string(char)) == string(char) {
				first, n := utf8.DecodeRuneInString(by)
				by = strings.ToUpper(string(first)) + by[n:]
			}
			fields[i] = by
		}
	}
	return strings.Join(fields, " ")
}

// Distance is how many letters must be put in, left out, changed or swapped
// with their neighbour (Damerau 1964, optimal string alignment) to make b of a;
// beyond 3 it is not counted.
func Distance(a, b string) int {
	first, second := []rune(a), []rune(b)
	if len(first)-len(second) > 2 || len(second)-len(first) > 2 {
		return 3
	}
	rows := make([][]int, len(first)+1)
	for i := range rows {
		rows[i] = make([]int, len(second)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(first); i++ {
		for j := 1; j <= len(second); j++ {
			cost := 1
			if first[i-1] == second[j-1] {
				cost = 0
			}
			least := min(rows[i-1][j]+1, rows[i][j-1]+1, rows[i-1][j-1]+cost)
			if i > 1 && j > 1 && first[i-1] == second[j-2] && first[i-2] == second[j-1] {
				least = min(least, rows[i-2][j-2]+1)
			}
			rows[i][j] = least
		}
	}
	return rows[len(first)][len(second)]
}
