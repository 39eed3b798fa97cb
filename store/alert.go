package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/store/database"
	"dateline/store/state"
)

// firstSeen is the condition that article a was first seen in the range $1, $2, and
// published at most two hours before it: what was late for longer is no news of now.
func (Range) firstSeen() string {
	return `a.seen_at > $1 AND a.seen_at <= $2 AND a.time_at > $1 - 7200000`
}

// bursts finds stories by how many outlets have an article first seen in the range. The
// domain is an expression: by its index SQLite would read every public article, and not
// the newest.
func (r Range) bursts() string {
	return `SELECT a.story_id + 0 FROM articles a WHERE a.state = 'live' AND a.domain || '' = 'public' AND a.story_id IS NOT NULL
		AND ` + r.firstSeen() + ` GROUP BY a.story_id + 0 HAVING count(DISTINCT a.outlet) >= $3 ORDER BY a.story_id + 0`
}

// Bursts lists the public stories of which at least so many outlets have an article
// that was first seen in a range. Where it is empty no channel has an alert.
func (s *Store) Bursts(ctx context.Context, r Range, outlets int) ([]int64, error) {
	var out []int64
	err := each(ctx, s.read, func(row *sql.Rows) error {
		var id int64
		err := row.Scan(&id)
		out = append(out, id)
		return err
	}, r.bursts(), r.From.UnixMilli(), r.To.UnixMilli(), outlets)
	return out, err
}

// FirstSeen reads the articles of stories that were first seen in a range, by a feed
// that an owner (or the desk, while the owner has chosen none) had chosen before each
// was published: what a feed held when it was chosen is not news.
func (s *Store) FirstSeen(ctx context.Context, owner string, stories []int64, r Range) ([]Item, error) {
	sc, err := s.ScopeOf(ctx, owner)
	if err != nil {
		return nil, err
	}
	return s.seen(ctx, sc, true, `SELECT `+articleColumns+`, `+versionMeta+`, `+versionText+`
		FROM articles a JOIN versions v ON v.article_id = a.id WHERE a.state = 'live' AND a.domain || '' = 'public'
		AND a.story_id IN (`+ints(stories)+`) AND `+r.firstSeen()+` AND `+at(2)+`
		AND EXISTS (SELECT 1 FROM article_sources x JOIN sources f ON f.id = x.source_id WHERE x.article_id = a.id AND f.kind = 'feed'
		AND x.source_id IN (`+ints(sc.Sources)+`) AND a.time_at > coalesce(
			(SELECT u.added_at FROM subscriptions u WHERE u.source_id = f.id AND u.owner = $3 AND u.removed_at IS NULL),
			(SELECT u.added_at FROM subscriptions u WHERE u.source_id = f.id AND u.owner = '`+Desk+`' AND u.removed_at IS NULL)))
		ORDER BY a.time_at, a.id`, r.From.UnixMilli(), r.To.UnixMilli(), owner)
}

// idle is the condition that something may be told in a channel and nothing is just
// now: the operator has stopped neither, no post waits there, and no slot of the last hour is to be written or is being written.
func (s *Store) idle(channel string) string {
	guild := `(SELECT k.guild_id FROM channels k WHERE k.id = ` + channel + `)`
	return `NOT ` + s.stopped(state.BrakePosting, guild) + ` AND NOT ` + s.stopped(state.BrakeWriting, guild) + `
		AND NOT ` + s.waiting(channel, "NULL") + ` AND NOT EXISTS (SELECT 1 FROM slots t JOIN schedules h ON h.id = t.schedule_id
		WHERE t.` + unfinished + ` AND h.channel_id = ` + channel + ` AND h.state = 'active' AND t.due_at > ` + s.stamp() +
		fmt.Sprintf(" - %d", time.Hour.Milliseconds()) + `)`
}

// Idle reports whether a channel may be told something, and nothing is told there
// just now.
func (s *Store) Idle(ctx context.Context, channel int64) (bool, error) {
	var idle bool
	err := s.read.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM channels c WHERE c.id = $1 AND `+open+` AND `+s.idle("c.id")+`)`,
		channel).Scan(&idle)
	return idle, err
}

// Alerts lists the alerts of a channel that were due after a time, newest first.
func (s *Store) Alerts(ctx context.Context, channel int64, since time.Time) ([]Post, error) {
	var out []Post
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var p Post
		err := scan(r, &p)
		out = append(out, p)
		return err
	}, `SELECT `+postColumns+` FROM posts p WHERE p.channel_id = $1 AND p.kind = 'alert' AND p.due_at > $2 ORDER BY p.due_at DESC, p.id`,
		channel, ms(since))
	return out, err
}

// WithdrawAlerts lets no alert of a channel be sent that waits for it: its alerts were
// switched off. One that is being sent is not held up.
func (s *Store) WithdrawAlerts(ctx context.Context, channel int64) error {
	_, err := s.write.ExecContext(ctx, `UPDATE posts SET state = 'expired', error = 'alerts were switched off', epoch = epoch + 1
		WHERE channel_id = $1 AND kind = 'alert' AND state = 'ready'`, channel)
	if err != nil {
		return fmt.Errorf("withdraw alerts: %w", err)
	}
	return nil
}

// AddAlert stores an alert with the claims it tells, under the lease of whoever
// decides on alerts. ErrBusy when something else is told in its channel just now, or
// was since the alert's cut; ErrLost when the lease is, or when the alert is there.
func (s *Store) AddAlert(ctx context.Context, l Lease, p NewPost) error {
	p.Kind, p.State = state.PostAlert, state.PostReady
	err := s.tx(ctx, func(tx *sql.Tx) error {
		if err := s.holds(ctx, tx, l); err != nil {
			return err
		}
		lock := ""
		if s.db.Kind == "postgres" {
			lock = " FOR NO KEY UPDATE"
		}
		var id int64
		err := tx.QueryRowContext(ctx, `SELECT c.id FROM channels c WHERE c.id = $1 AND `+open+lock, p.Channel).Scan(&id)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrBusy
		}
		if err != nil {
			return err
		}
		var idle bool // a statement of its own: it sees what was stored while this one waited for the row
		err = tx.QueryRowContext(ctx, `SELECT `+s.idle("$1")+` AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.channel_id = $1
			AND p.cut_at > $2)`, p.Channel, ms(p.Cut)).Scan(&idle)
		if err != nil {
			return err
		}
		if !idle {
			return ErrBusy
		}
		return s.addPost(ctx, tx, &p)
	})
	if database.Duplicate(err) {
		return fmt.Errorf("alert %s exists: %w", p.Key, ErrLost)
	}
	return err
}
