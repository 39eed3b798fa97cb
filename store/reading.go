package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"
)

const (
	pullAge = time.Minute // a source visited within this is as good as read now: slots of one time share a visit
	// pulled sources count as due since so long: before all that is read in time, and not yet late for /healthz
	pullAhead = 50 * time.Minute
	pullFails = 6 // one that failed so often in a row keeps to its own times: its back-off grows no more from here
)

// Reading says how long a slot waits for what its channel's sources hold: the
// writer's own part of the rule. The zero value waits for nothing.
type Reading struct {
	Since    time.Time     // this process reads without a gap since then: its start, or the end of a sleep of the machine
	Most     time.Duration // a slot waits so long, from when it may be written or from Since, whichever is later
	LastCall time.Duration // it waits no more when so little of its catch-up time is left
}

// fetched is the condition that a source s is read again and again.
const fetched = `s.kind NOT IN ('file', 'page')`

// chosenBy is the condition that an owner is told of a source s: as in ScopeOf. A person
// is told of those of servers too; of which, that is found out when it is written.
func chosenBy(owner string) string {
	return `EXISTS (SELECT 1 FROM subscriptions u WHERE u.source_id = s.id AND u.removed_at IS NULL AND u.paused_at IS NULL
		AND (u.owner = ` + owner + ` OR u.owner IN (SELECT 'guild:' || m.guild_id FROM user_guilds m WHERE m.user_id =
		CASE WHEN ` + owner + ` LIKE 'user:%' THEN CAST(substr(` + owner + `, 6) AS BIGINT) END) OR u.owner = '` + Desk + `'
		AND NOT EXISTS (SELECT 1 FROM subscriptions w JOIN sources o ON o.id = w.source_id
		WHERE w.owner = ` + owner + ` AND w.removed_at IS NULL AND o.kind NOT IN ('file', 'page'))))`
}

// hasRead is the condition that slot d of schedule h and channel c need not wait
// for reading: each of its sources that was due by then has been visited since
// (well or in vain: then its next visit lies ahead), what they hold is placed
// in stories, or the time to wait is over.
func (s *Store) hasRead(w Reading) string {
	if w == (Reading{}) {
		return `TRUE`
	}
	now := s.stamp()
	by := fmt.Sprintf(`(CASE WHEN d.write_at > %[1]d THEN d.write_at ELSE %[1]d END)`, ms(w.Since))
	return fmt.Sprintf(`(%s >= %s + %d OR %s >= d.due_at + h.catch_up_ms - %d`, now, by, w.Most.Milliseconds(), now,
		w.LastCall.Milliseconds()) +
		` OR NOT EXISTS (SELECT 1 FROM sources s WHERE s.state = 'active' AND ` + fetched + ` AND NOT ` + s.unused("s.id") + `
		AND (s.next_at <= ` + by + ` OR s.tried_at = 0) AND ` + chosenBy("c.owner") + `)
		AND NOT EXISTS (SELECT 1 FROM versions v JOIN articles a ON a.id = v.article_id JOIN article_sources x ON x.article_id = a.id
		JOIN sources s ON s.id = x.source_id
			WHERE v.clustered_at IS NULL AND a.state = 'live' AND NOT ` + s.unused("s.id") + ` AND ` + chosenBy("c.owner") + `))`
}

// pull makes those sources due at once, before all others, that a slot of a
// schedule is to tell of: all but those just read, those whose server asks to
// wait, and those that have long failed.
func (s *Store) pull(ctx context.Context, tx *sql.Tx, schedule int64) error {
	var owner string
	err := tx.QueryRowContext(ctx, `SELECT c.owner FROM schedules h JOIN channels c ON c.id = h.channel_id WHERE h.id = $1`, schedule).
		Scan(&owner)
	if err != nil {
		return fmt.Errorf("read whose schedule %d is: %w", schedule, err)
	}
	now := s.stamp()
	_, err = tx.ExecContext(ctx, `UPDATE sources AS s SET next_at = `+now+` - $4 WHERE s.next_at > `+now+` - $4 AND s.state = `+
		`'active' AND `+fetched+` AND s.fails < $2 AND s.tried_at <= `+now+` - $3 AND s.wait_until <= `+now+` AND `+chosenBy("$1"),
		owner, pullFails, pullAge.Milliseconds(), pullAhead.Milliseconds())
	return err
}

// Watched lists the sources of a scope that are read again and again, or were
// until their server refused for good, by id.
func (s *Store) Watched(ctx context.Context, sc Scope) ([]Source, error) {
	cond := `s.id IN (` + ints(sc.Sources) + `)`
	if sc.Everything {
		cond = `TRUE`
	}
	var out []Source
	err := each(ctx, s.read, func(r *sql.Rows) error {
		source, err := scanSource(r)
		out = append(out, source)
		return err
	}, `SELECT `+sourceColumns+` FROM sources s WHERE s.state <> 'removed' AND `+fetched+` AND `+cond+` ORDER BY s.id`)
	return out, err
}
