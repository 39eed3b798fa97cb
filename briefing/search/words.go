package search

import "context"

// Word is a word of a query as passages are held against it.
type Word struct {
	Plain string   // as it was typed, folded
	Stems []string // in the archive's languages, with other spellings and its translations
	IDF   float64  // its information; half of it for a word of Query.Also
}

// Words are the words by which a query is searched for.
func (x *Index) Words(ctx context.Context, q Query) ([]Word, error) {
	words, parts := x.words(q), x.parts()
	if err := x.load(ctx, parts, words); err != nil {
		return nil, err
	}
	x.pass(parts, words, q)
	out := make([]Word, len(words))
	for i, w := range words {
		out[i] = Word{w.plain, w.stems, w.idf}
	}
	return out, nil
}
