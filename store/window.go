package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"dateline/store/retain"
)

// Range is a window of time, (From, To]; NoText leaves texts and blobs out.
type Range struct {
	From, To time.Time
	NoText   bool
}

// at keeps of each article the version that was visible at the time numbered
// $n: the newest one seen by then, or the first.
func at(n int) string {
	return fmt.Sprintf(`v.no = (SELECT max(w.no) FROM versions w WHERE w.article_id = a.id AND (w.no = 1 OR w.seen_at <= $%d))`, n)
}

// Window reads the live visible articles of a range with the version visible
// at its end, ordered by (time, id).
func (s *Store) Window(ctx context.Context, sc Scope, r Range) ([]Item, error) {
	cond, args := sc.where(3)
	cols := articleColumns + `, ` + versionMeta
	if !r.NoText {
		cols += `, ` + versionText
	}
	return s.seen(ctx, sc, !r.NoText, `SELECT `+cols+` FROM articles a JOIN versions v ON v.article_id = a.id
		WHERE a.state = 'live' AND a.time_at > $1
		AND a.time_at <= $2 AND `+at(2)+` AND `+cond+` ORDER BY a.time_at, a.id`, append([]any{since(r.From), r.To.UnixMilli()},
		args...)...)
}

// StoryItems reads all visible members of stories as they stood at a time.
func (s *Store) StoryItems(ctx context.Context, sc Scope, stories []int64, when time.Time) ([]Item, error) {
	cond, args := sc.where(2)
	return s.seen(ctx, sc, true, `SELECT `+articleColumns+`, `+versionMeta+`, `+versionText+
		` FROM articles a JOIN versions v ON v.article_id = a.id
		WHERE a.state = 'live'
		AND a.story_id IN (`+ints(stories)+`) AND a.time_at <= $1 AND `+at(1)+` AND `+cond+` ORDER BY a.time_at, a.id`,
		append([]any{when.UnixMilli()}, args...)...)
}

// Extent is how much a scope holds.
type Extent struct {
	Articles, Outlets int
	Oldest, Newest    time.Time
}

// Extent counts the visible articles up to a time.
func (s *Store) Extent(ctx context.Context, sc Scope, when time.Time) (Extent, error) {
	cond, args := sc.where(2)
	var e Extent
	var oldest, newest int64
	err := s.read.QueryRowContext(ctx, `SELECT count(*), count(DISTINCT a.outlet), coalesce(min(a.time_at), 0), coalesce(max(a.time_at), 0)
		FROM articles a WHERE a.state = 'live' AND a.time_at <= $1 AND `+cond,
		append([]any{when.UnixMilli()}, args...)...).Scan(&e.Articles, &e.Outlets, &oldest, &newest)
	e.Oldest, e.Newest = fromMS(oldest), fromMS(newest)
	return e, err
}

// Carrier is who carries an article, and where it stood first.
type Carrier struct {
	Domain, Outlet, Host string
	Sources              []int64
}

// Carriers says of live articles who carries them, and when the newest was read: of all
// for the zero time; else of those that somebody has carried since a little before that newest,
// which is all that has changed but for what was Removed, unless MovedRevision has grown.
func (s *Store) Carriers(ctx context.Context, since time.Time) (map[int64]Carrier, time.Time, error) {
	if since.IsZero() {
		return s.carriers(ctx, since, `TRUE`)
	}
	return s.carriers(ctx, since, `a.id IN (SELECT n.article_id FROM article_sources n WHERE n.seen_at > $1)`,
		ms(since)-retain.CarriedAgain.Milliseconds())
}

// Removed are the articles that were taken out, by id; none comes back.
func (s *Store) Removed(ctx context.Context) ([]int64, error) {
	return s.due(ctx, `SELECT id FROM articles WHERE state = 'removed' ORDER BY id`)
}

func (s *Store) carriers(ctx context.Context, newest time.Time, which string, args ...any) (map[int64]Carrier, time.Time, error) {
	out := map[int64]Carrier{}
	kept := map[string]string{} // one copy of each outlet and host
	keep := func(s string) string {
		if _, ok := kept[s]; !ok {
			kept[s] = strings.Clone(s)
		}
		return kept[s]
	}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var id, src, seen int64
		var domain, outlet, address string
		if err := r.Scan(&id, &domain, &outlet, &address, &src, &seen); err != nil {
			return err
		}
		carrier := out[id]
		carrier.Domain, carrier.Outlet, carrier.Host, carrier.Sources = keep(domain), keep(outlet), keep(hostOf(address)),
			append(carrier.Sources, src)
		out[id] = carrier
		if at := fromMS(seen); at.After(newest) {
			newest = at
		}
		return nil
	}, `SELECT a.id, a.domain, a.outlet, a.url, x.source_id, x.seen_at FROM articles a JOIN article_sources x ON x.article_id = a.id
		WHERE a.state = 'live' AND `+which, args...)
	return out, newest, err
}

// hostOf is the host of an address, without port and "www.", "" if it has none.
func hostOf(address string) string {
	_, rest, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	if i := strings.IndexAny(rest, ":/?#"); i >= 0 {
		rest = rest[:i]
	}
	return strings.TrimPrefix(strings.ToLower(rest), "www.")
}

// since is the start of a window in SQL; the zero time is before everything.
func since(t time.Time) int64 {
	if t.IsZero() {
		return -1 << 62
	}
	return t.UnixMilli()
}
