package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/store/database"
	"dateline/store/recall"
	"dateline/store/retain"
	"dateline/store/state"
)

// Article is one thing an outlet published, known by (domain, identity). Time
// is what order and recency use: published, at most first seen, else first seen.
type Article struct {
	ID                                int64
	Domain, Ident, ExtID, URL, Outlet string
	Published                         time.Time // zero when nothing states it
	PublishedFrom                     string
	Seen, Time                        time.Time
	Story                             int64
	State                             state.Article
}

// Version is one text of an article. Spans and Sketch are blobs of package
// text; Hash holds the signatures, separated by blanks and the newest last, of
// the texts of the source that it stands for.
type Version struct {
	ID, Article                            int64
	No                                     int
	Seen                                   time.Time
	Hash, Title, Byline, Lang, Genre, Text string
	Spans, Sketch                          []byte
	Family, Segment                        int64
	Clustered                              bool
	Rights                                 string // what publishers allow of it, as package rights writes it
}

// Incoming is an article to be stored, with the source that carries it. Quiet
// says that it tells nothing its newest version does not: that one then stands
// for it too.
type Incoming struct {
	Article Article
	Version Version
	Source  int64
	GUID    string
	Quiet   bool
}

// Outcome says what became of an incoming article: added, changed, duplicate.
type Outcome struct {
	Article, Version int64
	Status           string
	Gone             bool // of the article nothing is left that could be shown
}

// Item is an article with one of its versions.
type Item struct {
	Article  Article
	Version  Version
	Withheld recall.Prints // sentences that its reader is not told again
}

// null is nil for a zero id or time and an empty text.
func null[T comparable](value T) any {
	if value == *new(T) {
		return nil
	}
	return value
}

// AddArticles stores articles in one transaction. A known identity whose newest
// version stands for the text, or that says nothing new, is a duplicate; else
// it has a new version.
func (s *Store) AddArticles(ctx context.Context, in []Incoming) ([]Outcome, error) {
	var out []Outcome
	if len(in) == 0 {
		return nil, nil
	}
	err := s.tx(ctx, func(tx *sql.Tx) error {
		out = make([]Outcome, 0, len(in))
		changed := false
		late, err := s.late(ctx, tx, in)
		if err != nil {
			return err
		}
		for _, x := range in {
			outcome, carried, err := s.addArticle(ctx, tx, x)
			if err != nil {
				return err
			}
			changed = changed || carried || outcome.Status != "duplicate"
			out = append(out, outcome)
		}
		if !changed {
			return nil
		}
		if late {
			return bump(ctx, tx, "revision", "moved")
		}
		return bump(ctx, tx, "revision")
	})
	return out, err
}

// late reports whether an article was read earlier than those that Carriers looks
// at again.
func (s *Store) late(ctx context.Context, tx *sql.Tx, in []Incoming) (bool, error) {
	var newest int64
	if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(seen_at), 0) FROM article_sources`).Scan(&newest); err != nil {
		return false, fmt.Errorf("look for the newest article: %w", err)
	}
	return slices.ContainsFunc(in, func(x Incoming) bool { return ms(x.Article.Seen) <= newest-retain.CarriedAgain.Milliseconds() }), nil
}

func (s *Store) addArticle(ctx context.Context, tx *sql.Tx, x Incoming) (Outcome, bool, error) {
	article, version := x.Article, x.Version
	outcome := Outcome{Status: "added"}
	at := article.Seen
	if !article.Published.IsZero() && article.Published.Before(article.Seen) {
		at = article.Published
	}
	err := tx.QueryRowContext(ctx, `INSERT INTO articles(domain, ident, ext_id, url, outlet, published_at, published_from, seen_at, time_at)
		VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)
		ON CONFLICT(domain, ident) DO NOTHING
		RETURNING id`, article.Domain, article.Ident, null(article.ExtID), article.URL, article.Outlet, null(ms(article.Published)),
		article.PublishedFrom, ms(article.Seen), ms(at)).Scan(&outcome.Article)
	no := 1
	if errors.Is(err, sql.ErrNoRows) {
		no, err = again(ctx, tx, x, &outcome)
	}
	if err != nil {
		return outcome, false, fmt.Errorf("store article %q: %w", article.Ident, err)
	}
	if outcome.Status != "duplicate" {
		err = tx.QueryRowContext(ctx, `INSERT INTO versions(article_id, no, seen_at, hash, title, byline, lang, genre, text, spans,
			sketch, rights) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id`,
			outcome.Article, no, ms(version.Seen), version.Hash, version.Title, version.Byline, version.Lang, version.Genre, version.Text,
			bytes(version.Spans), bytes(version.Sketch), version.Rights).Scan(&outcome.Version)
		if err != nil {
			return outcome, false, fmt.Errorf("store version %d of article %q: %w", no, article.Ident, err)
		}
	}
	if outcome.Status == "changed" {
		if err := trim(ctx, tx, outcome.Article); err != nil {
			return outcome, false, err
		}
	}
	carried, err := carry(ctx, tx, outcome.Article, x)
	if err != nil {
		return outcome, false, fmt.Errorf("store the source of article %q: %w", article.Ident, err)
	}
	return outcome, carried, nil
}

// again says what an article that is stored already becomes: a duplicate, or
// changed, with the number of its next version. A duplicate's rights are those of the
// newest version from now on.
func again(ctx context.Context, tx *sql.Tx, x Incoming, o *Outcome) (next int, err error) {
	// texts that a version stands for at most: a source that goes to and fro between more is
	// looked at again each time
	const signaturesKept = 8
	o.Status = "changed"
	var hash, rights string
	var live state.Article
	err = tx.QueryRowContext(ctx, `SELECT a.id, a.state, v.id, v.no, v.hash, v.rights FROM articles a JOIN versions v ON v.article_id = a.id
		WHERE a.domain = $1 AND a.ident = $2 ORDER BY v.no DESC LIMIT 1`,
		x.Article.Domain, x.Article.Ident).Scan(&o.Article, &live, &o.Version, &next, &hash, &rights)
	if err != nil {
		return 0, err
	}
	stands := strings.Fields(hash)
	switch {
	case live != state.ArticleLive: // what was removed, or is too old, does not come back
		o.Status, o.Gone = "duplicate", live != state.ArticleEvidence
		err = stillHeld(ctx, tx, o.Article, x.Article.Seen)
	case slices.Contains(stands, x.Version.Hash):
		o.Status = "duplicate"
	case x.Quiet:
		o.Status = "duplicate"
		stands = append(stands, x.Version.Hash)
		_, err = tx.ExecContext(ctx, `UPDATE versions SET hash = $2 WHERE id = $1`, o.Version,
			strings.Join(stands[max(0, len(stands)-signaturesKept):], " "))
	}
	if err == nil && o.Status == "duplicate" && rights != x.Version.Rights {
		_, err = tx.ExecContext(ctx, `UPDATE versions SET rights = $2 WHERE id = $1`, o.Version, x.Version.Rights)
	}
	return next + 1, err
}

// stillHeld notes once a day that a feed still holds an article that is gone.
func stillHeld(ctx context.Context, tx *sql.Tx, article int64, now time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE articles SET seen_at = $2 WHERE id = $1 AND state IN ('dropped', 'removed') AND seen_at < $3`,
		article, ms(now), ms(now.Add(-24*time.Hour)))
	return err
}

// carry notes that a source carries an article, and under which id now; true
// when it did not carry it before.
func carry(ctx context.Context, tx *sql.Tx, article int64, x Incoming) (bool, error) {
	var since int64
	err := tx.QueryRowContext(ctx, `INSERT INTO article_sources(article_id, source_id, guid, seen_at) VALUES($1, $2, $3, $4)
		ON CONFLICT(article_id, source_id) DO UPDATE SET guid = excluded.guid WHERE article_sources.guid <> excluded.guid
		AND excluded.guid <> '' RETURNING seen_at`,
		article, x.Source, x.GUID, ms(x.Article.Seen)).Scan(&since)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil && since == ms(x.Article.Seen), err
}

// bytes keeps an empty blob from becoming NULL.
func bytes(b []byte) []byte {
	if b == nil {
		return []byte{}
	}
	return b
}

// bump moves the revisions of what caches of the archive look at: "revision" of the
// articles, "moved" of who has carried an article for long, "index" of the segments.
func bump(ctx context.Context, q database.Querier, what ...string) error {
	for _, key := range what {
		if _, err := q.ExecContext(ctx, `INSERT INTO meta(key, value) VALUES($1, '1') ON CONFLICT(key) DO UPDATE
			SET value = CAST(CAST(meta.value AS BIGINT) + 1 AS TEXT)`, key); err != nil {
			return err
		}
	}
	return nil
}

// Revision grows whenever articles, versions or sources of articles change, other than by
// the sweep of what is old.
func (s *Store) Revision(ctx context.Context) (int64, error) { return s.revision(ctx, "revision") }

// MovedRevision grows whenever something of articles changes that neither Carriers nor
// Removed tells: one is stored long after it was read, or a source gets those of another.
func (s *Store) MovedRevision(ctx context.Context) (int64, error) { return s.revision(ctx, "moved") }

// IndexRevision grows whenever segments change.
func (s *Store) IndexRevision(ctx context.Context) (int64, error) { return s.revision(ctx, "index") }

func (s *Store) revision(ctx context.Context, what string) (int64, error) {
	var v string
	err := s.read.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = $1`, what).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, fmt.Errorf("read the archive's revision: %w", err)
	}
	return strconv.ParseInt(v, 10, 64)
}

const articleColumns = `a.id, a.domain, a.ident, coalesce(a.ext_id, ''), a.url, a.outlet, coalesce(a.published_at, 0), a.published_from, ` +
	`a.seen_at, a.time_at, coalesce(a.story_id, 0), a.state`
const versionMeta = `v.id, v.article_id, v.no, v.seen_at, v.hash, v.title, v.byline, v.lang, v.genre, coalesce(v.family_id, 0), ` +
	`coalesce(v.segment_id, 0), v.clustered_at IS NOT NULL, v.rights`
const versionText = `v.text, v.spans, v.sketch`

// scanner collects destinations of one row.
type scanner struct {
	it                             Item
	published, aSeen, aTime, vSeen int64
}

func (x *scanner) article() []any {
	article := &x.it.Article
	return []any{&article.ID, &article.Domain, &article.Ident, &article.ExtID, &article.URL, &article.Outlet, &x.published,
		&article.PublishedFrom, &x.aSeen, &x.aTime, &article.Story, &article.State}
}

func (x *scanner) version(text bool) []any {
	version := &x.it.Version
	targets := []any{&version.ID, &version.Article, &version.No, &x.vSeen, &version.Hash, &version.Title, &version.Byline, &version.Lang,
		&version.Genre, &version.Family, &version.Segment, &version.Clustered, &version.Rights}
	if text {
		targets = append(targets, &version.Text, &version.Spans, &version.Sketch)
	}
	return targets
}

func (x *scanner) done() Item {
	article := &x.it.Article
	article.Published, article.Seen, article.Time = fromMS(x.published), fromMS(x.aSeen), fromMS(x.aTime)
	x.it.Version.Seen = fromMS(x.vSeen)
	return x.it
}

// items runs a query that selects articleColumns, versionMeta and (with text) versionText.
func (s *Store) items(ctx context.Context, text bool, query string, args ...any) ([]Item, error) {
	var out []Item
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x scanner
		if err := r.Scan(append(x.article(), x.version(text)...)...); err != nil {
			return err
		}
		out = append(out, x.done())
		return nil
	}, query, args...)
	return out, err
}

// seen reads items as a scope sees them: it knows which sentences were taken back.
func (s *Store) seen(ctx context.Context, sc Scope, text bool, query string, args ...any) ([]Item, error) {
	out, err := s.items(ctx, text, query, args...)
	if err != nil || len(out) == 0 || sc.TakenBack {
		return out, err
	}
	withheld, err := s.Withheld(ctx, sc.Domains...)
	for i := range out {
		out[i].Withheld = withheld
	}
	return out, err
}

// Article finds an article by the id it was given, which wins, or by ours. A
// plus before a number means ours: 12 may also be an id that another was given.
func (s *Store) Article(ctx context.Context, sc Scope, ref string) (Article, error) {
	cond, args := sc.where(2)
	find := func(test string, arg any) ([]Article, error) {
		var out []Article
		err := each(ctx, s.read, func(r *sql.Rows) error {
			var x scanner
			if err := r.Scan(x.article()...); err != nil {
				return err
			}
			out = append(out, x.done().Article)
			return nil
		}, `SELECT `+articleColumns+` FROM articles a WHERE `+test+` AND a.state IN ('live', 'evidence') AND `+cond+` ORDER BY a.id`,
			append([]any{arg}, args...)...)
		return out, err
	}
	id, failure := strconv.ParseInt(ref, 10, 64)
	var got []Article
	var err error
	if failure == nil && strings.HasPrefix(ref, "+") {
		got, err = find(`a.id = $1`, id)
	}
	if len(got) == 0 && err == nil {
		got, err = find(`a.ext_id = $1`, ref)
	}
	if len(got) == 0 && err == nil && failure == nil {
		got, err = find(`a.id = $1`, id)
	}
	switch {
	case err != nil:
		return Article{}, fmt.Errorf("find article %q: %w", ref, err)
	case len(got) == 0:
		return Article{}, fmt.Errorf("article %q: %w, or not visible here; a search prints the ids of articles", ref, ErrNotFound)
	case len(got) > 1:
		var names []string
		for _, a := range got {
			names = append(names, fmt.Sprintf("+%d in %s", a.ID, a.Domain))
		}
		return Article{}, fmt.Errorf("article %q is %w: %s; name it by number, with the plus", ref, ErrAmbiguous, strings.Join(names, ", "))
	}
	return got[0], nil
}

// Versions lists the texts of an article, oldest first.
func (s *Store) Versions(ctx context.Context, article int64) ([]Version, error) {
	var out []Version
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x scanner
		if err := r.Scan(x.version(true)...); err != nil {
			return err
		}
		out = append(out, x.done().Version)
		return nil
	}, `SELECT `+versionMeta+`, `+versionText+` FROM versions v WHERE v.article_id = $1 ORDER BY v.no`, article)
	return out, err
}

// Items reads versions by id with their articles, as far as the scope may see them.
func (s *Store) Items(ctx context.Context, sc Scope, versions []int64) (map[int64]Item, error) {
	cond, args := sc.where(1)
	list, err := s.seen(ctx, sc, true, `SELECT `+articleColumns+`, `+versionMeta+`, `+versionText+
		` FROM versions v JOIN articles a ON a.id = v.article_id
		WHERE v.id IN (`+ints(versions)+`) AND a.state = 'live' AND `+cond, args...)
	out := make(map[int64]Item, len(list))
	for _, it := range list {
		out[it.Version.ID] = it
	}
	return out, err
}
