package store

import (
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"dateline/store/database"
	"dateline/store/retain"
)

// Spelling is a word of a name, folded, with the key it shares with other
// spellings.
type Spelling struct{ Key, Word string }

// Spellings reads the words that were read in public articles under keys.
func (s *Store) Spellings(ctx context.Context, keys []string) (map[string][]string, error) {
	args := make([]any, len(keys))
	for i, k := range keys {
		args[i] = k
	}
	out := map[string][]string{}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x Spelling
		err := r.Scan(&x.Key, &x.Word)
		out[x.Key] = append(out[x.Key], x.Word)
		return err
	}, `SELECT key, spelling FROM spellings WHERE key IN (`+holders(1, len(keys))+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("read spellings: %w", err)
	}
	return out, nil
}

// AddSpellings keeps the words that are not known yet, and notes once a month that the
// others are met.
func (s *Store) AddSpellings(ctx context.Context, words []Spelling) error {
	words = slices.SortedFunc(slices.Values(words), func(a, b Spelling) int { // in one order, or writers block one another
		return cmp.Or(strings.Compare(a.Key, b.Key), strings.Compare(a.Word, b.Word))
	})
	tooLong := func(w Spelling) bool { return len(w.Key)+len(w.Word) > database.KeyLongest } // nobody spells such a name
	for some := range slices.Chunk(slices.DeleteFunc(words, tooLong), listsStep) {
		if err := s.tx(ctx, func(tx *sql.Tx) error { return s.addSpellings(ctx, tx, some) }); err != nil {
			return fmt.Errorf("save spellings: %w", err)
		}
	}
	return nil
}

// SpelledWords lists all words that were read in names, each once.
func (s *Store) SpelledWords(ctx context.Context) ([]string, error) {
	var out []string
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var word string
		err := r.Scan(&word)
		out = append(out, word)
		return err
	}, `SELECT DISTINCT spelling FROM spellings`)
	if err != nil {
		return nil, fmt.Errorf("read spellings: %w", err)
	}
	return out, nil
}

// DropSpellings drops words, under whichever keys they stand.
func (s *Store) DropSpellings(ctx context.Context, words []string) error {
	for some := range slices.Chunk(words, postingRows) {
		args := make([]any, len(some))
		for i, w := range some {
			args[i] = w
		}
		if _, err := s.write.ExecContext(ctx, `DELETE FROM spellings WHERE spelling IN (`+holders(1, len(some))+`)`, args...); err != nil {
			return fmt.Errorf("drop spellings: %w", database.Explain(err))
		}
	}
	return nil
}

func (s *Store) addSpellings(ctx context.Context, tx *sql.Tx, words []Spelling) error {
	for some := range slices.Chunk(words, postingRows) {
		var q strings.Builder
		q.WriteString(`INSERT INTO spellings(seen_at, key, spelling) VALUES `)
		args := append(make([]any, 0, 2+2*len(some)), ms(s.now()), retain.SpellingNoted.Milliseconds())
		for i, w := range some {
			if i > 0 {
				q.WriteByte(',')
			}
			fmt.Fprintf(&q, "($1,$%d,$%d)", 2*i+3, 2*i+4)
			args = append(args, w.Key, w.Word)
		}
		q.WriteString(` ON CONFLICT(key, spelling) DO UPDATE SET seen_at = excluded.seen_at
			WHERE spellings.seen_at < excluded.seen_at - $2`)
		if _, err := tx.ExecContext(ctx, q.String(), args...); err != nil {
			return err
		}
	}
	return nil
}
