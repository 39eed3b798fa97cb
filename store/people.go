package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

// Guild is a Discord server.
type Guild struct {
	ID            int64
	State, Reason string
	Since         time.Time
	Profile       string
}

func (g *Guild) scan() ([]any, func()) {
	var since int64
	return []any{&g.ID, &g.State, &g.Reason, &since, &g.Profile}, func() { g.Since = fromMS(since) }
}

// SeeGuild notes that the bot is in a guild. It reports whether it was not
// active before.
func (s *Store) SeeGuild(ctx context.Context, id int64) (bool, error) {
	r, err := s.write.ExecContext(ctx, `INSERT INTO guilds(id, state, since_at, profile, rev) VALUES($1, 'active', $2, '{}', 1)
		ON CONFLICT(id) DO UPDATE SET state = 'active', reason = '', since_at = excluded.since_at WHERE guilds.state <> 'active'`, id, ms(s.now()))
	if err != nil {
		return false, full(err)
	}
	return one(r) == nil, nil
}

// LoseGuild notes that the bot was sent away; nothing is deleted.
func (s *Store) LoseGuild(ctx context.Context, id int64, reason string) error {
	_, err := s.write.ExecContext(ctx, `UPDATE guilds SET state = 'paused', reason = $2, since_at = $3 WHERE id = $1 AND state = 'active'`, id, reason, ms(s.now()))
	return full(err)
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

// SaveGuild stores a guild's settings.
func (s *Store) SaveGuild(ctx context.Context, id int64, profile string) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO guilds(id, state, since_at, profile, rev) VALUES($1, 'active', $2, $3, 1) ON CONFLICT(id) DO UPDATE SET profile = excluded.profile, rev = guilds.rev + 1`, id, ms(s.now()), profile)
	return full(err)
}

// EraseGuilds erases the settings and posts of guilds that sent the bot away
// before a time.
func (s *Store) EraseGuilds(ctx context.Context, before time.Time) error {
	var ids []int64
	err := s.tx(ctx, func(tx *sql.Tx) error {
		ids = nil
		err := each(ctx, tx, func(r *sql.Rows) error {
			var id int64
			err := r.Scan(&id)
			ids = append(ids, id)
			return err
		}, `SELECT id FROM guilds WHERE state = 'paused' AND since_at < $1`, ms(before))
		if err != nil || len(ids) == 0 {
			return err
		}
		in := `(` + ints(ids) + `)`
		for _, q := range []string{
			`DELETE FROM post_claims WHERE post_id IN (SELECT p.id FROM posts p JOIN channels c ON c.id = p.channel_id WHERE c.guild_id IN ` + in + `)`,
			`DELETE FROM posts WHERE channel_id IN (SELECT id FROM channels WHERE guild_id IN ` + in + `)`,
			`DELETE FROM slots WHERE schedule_id IN (SELECT h.id FROM schedules h JOIN channels c ON c.id = h.channel_id WHERE c.guild_id IN ` + in + `)`,
			`DELETE FROM schedules WHERE channel_id IN (SELECT id FROM channels WHERE guild_id IN ` + in + `)`,
			`DELETE FROM channels WHERE guild_id IN ` + in,
			`DELETE FROM user_guilds WHERE guild_id IN ` + in,
			`DELETE FROM guilds WHERE id IN ` + in,
		} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		for _, id := range ids {
			if err := s.eraseOwner(ctx, tx, fmt.Sprintf("guild:%d", id)); err != nil {
				return err
			}
		}
		return closeErased(ctx, tx)
	})
	if err != nil || len(ids) == 0 {
		return err
	}
	return s.scrub(ctx)
}

// eraseOwner erases what a guild or person chose, used and handed in, with all
// that was made of it; what a post still cites stays, and what was used today:
// an erasure is no new share of the day. Replies that became no text yet may
// hold anything and are bought again.
func (s *Store) eraseOwner(ctx context.Context, tx *sql.Tx, owner string) error {
	today := s.now().UTC().Format(time.DateOnly)
	for _, q := range []string{`DELETE FROM calls WHERE owner = $1 AND day < $2`, `DELETE FROM spend WHERE owner = $1 AND day < $2`} {
		if _, err := tx.ExecContext(ctx, q, owner, today); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, `DELETE FROM replies`); err != nil {
		return err
	}
	for _, q := range []string{
		`DELETE FROM subscriptions WHERE owner = $1`,
		`DELETE FROM turns WHERE owner = $1`,
		`UPDATE articles SET state = 'removed' WHERE domain = $1`,
		`DELETE FROM segments WHERE domain = $1`, // with their posting lists
		`DELETE FROM summaries WHERE (domain = $1 OR id IN (SELECT c.summary_id FROM articles a JOIN versions v ON v.article_id = a.id JOIN cites t ON t.version_id = v.id JOIN claims c ON c.id = t.claim_id WHERE a.domain = $1))
			AND NOT EXISTS (SELECT 1 FROM claims c JOIN post_claims x ON x.claim_id = c.id WHERE c.summary_id = summaries.id)`,
	} {
		if _, err := tx.ExecContext(ctx, q, owner); err != nil {
			return err
		}
	}
	return nil
}

// closeErased ends an erasure: vectors go with their articles, and sources that
// nobody reads are closed.
func closeErased(ctx context.Context, tx *sql.Tx) error {
	if err := forgetEmbeddings(ctx, tx); err != nil {
		return err
	}
	if err := bump(ctx, tx); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE sources SET state = 'removed' WHERE NOT EXISTS (SELECT 1 FROM subscriptions WHERE source_id = sources.id AND removed_at IS NULL)`)
	return err
}

// Person is someone who has used the bot.
type Person struct {
	ID, DM   int64     // DM is the channel of direct messages, 0 when unknown
	CaughtUp time.Time // direct messages up to then were seen
	Known    bool      // has written before
}

// Person reads what is kept of a person besides questions.
func (s *Store) Person(ctx context.Context, id int64) (Person, error) {
	p := Person{ID: id}
	var at int64
	err := s.read.QueryRowContext(ctx, `SELECT coalesce(dm_channel, 0), coalesce(caught_up_at, 0) FROM users WHERE id = $1`, id).Scan(&p.DM, &at)
	if err == sql.ErrNoRows {
		return p, nil
	}
	p.CaughtUp, p.Known = fromMS(at), err == nil
	return p, err
}

// SawDM notes a person's channel of direct messages and that they were seen up to a time.
func (s *Store) SawDM(ctx context.Context, id, channel int64, at time.Time) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO users(id, dm_channel, profile, caught_up_at) VALUES($1, $2, '{}', $3) ON CONFLICT(id) DO UPDATE SET dm_channel = excluded.dm_channel, caught_up_at = excluded.caught_up_at`, id, channel, ms(at))
	return full(err)
}

// SawIn notes that a person has used the bot in a guild.
func (s *Store) SawIn(ctx context.Context, id, guild int64) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO user_guilds(user_id, guild_id, used_at) VALUES($1, $2, $3) ON CONFLICT(user_id, guild_id) DO UPDATE SET used_at = excluded.used_at`, id, guild, ms(s.now()))
	return full(err)
}

// GuildsOf lists the active guilds in which a person has used the bot.
func (s *Store) GuildsOf(ctx context.Context, id int64) ([]int64, error) {
	var out []int64
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var g int64
		err := r.Scan(&g)
		out = append(out, g)
		return err
	}, `SELECT u.guild_id FROM user_guilds u JOIN guilds g ON g.id = u.guild_id WHERE u.user_id = $1 AND g.state = 'active' ORDER BY u.used_at DESC LIMIT 20`, id)
	return out, err
}

// RecentDMs lists people whose direct messages were seen after a time.
func (s *Store) RecentDMs(ctx context.Context, since time.Time, n int) ([]Person, error) {
	var out []Person
	err := each(ctx, s.read, func(r *sql.Rows) error {
		p := Person{Known: true}
		var at int64
		err := r.Scan(&p.ID, &p.DM, &at)
		p.CaughtUp = fromMS(at)
		out = append(out, p)
		return err
	}, `SELECT id, dm_channel, caught_up_at FROM users WHERE dm_channel IS NOT NULL AND caught_up_at > $1 ORDER BY caught_up_at DESC LIMIT $2`, ms(since), n)
	return out, err
}

// Arrived notes an interaction or message; false when it was seen before, so
// that a replayed one is answered once.
func (s *Store) Arrived(ctx context.Context, id string) (bool, error) {
	r, err := s.write.ExecContext(ctx, `INSERT INTO inbound(id, at) VALUES($1, $2) ON CONFLICT DO NOTHING`, key(id), ms(s.now()))
	if err != nil {
		return false, full(err)
	}
	return one(r) == nil, nil
}

// Finished notes that an event was dealt with.
func (s *Store) Finished(ctx context.Context, id string) error {
	_, err := s.write.ExecContext(ctx, `UPDATE inbound SET done_at = $2 WHERE id = $1`, key(id), ms(s.now()))
	return full(err)
}

// Unfinished reports whether an event has arrived and was not dealt with: a
// process may have died over it.
func (s *Store) Unfinished(ctx context.Context, id string) (bool, error) {
	var n int
	err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM inbound WHERE id = $1 AND done_at IS NULL`, key(id)).Scan(&n)
	return n > 0, err
}

// turnsKept is how many questions of a conversation are kept.
const turnsKept = 10

// Turn is one question of a conversation.
type Turn struct {
	Conversation, Owner string
	User                int64
	Question            string
	At, Expire          time.Time
}

// AddTurn keeps a question until it expires, or ten newer ones are kept.
func (s *Store) AddTurn(ctx context.Context, t Turn) error {
	_, err := s.write.ExecContext(ctx, `INSERT INTO turns(conversation, no, owner, user_id, at, expire_at, question) VALUES($1, (SELECT coalesce(max(no), 0) + 1 FROM turns WHERE conversation = $1), $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
		t.Conversation, t.Owner, t.User, ms(s.now()), ms(t.Expire), t.Question)
	if err != nil {
		return full(err)
	}
	_, err = s.write.ExecContext(ctx, `DELETE FROM turns WHERE conversation = $1 AND no <= (SELECT max(no) FROM turns WHERE conversation = $1) - $2`, t.Conversation, turnsKept)
	return full(err)
}

// Turns lists the last n questions of a conversation, oldest first.
func (s *Store) Turns(ctx context.Context, conversation string, n int) ([]Turn, error) {
	var out []Turn
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var t Turn
		var at int64
		err := r.Scan(&t.Question, &at)
		t.At = fromMS(at)
		out = append([]Turn{t}, out...)
		return err
	}, `SELECT question, at FROM turns WHERE conversation = $1 AND expire_at > $2 ORDER BY no DESC LIMIT $3`, conversation, ms(s.now()), n)
	return out, err
}

// TurnsOf counts the questions kept of a person.
func (s *Store) TurnsOf(ctx context.Context, user int64) (n int, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT count(*) FROM turns WHERE user_id = $1 AND expire_at > $2`, user, ms(s.now())).Scan(&n)
	return n, err
}

// Forget erases a conversation.
func (s *Store) Forget(ctx context.Context, conversation string) error {
	if _, err := s.write.ExecContext(ctx, `DELETE FROM turns WHERE conversation = $1`, conversation); err != nil {
		return full(err)
	}
	return s.scrub(ctx)
}

// scrub drops what erased rows leave behind. PostgreSQL is asked to free their
// space: when it is used again, and what its own log and backups hold, is up to
// whoever runs it. SQLite overwrites deleted rows (secure_delete), but not the
// copies that stay where it moved rows to other pages: the table of questions,
// which is small, is written anew into pages that were emptied. The log beside
// the file still holds the pages as they were, so it is written into the file
// and cut.
func (s *Store) scrub(ctx context.Context) error {
	if s.kind == "postgres" {
		_, err := s.write.ExecContext(ctx, `VACUUM turns, watches, user_guilds, users, replies`)
		return scrubbed(err)
	}
	err := s.tx(ctx, func(tx *sql.Tx) error {
		for _, q := range []string{`CREATE TEMP TABLE kept_turns AS SELECT * FROM turns`, `DELETE FROM turns`, `INSERT INTO turns SELECT * FROM kept_turns`, `DROP TABLE kept_turns`} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return scrubbed(err)
	}
	_, err = s.write.ExecContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`) // while somebody reads, the next sweep does it
	return scrubbed(err)
}

func scrubbed(err error) error {
	if err != nil {
		return fmt.Errorf("free the space of what was erased: %w", full(err))
	}
	return nil
}

// ErasePerson erases everything that is kept of a person, and says how many
// rows that were.
func (s *Store) ErasePerson(ctx context.Context, user int64) (n int64, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		n = 0
		for _, q := range []string{`DELETE FROM turns WHERE user_id = $1`, `DELETE FROM watches WHERE user_id = $1`, `DELETE FROM user_guilds WHERE user_id = $1`, `DELETE FROM users WHERE id = $1`} {
			r, err := tx.ExecContext(ctx, q, user)
			if err != nil {
				return err
			}
			k, err := r.RowsAffected()
			if err != nil {
				return err
			}
			n += k
		}
		for _, q := range []string{ // settings of servers stay, without the name
			`UPDATE subscriptions SET added_by = '' WHERE added_by = $1`,
			`UPDATE channels SET set_by = '' WHERE set_by = $1`,
			`UPDATE schedules SET set_by = '' WHERE set_by = $1`,
		} {
			if _, err := tx.ExecContext(ctx, q, fmt.Sprint(user)); err != nil {
				return err
			}
		}
		if err := s.eraseOwner(ctx, tx, fmt.Sprintf("user:%d", user)); err != nil {
			return err
		}
		return closeErased(ctx, tx)
	})
	if err != nil {
		return 0, err
	}
	return n, s.scrub(ctx)
}

// Sweep deletes what has expired: events seen more than a day ago, questions,
// single calls of a model, vectors of articles that were removed meanwhile.
func (s *Store) Sweep(ctx context.Context) error {
	now := s.now()
	if _, err := s.write.ExecContext(ctx, `DELETE FROM inbound WHERE at < $1`, ms(now.Add(-24*time.Hour))); err != nil {
		return full(err)
	}
	if _, err := s.write.ExecContext(ctx, `DELETE FROM turns WHERE expire_at <= $1`, ms(now)); err != nil {
		return full(err)
	}
	if err := forgetEmbeddings(ctx, s.write); err != nil {
		return full(err)
	}
	if err := s.sweepCalls(ctx); err != nil {
		return err
	}
	return s.scrub(ctx)
}
