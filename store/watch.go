package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/store/database"
	"dateline/store/state"
	"dateline/store/watching"
)

// AddWatch keeps a watch of a person, who is told of what is first seen after w.Seen (now
// where that is zero), and reports whether it is new: one on the same question goes on as it is. ErrNotFound
// for who has written no direct message; ErrExists when as many as there may be are kept.
func (s *Store) AddWatch(ctx context.Context, w watching.Watch) (watching.Watch, bool, error) {
	fresh := false
	err := s.tx(ctx, func(tx *sql.Tx) error {
		// the person's row is locked: two who press at once are counted one after the other
		result, err := tx.ExecContext(ctx, `UPDATE users SET profile = profile WHERE id = $1 AND dm_channel IS NOT NULL`, w.User)
		if err != nil {
			return err
		}
		if one(result) != nil {
			return ErrNotFound
		}
		now, question := s.now(), database.Key(w.Question)
		var old watching.Watch
		err = old.Scan(tx.QueryRowContext(ctx, `SELECT `+watching.Columns+` FROM watches WHERE user_id = $1 AND question = $2
			AND state = 'active' AND expire_at > $3`, w.User, question, ms(now)))
		if fresh = errors.Is(err, sql.ErrNoRows); !fresh {
			w = old
			return err
		}
		if _, err := tx.ExecContext(ctx, `DELETE FROM watches WHERE user_id = $1 AND (question = $2 OR expire_at <= $3)`, w.User,
			question, ms(now)); err != nil {
			return err
		}
		var have int
		if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM watches WHERE user_id = $1 AND state = 'active'`,
			w.User).Scan(&have); err != nil {
			return err
		}
		if have >= watching.Most {
			return ErrExists
		}
		w.ID = randomID()
		if w.Seen.IsZero() {
			w.Seen = now
		}
		return w.Scan(tx.QueryRowContext(ctx, `INSERT INTO watches(id, owner, user_id, question, story_id, lang, made_at, expire_at, state,
			seen_at) VALUES($1, $2, $3, $4, $5, $6, $7, $8, 'active', $9) RETURNING `+watching.Columns, w.ID,
			fmt.Sprintf("user:%d", w.User), w.User, question, w.Story, w.Lang, ms(now), ms(now.Add(watching.Lasts)), ms(w.Seen)))
	})
	return w, fresh, err
}

// watches reads watches.
func (s *Store) watches(ctx context.Context, cond string, args ...any) ([]watching.Watch, error) {
	var out []watching.Watch
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var w watching.Watch
		err := w.Scan(r)
		out = append(out, w)
		return err
	}, `SELECT `+watching.Columns+` FROM watches WHERE `+cond+` ORDER BY made_at, id`, args...)
	return out, err
}

// Watches lists what a person waits for, oldest first.
func (s *Store) Watches(ctx context.Context, user int64) ([]watching.Watch, error) {
	return s.watches(ctx, `user_id = $1 AND state = 'active' AND expire_at > $2`, user, ms(s.now()))
}

// ActiveWatches lists what everybody waits for.
func (s *Store) ActiveWatches(ctx context.Context) ([]watching.Watch, error) {
	return s.watches(ctx, `state = 'active' AND expire_at > $1`, ms(s.now()))
}

// DropWatch ends a watch of a person; what was not sent yet is not sent. ErrNotFound
// when he or she has no such.
func (s *Store) DropWatch(ctx context.Context, user, id int64) (w watching.Watch, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		w = watching.Watch{}
		err := w.Scan(tx.QueryRowContext(ctx, `DELETE FROM watches WHERE user_id = $1 AND id = $2 RETURNING `+watching.Columns, user, id))
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE posts SET state = 'expired', error = 'the watch was ended', epoch = epoch + 1
			WHERE key = $1 AND state = 'ready'`, fmt.Sprintf("watch:%d", id))
		return err
	})
	return w, err
}

// ReadSince lists the versions of live articles that were first seen after a time and
// can be found, oldest first, about n at most; and up to when that is all. What waits for
// its place in a story or in the index for longer than patience is not waited for.
func (s *Store) ReadSince(ctx context.Context, after time.Time, patience time.Duration, n int) ([]watching.Fresh, time.Time, error) {
	var until int64
	err := s.read.QueryRowContext(ctx, `SELECT least FROM (SELECT coalesce(min(v.seen_at) - 1, CAST($2 AS BIGINT)) AS least
		FROM versions v JOIN articles a ON a.id = v.article_id
		WHERE v.seen_at > $1 AND (v.segment_id IS NULL OR v.clustered_at IS NULL) AND a.state = 'live') x`,
		max(ms(after), ms(s.now().Add(-patience))), ms(s.now())).Scan(&until)
	if err != nil {
		return nil, after, fmt.Errorf("look for what is not indexed yet: %w", err)
	}
	// a moment is not divided: one import gives all that it reads the same
	const seen = ` FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.seen_at > $1 AND v.seen_at <= $2 AND a.state = 'live'
		ORDER BY v.seen_at`
	var full int64
	err = s.read.QueryRowContext(ctx, `SELECT v.seen_at`+seen+` LIMIT 1 OFFSET $3`, ms(after), until, n-1).Scan(&full)
	switch {
	case err == nil:
		until = full
	case !errors.Is(err, sql.ErrNoRows):
		return nil, after, fmt.Errorf("look for what was read: %w", err)
	}
	var out []watching.Fresh
	err = each(ctx, s.read, func(r *sql.Rows) error {
		var x watching.Fresh
		var at int64
		err := r.Scan(&x.Version, &x.Article, &x.Story, &at)
		x.Seen = fromMS(at)
		out = append(out, x)
		return err
	}, `SELECT v.id, v.article_id, coalesce(a.story_id, 0), v.seen_at`+seen+`, v.id`, ms(after), until)
	return out, fromMS(until), err
}

// SeenForWatches notes under the lease of whoever looks that what was first seen up to
// a time was looked at for watches.
func (s *Store) SeenForWatches(ctx context.Context, l Lease, watches []int64, until time.Time) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		if err := s.holds(ctx, tx, l); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `UPDATE watches SET seen_at = $1 WHERE seen_at < $1 AND id IN (`+ints(watches)+`)`, ms(until))
		return err
	})
}

// WatchReads lists the versions that a model has read for a watch.
func (s *Store) WatchReads(ctx context.Context, watch int64) (map[int64]bool, error) {
	out := map[int64]bool{}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var version int64
		err := r.Scan(&version)
		out[version] = true
		return err
	}, `SELECT version_id FROM watch_reads WHERE watch_id = $1`, watch)
	return out, err
}

// ReadForWatch notes that a model has read a version for a watch, while that is kept.
func (s *Store) ReadForWatch(ctx context.Context, watch, version int64) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO watch_reads(watch_id, version_id) SELECT id, CAST($2 AS BIGINT) FROM watches
		WHERE id = $1 ON CONFLICT DO NOTHING`, watch, version)
	return database.Explain(err)
}

// TellWatch stores the one message of a watch, under the lease of whoever looks, and
// ends it. ErrLost when the lease is lost, or the watch is told or gone.
func (s *Store) TellWatch(ctx context.Context, l Lease, watch int64, p NewPost) error {
	p.Key, p.Kind, p.State = fmt.Sprintf("watch:%d", watch), state.PostWatch, state.PostReady
	err := s.tx(ctx, func(tx *sql.Tx) error {
		if err := s.holds(ctx, tx, l); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `UPDATE watches SET state = 'told' WHERE id = $1 AND state = 'active'`, watch)
		if err != nil {
			return err
		}
		if err := one(result); err != nil {
			return err
		}
		return s.addPost(ctx, tx, &p)
	})
	if database.Duplicate(err) {
		return fmt.Errorf("the message of watch %d exists: %w", watch, ErrLost)
	}
	return err
}

// Direct finds the channel of direct messages of a person, or makes it, active;
// ErrNotFound for who has written none.
func (s *Store) Direct(ctx context.Context, user int64) (Channel, error) {
	person, err := s.Person(ctx, user)
	if err != nil {
		return Channel{}, err
	}
	if person.DM == 0 {
		return Channel{}, ErrNotFound
	}
	_, err = s.write.ExecContext(ctx, `INSERT INTO channels(id, kind, name, discord_id, user_id, owner, profile, rev, since_at, set_by)
		VALUES($1, 'dm', 'direct messages', $2, $3, $4, '{}', 1, $5, $6) ON CONFLICT DO NOTHING`, randomID(), person.DM, user,
		fmt.Sprintf("user:%d", user), ms(s.now()), fmt.Sprint(user))
	if err != nil {
		return Channel{}, fmt.Errorf("note the direct messages of a person: %w", database.Explain(err))
	}
	return s.Mailbox(ctx, user)
}

// Follows lists what a person is told in direct messages at set times.
func (s *Store) Follows(ctx context.Context, user int64) ([]Planned, error) {
	return s.planned(ctx, `c.kind = 'dm' AND c.user_id = $1`, user)
}

// Mailbox reads the channel of direct messages of a person, in which he or she is told
// things; ErrNotFound while nothing was asked for.
func (s *Store) Mailbox(ctx context.Context, user int64) (Channel, error) {
	var c Channel
	err := scan(s.read.QueryRowContext(ctx, `SELECT `+channelColumns+` FROM channels c WHERE c.kind = 'dm' AND c.user_id = $1
		ORDER BY c.since_at DESC LIMIT 1`, user), &c)
	return c, err
}
