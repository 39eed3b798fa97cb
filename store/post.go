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

// The states of a post and who moves them (protocol I; the four conditions
// stand in the statements): every transition is compare-and-set on epoch, the
// test of the nonce's window stands in the statement that commits the intent,
// and one clock stamps.

const postColumns = `p.id, p.key, p.part, p.channel_id, coalesce(p.schedule_id, 0), coalesce(p.slot_id, 0), p.kind, p.payload, p.marker, ` +
	`p.state, coalesce(p.cut_at, 0), p.due_at, p.expire_at, coalesce(p.first_at, 0), coalesce(p.last_at, 0), coalesce(p.message_id, 0), ` +
	`p.error, p.epoch, p.follow, p.follow_at`

func (p *Post) scan() ([]any, func()) {
	var cut, due, expire, first, last, follow int64
	return []any{&p.ID, &p.Key, &p.Part, &p.Channel, &p.Schedule, &p.Slot, &p.Kind, &p.Payload, &p.Marker, &p.State, &cut, &due, &expire,
			&first, &last, &p.MessageID, &p.Error, &p.Epoch, &p.Follow, &follow}, func() {
			p.Cut, p.Due, p.Expire, p.First, p.Last = fromMS(cut), fromMS(due), fromMS(expire), fromMS(first), fromMS(last)
			p.FollowAt = fromMS(follow)
		}
}

// ClaimPosts leases up to n posts that are due: ready ones of active
// channels, and all whose fate is not known. A part waits for the one before it.
// What moderators had time to see is ready when it is due, what they hold when its
// time is over: all parts at once. What shows something that was taken back is not
// sent before it is rewritten.
func (s *Store) ClaimPosts(ctx context.Context, n int, lease time.Duration) ([]Post, error) {
	now := s.stamp()
	var out []Post
	err := s.tx(ctx, func(tx *sql.Tx) error {
		out = nil
		if err := s.wake(ctx, tx); err != nil {
			return err
		}
		return each(ctx, tx, func(r *sql.Rows) error {
			var p Post
			err := scan(r, &p)
			out = append(out, p)
			return err
		}, `UPDATE posts AS p SET lease_until = `+now+` + $1, epoch = p.epoch + 1 WHERE p.id IN (
			SELECT d.id FROM posts d JOIN channels c ON c.id = d.channel_id
			WHERE d.state IN `+pending+` AND d.due_at <= `+now+` AND `+s.free("d.lease_until")+`
			AND (`+open+` AND NOT `+s.stopped(state.BrakePosting, "c.guild_id")+` OR d.state <> 'ready' OR d.expire_at <= `+now+`)
			AND (d.state <> 'ready' OR NOT EXISTS (SELECT 1 FROM recalls n WHERE n.post_id = d.id AND n.state = 'rewrite'))
			AND NOT EXISTS (SELECT 1 FROM posts o WHERE o.key = d.key AND o.part = d.part - 1 AND o.state IN `+pending+`)
			ORDER BY d.due_at, d.part LIMIT $2`+s.skipOf("d")+`) RETURNING `+bare(postColumns), lease.Milliseconds(), n)
	})
	return out, err
}

// Intent is how a send begins.
type Intent int

// The intents.
const (
	First  Intent = iota // nothing was tried before, or history proves that nothing landed
	Resend               // the same nonce again, while Discord surely remembers it
)

// Intend commits that a post is about to be sent; ErrLost where the operator has stopped
// posting: it stays as it is. A Resend is refused with
// ErrLost outside the window of the nonce: first_at + settle must lie within
// it, and a clock that shows less than first_at has been set back: how long ago
// that was is not known.
func (s *Store) Intend(ctx context.Context, p Post, how Intent, settle, window time.Duration) (Post, error) {
	now := s.stamp()
	set, cond, args := `first_at = `+now, `expire_at > `+now, []any{p.ID, p.Epoch}
	if how == Resend {
		set, cond = `first_at = first_at`, cond+` AND first_at IS NOT NULL AND first_at <= `+now+` AND `+now+` - first_at + $3 <= $4`
		args = append(args, settle.Milliseconds(), window.Milliseconds())
	}
	err := scan(s.write.QueryRowContext(ctx, `UPDATE posts AS p SET state = 'sending', `+set+`, last_at = `+now+`, epoch = p.epoch + 1
		WHERE p.id = $1 AND p.epoch = $2 AND p.state IN `+pending+` AND `+cond+` AND NOT `+
		s.stopped(state.BrakePosting, `(SELECT c.guild_id FROM channels c WHERE c.id = p.channel_id)`)+`
		RETURNING `+bare(postColumns), args...), &p)
	if errors.Is(err, ErrNotFound) {
		return p, ErrLost
	}
	return p, database.Explain(err)
}

// Settle ends an attempt: the state it leads to, the message it made, why it
// failed, and after what time to look again (for ready and unknown; 0 leaves
// the time it is due). A post that goes back to ready without an earlier
// attempt that may have landed forgets its first time. The slot is done with
// its last post; when none of them told anything it counts as skipped.
func (s *Store) Settle(ctx context.Context, p Post, end state.Post, wait time.Duration, forget bool) error {
	times, due := "", "due_at"
	if forget {
		times = `, first_at = NULL, last_at = NULL`
	}
	if wait > 0 {
		due = s.stamp() + fmt.Sprintf(" + %d", wait.Milliseconds())
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE posts SET state = $3, message_id = coalesce($4, message_id), error = $5,
			due_at = `+due+times+`, lease_until = 0, epoch = epoch + 1 WHERE id = $1 AND epoch = $2`,
			p.ID, p.Epoch, end, null(p.MessageID), p.Error)
		if err != nil {
			return err
		}
		if err := one(result); err != nil {
			return err
		}
		if end != state.PostSent { // what follows a part that did not arrive would hang in the air
			if _, err := tx.ExecContext(ctx, `UPDATE posts SET state = 'expired', error = 'an earlier part did not arrive',
				epoch = epoch + 1 WHERE key = $1 AND part > $2 AND state = 'ready'
				AND $3 IN ('failed', 'expired', 'unproven')`, p.Key, p.Part, end); err != nil {
				return err
			}
		}
		return endSlots(ctx, tx, "id", p.Slot, p.Error)
	})
}

// endSlots ends the written slots (by "id" or "schedule_id") none of whose
// posts waits any more: done, or skipped for a reason when nothing was told.
func endSlots(ctx context.Context, tx *sql.Tx, column string, id int64, reason string) error {
	const told = `EXISTS (SELECT 1 FROM posts p WHERE p.slot_id = slots.id AND p.kind <> 'review' AND p.state IN ('sent', 'unproven'))`
	_, err := tx.ExecContext(ctx, `UPDATE slots SET state = CASE WHEN `+told+` THEN 'done' ELSE 'skipped' END, reason = CASE WHEN `+told+
		` THEN reason ELSE $2 END
		WHERE `+column+` = $1 AND state = 'written' AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.slot_id = slots.id AND p.kind <> 'review'
		AND (p.state IN `+pending+` OR p.state IN ('waiting', 'held')))`, id, reason)
	return err
}

// Post reads one post.
func (s *Store) Post(ctx context.Context, id int64) (Post, error) {
	var p Post
	err := scan(s.read.QueryRowContext(ctx, `SELECT `+postColumns+` FROM posts p WHERE p.id = $1`, id), &p)
	return p, err
}

// SlotPosts lists by part the posts that tell a slot.
func (s *Store) SlotPosts(ctx context.Context, slot int64) ([]Post, error) {
	var out []Post
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var p Post
		err := scan(r, &p)
		out = append(out, p)
		return err
	}, `SELECT `+postColumns+` FROM posts p WHERE p.slot_id = $1 AND p.kind <> 'review' ORDER BY p.part`, slot)
	return out, err
}

// Thread is the thread of a forum in which the parts of a post's text stand:
// Discord gives it the id of its first message. ErrNotFound when that is not known.
func (s *Store) Thread(ctx context.Context, p Post) (int64, error) {
	var id int64
	err := s.read.QueryRowContext(ctx, `SELECT coalesce(message_id, 0) FROM posts WHERE key = $1 AND part = 0`, p.Key).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) || err == nil && id == 0 {
		return 0, ErrNotFound
	}
	return id, err
}

// Waiting counts what is due and not sent, and the oldest of it.
func (s *Store) Waiting(ctx context.Context) (n int, oldest time.Time, err error) {
	var at int64
	err = s.read.QueryRowContext(ctx, `SELECT count(*), coalesce(min(due_at), 0) FROM posts WHERE state IN `+pending).Scan(&n, &at)
	return n, fromMS(at), err
}

// Counts counts rows by state: of sources, posts, channels, guilds.
func (s *Store) Counts(ctx context.Context, table string) (map[string]int, error) {
	out := map[string]int{}
	for _, known := range []string{"sources", "posts", "channels", "guilds"} {
		if known != table {
			continue
		}
		err := each(ctx, s.read, func(r *sql.Rows) error {
			var state string
			var n int
			err := r.Scan(&state, &n)
			out[state] = n
			return err
		}, `SELECT state, count(*) FROM `+known+` GROUP BY state`)
		return out, err
	}
	return nil, ErrNotFound
}
