package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/store/database"
)

// CaughtUp is up to when a person has caught up with a channel of Discord's; zero for
// who never has.
func (s *Store) CaughtUp(ctx context.Context, user, channel int64) (time.Time, error) {
	var until int64
	err := s.read.QueryRowContext(ctx, `SELECT until_at FROM catchups WHERE user_id = $1 AND channel_id = $2`, user, channel).Scan(&until)
	if errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, fmt.Errorf("read up to when a person has caught up: %w", database.Explain(err))
	}
	return fromMS(until), nil
}

// CatchUp notes up to when a person has caught up with a channel of a guild. It never
// goes back.
func (s *Store) CatchUp(ctx context.Context, user, guild, channel int64, until time.Time) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO catchups(user_id, channel_id, guild_id, until_at) VALUES($1, $2, $3, $4)
		ON CONFLICT(user_id, channel_id) DO UPDATE SET until_at = excluded.until_at WHERE catchups.until_at < excluded.until_at`,
		user, channel, guild, ms(until))
	return database.Explain(err)
}

// ToldSince lists the newest posts, at most n, by which a channel was told something
// after one time and up to another, newest first, each with the message that its text
// began with.
func (s *Store) ToldSince(ctx context.Context, channel int64, after, until time.Time, n int) ([]Post, error) {
	var out []Post
	err := each(ctx, s.read, func(r *sql.Rows) error {
		post := Post{Channel: channel}
		var last int64
		err := r.Scan(&post.ID, &post.Key, &post.Part, &post.Kind, &post.Payload, &last, &post.MessageID, &post.Thread)
		post.Last = fromMS(last)
		out = append(out, post)
		return err
	}, `SELECT p.id, p.key, p.part, p.kind, p.payload, coalesce(p.last_at, 0) AS told_at, coalesce(p.message_id, 0),
		coalesce(f.message_id, 0) FROM posts p LEFT JOIN posts f ON f.key = p.key AND f.part = 0
		WHERE p.channel_id = $1 AND `+told+` AND p.last_at > $2 AND p.last_at <= $3 ORDER BY told_at DESC, p.part LIMIT $4`,
		channel, ms(after), ms(until), n)
	if err != nil {
		return nil, fmt.Errorf("read what a channel was told: %w", database.Explain(err))
	}
	return out, nil
}
