package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"
)

// Known is a stored article as it is recognised again, with its newest version.
type Known struct {
	Article, Version int64
	Source           int64 // the source asked for, if it carries the article; else 0
	Ident, URL, GUID string
	Title, Hash      string
	Rights           string // of the newest version
	Sketch           []byte
	Published        time.Time
	Gone             bool // it was taken out or is too old: it is not read again
}

// knownMost is how many articles of a source are compared with what it gives
// now: four documents of the most items that are read of one.
const knownMost = 2000

// Known lists the newest articles of a source that is read again and again, and
// whatever is stored in its domain under one of these idents, each once.
func (s *Store) Known(ctx context.Context, src Source, idents []string) (out []Known, err error) {
	if !src.Kind.HandedIn() {
		out, err = s.known(ctx, src.ID, `SELECT article_id FROM article_sources WHERE source_id = $1 ORDER BY article_id DESC LIMIT $2`,
			src.ID, knownMost)
	}
	if err != nil {
		return nil, fmt.Errorf("read what source %d gave before: %w", src.ID, err)
	}
	seen := map[int64]bool{}
	for _, k := range out {
		seen[k.Article] = true
	}
	for len(idents) > 0 {
		n := min(len(idents), 500)
		args := []any{src.Domain}
		for _, id := range idents[:n] {
			args = append(args, id)
		}
		more, err := s.known(ctx, src.ID, `SELECT id FROM articles WHERE domain = $1 AND ident IN (`+holders(2, n)+`)`, args...)
		if err != nil {
			return nil, fmt.Errorf("look for articles by identity: %w", err)
		}
		for _, k := range more {
			if !seen[k.Article] {
				seen[k.Article] = true
				out = append(out, k)
			}
		}
		idents = idents[n:]
	}
	return out, nil
}

// known reads articles of a source, which a query names. They are asked for by
// number: PostgreSQL takes a query within the query for many rows, and would read
// every article there is.
func (s *Store) known(ctx context.Context, source int64, articles string, args ...any) ([]Known, error) {
	var ids []int64
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, articles, args...)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	var out []Known
	err = each(ctx, s.read, func(r *sql.Rows) error {
		var k Known
		var at int64
		err := r.Scan(&k.Article, &k.Version, &k.Source, &k.Ident, &k.URL, &k.GUID, &k.Title, &k.Hash, &k.Sketch, &at, &k.Rights,
			&k.Gone)
		k.Published = fromMS(at)
		out = append(out, k)
		return err
	}, `SELECT a.id, v.id, coalesce(x.source_id, 0), a.ident, a.url, coalesce(x.guid, ''), v.title, v.hash, v.sketch,
		coalesce(a.published_at, 0), v.rights, a.state <> 'live' FROM articles a
		JOIN versions v ON v.article_id = a.id AND v.no = (SELECT max(w.no)
		FROM versions w WHERE w.article_id = a.id)
		LEFT JOIN article_sources x ON x.article_id = a.id AND x.source_id = $1 WHERE a.id IN (`+ints(ids)+`) ORDER BY a.id`, source)
	return out, err
}

// VersionsOf reads all versions of articles, oldest first.
func (s *Store) VersionsOf(ctx context.Context, articles []int64) (map[int64][]Version, error) {
	out := map[int64][]Version{}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x scanner
		err := r.Scan(x.version(true)...)
		version := x.done().Version
		out[version.Article] = append(out[version.Article], version)
		return err
	}, `SELECT `+versionMeta+`, `+versionText+` FROM versions v WHERE v.article_id IN (`+ints(articles)+`) ORDER BY v.article_id, v.no`)
	return out, err
}

// versionsKept is how many versions of an article are kept: the first, by which
// it is placed in time, and the newest. What a claim cites is kept besides.
const versionsKept = 20

// trim deletes versions of an article beyond those that are kept, with its
// vectors, which are made again when they are needed. Segments go on holding
// what they hold until they are merged: what is gone is not shown.
func trim(ctx context.Context, tx *sql.Tx, article int64) error {
	result, err := tx.ExecContext(ctx, `DELETE FROM versions WHERE article_id = $1 AND no > 1
		AND no <= (SELECT no FROM versions WHERE article_id = $1 ORDER BY no DESC LIMIT 1 OFFSET $2)
		AND NOT EXISTS (SELECT 1 FROM cites t WHERE t.version_id = versions.id)`, article, versionsKept-1)
	if err != nil {
		return fmt.Errorf("trim the versions of article %d: %w", article, err)
	}
	if one(result) != nil {
		return nil
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM embeddings WHERE article_id = $1`, article)
	return err
}

// addressLongest is how many characters of an address are compared: those of the index.
const addressLongest = 400

// ArticlesBehind lists the articles, as far as the scope may see them, that are stored
// under one of these idents or at one of these addresses, those first seen before others.
// An address is compared by its beginning.
func (s *Store) ArticlesBehind(ctx context.Context, sc Scope, idents, addresses []string) ([]Article, error) {
	args := []any{}
	for _, ident := range idents {
		args = append(args, ident)
	}
	for _, address := range addresses {
		if runes := []rune(address); len(runes) > addressLongest {
			address = string(runes[:addressLongest])
		}
		args = append(args, address)
	}
	cond, more := sc.where(len(args) + 1)
	domains := []any{Public}
	for _, d := range sc.Domains {
		domains = append(domains, d)
	}
	from := len(args) + len(more) + 1
	var out []Article
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x scanner
		if err := r.Scan(x.article()...); err != nil {
			return err
		}
		out = append(out, x.done().Article)
		return nil
	}, `SELECT `+articleColumns+` FROM articles a WHERE a.id IN (
		SELECT id FROM articles WHERE domain IN (`+holders(from, len(domains))+`) AND ident IN (`+holders(1, len(idents))+`)
		UNION SELECT id FROM articles WHERE substr(url, 1, 400) IN (`+holders(1+len(idents), len(addresses))+`))
		AND a.state = 'live' AND `+cond+` ORDER BY a.seen_at, a.id`, slices.Concat(args, more, domains)...)
	return out, err
}
