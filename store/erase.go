package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/store/database"
	"dateline/store/retain"
)

// EraseGuilds erases the settings and posts of guilds that sent the bot away
// before a time, and what they handed in.
func (s *Store) EraseGuilds(ctx context.Context, before time.Time) error {
	var ids []int64
	files := false
	err := s.tx(ctx, func(tx *sql.Tx) error {
		ids, files = nil, false
		err := each(ctx, tx, func(r *sql.Rows) error {
			var id int64
			err := r.Scan(&id)
			ids = append(ids, id)
			return err
		}, `SELECT id FROM guilds WHERE state = 'paused' AND since_at < $1`, ms(before))
		if err != nil || len(ids) == 0 {
			return err
		}
		for _, id := range ids {
			held, err := s.eraseGuild(ctx, tx, id)
			if err != nil {
				return err
			}
			files = files || held
		}
		return closeErased(ctx, tx)
	})
	if err != nil || len(ids) == 0 {
		return err
	}
	return s.scrub(ctx, files)
}

// EraseGuild erases at once what EraseGuilds erases later; ErrNotFound where nothing is
// known of the guild. While the bot is there it begins anew with it.
func (s *Store) EraseGuild(ctx context.Context, id int64) error {
	files := false
	err := s.tx(ctx, func(tx *sql.Tx) error {
		var known bool
		err := tx.QueryRowContext(ctx, `SELECT EXISTS(SELECT 1 FROM guilds WHERE id = $1)
			OR EXISTS(SELECT 1 FROM channels WHERE guild_id = $1)
			OR EXISTS(SELECT 1 FROM subscriptions WHERE owner = $2) OR EXISTS(SELECT 1 FROM articles WHERE domain = $2)`, id,
			fmt.Sprintf("guild:%d", id)).Scan(&known)
		if err != nil {
			return err
		}
		if !known {
			return ErrNotFound
		}
		if files, err = s.eraseGuild(ctx, tx, id); err != nil {
			return err
		}
		return closeErased(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("erase server %d: %w", id, err)
	}
	return s.scrub(ctx, files)
}

// eraseGuild erases a guild; that the operator has blocked it stays.
func (s *Store) eraseGuild(ctx context.Context, tx *sql.Tx, id int64) (files bool, err error) {
	if files, err = s.eraseOwner(ctx, tx, "guild", id); err != nil {
		return files, err
	}
	return files, erase(ctx, tx, id, `DELETE FROM user_guilds WHERE guild_id = $1`, `DELETE FROM guilds WHERE id = $1`,
		`DELETE FROM reports WHERE guild_id = $1`, `DELETE FROM catchups WHERE guild_id = $1`,
		`DELETE FROM brakes WHERE guild_id = $1 AND what <> 'blocked'`)
}

// ErasePerson erases everything that is kept of a person, and says how many
// rows that were, without what was handed in and made of it.
func (s *Store) ErasePerson(ctx context.Context, user int64) (n int64, err error) {
	files := false
	err = s.tx(ctx, func(tx *sql.Tx) error {
		n = 0
		for _, q := range []string{`DELETE FROM turns WHERE user_id = $1`, `DELETE FROM watches WHERE user_id = $1`,
			`DELETE FROM user_guilds WHERE user_id = $1`, `DELETE FROM catchups WHERE user_id = $1`, `DELETE FROM drawn WHERE user_id = $1`,
			`DELETE FROM report_reasons WHERE user_id = $1`, `DELETE FROM users WHERE id = $1`} {
			result, err := tx.ExecContext(ctx, q, user)
			if err != nil {
				return err
			}
			affected, err := result.RowsAffected()
			if err != nil {
				return err
			}
			n += affected
		}
		// Settings of servers stay, without the name.
		err := erase(ctx, tx, fmt.Sprint(user), `UPDATE subscriptions SET added_by = '' WHERE added_by = $1`,
			`UPDATE channels SET set_by = '' WHERE set_by = $1`, `UPDATE schedules SET set_by = '' WHERE set_by = $1`,
			`UPDATE slots SET reviewer = '' WHERE reviewer = $1`, `UPDATE reports SET decided_by = '' WHERE decided_by = $1`,
			`UPDATE retractions SET actor = '' WHERE actor = $1`, `UPDATE audit SET actor = '' WHERE actor = $1`)
		if err != nil {
			return err
		}
		// What moderators see says who was the last to act: it is drawn anew, also where it is over.
		if _, err := tx.ExecContext(ctx, `UPDATE posts SET payload = replace(payload, $1, ''), follow = 'review', follow_at = 0
			WHERE `+retain.Named(user), fmt.Sprintf(`\u003c@%d\u003e`, user)); err != nil {
			return err
		}
		if files, err = s.eraseOwner(ctx, tx, "user", user); err != nil {
			return err
		}
		return closeErased(ctx, tx)
	})
	if err != nil {
		return 0, err
	}
	const small = 32 << 20 // some .4 s: a larger file is written anew where the operator asks for it
	size, err := s.Size(ctx)
	if err != nil {
		return n, err
	}
	return n, s.scrub(ctx, files || s.db.Kind == "sqlite" && size <= small)
}

func erase(ctx context.Context, tx *sql.Tx, arg any, queries ...string) error {
	for _, q := range queries {
		if _, err := tx.ExecContext(ctx, q, arg); err != nil {
			return err
		}
	}
	return nil
}

// ofErased are the texts that were made of what an owner ($1) handed in.
const ofErased = `(SELECT id FROM summaries WHERE domain = $1
	UNION SELECT c.summary_id FROM articles a JOIN versions v ON v.article_id = a.id JOIN cites t ON t.version_id = v.id
	JOIN claims c ON c.id = t.claim_id WHERE a.domain = $1)`

// eraseOwner erases what a guild or person (kind) chose, used and handed in,
// its channels, and all that was made of it. What a person used today stays, under a
// name that tells nobody: an erasure is no new share of the day. Replies that became no text yet may hold
// anything and are bought again; what was shown to anybody's question goes too.
// Of an article its number is left, for a merge of search segments that is under
// way; of a post in another's channel, that it was posted, and what else it told.
// It reports whether anything had been handed in.
func (s *Store) eraseOwner(ctx context.Context, tx *sql.Tx, kind string, id int64) (files bool, err error) {
	owner, today := fmt.Sprintf("%s:%d", kind, id), s.now().UTC().Format(time.DateOnly)
	if err := s.eraseUse(ctx, tx, owner, today); err != nil {
		return false, err
	}
	const claims = `(SELECT id FROM claims WHERE summary_id IN ` + ofErased + `)`
	const posts = `(SELECT post_id FROM post_claims WHERE claim_id IN ` + claims + ` UNION SELECT post_id FROM post_mentions
		WHERE claim_id IN ` + claims + `)`
	channels := fmt.Sprintf(`(SELECT id FROM channels WHERE owner = $1 OR %s_id = %d)`, kind, id)
	err = erase(ctx, tx, owner,
		`UPDATE slots SET trace = '' WHERE id IN (SELECT slot_id FROM posts WHERE id IN `+posts+`)`,
		`UPDATE posts SET payload = '{}', marker = '', state = CASE WHEN state IN `+pending+
			` OR state IN ('waiting', 'held') THEN 'expired' ELSE state END, epoch = epoch + 1,
			follow = CASE WHEN follow IN ('publish', 'review') THEN '' ELSE follow END WHERE id IN `+posts,
		`DELETE FROM recalls WHERE post_id IN `+posts,
		`DELETE FROM retractions WHERE owner = $1`,
		`DELETE FROM post_claims WHERE claim_id IN `+claims+` OR post_id IN (SELECT id FROM posts WHERE channel_id IN `+channels+`)`,
		`DELETE FROM turns WHERE owner = $1`,
		`DELETE FROM answers WHERE owner = $1`,
		`DELETE FROM drawn WHERE owner = $1`,
		`UPDATE turns SET summary_id = NULL WHERE summary_id IN `+ofErased,
		`DELETE FROM summaries WHERE id IN `+ofErased,
		`DELETE FROM posts WHERE channel_id IN `+channels,
		`DELETE FROM slots WHERE schedule_id IN (SELECT id FROM schedules WHERE channel_id IN `+channels+`)`,
		`DELETE FROM schedules WHERE channel_id IN `+channels,
		`DELETE FROM channels WHERE id IN `+channels,
		`DELETE FROM watches WHERE owner = $1`,
		`DELETE FROM mutes WHERE owner = $1`,
		`DELETE FROM audit WHERE owner = $1`,
		`UPDATE stories SET domain = 'erased' WHERE domain = $1`,
		`DELETE FROM segments WHERE domain = $1`, // with their posting lists
		`DELETE FROM subscriptions WHERE owner = $1 OR source_id IN (SELECT id FROM sources WHERE domain = $1)`,
		`DELETE FROM article_sources WHERE article_id IN (SELECT id FROM articles WHERE domain = $1)`,
		`DELETE FROM sources WHERE domain = $1`,
	)
	if err != nil {
		return false, err
	}
	result, err := tx.ExecContext(ctx, `UPDATE versions SET hash = '', title = '', byline = '', text = '', spans = $2, sketch = $2,
		segment_id = 0
		WHERE article_id IN (SELECT id FROM articles WHERE domain = $1 AND ident NOT LIKE 'erased:%')`, owner, []byte{})
	if err != nil {
		return false, err
	}
	n, err := result.RowsAffected()
	if err != nil {
		return false, err
	}
	return n > 0, erase(ctx, tx, owner, `UPDATE articles SET state = 'removed', domain = 'erased', ident = 'erased:' || id,
		ext_id = NULL, url = '', outlet = '' WHERE domain = $1`)
}

// eraseUse erases what an owner used of the model, a person's before today alone, and what
// was replied and shown to anybody.
func (s *Store) eraseUse(ctx context.Context, tx *sql.Tx, owner, today string) error {
	payer, err := s.payer(ctx, tx, owner)
	if err != nil {
		return err
	}
	for _, table := range []string{"calls", "spend"} {
		if _, err := tx.ExecContext(ctx, `DELETE FROM `+table+` WHERE owner = $1 OR owner = $2 AND day < $3`, owner, payer,
			today); err != nil {
			return err
		}
	}
	for _, q := range []string{`DELETE FROM replies`, `UPDATE turns SET shown = '' WHERE shown <> ''`} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
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
	if err := bump(ctx, tx, "revision"); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE sources SET state = 'removed' WHERE NOT EXISTS (SELECT 1 FROM subscriptions
		WHERE source_id = sources.id AND removed_at IS NULL)`)
	return err
}

// scrub drops what erased rows leave behind. PostgreSQL is asked to free their
// space: when it is used again, and what its own log and backups hold, is up to
// whoever runs it. SQLite overwrites deleted rows (secure_delete), but not the
// copies that stay where it moved rows to other pages: the tables of questions,
// which are small, are written anew into pages that were emptied, those of answers only
// while they are small: they hold no word, and 240,000 sentences on which answers rest
// held others up for 5.5 s. After files were
// erased the whole database is, at some 13 ms a MB. The log beside the file still
// holds the pages as they were, so it is written into the file and cut.
func (s *Store) scrub(ctx context.Context, files bool) error {
	var err error
	switch {
	case s.db.Kind == "postgres" && files:
		_, err = s.write.ExecContext(ctx, `VACUUM `+strings.Join(backupTables, ", "))
		return scrubbed(err)
	case s.db.Kind == "postgres":
		_, err = s.write.ExecContext(ctx, `VACUUM turns, drawn, answers, answer_rests,
			watches, mutes, report_reasons, user_guilds, users, replies`)
		return scrubbed(err)
	case files:
		_, err = s.write.ExecContext(ctx, `VACUUM`)
	default:
		err = s.tx(ctx, func(tx *sql.Tx) error {
			const most = 5000 // rows: to write 10,000 anew held others up for .2 s
			tables, answered := []string{"watches", "watch_reads", "turns", "drawn"}, 0
			err := tx.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT 1 FROM answer_rests LIMIT $1)`, most+1).Scan(&answered)
			if err != nil {
				return err
			}
			if answered <= most {
				tables = append(tables, "answers", "answer_rests")
			}
			var back []string
			for _, table := range tables { // in an order that restores references
				if _, err := tx.ExecContext(ctx, `CREATE TEMP TABLE kept_`+table+` AS SELECT * FROM `+table); err != nil {
					return err
				}
				back = append(back, `DELETE FROM `+table, `INSERT INTO `+table+` SELECT * FROM kept_`+table, `DROP TABLE kept_`+table)
			}
			for _, q := range back {
				if _, err := tx.ExecContext(ctx, q); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err != nil {
		return scrubbed(err)
	}
	return s.cutLog(ctx)
}

// cutLog writes SQLite's log into its file and cuts it. Nobody writes meanwhile, so who
// reads is not waited for: then the next sweep does it.
func (s *Store) cutLog(ctx context.Context) error {
	if s.db.Kind != "sqlite" {
		return nil
	}
	only, err := s.write.Conn(ctx)
	if err != nil {
		return scrubbed(err)
	}
	defer only.Close()
	var usual int
	if err := only.QueryRowContext(ctx, `PRAGMA busy_timeout`).Scan(&usual); err != nil {
		return scrubbed(err)
	}
	for _, q := range []string{`PRAGMA busy_timeout(50)`, `PRAGMA wal_checkpoint(TRUNCATE)`,
		fmt.Sprintf(`PRAGMA busy_timeout(%d)`, usual)} {
		_, failed := only.ExecContext(context.WithoutCancel(ctx), q)
		err = errors.Join(err, failed)
	}
	return scrubbed(err)
}

func scrubbed(err error) error {
	if err != nil {
		return fmt.Errorf("free the space of what was erased: %w", database.Explain(err))
	}
	return nil
}
