package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"dateline/store/state"
)

// A slot that moderators see first is written before it is due. Its posts are
// waiting until they are due, or held. Every change of theirs is a compare-and-set
// on the slot and on all its posts at once: what has begun to leave is not changed.

// wake makes ready what moderators had time to see and what they held until its
// time was over: all parts of a text at once, and in a channel one text after the
// other, so that none tells again what the one before it told. What was overtaken so
// is given back to be written anew.
func (s *Store) wake(ctx context.Context, tx *sql.Tx) error {
	if err := s.takeBackOvertaken(ctx, tx); err != nil {
		return err
	}
	now := `(SELECT ` + s.stamp() + `)` // once for all parts of a text: else one may be due a millisecond before the next
	_, err := tx.ExecContext(ctx, `UPDATE posts SET state = 'ready', epoch = epoch + 1 WHERE state IN ('waiting', 'held')
		AND (expire_at <= `+now+` OR state = 'waiting' AND due_at <= `+now+` AND NOT EXISTS (SELECT 1 FROM posts o
		WHERE o.channel_id = posts.channel_id AND o.kind IN ('briefing', 'alert') AND coalesce(o.slot_id, 0) <> posts.slot_id
		AND (o.state IN `+pending+` OR o.state = 'waiting' AND o.due_at <= `+now+` AND o.slot_id < posts.slot_id)))`)
	return err
}

// takeBackOvertaken gives back the slots that moderators let through, by now or by
// their time, and whose channel was told something else since they were written.
func (s *Store) takeBackOvertaken(ctx context.Context, tx *sql.Tx) error {
	now := s.stamp()
	var back []Slot
	err := each(ctx, tx, func(r *sql.Rows) error {
		var x Slot
		err := r.Scan(&x.ID, &x.Review)
		back = append(back, x)
		return err
	}, `UPDATE slots SET state = 'planned', epoch = epoch + 1, lease_until = 0 WHERE `+unfinished+` AND state = 'written'
		AND id IN (SELECT w.slot_id FROM posts w WHERE w.state IN ('waiting', 'held') AND w.state = 'waiting' AND w.due_at <= `+now+`
		AND w.expire_at > `+now+`)
		AND EXISTS (SELECT 1 FROM posts r JOIN posts b ON b.slot_id = r.slot_id AND b.kind <> 'review'
		JOIN posts p ON p.channel_id = b.channel_id WHERE r.slot_id = slots.id AND r.kind = 'review' AND `+told+`
		AND p.last_at >= r.cut_at AND coalesce(p.slot_id, 0) <> r.slot_id) RETURNING id, review`)
	for _, x := range back {
		err = errors.Join(err, s.takeBack(ctx, tx, x))
	}
	return err
}

// takeBack deletes the posts of a slot that is to be written anew. Nothing of them has
// left, so these rows are known nowhere else; ErrLost when something has.
func (s *Store) takeBack(ctx context.Context, tx *sql.Tx, x Slot) error {
	const own = `slot_id = $1 AND kind <> 'review' AND state IN ('waiting', 'held')`
	if err := erase(ctx, tx, x.ID, `DELETE FROM post_claims WHERE post_id IN (SELECT id FROM posts WHERE `+own+`)`,
		`DELETE FROM posts WHERE `+own); err != nil {
		return err
	}
	if err := s.untouched(ctx, tx, x); err != nil {
		return err
	}
	return s.wakeReview(ctx, tx, "slot_id", x.ID)
}

// heldReason is why a post did not arrive that nobody released.
func (s *Store) heldReason() string { return "a moderator held it" }

// addReviewed stores a post of a slot whose review has come so far. The message for
// moderators is stored once; what it says is changed, and its Cut: the time at which
// the writing began that it shows.
func (s *Store) addReviewed(ctx context.Context, tx *sql.Tx, review state.Review, p NewPost) error {
	if p.Kind == state.PostReview {
		result, err := tx.ExecContext(ctx, `UPDATE posts SET payload = $3, cut_at = $4 WHERE key = $1 AND part = $2`, p.Key, p.Part,
			p.Payload, null(ms(p.Cut)))
		if err != nil || one(result) == nil {
			return err
		}
		return s.addPost(ctx, tx, &p)
	}
	switch review {
	case state.ReviewOpen:
		p.State = state.PostWaiting
	case state.ReviewHeld:
		p.State, p.Error = state.PostHeld, s.heldReason()
	case state.ReviewPassed:
		p.State, p.Due = state.PostWaiting, s.now()
	}
	return s.addPost(ctx, tx, &p)
}

// supersedeHeld ends what is held of a schedule whose next slot may be written by
// now: that covers it.
func (s *Store) supersedeHeld() string {
	return `UPDATE posts SET state = 'expired', epoch = epoch + 1 WHERE state IN ('waiting', 'held') AND state = 'held'
		AND EXISTS (SELECT 1 FROM slots t JOIN slots n ON n.schedule_id = t.schedule_id WHERE t.id = posts.slot_id AND n.due_at > t.due_at
		AND n.write_at <= ` + s.stamp() + ` AND n.state <> 'skipped')`
}

// endHeld ends the slots of which everything that was held has ended.
func (s *Store) endHeld() string {
	return `UPDATE slots SET state = 'skipped', reason = '` + s.heldReason() + `', epoch = epoch + 1 WHERE ` + unfinished + `
		AND state = 'written' AND review = 'held' AND NOT EXISTS (SELECT 1 FROM posts p WHERE p.slot_id = slots.id
		AND p.kind <> 'review' AND p.state <> 'expired')`
}

// wakeReview makes the messages say what has become of slots (by "slot_id" or
// "schedule_id") that moderators see.
func (s *Store) wakeReview(ctx context.Context, tx *sql.Tx, column string, id int64) error {
	_, err := tx.ExecContext(ctx, `UPDATE posts SET follow_at = 0 WHERE `+column+` = $1 AND follow = 'review'`, id)
	return err
}

// ReviewPost is the message in which moderators see a slot; ErrNotFound without one.
func (s *Store) ReviewPost(ctx context.Context, slot int64) (Post, error) {
	var p Post
	err := scan(s.read.QueryRowContext(ctx, `SELECT `+postColumns+` FROM posts p WHERE p.slot_id = $1 AND p.kind = 'review'`, slot), &p)
	return p, err
}

// HoldSlot stops a slot that waits for its time, until somebody releases it. ErrLost
// when it does not wait: it is held, or leaves, or has left. So do the others.
func (s *Store) HoldSlot(ctx context.Context, slot int64, by string) error {
	return s.changeReview(ctx, Slot{ID: slot, Reviewer: by, Review: state.ReviewHeld}, `('open')`,
		`state = 'held', error = '`+s.heldReason()+`' WHERE state = 'waiting'`)
}

// ReleaseSlot lets a slot that is held be posted at its time, or at once where that
// is over. What its channel was told meanwhile is taken out of it before.
func (s *Store) ReleaseSlot(ctx context.Context, slot int64, by string) error {
	return s.changeReview(ctx, Slot{ID: slot, Reviewer: by, Review: state.ReviewOpen}, `('held')`,
		`state = 'waiting', error = '' WHERE state = 'held'`)
}

// PostSlot lets a slot that waits or is held be posted at once, as ReleaseSlot does.
func (s *Store) PostSlot(ctx context.Context, slot int64, by string) error {
	return s.changeReview(ctx, Slot{ID: slot, Reviewer: by, Review: state.ReviewPassed}, `('open', 'held')`,
		`state = 'waiting', error = '', due_at = (SELECT `+s.stamp()+`) WHERE state IN ('waiting', 'held')`)
}

// changeReview moves the review of a slot from one of some states to another, and
// its posts with it.
func (s *Store) changeReview(ctx context.Context, x Slot, from, posts string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE slots SET review = $2, reviewer = $3 WHERE id = $1 AND `+unfinished+`
			AND review IN `+from, x.ID, x.Review, x.Reviewer) // its row is locked: who acts at the same time waits
		if err == nil {
			err = one(result)
		}
		if err != nil {
			return err
		}
		if _, err := tx.ExecContext(ctx, `UPDATE posts SET epoch = epoch + 1, `+posts+` AND slot_id = $1 AND kind <> 'review'`,
			x.ID); err != nil {
			return err
		}
		if err := s.untouched(ctx, tx, x); err != nil {
			return err
		}
		return s.wakeReview(ctx, tx, "slot_id", x.ID)
	})
}

// untouched proves that every post of a slot is as its review has it: ErrLost when
// one has begun to leave.
func (s *Store) untouched(ctx context.Context, tx *sql.Tx, x Slot) error {
	want := state.PostWaiting
	if x.Review == state.ReviewHeld {
		want = state.PostHeld
	}
	var gone bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM posts p WHERE p.slot_id = $1 AND p.kind <> 'review'
		AND (p.state <> $2 OR p.first_at IS NOT NULL))`, x.ID, want).Scan(&gone)
	if err == nil && gone {
		return ErrLost
	}
	return err
}

// DropStory gives a slot back to be written anew without a story, and without those
// that were dropped before. x is the slot as whoever drops saw it: ErrLost when
// others were dropped since, or when it does not wait any more.
func (s *Store) DropStory(ctx context.Context, x Slot, by string, story int64) error {
	known, err := json.Marshal(x.Dropped)
	if err != nil {
		return fmt.Errorf("read the dropped stories of slot %d: %w", x.ID, err)
	}
	dropped, err := json.Marshal(append(slices.Clip(x.Dropped), story))
	if err != nil {
		return fmt.Errorf("note the dropped stories of slot %d: %w", x.ID, err)
	}
	if len(x.Dropped) == 0 {
		known = nil
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `UPDATE slots SET state = 'planned', dropped = $3, reviewer = $4, epoch = epoch + 1, lease_until = 0
			WHERE id = $1 AND dropped = $2 AND `+unfinished+` AND review IN ('open', 'held') RETURNING review`, x.ID, string(known),
			string(dropped), by).Scan(&x.Review)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrLost
		}
		if err != nil {
			return err
		}
		return s.takeBack(ctx, tx, x)
	})
}
