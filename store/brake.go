package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"dateline/store/audit"
	"dateline/store/brake"
	"dateline/store/database"
	"dateline/store/state"
)

// What an operator has stopped is a row that every query asks for: it holds in each
// process at once, and over restarts.

// stopped is the condition that something is stopped for a guild (an expression, NULL
// in direct messages), or everywhere. For a blocked guild everything is.
func (s *Store) stopped(what state.Brake, guild string) string {
	return `EXISTS (SELECT 1 FROM brakes k WHERE k.source_id = 0 AND (k.what = '` + string(what) + `' AND k.guild_id = 0
		OR k.guild_id = ` + guild + ` AND k.guild_id <> 0 AND k.what IN ('` + string(what) + `', 'blocked')))`
}

// unused is the condition that a source (an expression for its id) is neither read nor used.
func (s *Store) unused(id string) string {
	return `EXISTS (SELECT 1 FROM brakes k WHERE k.source_id = ` + id + ` AND k.source_id <> 0)`
}

// mayRead is brake.ErrBlocked for an address that is blocked.
func (s *Store) mayRead(ctx context.Context, tx *sql.Tx, address string) error {
	var blocked []string
	err := each(ctx, tx, func(r *sql.Rows) error {
		var a string
		err := r.Scan(&a)
		blocked = append(blocked, a)
		return err
	}, `SELECT address FROM brakes WHERE what = 'blocked' AND source_id <> 0`)
	if err == nil && slices.ContainsFunc(blocked, func(a string) bool { return brake.Same(a, address) }) {
		err = brake.ErrBlocked
	}
	return err
}

// Stop stops something until Release; false when it was stopped before. ErrNotFound
// where there is no such source.
func (s *Store) Stop(ctx context.Context, b brake.Brake) (fresh bool, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		if b.Source != 0 {
			err := tx.QueryRowContext(ctx, `SELECT url FROM sources WHERE id = $1`, b.Source).Scan(&b.Address)
			if errors.Is(err, sql.ErrNoRows) {
				return ErrNotFound
			}
			if err != nil {
				return err
			}
		}
		result, err := tx.ExecContext(ctx, `INSERT INTO brakes(what, guild_id, source_id, address, at, actor) VALUES($1, $2, $3, $4, $5, $6)
			ON CONFLICT DO NOTHING`, b.What, b.Guild, b.Source, b.Address, ms(s.now()), audit.Actor(ctx))
		if err != nil {
			return err
		}
		if fresh = one(result) == nil; !fresh {
			return nil
		}
		return s.noteBrake(ctx, tx, b, state.BrakeSet)
	})
	if err != nil {
		return false, fmt.Errorf("stop %s: %w", b.What, err)
	}
	return fresh, nil
}

// Release ends what Stop began; false when it was not stopped. A source is due at once.
func (s *Store) Release(ctx context.Context, b brake.Brake) (ended bool, err error) {
	err = s.tx(ctx, func(tx *sql.Tx) error {
		result, err := tx.ExecContext(ctx, `DELETE FROM brakes WHERE what = $1 AND guild_id = $2 AND source_id = $3`,
			b.What, b.Guild, b.Source)
		if err != nil {
			return err
		}
		if ended = one(result) == nil; !ended {
			return nil
		}
		_, err = tx.ExecContext(ctx, `UPDATE sources SET next_at = $2 WHERE id = $1 AND kind NOT IN ('file', 'page')`, b.Source,
			ms(s.now()))
		return errors.Join(err, s.noteBrake(ctx, tx, b, state.BrakeEnded))
	})
	if err != nil {
		return false, fmt.Errorf("resume %s: %w", b.What, err)
	}
	return ended, nil
}

// noteBrake notes what was stopped or resumed, and moves the revision: what is visible
// has changed.
func (s *Store) noteBrake(ctx context.Context, tx *sql.Tx, b brake.Brake, action state.Action) error {
	owner := Desk
	if b.Guild != 0 {
		owner = fmt.Sprintf("guild:%d", b.Guild)
	}
	detail := audit.Detail{Name: string(b.What), Place: b.Address}
	if err := s.note(ctx, tx, audit.Line{Owner: owner, Action: action, Detail: detail}); err != nil {
		return err
	}
	return bump(ctx, tx, "revision")
}

// Brakes lists what is stopped, the oldest first.
func (s *Store) Brakes(ctx context.Context) ([]brake.Brake, error) {
	var out []brake.Brake
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var b brake.Brake
		var at int64
		err := r.Scan(&b.What, &b.Guild, &b.Source, &b.Address, &at, &b.Actor)
		b.At = fromMS(at)
		out = append(out, b)
		return err
	}, `SELECT what, guild_id, source_id, address, at, actor FROM brakes ORDER BY at, what, guild_id, source_id`)
	if err != nil {
		return nil, fmt.Errorf("read what is stopped: %w", database.Explain(err))
	}
	return out, nil
}

// Stopped reports whether something is stopped for a guild, 0 in direct messages:
// there, everywhere, or because the guild is blocked.
func (s *Store) Stopped(ctx context.Context, what state.Brake, guild int64) (stopped bool, err error) {
	err = s.read.QueryRowContext(ctx, `SELECT `+s.stopped(what, "$1"), guild).Scan(&stopped)
	if err != nil {
		return false, fmt.Errorf("look whether %s is stopped: %w", what, database.Explain(err))
	}
	return stopped, nil
}
