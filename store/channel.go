package store

import (
	"cmp"
	"context"
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/store/audit"
	"dateline/store/database"
	"dateline/store/state"
)

// Channel is a place that is told things and remembers what it was told.
type Channel struct {
	ID                         int64
	Kind                       state.ChannelKind
	Name, Owner, Profile       string
	State                      state.Channel
	Reason                     string
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
	Kind                          state.PostKind
	Payload, Marker               string
	State                         state.Post
	Cut, Due, Expire, First, Last time.Time
	MessageID                     int64
	Follow                        state.Follow // what is left to do once it stands
	FollowAt                      time.Time    // when that is done next, or was done
	Thread                        int64        // with what a channel was told: the message that its text began with, in a forum its thread
	Error                         string
	Epoch                         int64
	RecallNo                      int64     // of one that shows what was taken back: how often,
	RecallTries                   int       // how often its edit was tried,
	RecallAt                      time.Time // and when that is done next
}

// randomID is a positive 63-bit number: ids that people meet must not repeat
// after a restored backup.
func randomID() int64 {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return int64(binary.LittleEndian.Uint64(b[:])>>1) | 1
}

const channelColumns = `c.id, c.kind, c.name, coalesce(c.discord_id, 0), coalesce(c.guild_id, 0), coalesce(c.user_id, 0), c.owner, ` +
	`c.profile, c.rev, c.state, c.reason, c.since_at, c.set_by`

func (c *Channel) scan() ([]any, func()) {
	var since int64
	return []any{&c.ID, &c.Kind, &c.Name, &c.DiscordID, &c.GuildID, &c.UserID, &c.Owner, &c.Profile, &c.Rev, &c.State, &c.Reason, &since,
		&c.SetBy}, func() { c.Since = fromMS(since) }
}

// nameLongest is how many bytes the name of a terminal channel may have: four
// times what Discord lets a channel be called in characters.
const nameLongest = 400

// TerminalChannel finds an owner's terminal channel by name, or makes it.
func (s *Store) TerminalChannel(ctx context.Context, owner, name string) (Channel, error) {
	var c Channel
	name = database.Storable(name)
	if len(name) > nameLongest {
		return c, fmt.Errorf("the name of a channel may have %d bytes, this one has %d: take a shorter one", nameLongest, len(name))
	}
	_, err := s.write.ExecContext(ctx, `INSERT INTO channels(id, kind, name, owner, profile, rev, since_at, set_by)
		VALUES($1, 'terminal', $2, $3, '{}', 1, $4, 'command line') ON CONFLICT DO NOTHING`, randomID(), name, owner, ms(s.now()))
	if err != nil {
		return c, fmt.Errorf("make channel %q: %w", name, database.Explain(err))
	}
	err = scan(s.write.QueryRowContext(ctx, `SELECT `+channelColumns+` FROM channels c WHERE c.kind = 'terminal' AND c.owner = $1
		AND c.name = $2`, owner, name), &c)
	return c, err
}

// DiscordChannel finds a channel of Discord, or makes it. Its name follows
// Discord's, and so does its kind: people turn a text channel into one for
// announcements, and back, and it remembers what it was told. One that was stopped
// is active again, for someone has just proved that it can be used.
func (s *Store) DiscordChannel(ctx context.Context, c Channel) (Channel, error) {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `UPDATE channels SET kind = $1 WHERE discord_id = $2 AND kind IN ('text', 'news') AND kind <> $1
			AND CAST($1 AS TEXT) IN ('text', 'news') AND NOT EXISTS (SELECT 1 FROM channels o WHERE o.kind = $1 AND o.discord_id = $2)`,
			c.Kind, null(c.DiscordID))
		if err != nil {
			return err
		}
		return scan(tx.QueryRowContext(ctx, `INSERT INTO channels AS c (id, kind, name, discord_id, guild_id, user_id, owner, profile, rev,
			since_at, set_by) VALUES($1, $2, $3, $4, $5, $6, $7, '{}', 1, $8, $9)
			ON CONFLICT(kind, discord_id) DO UPDATE SET name = excluded.name, state = 'active', reason = '', set_by = excluded.set_by
			RETURNING `+bare(channelColumns),
			randomID(), c.Kind, c.Name, null(c.DiscordID), null(c.GuildID), null(c.UserID), c.Owner, ms(s.now()), c.SetBy), &c)
	})
	if err != nil {
		return c, fmt.Errorf("note channel %q: %w", c.Name, database.Explain(err))
	}
	return c, nil
}

// Channel reads one channel.
func (s *Store) Channel(ctx context.Context, id int64) (Channel, error) {
	var c Channel
	err := scan(s.read.QueryRowContext(ctx, `SELECT `+channelColumns+` FROM channels c WHERE c.id = $1`, id), &c)
	return c, err
}

// compare orders channels by name, as lists show them.
func (c Channel) compare(other Channel) int {
	return cmp.Or(strings.Compare(strings.ToLower(c.Name), strings.ToLower(other.Name)), cmp.Compare(c.ID, other.ID))
}

// GuildChannels lists the channels of a guild by name; 0 lists those of all.
func (s *Store) GuildChannels(ctx context.Context, guild int64) ([]Channel, error) {
	var out []Channel
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var c Channel
		err := scan(r, &c)
		out = append(out, c)
		return err
	}, `SELECT `+channelColumns+` FROM channels c WHERE c.discord_id IS NOT NULL AND (CAST($1 AS BIGINT) = 0 OR c.guild_id = $1)`, guild)
	slices.SortFunc(out, Channel.compare)
	return out, err
}

// SetChannel moves a channel to a state with a reason, and reports whether
// that is new: what is told once is told when it is.
func (s *Store) SetChannel(ctx context.Context, id int64, state state.Channel, reason string) (bool, error) {
	result, err := s.write.ExecContext(ctx, `UPDATE channels SET state = $2, reason = $3, since_at = $4 WHERE id = $1
		AND (state <> $2 OR reason <> $3)`, id, state, reason, ms(s.now()))
	if err != nil {
		return false, database.Explain(err)
	}
	return one(result) == nil, nil
}

// ChangeChannel changes what a channel has set: change is given it as it stands, and
// gives it back as it shall be. Between the two nobody else changes it. It may be
// called again when the database broke the first try off.
func (s *Store) ChangeChannel(ctx context.Context, id int64, change func(profile string) string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		var before string
		line := audit.Line{Action: state.ChannelChanged}
		err := tx.QueryRowContext(ctx, `UPDATE channels SET rev = rev + 1 WHERE id = $1 RETURNING profile, owner, name`, id).Scan(&before,
			&line.Owner, &line.Detail.Name)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrLost
		}
		if err != nil {
			return err
		}
		profile := change(before)
		line.Detail.Changes = audit.Diff(before, profile)
		_, err = tx.ExecContext(ctx, `UPDATE channels SET profile = $2 WHERE id = $1`, id, profile)
		if err != nil || len(line.Detail.Changes) == 0 {
			return err
		}
		return s.note(ctx, tx, line)
	})
}

// AddPost stores a post with the claims it tells, in one transaction.
func (s *Store) AddPost(ctx context.Context, p Post, claims []int64) (Post, error) {
	return s.AddNewPost(ctx, NewPost{Post: p, Claims: claims})
}

// AddNewPost stores a post with all that is kept beside it, in one transaction.
func (s *Store) AddNewPost(ctx context.Context, x NewPost) (Post, error) {
	err := s.tx(ctx, func(tx *sql.Tx) error { return s.addPost(ctx, tx, &x) })
	p := x.Post
	if database.Duplicate(err) {
		return p, fmt.Errorf("post %s part %d exists: %w", p.Key, p.Part, ErrLost)
	}
	return p, err
}

func (s *Store) addPost(ctx context.Context, tx *sql.Tx, p *NewPost) error {
	err := s.recalling(ctx, tx, false)
	if err != nil {
		return err
	}
	p.ID = randomID()
	_, err = tx.ExecContext(ctx, `INSERT INTO posts(id, key, part, channel_id, schedule_id, slot_id, kind, payload, marker, state, cut_at,
		due_at, expire_at, follow, follow_at) VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`,
		p.ID, p.Key, p.Part, p.Channel, null(p.Schedule), null(p.Slot), p.Kind, p.Payload, p.Marker, p.State, null(ms(p.Cut)), ms(p.Due),
		ms(p.Expire), p.Follow, ms(p.FollowAt))
	if err != nil {
		return err
	}
	for _, x := range []struct {
		ids   []int64
		query string
	}{
		{p.Claims, `INSERT INTO post_claims(claim_id, post_id) VALUES($1, $2) ON CONFLICT DO NOTHING`},
		{p.Mentions, `INSERT INTO post_mentions(claim_id, post_id) VALUES($1, $2) ON CONFLICT DO NOTHING`},
		{p.Recalls, `INSERT INTO post_recalls(retraction_id, post_id) VALUES($1, $2) ON CONFLICT DO NOTHING`},
	} {
		for _, id := range x.ids {
			if _, err := tx.ExecContext(ctx, x.query, id, p.ID); err != nil {
				return err
			}
		}
	}
	return s.markNew(ctx, tx, p)
}

// MarkPost moves a post from one state to another by compare-and-set on state
// and epoch; ErrLost when someone else has moved it.
func (s *Store) MarkPost(ctx context.Context, p Post, from, to state.Post) error {
	now := s.stamp()
	result, err := s.write.ExecContext(ctx, `UPDATE posts SET state = $4, epoch = epoch + 1, first_at = coalesce(first_at, `+now+
		`), last_at = `+now+`, message_id = $5, error = $6 WHERE id = $1 AND state = $2 AND epoch = $3`,
		p.ID, from, p.Epoch, to, null(p.MessageID), p.Error)
	if err != nil {
		return database.Explain(err)
	}
	return one(result)
}

// told are the posts whose claims count as told.
const told = `p.kind IN ('briefing', 'alert', 'terminal') AND p.state IN ('sent', 'unproven')`

// AnySchedule stands for all posts of a channel, whichever schedule they are of.
const AnySchedule = -1

// inSchedule limits to one schedule; 0 is the posts without one.
func inSchedule(schedule int64) string {
	switch schedule {
	case 0:
		return `p.schedule_id IS NULL`
	case AnySchedule:
		return `1 = 1`
	}
	return fmt.Sprintf(`p.schedule_id = %d`, schedule)
}

// LastPost is the newest post that told a channel (and schedule) something.
// When a part of its text did not arrive its Cut is where the text began, so
// that what the part would have told is told the next time. A post of a clock
// that was ahead and has been set back says nothing of what was read since.
func (s *Store) LastPost(ctx context.Context, channel, schedule int64) (Post, error) {
	var p Post
	var whole bool
	var began int64
	err := scan(and{s.read.QueryRowContext(ctx, `SELECT `+postColumns+`, NOT EXISTS (SELECT 1 FROM posts o WHERE o.key = p.key
		AND o.state IN ('failed', 'expired')),
		coalesce((SELECT t.from_at FROM slots t WHERE t.id = p.slot_id), 0) FROM posts p
		WHERE p.channel_id = $1 AND `+inSchedule(schedule)+` AND `+told+` AND NOT (`+s.aheadOf("coalesce(p.last_at, 0)")+`)
		ORDER BY p.cut_at DESC, p.last_at DESC LIMIT 1`, channel), []any{&whole, &began}}, &p)
	if !whole && began != 0 {
		p.Cut = fromMS(began)
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
		}, toldFacts(schedule, facts[:n]), channel)
		if err != nil {
			return nil, err
		}
		facts = facts[n:]
	}
	return out, nil
}

// toldFacts begins with the channel's posts, for a fact such as a country's name
// is in a great many claims of others: SQLite joins in the order that CROSS JOIN
// gives, and the plus keeps it from looking up each fact.
func toldFacts(schedule int64, facts []int64) string {
	return `SELECT DISTINCT f.fact FROM posts p CROSS JOIN post_claims x CROSS JOIN claim_facts f WHERE x.post_id = p.id
		AND f.claim_id = x.claim_id
		AND p.channel_id = $1 AND ` + inSchedule(schedule) + ` AND ` + told + ` AND +f.fact IN (` + ints(facts) + `)`
}

// ToldStories are the posts, oldest first, that told a channel of these stories:
// a told claim cites an article that is in the story now.
func (s *Store) ToldStories(ctx context.Context, channel int64, stories []int64) (map[int64][]Post, error) {
	out := map[int64][]Post{}
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var story, cut, last int64
		post := Post{Channel: channel}
		err := r.Scan(&story, &post.ID, &post.Schedule, &post.Payload, &post.Marker, &cut, &last, &post.MessageID, &post.Thread)
		post.Cut, post.Last = fromMS(cut), fromMS(last)
		out[story] = append(out[story], post)
		return err
	}, `SELECT DISTINCT a.story_id, p.id, coalesce(p.schedule_id, 0), p.payload, p.marker, coalesce(p.cut_at, 0),
		coalesce(p.last_at, 0) AS told_at, coalesce(p.message_id, 0), coalesce(f.message_id, 0) FROM posts p
		LEFT JOIN posts f ON f.key = p.key AND f.part = 0
		JOIN post_claims x ON x.post_id = p.id JOIN cites t ON t.claim_id = x.claim_id JOIN versions v ON v.id = t.version_id
		JOIN articles a ON a.id = v.article_id
		WHERE p.channel_id = $1 AND `+told+` AND a.story_id IN (`+ints(stories)+`) ORDER BY told_at`, channel)
	return out, err
}

// ToldCite is a place in a text on which a claim rests that a channel was told.
type ToldCite struct {
	Story, Article, Claim int64
	Kind, Text            string // of the claim
	Post                  Post   // its id, schedule, cut and message
	Cite                  Cite
}

// ToldCites are the places of stories a channel was told of, by whichever
// schedule, newest first.
func (s *Store) ToldCites(ctx context.Context, channel int64, stories []int64) ([]ToldCite, error) {
	var out []ToldCite
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x ToldCite
		var cut int64
		err := r.Scan(&x.Story, &x.Article, &x.Claim, &x.Kind, &x.Text, &x.Post.ID, &x.Post.Schedule, &cut, &x.Post.MessageID,
			&x.Post.Thread, &x.Cite.Version, &x.Cite.Field, &x.Cite.Start, &x.Cite.End, &x.Cite.Quote)
		x.Post.Channel, x.Post.Cut = channel, fromMS(cut)
		out = append(out, x)
		return err
	}, `SELECT a.story_id, a.id, t.claim_id, c.kind, c.text, p.id, coalesce(p.schedule_id, 0), coalesce(p.cut_at, 0),
		coalesce(p.message_id, 0), coalesce(f.message_id, 0), t.version_id, t.field, t.start_byte, t.end_byte, t.quote FROM posts p
		LEFT JOIN posts f ON f.key = p.key AND f.part = 0
		JOIN post_claims x ON x.post_id = p.id JOIN claims c ON c.id = x.claim_id JOIN cites t ON t.claim_id = c.id
		JOIN versions v ON v.id = t.version_id JOIN articles a ON a.id = v.article_id
		WHERE p.channel_id = $1 AND `+told+` AND c.state <> 'removed' AND a.story_id IN (`+ints(stories)+`)
		ORDER BY p.cut_at DESC, p.part, `+
		`t.claim_id, t.no`, channel)
	return out, err
}
