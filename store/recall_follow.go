package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"dateline/store/database"
	"dateline/store/recall"
	"dateline/store/state"
)

// Rewrites lists posts whose stored content shows what was taken back, at most n.
func (s *Store) Rewrites(ctx context.Context, n int) ([]Post, error) {
	var out []Post
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var p Post
		err := scan(and{r, []any{&p.RecallNo}}, &p)
		out = append(out, p)
		return err
	}, `SELECT `+postColumns+`, n.no FROM recalls n JOIN posts p ON p.id = n.post_id WHERE n.state IN ('rewrite', 'edit')
		AND n.state = 'rewrite' ORDER BY p.id LIMIT $1`, n)
	if err != nil {
		return nil, fmt.Errorf("look for posts to rewrite: %w", database.Explain(err))
	}
	return out, nil
}

// Rewritten stores a post's content without what was taken back, and has its message
// edited, unless nothing of it was there. What moderators saw is drawn anew by whoever
// looks after it. ErrLost when the content has changed meanwhile, or more of it was
// taken back.
func (s *Store) Rewritten(ctx context.Context, p Post, payload string) error {
	end := state.RecallEdit
	unneeded := payload == p.Payload && p.RecallNo == 1 // else an edit may be left of an earlier one
	if p.Kind == state.PostReview || p.Kind == state.PostTerminal || unneeded {
		end = state.RecallEdited
	}
	err := s.tx(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `UPDATE recalls SET state = $3, at = 0 WHERE post_id = $1 AND no = $2
			AND state = 'rewrite'`, p.ID, p.RecallNo, end)
		if err == nil {
			err = one(result)
		}
		if err != nil {
			return err
		}
		result, err = tx.ExecContext(ctx, `UPDATE posts SET payload = $3, follow_at = CASE WHEN kind = 'review' THEN 0 ELSE follow_at END,
			follow = CASE WHEN kind = 'review' AND $3 <> $2 THEN 'review' ELSE follow END WHERE id = $1 AND payload = $2`, p.ID,
			p.Payload, payload)
		if err != nil {
			return err
		}
		return one(result)
	})
	if err != nil && !errors.Is(err, ErrLost) {
		return fmt.Errorf("store post %d anew: %w", p.ID, err)
	}
	return err
}

// ForgetRemoved erases the words of removed claims, of which no post is left to be
// rewritten, and says of how many.
func (s *Store) ForgetRemoved(ctx context.Context) (int64, error) {
	const done = `state = 'removed' AND text <> '' AND NOT EXISTS (SELECT 1 FROM recalls n JOIN posts p ON p.id = n.post_id
		WHERE n.state = 'rewrite' AND (EXISTS (SELECT 1 FROM post_claims k WHERE k.post_id = p.id AND k.claim_id = claims.id)
		OR EXISTS (SELECT 1 FROM post_mentions k WHERE k.post_id = p.id AND k.claim_id = claims.id)))`
	var n int64
	err := s.tx(ctx, func(tx *sql.Tx) error {
		claims, err := s.ids(ctx, tx, `SELECT id FROM claims WHERE `+done)
		n = int64(len(claims))
		if err != nil {
			return err
		}
		return s.inChunks(claims, func(list string) error {
			for _, q := range []string{`UPDATE claims SET text = '' WHERE id IN (` + list + `)`,
				`UPDATE cites SET quote = '' WHERE claim_id IN (` + list + `)`} {
				if _, err := tx.ExecContext(ctx, q); err != nil {
					return err
				}
			}
			return nil
		})
	})
	if err != nil {
		return 0, fmt.Errorf("erase the words of removed claims: %w", err)
	}
	if n > 0 {
		err = s.scrub(ctx, false)
	}
	return n, err
}

// ClaimEdit leases a message that stands and is to be edited; ErrNotFound without one.
func (s *Store) ClaimEdit(ctx context.Context, lease time.Duration) (Post, error) {
	now := s.stamp()
	var p Post
	err := s.tx(ctx, func(tx *sql.Tx) error {
		p = Post{}
		var id, at int64
		err := tx.QueryRowContext(ctx, `UPDATE recalls SET at = `+now+` + $1 WHERE post_id = (SELECT n.post_id FROM recalls n
			JOIN posts d ON d.id = n.post_id JOIN channels c ON c.id = d.channel_id WHERE n.state IN ('rewrite', 'edit')
			AND n.state = 'edit' AND n.at <= `+now+` AND d.state IN ('sent', 'unproven', 'failed', 'expired') AND `+guildOpen+`
			ORDER BY n.at, d.id LIMIT 1`+s.skipOf("n")+`) RETURNING post_id, no, at, tries`, lease.Milliseconds()).Scan(&id, &p.RecallNo,
			&at, &p.RecallTries)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		recalls, tries := p.RecallNo, p.RecallTries
		err = scan(tx.QueryRowContext(ctx, `SELECT `+postColumns+` FROM posts p WHERE p.id = $1`, id), &p)
		p.RecallNo, p.RecallTries, p.RecallAt = recalls, tries, fromMS(at)
		return err
	})
	return p, err
}

// SettleEdit notes what came of an edit: the state it led to, why, and for one that is
// still to be made after what time. ErrLost when more of the post was taken back.
func (s *Store) SettleEdit(ctx context.Context, p Post, end state.Recall, why string, wait time.Duration) error {
	result, err := s.write.ExecContext(ctx, `UPDATE recalls SET state = $4, error = $5, tries = tries + 1, at = `+s.stamp()+` + $6
		WHERE post_id = $1 AND no = $2 AND at = $3 AND state = 'edit'`, p.ID, p.RecallNo, ms(p.RecallAt), end, why, wait.Milliseconds())
	if err != nil {
		return fmt.Errorf("settle the edit of post %d: %w", p.ID, database.Explain(err))
	}
	return one(result)
}

// RecalledIn lists the retractions of what a post's text shows in any of its parts,
// oldest first, each with the claims that it takes back there.
func (s *Store) RecalledIn(ctx context.Context, post int64) ([]recall.Retraction, error) {
	return s.retractions(ctx, `SELECT x.id, x.at, x.action, x.actor, x.owner, x.words, x.why, r.claim_id FROM posts p
		JOIN channels c ON c.id = p.channel_id JOIN posts o ON o.key = p.key OR p.kind = 'review' AND o.slot_id = p.slot_id
		JOIN (SELECT claim_id, post_id FROM post_claims UNION SELECT claim_id, post_id FROM post_mentions) AS k ON k.post_id = o.id
		JOIN retracted r ON r.claim_id = k.claim_id JOIN retractions x ON x.id = r.retraction_id
		WHERE p.id = $1 AND x.owner IN ('', c.owner)`, post)
}

// Untold lists the retractions of what a channel was told before they were made and of
// which it was not told yet, oldest first, each with the claims that it takes back
// there.
func (s *Store) Untold(ctx context.Context, channel int64) ([]recall.Retraction, error) {
	return s.retractions(ctx, `SELECT DISTINCT x.id, x.at, x.action, x.actor, x.owner, x.words, x.why, r.claim_id FROM posts p
		JOIN channels c ON c.id = p.channel_id JOIN post_claims k ON k.post_id = p.id JOIN retracted r ON r.claim_id = k.claim_id
		JOIN retractions x ON x.id = r.retraction_id
		WHERE p.channel_id = $1 AND `+told+` AND p.first_at <= x.at AND x.owner IN ('', c.owner)
		AND NOT EXISTS (SELECT 1 FROM post_recalls t JOIN posts o ON o.id = t.post_id WHERE t.retraction_id = x.id
		AND o.channel_id = $1 AND o.state IN ('waiting', 'held', 'ready', 'sending', 'unknown', 'sent', 'unproven'))`, channel)
}

func (s *Store) retractions(ctx context.Context, query string, args ...any) ([]recall.Retraction, error) {
	var out []recall.Retraction
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x recall.Retraction
		var at int64
		var said recall.Sentence
		err := r.Scan(&x.ID, &at, &x.Action, &x.Actor, &x.Owner, &x.Words, &x.Why, &said.Claim, &said.Text, &said.Outlet, &said.URL)
		if err != nil {
			return err
		}
		if n := len(out); n == 0 || out[n-1].ID != x.ID {
			x.At = fromMS(at)
			out = append(out, x)
		}
		last := &out[len(out)-1]
		last.Claims = append(last.Claims, said)
		return nil
	}, `SELECT DISTINCT q.*, d.text, coalesce(a.outlet, ''), coalesce(a.url, '') FROM (`+query+`) AS q JOIN claims d ON d.id = q.claim_id
		LEFT JOIN cites t ON t.claim_id = d.id AND t.no = 0 LEFT JOIN versions v ON v.id = t.version_id
		LEFT JOIN articles a ON a.id = v.article_id AND a.state = 'live' ORDER BY q.id, q.claim_id`, args...)
	if err != nil {
		return nil, fmt.Errorf("read what was taken back: %w", database.Explain(err))
	}
	return out, nil
}

// ClaimsIn lists the claims that a post shows, as they are stored, with their evidence.
func (s *Store) ClaimsIn(ctx context.Context, post int64) ([]Claim, error) {
	return s.claims(ctx, s.read, `SELECT claim_id FROM post_claims WHERE post_id = $1`, post)
}
