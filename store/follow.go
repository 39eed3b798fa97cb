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

// ClaimFollowUp leases a message that stands and with which something is left to
// do; ErrNotFound without one. Of a channel that has published so many messages in
// a time only what has stood for that time is given: it can be given up. What is to be
// edited first is published after that.
func (s *Store) ClaimFollowUp(ctx context.Context, lease time.Duration, published int, in time.Duration) (Post, error) {
	now := s.stamp()
	var p Post
	err := s.tx(ctx, func(tx *sql.Tx) error {
		p = Post{}
		return scan(tx.QueryRowContext(ctx, `UPDATE posts AS p SET follow_at = `+now+` + $1 WHERE p.id = (
			SELECT d.id FROM posts d JOIN channels c ON c.id = d.channel_id
			WHERE d.follow IN ('publish', 'review') AND (d.follow = 'review' OR NOT EXISTS (SELECT 1 FROM recalls n
			WHERE n.post_id = d.id AND n.state IN ('rewrite', 'edit'))) AND d.follow_at <= `+now+` AND d.state = 'sent' AND `+guildOpen+`
			AND (d.follow <> 'publish' OR NOT `+s.stopped(state.BrakePosting, "c.guild_id")+`)
			AND (d.follow <> 'publish' OR coalesce(d.last_at, 0) + $2 <= `+now+` OR $3 > (SELECT count(*) FROM posts o
			WHERE o.channel_id = d.channel_id AND o.follow = 'published' AND o.follow_at > `+now+` - $2))
			ORDER BY d.follow_at, d.due_at, d.part LIMIT 1`+s.skipOf("d")+`) RETURNING `+bare(postColumns),
			lease.Milliseconds(), in.Milliseconds(), published), &p)
	})
	return p, err
}

// SettleFollowUp notes how far the work on a claimed message is: what is left to do
// now, the time until then, and the error that it has now. What it says is left as it is.
// ErrLost when more has come up meanwhile, or another process has it: the work is done anew.
func (s *Store) SettleFollowUp(ctx context.Context, p Post, left state.Follow, wait time.Duration) (Post, error) {
	var at int64
	err := s.write.QueryRowContext(ctx, `UPDATE posts SET follow = $3, follow_at = `+s.stamp()+` + $4, error = $5
		WHERE id = $1 AND follow_at = $2 RETURNING follow_at`, p.ID, ms(p.FollowAt), left, wait.Milliseconds(), p.Error).Scan(&at)
	if errors.Is(err, sql.ErrNoRows) {
		return p, ErrLost
	}
	if err != nil {
		return p, fmt.Errorf("settle what is left to do with post %d: %w", p.ID, database.Explain(err))
	}
	p.Follow, p.FollowAt = left, fromMS(at)
	return p, nil
}

// RewriteFollowUp gives a claimed message other content. ErrLost where it was claimed anew,
// or its content is no longer that of p: what was taken back or erased stays so.
func (s *Store) RewriteFollowUp(ctx context.Context, p Post, payload string) (Post, error) {
	result, err := s.write.ExecContext(ctx, `UPDATE posts SET payload = $3 WHERE id = $1 AND follow_at = $2 AND payload = $4`, p.ID,
		ms(p.FollowAt), payload, p.Payload)
	if err != nil {
		return p, fmt.Errorf("write post %d anew: %w", p.ID, database.Explain(err))
	}
	if err := one(result); err != nil {
		return p, err
	}
	p.Payload = payload
	return p, nil
}
