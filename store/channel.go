package store

import (
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"time"
)

// Channel is a place that is told things and remembers what it was told.
type Channel struct {
	ID                         int64
	Kind, Name, Owner, Profile string
	State, Reason              string
	Since                      time.Time
	DiscordID, GuildID, UserID int64
	Rev                        int
	SetBy                      string
}

// Post is one message (or part of one) to a channel: a row first, a send second.
type Post struct {
	ID                            int64
	Key                           string
	Part                          int
	Channel, Schedule, Slot       int64
	Kind, Payload, Marker, State  string
	Cut, Due, Expire, First, Last time.Time
	MessageID                     int64
	Error                         string
	Epoch                         int64
}

// randomID is a positive 63-bit number: ids that people meet must not repeat
// after a restored backup.
func randomID() int64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return int64(binary.LittleEndian.Uint64(b[:])>>1) | 1
}

// TerminalChannel finds an owner's terminal channel by name, or makes it.
func (s *Store) TerminalChannel(ctx context.Context, owner, name string) (Channel, error) {
	c := Channel{Kind: "terminal", Name: name, Owner: owner}
	_, err := s.write.ExecContext(ctx, `INSERT INTO channels(id, kind, name, owner, profile, rev, since_at, set_by) VALUES($1, 'terminal', $2, $3, '{}', 1, $4, 'command line') ON CONFLICT DO NOTHING`, randomID(), name, owner, ms(s.now()))
	if err != nil {
		return c, fmt.Errorf("make channel %q: %w", name, full(err))
	}
	var since int64
	err = s.write.QueryRowContext(ctx, `SELECT id, profile, state, reason, since_at, rev, set_by FROM channels WHERE kind = 'terminal' AND owner = $1 AND name = $2`, owner, name).
		Scan(&c.ID, &c.Profile, &c.State, &c.Reason, &since, &c.Rev, &c.SetBy)
	c.Since = fromMS(since)
	return c, err
}

// AddPost stores a post with the claims it tells, in one transaction.
func (s *Store) AddPost(ctx context.Context, p Post, claims []int64) (Post, error) {
	p.ID = randomID()
	err := s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `INSERT INTO posts(id, key, part, channel_id, schedule_id, slot_id, kind, payload, marker, state, cut_at, due_at, expire_at) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`,
			p.ID, p.Key, p.Part, p.Channel, null(p.Schedule), null(p.Slot), p.Kind, p.Payload, p.Marker, p.State, null(ms(p.Cut)), ms(p.Due), ms(p.Expire))
		if err != nil {
			return err
		}
		for _, c := range claims {
			if _, err := tx.ExecContext(ctx, `INSERT INTO post_claims(claim_id, post_id) VALUES($1, $2) ON CONFLICT DO NOTHING`, c, p.ID); err != nil {
				return err
			}
		}
		return nil
	})
	if isUnique(err) {
		return p, fmt.Errorf("post %s part %d exists: %w", p.Key, p.Part, ErrLost)
	}
	return p, err
}

// MarkPost moves a post from one state to another by compare-and-set on state
// and epoch; ErrLost when someone else has moved it.
func (s *Store) MarkPost(ctx context.Context, p Post, from, to string) error {
	now := s.stamp()
	r, err := s.write.ExecContext(ctx, `UPDATE posts SET state = $4, epoch = epoch + 1, first_at = coalesce(first_at, `+now+`), last_at = `+now+`, message_id = $5, error = $6 WHERE id = $1 AND state = $2 AND epoch = $3`,
		p.ID, from, p.Epoch, to, null(p.MessageID), p.Error)
	if err != nil {
		return full(err)
	}
	return one(r)
}

// told are the posts whose claims count as told.
const told = `p.kind IN ('briefing', 'alert', 'terminal') AND p.state IN ('sent', 'unproven')`

// inSchedule limits to one schedule; 0 is the posts without one.
func inSchedule(schedule int64) string {
	if schedule == 0 {
		return `p.schedule_id IS NULL`
	}
	return fmt.Sprintf(`p.schedule_id = %d`, schedule)
}

// LastPost is the newest post that told a channel (and schedule) something.
func (s *Store) LastPost(ctx context.Context, channel, schedule int64) (Post, error) {
	p := Post{Channel: channel, Schedule: schedule}
	var cut, last int64
	err := s.read.QueryRowContext(ctx, `SELECT p.id, p.key, p.part, p.kind, p.payload, p.marker, p.state, coalesce(p.cut_at, 0), coalesce(p.last_at, 0), p.epoch FROM posts p
		WHERE p.channel_id = $1 AND `+inSchedule(schedule)+` AND `+told+` ORDER BY p.cut_at DESC, p.last_at DESC LIMIT 1`, channel).
		Scan(&p.ID, &p.Key, &p.Part, &p.Kind, &p.Payload, &p.Marker, &p.State, &cut, &last, &p.Epoch)
	p.Cut, p.Last = fromMS(cut), fromMS(last)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return p, err
}

// Told says which of these facts a channel (and schedule) was told.
func (s *Store) Told(ctx context.Context, channel, schedule int64, facts []int64) (map[int64]bool, error) {
	out := map[int64]bool{}
	for len(facts) > 0 {
		n := min(len(facts), 2000)
		err := each(ctx, s.read, func(r *sql.Rows) error {
			var f int64
			err := r.Scan(&f)
			out[f] = true
			return err
		}, `SELECT DISTINCT f.fact FROM claim_facts f JOIN post_claims x ON x.claim_id = f.claim_id JOIN posts p ON p.id = x.post_id
			WHERE p.channel_id = $1 AND `+inSchedule(schedule)+` AND `+told+` AND f.fact IN (`+ints(facts[:n])+`)`, channel)
		if err != nil {
			return nil, err
		}
		facts = facts[n:]
	}
	return out, nil
}

// ToldStories says of which of these stories a channel (and schedule) was told: a told claim
// cites an article that is in the story now. With each comes the newest such post.
func (s *Store) ToldStories(ctx context.Context, channel, schedule int64, stories []int64) (map[int64]Post, error) {
	out := map[int64]Post{}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var story, cut, last int64
		var p Post
		if err := r.Scan(&story, &p.ID, &p.Payload, &p.Marker, &cut, &last, &p.MessageID); err != nil {
			return err
		}
		p.Channel, p.Cut, p.Last = channel, fromMS(cut), fromMS(last)
		out[story] = p // rows come oldest first: the newest stays
		return nil
	}, `SELECT DISTINCT a.story_id, p.id, p.payload, p.marker, coalesce(p.cut_at, 0), coalesce(p.last_at, 0) AS told_at, coalesce(p.message_id, 0) FROM posts p
		JOIN post_claims x ON x.post_id = p.id JOIN cites t ON t.claim_id = x.claim_id JOIN versions v ON v.id = t.version_id JOIN articles a ON a.id = v.article_id
		WHERE p.channel_id = $1 AND `+inSchedule(schedule)+` AND `+told+` AND a.story_id IN (`+ints(stories)+`) ORDER BY told_at`, channel)
	return out, err
}
