package store

import (
	"context"
	"database/sql"
	"slices"
	"strings"

	"dateline/store/database"
)

// Embedding is the vector a model gave for the text with this hash. It is kept
// for the article it was made for, and goes with it.
type Embedding struct {
	Hash    string
	Article int64
	Vector  []byte // as package search writes it
}

// Embeddings reads the vectors of a model by the hash of their text; those that
// are not known are missing.
func (s *Store) Embeddings(ctx context.Context, model string, hashes []string) (map[string][]byte, error) {
	args := make([]any, 1, len(hashes)+1)
	args[0] = model
	for _, h := range hashes {
		args = append(args, h)
	}
	out := make(map[string][]byte, len(hashes))
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var hash string
		var vector []byte
		err := r.Scan(&hash, &vector)
		out[hash] = vector
		return err
	}, `SELECT hash, vector FROM embeddings WHERE model = $1 AND hash IN (`+holders(2, len(hashes))+`)`, args...)
	return out, err
}

// AddEmbeddings keeps vectors of a model. A newer vector of a text replaces the
// older: the server may have another model under the same name.
func (s *Store) AddEmbeddings(ctx context.Context, model string, vectors []Embedding) error {
	// in one order, or writers block one another
	vectors = slices.SortedFunc(slices.Values(vectors), func(a, b Embedding) int { return strings.Compare(a.Hash, b.Hash) })
	return s.tx(ctx, func(tx *sql.Tx) error {
		for _, e := range vectors {
			_, err := tx.ExecContext(ctx, `INSERT INTO embeddings(model, hash, article_id, vector) SELECT $1, $2, id, $4 FROM articles
				WHERE id = $3 AND state = 'live'
				ON CONFLICT(model, hash) DO UPDATE SET article_id = excluded.article_id,
				vector = excluded.vector`, model, e.Hash, e.Article, e.Vector)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// forgetEmbeddings erases the vectors of articles whose text may no longer be used.
func forgetEmbeddings(ctx context.Context, q database.Querier) error {
	_, err := q.ExecContext(ctx, `DELETE FROM embeddings WHERE article_id IN (SELECT id FROM articles WHERE state = 'removed')`)
	return err
}
