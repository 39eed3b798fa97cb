package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"dateline/store/database"
	"dateline/store/recall"
	"dateline/store/state"
)

// NewestRetraction is the id of the newest retraction, 0 without one.
func (s *Store) NewestRetraction(ctx context.Context) (id int64, err error) {
	if err = s.read.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM retractions`).Scan(&id); err != nil {
		return 0, fmt.Errorf("look for the newest retraction: %w", database.Explain(err))
	}
	return id, nil
}

// ToldBy is the newest post of a channel that told one of some claims by a time: its
// id, cut and message.
func (s *Store) ToldBy(ctx context.Context, channel int64, claims []int64, by time.Time) (Post, error) {
	post := Post{Channel: channel}
	var cut int64
	err := s.read.QueryRowContext(ctx, `SELECT p.id, coalesce(p.cut_at, 0), coalesce(p.message_id, 0), coalesce(f.message_id, 0)
		FROM posts p LEFT JOIN posts f ON f.key = p.key AND f.part = 0 JOIN post_claims k ON k.post_id = p.id
		WHERE p.channel_id = $1 AND `+told+` AND p.first_at <= $2 AND k.claim_id IN (`+ints(claims)+`)
		ORDER BY p.cut_at DESC, p.part LIMIT 1`, channel, ms(by)).Scan(&post.ID, &cut, &post.MessageID, &post.Thread)
	post.Cut = fromMS(cut)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return post, err
}

// Withheld are the fingerprints of the sentences that some owners are not told again;
// what the operator has taken back is withheld from all.
func (s *Store) Withheld(ctx context.Context, owners ...string) (recall.Prints, error) {
	return s.withheld(ctx, s.read, owners)
}

func (s *Store) withheld(ctx context.Context, q database.Querier, owners []string) (recall.Prints, error) {
	var out recall.Prints
	args := []any{""}
	for _, o := range owners {
		args = append(args, o)
	}
	err := each(ctx, q, func(r *sql.Rows) error {
		var print int64
		err := r.Scan(&print)
		if out == nil {
			out = recall.Prints{}
		}
		out[print] = true
		return err
	}, `SELECT w.print FROM withheld w JOIN retractions x ON x.id = w.retraction_id WHERE x.owner IN (`+holders(1, len(args))+`)`, args...)
	if err != nil {
		return nil, fmt.Errorf("read which sentences were taken back: %w", database.Explain(err))
	}
	return out, nil
}

// removing is the condition that something was removed, for all or for an owner (an
// expression), since what is stored now may have been begun: what is kept beside claims
// then goes without foreign words.
func (s *Store) removing(owner string) string {
	const begun = 10 * time.Minute
	return fmt.Sprintf(`EXISTS (SELECT 1 FROM retractions x WHERE x.action = '%s' AND x.at >= %s - %d AND x.owner IN ('', %s))`,
		recall.Removed, s.stamp(), begun.Milliseconds(), owner)
}

// untold proves that the claims of a text rest on nothing that was taken back for all
// since its writing began; else ErrLost.
func (s *Store) untold(ctx context.Context, tx *sql.Tx, x Summary) error {
	const writing = 2 * time.Minute // a text is written within
	var late bool
	err := tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM retractions x JOIN summaries m ON m.id = $1 WHERE x.at >= m.made_at
		AND x.at >= `+s.stamp()+` - $2)`, x.ID, writing.Milliseconds()).Scan(&late)
	if err != nil || !late {
		return err
	}
	withheld, err := s.withheld(ctx, tx, nil)
	if err != nil || len(withheld) == 0 {
		return err
	}
	for _, c := range x.Claims {
		for _, t := range c.Cites {
			if withheld.Hold(t.Quote) {
				return ErrLost
			}
		}
	}
	return nil
}

// Shown are those of some articles on which something rests that a message or an answer
// shows and that was not taken back.
func (s *Store) Shown(ctx context.Context, articles []int64) ([]int64, error) {
	if len(articles) == 0 {
		return nil, nil
	}
	return s.due(ctx, `SELECT DISTINCT v.article_id FROM versions v JOIN cites t ON t.version_id = v.id JOIN claims c ON c.id = t.claim_id
		JOIN post_claims k ON k.claim_id = c.id WHERE v.article_id IN (`+ints(articles)+`) AND c.state = 'shown'
		UNION SELECT r.article_id FROM answer_rests r JOIN answers n ON n.message_id = r.message_id
		WHERE r.article_id IN (`+ints(articles)+`) AND n.state = '' ORDER BY 1`)
}

// ClaimsInMessage lists the claims of a message of Discord, in whichever server, with what
// has become of them there: what a server has taken back is still shown in others.
// ErrNotFound when it is none of ours.
func (s *Store) ClaimsInMessage(ctx context.Context, message int64) ([]Claim, error) {
	var post int64
	err := s.read.QueryRowContext(ctx, `SELECT id FROM posts WHERE message_id = $1 AND kind <> 'review' ORDER BY id LIMIT 1`,
		message).Scan(&post)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("look for message %d: %w", message, database.Explain(err))
	}
	claims, err := s.ClaimsIn(ctx, post)
	if err != nil {
		return nil, err
	}
	back, err := s.RecalledIn(ctx, post)
	for _, x := range back {
		for _, told := range x.Claims {
			i := slices.IndexFunc(claims, func(c Claim) bool { return c.ID == told.Claim })
			if i >= 0 && claims[i].State != state.ClaimRemoved {
				claims[i].State = state.Claim(x.Action)
			}
		}
	}
	if err == nil {
		err = s.withoutHeading(ctx, post, claims)
	}
	return claims, err
}

// withoutHeading marks the claims of a post as removed whose story's heading was removed
// there: the story has gone with it.
func (s *Store) withoutHeading(ctx context.Context, post int64, claims []Claim) error {
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var gone int64
		err := r.Scan(&gone)
		if i := slices.IndexFunc(claims, func(c Claim) bool { return c.ID == gone }); i >= 0 {
			claims[i].State = state.ClaimRemoved
		}
		return err
	}, `SELECT k.claim_id FROM post_claims k JOIN claims d ON d.id = k.claim_id JOIN summaries m ON m.id = d.summary_id
		WHERE k.post_id = $1 AND m.kind IN ($2, $3) AND m.story_id IN (SELECT t.story_id FROM posts p
		JOIN channels c ON c.id = p.channel_id JOIN posts o ON o.key = p.key JOIN post_claims w ON w.post_id = o.id
		JOIN claims h ON h.id = w.claim_id AND h.no = 0 JOIN summaries t ON t.id = h.summary_id AND t.kind IN ($2, $3)
		JOIN retracted r ON r.claim_id = h.id JOIN retractions x ON x.id = r.retraction_id
		WHERE p.id = $1 AND t.story_id > 0 AND x.action = $4 AND x.owner IN ('', c.owner))`, post, "story", "translation", recall.Removed)
	if err != nil {
		return fmt.Errorf("read which stories have gone from post %d: %w", post, database.Explain(err))
	}
	return nil
}
