package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"dateline/store/state"
)

// Story is a group of articles about one event. Its id is stable; a story
// that was merged points at the one that lives on.
type Story struct {
	ID          int64
	Domain      string
	Lang        string
	First, Last time.Time
	State       state.Story
}

// Assignment places a version: its article's story and its text family. A
// negative Story is the temporary id of a Story in the same call.
type Assignment struct{ Version, Article, Story, Family int64 }

// Merge makes one story of two: From's articles are Into's, and both ids resolve.
type Merge struct{ From, Into int64 }

// PendingCluster reads versions of live articles that have no place yet, by
// (time, version). Which they are is asked first, in a form that is no join:
// PostgreSQL, while it knows no better of tables that just grew, would read all
// of one for every row of the other.
func (s *Store) PendingCluster(ctx context.Context, limit int) ([]Item, error) {
	var ids []int64
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT id FROM (SELECT v.id, (SELECT a.time_at FROM articles a WHERE a.id = v.article_id AND a.state = 'live') AS at FROM versions v
		WHERE v.clustered_at IS NULL) p
		WHERE at IS NOT NULL ORDER BY at, id LIMIT $1`, limit)
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	return s.items(ctx, true, `SELECT `+articleColumns+`, `+versionMeta+`, `+versionText+
		` FROM versions v JOIN articles a ON a.id = v.article_id
		WHERE v.id IN (`+ints(ids)+`) ORDER BY a.time_at, v.id`)
}

// ClusterWindow reads the placed articles of a domain in a range of time, each
// with its newest placed version, by (time, id).
func (s *Store) ClusterWindow(ctx context.Context, domain string, from, to time.Time) ([]Item, error) {
	return s.items(ctx, true, `SELECT `+articleColumns+`, `+versionMeta+`, `+versionText+
		` FROM articles a JOIN versions v ON v.article_id = a.id
		WHERE a.domain = $1 AND a.time_at >= $2 AND a.time_at <= $3 AND a.story_id IS NOT NULL AND a.state = 'live'
		AND v.no = (SELECT max(w.no) FROM versions w WHERE w.article_id = a.id AND w.clustered_at IS NOT NULL)
		ORDER BY a.time_at, a.id`, domain, from.UnixMilli(), to.UnixMilli())
}

// SaveClusters stores new stories, assignments and merges, in that order and in
// one transaction, under the lease "cluster" (ErrLost when it is lost). It
// returns the ids of the new stories by their temporary ones.
func (s *Store) SaveClusters(ctx context.Context, l Lease, stories []Story, as []Assignment, merges []Merge) (map[int64]int64, error) {
	ids := map[int64]int64{}
	err := s.tx(ctx, func(tx *sql.Tx) error {
		clear(ids)
		if err := s.holds(ctx, tx, l); err != nil {
			return err
		}
		for _, st := range stories {
			var id int64
			err := tx.QueryRowContext(ctx, `INSERT INTO stories(domain, lang, first_at, last_at) VALUES($1, $2, $3, $4) RETURNING id`,
				st.Domain, st.Lang, ms(st.First), ms(st.Last)).Scan(&id)
			if err != nil {
				return fmt.Errorf("store a story: %w", err)
			}
			ids[st.ID] = id
		}
		for _, a := range as {
			if a.Story < 0 {
				a.Story = ids[a.Story]
			}
			if err := s.place(ctx, tx, a); err != nil {
				return fmt.Errorf("place version %d: %w", a.Version, err)
			}
		}
		for _, m := range merges {
			if id, ok := ids[m.Into]; ok {
				m.Into = id
			}
			if err := merge(ctx, tx, m); err != nil {
				return fmt.Errorf("merge story %d into %d: %w", m.From, m.Into, err)
			}
		}
		return nil
	})
	return ids, err
}

func (s *Store) place(ctx context.Context, tx *sql.Tx, a Assignment) error {
	if _, err := tx.ExecContext(ctx, `UPDATE versions SET family_id = $2, clustered_at = $3 WHERE id = $1`, a.Version, null(a.Family),
		ms(s.now())); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE articles SET story_id = $2 WHERE id = $1`, a.Article, null(a.Story)); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE stories SET first_at = CASE WHEN a.t < first_at THEN a.t ELSE first_at END, last_at = CASE
		WHEN a.t > last_at THEN a.t ELSE last_at END
		FROM (SELECT time_at AS t FROM articles WHERE id = $2) AS a WHERE stories.id = $1`, a.Story, a.Article)
	return err
}

func merge(ctx context.Context, tx *sql.Tx, m Merge) error {
	result, err := tx.ExecContext(ctx, `UPDATE stories SET merged_into = $2, state = 'merged' WHERE id = $1 AND merged_into IS NULL
		AND domain = (SELECT domain FROM stories WHERE id = $2)`, m.From, m.Into)
	if err == nil {
		err = one(result)
	}
	if err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE articles SET story_id = $2 WHERE story_id = $1`, m.From, m.Into); err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE stories SET first_at = CASE WHEN f.first_at < stories.first_at THEN f.first_at
		ELSE stories.first_at END,
		last_at = CASE WHEN f.last_at > stories.last_at THEN f.last_at ELSE stories.last_at END FROM stories AS f WHERE f.id = $1
		AND stories.id = $2`, m.From, m.Into)
	return err
}

// Overlaid are the stories of other domains that articles of a domain in a
// range of time are attached to.
func (s *Store) Overlaid(ctx context.Context, domain string, from, to time.Time) (map[int64]bool, error) {
	out := map[int64]bool{}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		out[id] = true
		return err
	}, `SELECT DISTINCT t.id FROM articles a JOIN stories t ON t.id = a.story_id WHERE a.domain = $1 AND t.domain <> $1 AND a.time_at >= $2
		AND a.time_at <= $3`, domain, from.UnixMilli(), to.UnixMilli())
	return out, err
}

// ToldAnywhere says which of these stories any channel was told.
func (s *Store) ToldAnywhere(ctx context.Context, stories []int64) (map[int64]bool, error) {
	out := map[int64]bool{}
	if len(stories) == 0 {
		return out, nil
	}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var id int64
		err := r.Scan(&id)
		out[id] = true
		return err
	}, `SELECT DISTINCT a.story_id FROM articles a JOIN versions v ON v.article_id = a.id JOIN cites t ON t.version_id = v.id
		JOIN post_claims x ON x.claim_id = t.claim_id
		JOIN posts p ON p.id = x.post_id WHERE `+told+` AND a.story_id IN (`+ints(stories)+`)`)
	return out, err
}

// Resolve follows merged stories to the one that lives on.
func (s *Store) Resolve(ctx context.Context, story int64) (int64, error) {
	var id int64
	err := s.read.QueryRowContext(ctx, `WITH RECURSIVE chain(id, next) AS (SELECT id, merged_into FROM stories WHERE id = $1
		UNION SELECT s.id, s.merged_into FROM stories s JOIN chain ON s.id = chain.next) SELECT id FROM chain
		WHERE next IS NULL`, story).Scan(&id)
	if err == sql.ErrNoRows {
		return 0, ErrNotFound
	}
	return id, err
}

// Merged says of those of some stories that were merged into others which one
// lives on.
func (s *Store) Merged(ctx context.Context, stories []int64) (map[int64]int64, error) {
	out := map[int64]int64{}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var from, into int64
		err := r.Scan(&from, &into)
		out[from] = into
		return err
	}, `WITH RECURSIVE chain(first, id, next) AS (SELECT id, id, merged_into FROM stories WHERE id IN (`+ints(stories)+`)
		AND merged_into IS NOT NULL UNION SELECT c.first, s.id, s.merged_into FROM stories s JOIN chain c ON s.id = c.next)
		SELECT first, id FROM chain WHERE next IS NULL`)
	if err != nil {
		return nil, fmt.Errorf("look which stories were merged: %w", err)
	}
	return out, nil
}
