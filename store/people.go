package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"dateline/store/audit"
	"dateline/store/database"
	"dateline/store/state"
)

// Guild is a Discord server.
type Guild struct {
	ID      int64
	State   state.Guild
	Reason  string
	Since   time.Time
	Profile string
}

func (g *Guild) scan() ([]any, func()) {
	var since int64
	return []any{&g.ID, &g.State, &g.Reason, &since, &g.Profile}, func() { g.Since = fromMS(since) }
}

// SeeGuild notes that the bot is in a guild. It reports whether it was not
// active before.
func (s *Store) SeeGuild(ctx context.Context, id int64) (bool, error) {
	result, err := s.write.ExecContext(ctx, `INSERT INTO guilds(id, state, since_at, profile, rev) VALUES($1, 'active', $2, '{}', 1)
		ON CONFLICT(id) DO UPDATE SET state = 'active', reason = '', since_at = excluded.since_at
		WHERE guilds.state <> 'active'`, id, ms(s.now()))
	if err != nil {
		return false, database.Explain(err)
	}
	return one(result) == nil, nil
}

// LoseGuild notes that the bot was sent away; nothing is deleted.
func (s *Store) LoseGuild(ctx context.Context, id int64, reason string) error {
	_, err := s.write.ExecContext(ctx, `UPDATE guilds SET state = 'paused', reason = $2, since_at = $3 WHERE id = $1 AND state = 'active'`,
		id, reason, ms(s.now()))
	return database.Explain(err)
}

// Guild reads one guild.
func (s *Store) Guild(ctx context.Context, id int64) (Guild, error) {
	var g Guild
	err := scan(s.read.QueryRowContext(ctx, `SELECT id, state, reason, since_at, profile FROM guilds WHERE id = $1`, id), &g)
	return g, err
}

// ActiveGuilds lists the guilds the bot is in, as far as is known.
func (s *Store) ActiveGuilds(ctx context.Context) ([]int64, error) {
	var out []int64
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var g int64
		err := r.Scan(&g)
		out = append(out, g)
		return err
	}, `SELECT id FROM guilds WHERE state = 'active' ORDER BY id`)
	return out, err
}

// ChangeGuild changes a guild's settings: change is given them as they stand, and
// gives them back as they shall be. Between the two nobody else changes them. It
// may be called again when the database broke the first try off.
func (s *Store) ChangeGuild(ctx context.Context, id int64, change func(profile string) string) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		var before string
		err := tx.QueryRowContext(ctx, `INSERT INTO guilds(id, state, since_at, profile, rev) VALUES($1, 'active', $2, '{}', 1)
			ON CONFLICT(id) DO UPDATE SET rev = guilds.rev + 1 RETURNING profile`, id, ms(s.now())).Scan(&before)
		if err != nil {
			return err
		}
		profile := change(before)
		if profile == before {
			return nil
		}
		_, err = tx.ExecContext(ctx, `UPDATE guilds SET profile = $2 WHERE id = $1`, id, profile)
		changes := audit.Diff(before, profile)
		if err != nil || len(changes) == 0 {
			return err
		}
		return s.note(ctx, tx, audit.Line{Owner: fmt.Sprintf("guild:%d", id), Action: state.ServerChanged,
			Detail: audit.Detail{Changes: changes}})
	})
}

// Person is someone who has used the bot.
type Person struct {
	ID, DM   int64     // DM is the channel of direct messages, 0 when unknown
	CaughtUp time.Time // direct messages up to then were seen
	Known    bool      // has written before
	Lang     string    // in which notices are read; "" is not known
}

// Person reads what is kept of a person besides questions.
func (s *Store) Person(ctx context.Context, id int64) (Person, error) {
	person := Person{ID: id}
	var at int64
	var profile string
	err := s.read.QueryRowContext(ctx, `SELECT coalesce(dm_channel, 0), coalesce(caught_up_at, 0), profile FROM users WHERE id = $1`,
		id).Scan(&person.DM, &at, &profile)
	if err == sql.ErrNoRows {
		return person, nil
	}
	person.CaughtUp, person.Known = fromMS(at), err == nil && person.DM != 0
	set := map[string]string{}
	_ = json.Unmarshal([]byte(profile), &set) // we wrote it
	person.Lang = set["lang"]
	return person, err
}

// Reads notes the language (ISO 639-1) in which a person reads notices.
func (s *Store) Reads(ctx context.Context, id int64, lang string) error {
	body, err := json.Marshal(map[string]string{"lang": lang})
	if err != nil {
		return err
	}
	_, err = s.write.ExecContext(ctx, `INSERT INTO users(id, profile) VALUES($1, $2) ON CONFLICT(id)
		DO UPDATE SET profile = excluded.profile`, id, string(body))
	return database.Explain(err)
}

// SawDM notes a person's channel of direct messages and that they were seen up to a time,
// or a later one that is noted.
func (s *Store) SawDM(ctx context.Context, id, channel int64, at time.Time) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO users(id, dm_channel, profile, caught_up_at) VALUES($1, $2, '{}', $3) ON CONFLICT(id)
		DO UPDATE SET dm_channel = excluded.dm_channel, caught_up_at = CASE WHEN users.caught_up_at > excluded.caught_up_at
			THEN users.caught_up_at ELSE excluded.caught_up_at END`, id, channel, ms(at))
	return database.Explain(err)
}

// SawIn notes that a person has used the bot in a guild.
func (s *Store) SawIn(ctx context.Context, id, guild int64) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO user_guilds(user_id, guild_id, used_at) VALUES($1, $2, $3)
		ON CONFLICT(user_id, guild_id) DO UPDATE SET used_at = excluded.used_at`, id, guild, ms(s.now()))
	return database.Explain(err)
}

// GuildsOf lists the active guilds in which a person has used the bot.
func (s *Store) GuildsOf(ctx context.Context, id int64) ([]int64, error) {
	var out []int64
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var g int64
		err := r.Scan(&g)
		out = append(out, g)
		return err
	}, `SELECT u.guild_id FROM user_guilds u JOIN guilds g ON g.id = u.guild_id WHERE u.user_id = $1 AND g.state = 'active'
		ORDER BY u.used_at DESC LIMIT 20`, id)
	return out, err
}

// RecentDMs lists the n people whose direct messages were seen last.
func (s *Store) RecentDMs(ctx context.Context, n int) ([]Person, error) {
	var out []Person
	err := each(ctx, s.read, func(r *sql.Rows) error {
		person := Person{Known: true}
		var at int64
		err := r.Scan(&person.ID, &person.DM, &at)
		person.CaughtUp = fromMS(at)
		out = append(out, person)
		return err
	}, `SELECT id, dm_channel, caught_up_at FROM users WHERE dm_channel IS NOT NULL AND caught_up_at IS NOT NULL
		ORDER BY caught_up_at DESC LIMIT $1`, n)
	return out, err
}

// Arrived notes an interaction or message; false when it was seen before, so
// that a replayed one is answered once.
func (s *Store) Arrived(ctx context.Context, id string) (bool, error) {
	result, err := s.write.ExecContext(ctx, `INSERT INTO inbound(id, at) VALUES($1, $2) ON CONFLICT DO NOTHING`, database.Key(id),
		ms(s.now()))
	if err != nil {
		return false, database.Explain(err)
	}
	return one(result) == nil, nil
}

// Unseen takes back what Arrived noted: the event had no effect.
func (s *Store) Unseen(ctx context.Context, id string) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM inbound WHERE id = $1`, database.Key(id))
	return database.Explain(err)
}

// Finished notes that an event was dealt with.
func (s *Store) Finished(ctx context.Context, id string) error {
	_, err := s.write.ExecContext(ctx, `UPDATE inbound SET done_at = $2 WHERE id = $1`, database.Key(id), ms(s.now()))
	return database.Explain(err)
}

// Unfinished reports whether an event has arrived and was not dealt with: a
// process may have died over it.
func (s *Store) Unfinished(ctx context.Context, id string) (bool, error) {
	var n int
	err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM inbound WHERE id = $1 AND done_at IS NULL`, database.Key(id)).Scan(&n)
	return n > 0, err
}

// turnsKept is how many questions of a conversation are kept.
const turnsKept = 10

// Turn is one question of a conversation, with what was shown to it.
type Turn struct {
	Conversation, Owner string
	User                int64
	Question, Shown     string
	At, Expire          time.Time
}

// AddTurn keeps a question until it expires, or ten newer ones are kept.
func (s *Store) AddTurn(ctx context.Context, t Turn) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		if err := s.recalling(ctx, tx, false); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO turns(conversation, no, owner, user_id, at, expire_at, question, shown)
			VALUES($1, (SELECT coalesce(max(no), 0) + 1 FROM turns WHERE conversation = $1), $2, $3, $4, $5, $6,
			CASE WHEN `+s.removing(`$2`)+` THEN '' ELSE $7 END) ON CONFLICT DO NOTHING`,
			t.Conversation, t.Owner, t.User, ms(s.now()), ms(t.Expire), t.Question, t.Shown)
		return err
	})
	if err != nil {
		return database.Explain(err)
	}
	_, err = s.write.ExecContext(ctx, `DELETE FROM turns WHERE conversation = $1 AND no <= (SELECT max(no) FROM turns
		WHERE conversation = $1) - $2`, t.Conversation, turnsKept)
	return database.Explain(err)
}

// Turns lists the last n questions of a conversation, oldest first.
func (s *Store) Turns(ctx context.Context, conversation string, n int) ([]Turn, error) {
	var out []Turn
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var t Turn
		var at int64
		err := r.Scan(&t.Question, &t.Shown, &at)
		t.At = fromMS(at)
		out = append([]Turn{t}, out...)
		return err
	}, `SELECT question, shown, at FROM turns WHERE conversation = $1 AND expire_at > $2 ORDER BY no DESC LIMIT $3`, conversation,
		ms(s.now()), n)
	return out, err
}

// Forget erases a conversation.
func (s *Store) Forget(ctx context.Context, conversation string) error {
	if _, err := s.write.ExecContext(ctx, `DELETE FROM turns WHERE conversation = $1`, conversation); err != nil {
		return database.Explain(err)
	}
	return s.scrub(ctx, false)
}
