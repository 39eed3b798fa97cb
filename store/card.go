package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// StoryHandle is the number by which buttons name a story; ErrNotFound when there
// is no such story. Whoever knows the number is shown no more than the scope allows.
func (s *Store) StoryHandle(ctx context.Context, story int64) (handle int64, err error) {
	err = s.write.QueryRowContext(ctx, `UPDATE stories SET handle = coalesce(handle, $2) WHERE id = $1 RETURNING handle`, story,
		randomID()).Scan(&handle)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNotFound
	}
	if err != nil {
		return 0, fmt.Errorf("name story %d: %w", story, err)
	}
	return handle, nil
}

// HandledStory is the story that a button names, the one that lives on if it was
// merged; ErrNotFound when it names none.
func (s *Store) HandledStory(ctx context.Context, handle int64) (int64, error) {
	var story int64
	err := s.read.QueryRowContext(ctx, `SELECT id FROM stories WHERE handle = $1`, handle).Scan(&story)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, ErrNotFound
	}
	if err != nil {
		return 0, fmt.Errorf("look up the story of a button: %w", err)
	}
	return s.Resolve(ctx, story)
}

// Newest reads the n newest visible articles of a range that have a story, newest
// first, without their texts.
func (s *Store) Newest(ctx context.Context, sc Scope, r Range, n int) ([]Item, error) {
	cond, args := sc.where(4)
	return s.items(ctx, false, `SELECT `+articleColumns+`, `+versionMeta+` FROM articles a JOIN versions v ON v.article_id = a.id
		WHERE a.state = 'live' AND a.story_id IS NOT NULL AND a.time_at > $1 AND a.time_at <= $2 AND `+at(2)+` AND `+cond+`
		ORDER BY a.time_at DESC, a.id DESC LIMIT $3`, append([]any{since(r.From), r.To.UnixMilli(), n}, args...)...)
}

// Hide keeps a story from an owner's own views until a time.
func (s *Store) Hide(ctx context.Context, owner string, story int64, until time.Time) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO mutes(owner, story_id, until_at) VALUES($1, $2, $3)
		ON CONFLICT(owner, story_id) DO UPDATE SET until_at = excluded.until_at`, owner, story, ms(until))
	if err != nil {
		return fmt.Errorf("hide story %d: %w", story, err)
	}
	return nil
}

// Unhide shows an owner a story again, also where it was hidden before it was merged.
func (s *Store) Unhide(ctx context.Context, owner string, story int64) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM mutes WHERE owner = $1 AND story_id IN (
		WITH RECURSIVE chain(first, id) AS (SELECT story_id, story_id FROM mutes WHERE owner = $1
		UNION SELECT c.first, s.merged_into FROM chain c JOIN stories s ON s.id = c.id WHERE s.merged_into IS NOT NULL)
		SELECT first FROM chain WHERE id = $2)`, owner, story)
	if err != nil {
		return fmt.Errorf("show story %d again: %w", story, err)
	}
	return nil
}

// Hidden are the stories that are kept from an owner at a time, and until when; of
// one that was merged the story that lives on.
func (s *Store) Hidden(ctx context.Context, owner string, at time.Time) (map[int64]time.Time, error) {
	out := map[int64]time.Time{}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var story, until int64
		err := r.Scan(&story, &until)
		out[story] = fromMS(max(until, ms(out[story])))
		return err
	}, `WITH RECURSIVE chain(id, until_at) AS (SELECT story_id, until_at FROM mutes WHERE owner = $1 AND until_at > $2
		UNION SELECT s.merged_into, c.until_at FROM chain c JOIN stories s ON s.id = c.id WHERE s.merged_into IS NOT NULL)
		SELECT id, until_at FROM chain`, owner, ms(at))
	if err != nil {
		return nil, fmt.Errorf("read which stories are hidden: %w", err)
	}
	return out, nil
}
