package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"dateline/store/audit"
	"dateline/store/database"
	"dateline/store/state"
)

// Every method that changes a setting notes it in the transaction of the change,
// by the actor of its context: no setting changes without a line.

// note writes a line; who makes the change stands in it, else in the context.
func (s *Store) note(ctx context.Context, tx *sql.Tx, line audit.Line) error {
	const most = 10_000 // of an owner: one an hour for a year; whoever changes more loses the oldest
	body, err := json.Marshal(line.Detail)
	if err != nil {
		return fmt.Errorf("note a change: %w", err)
	}
	_, err = tx.ExecContext(ctx, `INSERT INTO audit(at, owner, actor, action, detail) VALUES($1, $2, $3, $4, $5)`, ms(s.now()), line.Owner,
		cmp.Or(line.Actor, audit.Actor(ctx)), line.Action, string(body))
	if err == nil {
		_, err = tx.ExecContext(ctx, `DELETE FROM audit WHERE owner = $1 AND id <= (SELECT id FROM audit WHERE owner = $1
			ORDER BY id DESC LIMIT 1 OFFSET $2)`, line.Owner, most)
	}
	if err != nil {
		return fmt.Errorf("note a change: %w", err)
	}
	return nil
}

// noteSchedule notes a change of a schedule that has a row.
func (s *Store) noteSchedule(ctx context.Context, tx *sql.Tx, id int64, line audit.Line) error {
	err := tx.QueryRowContext(ctx, `SELECT c.owner, c.name, h.name FROM schedules h JOIN channels c ON c.id = h.channel_id WHERE h.id = $1`,
		id).Scan(&line.Owner, &line.Detail.Place, &line.Detail.Name)
	if err != nil {
		return fmt.Errorf("note a change of schedule %d: %w", id, err)
	}
	return s.note(ctx, tx, line)
}

// noteSource notes a change of what an owner reads. What was handed in is not chosen.
func (s *Store) noteSource(ctx context.Context, tx *sql.Tx, id int64, line audit.Line) error {
	var kind state.SourceKind
	var url string
	err := tx.QueryRowContext(ctx, `SELECT kind, url, CASE WHEN outlet <> '' THEN outlet ELSE title END FROM sources WHERE id = $1`,
		id).Scan(&kind, &url, &line.Detail.Name)
	if err != nil {
		return fmt.Errorf("note a change of source %d: %w", id, err)
	}
	if kind.HandedIn() {
		return nil
	}
	line.Detail.Name = audit.Of("", "", cmp.Or(line.Detail.Name, url)).After
	return s.note(ctx, tx, line)
}

// Note notes a change of something that is no row of its own here.
func (s *Store) Note(ctx context.Context, owner string, action state.Action, detail audit.Detail) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		return s.note(ctx, tx, audit.Line{Owner: owner, Action: action, Detail: detail})
	})
}

// Audit lists up to n changes of an owner's settings, newest first, after the
// newest skip of them.
func (s *Store) Audit(ctx context.Context, owner string, skip, n int) ([]audit.Line, error) {
	var out []audit.Line
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x audit.Line
		var at int64
		var detail string
		if err := r.Scan(&x.ID, &at, &x.Owner, &x.Actor, &x.Action, &detail); err != nil {
			return err
		}
		x.At = fromMS(at)
		_ = json.Unmarshal([]byte(detail), &x.Detail) // ours; what cannot be read has no detail
		out = append(out, x)
		return nil
	}, `SELECT id, at, owner, actor, action, detail FROM audit WHERE owner = $1 ORDER BY id DESC LIMIT $2 OFFSET $3`,
		owner, n, skip)
	if err != nil {
		return nil, fmt.Errorf("read the changes of %s: %w", owner, database.Explain(err))
	}
	return out, nil
}
