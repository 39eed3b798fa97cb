package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"time"
)

// ErrSpent says that a day's budget does not hold what was asked of it.
var ErrSpent = errors.New("the day's budget is used up")

// OverError says whose budget is used up; it is an ErrSpent.
type OverError struct{ Owner string }

// Error names the owner.
func (e *OverError) Error() string { return fmt.Sprintf("%v: %s", ErrSpent, e.Owner) }

// Unwrap makes it an ErrSpent.
func (e *OverError) Unwrap() error { return ErrSpent }

const (
	// callTime is how long a call can take at most: a reservation that is older
	// was left by a process that died, and counts as used.
	callTime    = 15 * time.Minute
	callsKept   = 7 * 24 * time.Hour // single calls; the installation's sums of a day stay,
	ownersKept  = 48 * time.Hour     // those of servers and people only while their day's limit needs them
	repliesKept = 24 * time.Hour     // of a text that was never stored
)

// Cost is tokens, and money in millionths of a dollar.
type Cost struct {
	Tokens int
	Micros int64
}

// Share is a budget: how many tokens of a day are its owner's. All is the
// whole installation, a Limit of 0 is none.
type Share struct {
	Owner string
	Limit int
}

// Reservation is a call that was counted before it is made: a row of calls in
// each budget.
type Reservation struct{ rows []int64 }

// KeptReply is what a model replied to a request for a text.
type KeptReply struct{ Text, Request, Reply string }

// ReserveCall takes the most a call can cost out of what is left of every
// share, or of none (an OverError says whose is used up). One statement
// compares and adds, so that processes that race never reserve more than a
// limit together. The shares come in one order everywhere, the largest owner
// first, so that no two callers wait for each other.
func (s *Store) ReserveCall(ctx context.Context, day string, most Cost, shares ...Share) (Reservation, error) {
	var out Reservation
	err := s.tx(ctx, func(tx *sql.Tx) error {
		out.rows = nil
		for _, x := range shares {
			id, err := s.reserve(ctx, tx, day, most, x)
			if err != nil {
				return err
			}
			out.rows = append(out.rows, id)
		}
		return nil
	})
	if err != nil {
		return Reservation{}, fmt.Errorf("reserve %d tokens: %w", most.Tokens, err)
	}
	return out, nil
}

func (s *Store) reserve(ctx context.Context, tx *sql.Tx, day string, most Cost, x Share) (id int64, err error) {
	if x.Limit == 0 {
		x.Limit = math.MaxInt
	}
	if most.Tokens < 0 || most.Tokens > x.Limit {
		return 0, &OverError{x.Owner} // the first call of a day compares with nothing
	}
	payer, err := s.counted(ctx, tx, x.Owner)
	if err != nil {
		return 0, err
	}
	result, err := tx.ExecContext(ctx, `INSERT INTO spend(day, owner, reserved, used, micros) VALUES($1, $2, $3, 0, 0)
		ON CONFLICT(day, owner) DO UPDATE SET reserved = spend.reserved + excluded.reserved
		WHERE spend.reserved + spend.used <= $4`, day, payer, most.Tokens, x.Limit-most.Tokens)
	if err != nil {
		return 0, err
	}
	if one(result) != nil {
		return 0, &OverError{x.Owner}
	}
	err = tx.QueryRowContext(ctx, `INSERT INTO calls(day, owner, summary_key, reserved, micros, at) VALUES($1, $2, '', $3, $4, `+s.stamp()+
		`) RETURNING id`,
		day, payer, most.Tokens, most.Micros).Scan(&id)
	return id, err
}

// SettleCall puts what a call cost in the place of its reservation; ErrLost when
// that was done before. It may come late: a call is settled on its own day. A
// reply is kept in the same transaction: what was paid for is there.
func (s *Store) SettleCall(ctx context.Context, r Reservation, cost Cost, reply *KeptReply) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		for _, id := range r.rows {
			var day, owner string
			var reserved int
			err := tx.QueryRowContext(ctx, `UPDATE calls SET used = $2, micros = $3 WHERE id = $1 AND used IS NULL
				RETURNING day, owner, reserved`, id, cost.Tokens, cost.Micros).Scan(&day, &owner, &reserved)
			if errors.Is(err, sql.ErrNoRows) {
				return ErrLost
			}
			if err != nil {
				return err
			}
			if _, err = tx.ExecContext(ctx, `UPDATE spend SET reserved = reserved - $3, used = used + $4, micros = micros + $5
				WHERE day = $1 AND owner = $2`, day, owner, reserved, cost.Tokens, cost.Micros); err != nil {
				return err
			}
		}
		if reply == nil {
			return nil
		}
		if err := s.recalling(ctx, tx, false); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO replies(text_key, request, reply, at) SELECT CAST($1 AS TEXT), CAST($2 AS TEXT),
			CAST($3 AS TEXT), CAST($4 AS BIGINT) WHERE NOT `+s.removing(`''`)+` ON CONFLICT DO NOTHING`,
			reply.Text, reply.Request, reply.Reply, ms(s.now()))
		return err
	})
	if err != nil {
		return fmt.Errorf("settle a call: %w", err)
	}
	return nil
}

// Reply is what a model replied to this request for a text that was not stored
// then; ErrNotFound without one.
func (s *Store) Reply(ctx context.Context, text, request string) (string, error) {
	var reply string
	err := s.read.QueryRowContext(ctx, `SELECT reply FROM replies WHERE text_key = $1 AND request = $2`, text, request).Scan(&reply)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrNotFound
	}
	return reply, err
}

// Spending is what an owner used on a day, and what is reserved for calls that
// still run.
type Spending struct {
	Owner          string
	Used, Reserved int   // tokens
	Micros         int64 // of what was used
}

// Spent is what an owner used on a day. What a dead process had reserved
// counts as used.
func (s *Store) Spent(ctx context.Context, day, owner string) (Spending, error) {
	spending := Spending{Owner: owner}
	var dead, deadMicros int64
	payer, err := s.payer(ctx, s.read, owner)
	if err != nil {
		return spending, err
	}
	err = s.read.QueryRowContext(ctx, `SELECT COALESCE(SUM(p.used), 0), COALESCE(SUM(p.reserved), 0), COALESCE(SUM(p.micros), 0), d.tokens,
		d.micros
		FROM (SELECT COALESCE(SUM(c.reserved), 0) AS tokens, COALESCE(SUM(c.micros), 0) AS micros FROM calls c WHERE c.day = $1
		AND c.owner = $2 AND c.used IS NULL AND c.at <= `+s.stamp()+` - $3) AS d
		LEFT JOIN spend p ON p.day = $1 AND p.owner = $2 GROUP BY d.tokens, d.micros`,
		day, payer, callTime.Milliseconds()).Scan(&spending.Used, &spending.Reserved, &spending.Micros, &dead, &deadMicros)
	if err != nil {
		return spending, fmt.Errorf("read what %s used on %s: %w", owner, day, err)
	}
	spending.Used, spending.Reserved, spending.Micros = spending.Used+int(dead), spending.Reserved-int(dead), spending.Micros+deadMicros
	return spending, nil
}

// Spenders are the guilds that used most on a day.
func (s *Store) Spenders(ctx context.Context, day string, n int) ([]Spending, error) {
	var out []Spending
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x Spending
		err := r.Scan(&x.Owner, &x.Used, &x.Reserved, &x.Micros)
		out = append(out, x)
		return err
	}, `SELECT owner, used, reserved, micros FROM spend WHERE day = $1 AND owner LIKE 'guild:%' ORDER BY used DESC, owner LIMIT $2`, day, n)
	return out, err
}
