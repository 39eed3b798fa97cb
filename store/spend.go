package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrSpent says that a day's budget does not hold what was asked of it.
var ErrSpent = errors.New("the day's budget is used up")

const (
	// callTime is how long a call can take at most: a reservation that is older
	// was left by a process that died, and counts as used.
	callTime  = 15 * time.Minute
	callsKept = 7 * 24 * time.Hour // single calls; the sums of a day stay
)

// Call is one call of a language model, counted against its owner's budget of a day.
type Call struct {
	Day    string // 2026-11-23
	Owner  string // All is the whole installation
	Tokens int    // reserved
}

// ReserveCall takes tokens out of what is left of limit and returns the call's id,
// or ErrSpent. One statement compares and adds, so that processes that race
// never reserve more than limit together.
func (s *Store) ReserveCall(ctx context.Context, c Call, limit int) (id int64, err error) {
	if c.Tokens < 0 || c.Tokens > limit {
		return 0, ErrSpent // the first call of a day compares with nothing
	}
	err = s.tx(ctx, func(tx *sql.Tx) error {
		r, err := tx.ExecContext(ctx, `INSERT INTO spend(day, owner, reserved, used, micros) VALUES($1, $2, $3, 0, 0)
			ON CONFLICT(day, owner) DO UPDATE SET reserved = spend.reserved + excluded.reserved
			WHERE spend.reserved + spend.used + excluded.reserved <= $4`, c.Day, c.Owner, c.Tokens, limit)
		if err != nil {
			return err
		}
		if one(r) != nil {
			return ErrSpent
		}
		return tx.QueryRowContext(ctx, `INSERT INTO calls(day, owner, summary_key, reserved, at) VALUES($1, $2, '', $3, `+s.stamp()+`) RETURNING id`,
			c.Day, c.Owner, c.Tokens).Scan(&id)
	})
	if err != nil {
		return 0, fmt.Errorf("reserve %d tokens for %s: %w", c.Tokens, c.Owner, err)
	}
	return id, nil
}

// SettleCall puts what a call used in the place of its reservation; ErrLost when
// that was done before. It may come late: a call is settled on its own day.
func (s *Store) SettleCall(ctx context.Context, call int64, used int) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		var c Call
		err := tx.QueryRowContext(ctx, `UPDATE calls SET used = $2 WHERE id = $1 AND used IS NULL RETURNING day, owner, reserved`, call, used).Scan(&c.Day, &c.Owner, &c.Tokens)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrLost
		}
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE spend SET reserved = reserved - $3, used = used + $4 WHERE day = $1 AND owner = $2`, c.Day, c.Owner, c.Tokens, used)
		return err
	})
	if err != nil {
		return fmt.Errorf("settle call %d: %w", call, err)
	}
	return nil
}

// Spent is how many tokens an owner used on a day, and how many are reserved
// for calls that still run. What a dead process had reserved counts as used.
func (s *Store) Spent(ctx context.Context, day, owner string) (used, reserved int, err error) {
	var dead int
	err = s.read.QueryRowContext(ctx, `SELECT COALESCE(SUM(used), 0), COALESCE(SUM(reserved), 0), (SELECT COALESCE(SUM(c.reserved), 0) FROM calls c
		WHERE c.day = $1 AND c.owner = $2 AND c.used IS NULL AND c.at <= `+s.stamp()+` - $3) FROM spend WHERE day = $1 AND owner = $2`,
		day, owner, callTime.Milliseconds()).Scan(&used, &reserved, &dead)
	if err != nil {
		return 0, 0, fmt.Errorf("read what %s used on %s: %w", owner, day, err)
	}
	return used + dead, reserved - dead, nil
}

// sweepCalls deletes single calls of earlier days.
func (s *Store) sweepCalls(ctx context.Context) error {
	_, err := s.write.ExecContext(ctx, `DELETE FROM calls WHERE at < $1`, ms(s.now().Add(-callsKept)))
	return full(err)
}
