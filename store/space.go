package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"dateline/store/database"
	"dateline/store/retain"
)

// freeKept is the share of SQLite's file that may be free, one part in so many: it is
// used again within days.
const freeKept = 10

// GiveBack frees the space of what was swept, up to so many pages of SQLite's file, the
// last first; 0 when there is nothing to free. PostgreSQL does it as a whole, while
// others read and write.
func (s *Store) GiveBack(ctx context.Context, pages int) (int, error) {
	if s.db.Kind == "postgres" {
		_, err := s.write.ExecContext(ctx, `VACUUM articles, article_sources, versions, segments, segment_origins, postings, embeddings,
			spellings, summaries, claims, cites, claim_facts, posts, post_claims, slots, stories, answers, answer_rests`)
		return 0, scrubbed(err)
	}
	var all, free, mode int
	err := s.read.QueryRowContext(ctx, `SELECT p.page_count, f.freelist_count, v.auto_vacuum FROM pragma_page_count() p,
		pragma_freelist_count() f, pragma_auto_vacuum() v`).Scan(&all, &free, &mode)
	if err != nil {
		return 0, fmt.Errorf("look for free space: %w", database.Explain(err))
	}
	const incremental = 2
	if mode != incremental || free <= all/freeKept {
		return 0, nil
	}
	err = s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, pages))
		return err
	})
	return min(free, pages), scrubbed(err)
}

// SourceSizes are the sources whose articles take most, each article with the source
// that is known longest, and what all take together.
func (s *Store) SourceSizes(ctx context.Context, n int) (largest []retain.SourceSize, all int64, err error) {
	err = each(ctx, s.read, func(r *sql.Rows) error {
		var x retain.SourceSize
		err := r.Scan(&x.Source, &x.Name, &x.Articles, &x.Bytes)
		if all += x.Bytes; len(largest) < n {
			largest = append(largest, x)
		}
		return err
	}, `SELECT coalesce(s.id, 0), coalesce(CASE WHEN s.outlet <> '' THEN s.outlet ELSE s.title END, ''),
		count(DISTINCT t.article), sum(t.size) FROM (SELECT v.article_id AS article,
		octet_length(v.text) + octet_length(v.title) + octet_length(v.spans) + octet_length(v.sketch) AS size,
		(SELECT min(x.source_id) FROM article_sources x WHERE x.article_id = v.article_id) AS source FROM versions v
		JOIN articles a ON a.id = v.article_id AND a.state <> 'dropped') t
		LEFT JOIN sources s ON s.id = t.source GROUP BY s.id, s.outlet, s.title ORDER BY sum(t.size) DESC, s.id`)
	if err != nil {
		return nil, 0, fmt.Errorf("measure what sources take: %w", database.Explain(err))
	}
	return largest, all, nil
}

// Rewrite writes SQLite's file anew, so that no part of a page holds what was erased, at
// some 13 ms a MB; nobody writes meanwhile.
func (s *Store) Rewrite(ctx context.Context) error { return s.scrub(ctx, true) }

// ArticlesAt are the articles at an address, or of an outlet by its name in any case,
// that were not removed.
func (s *Store) ArticlesAt(ctx context.Context, url, outlet string) ([]int64, error) {
	args := []any{url}
	err := each(ctx, s.read, func(r *sql.Rows) error { // SQLite folds the case of ASCII alone
		var name string
		err := r.Scan(&name)
		if outlet != "" && strings.EqualFold(name, outlet) {
			args = append(args, name)
		}
		return err
	}, `SELECT DISTINCT outlet FROM articles WHERE state <> 'removed'`)
	if err != nil {
		return nil, fmt.Errorf("look for the outlet %q: %w", outlet, database.Explain(err))
	}
	query := `SELECT id FROM articles WHERE state <> 'removed' AND (CAST($1 AS TEXT) <> '' AND url = $1`
	if len(args) > 1 {
		query += ` OR outlet IN (` + holders(2, len(args)-1) + `)`
	}
	return s.due(ctx, query+`) ORDER BY id`, args...)
}

// RemovedArticles are the articles that were taken out and had this id, are known here by
// this number (with or without a plus), or were stored under one of these idents.
func (s *Store) RemovedArticles(ctx context.Context, ref string, idents []string) ([]int64, error) {
	args := []any{ref, strings.TrimPrefix(ref, "+")}
	for _, ident := range idents {
		args = append(args, ident)
	}
	return s.due(ctx, `SELECT id FROM articles WHERE state IN ('removed', 'dropped') AND (ext_id = $1 OR CAST(id AS TEXT) = $2
		OR ident IN (`+holders(3, len(idents))+`)) ORDER BY id`, args...)
}
