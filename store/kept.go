package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"dateline/store/database"
	"dateline/store/retain"
)

// KeptOf is everything that is kept of a person, in every table, without the blobs
// that are computed from it.
func (s *Store) KeptOf(ctx context.Context, user int64) (retain.Kept, error) {
	out := retain.Kept{}
	payer, err := s.payer(ctx, s.read, fmt.Sprintf("user:%d", user))
	if err != nil {
		return nil, err
	}
	for _, place := range retain.Person(user, payer) {
		err := each(ctx, s.read, func(r *sql.Rows) error {
			row, err := s.row(r)
			out[place.Table] = append(out[place.Table], row)
			return err
		}, `SELECT `+place.Columns+` FROM `+place.Table+` WHERE `+place.Where+` ORDER BY 1`)
		if err != nil {
			return nil, fmt.Errorf("read what is kept of a person in %s: %w", place.Table, database.Explain(err))
		}
	}
	return out, nil
}

// CountsOf counts the rows of a person in every table, without those of servers that only
// name him or her.
func (s *Store) CountsOf(ctx context.Context, user int64) (map[string]int, error) {
	out := map[string]int{}
	payer, err := s.payer(ctx, s.read, fmt.Sprintf("user:%d", user))
	if err != nil {
		return nil, err
	}
	for _, place := range retain.Person(user, payer) {
		if place.Named {
			continue
		}
		var n int
		if err := s.read.QueryRowContext(ctx, `SELECT count(*) FROM `+place.Table+` WHERE `+place.Where).Scan(&n); err != nil {
			return nil, fmt.Errorf("count what is kept of a person in %s: %w", place.Table, database.Explain(err))
		}
		out[place.Table] += n
	}
	return out, nil
}

// row reads a row of any table.
func (s *Store) row(r *sql.Rows) (retain.Row, error) {
	columns, err := r.Columns()
	if err != nil {
		return nil, err
	}
	values, targets := make([]any, len(columns)), make([]any, len(columns))
	for i := range values {
		targets[i] = &values[i]
	}
	if err := r.Scan(targets...); err != nil {
		return nil, err
	}
	row := retain.Row{}
	for i, name := range columns {
		if _, computed := values[i].([]byte); !computed && values[i] != nil {
			row[name] = values[i]
		}
	}
	return row, nil
}

// payer is the name under which the calls of an owner are counted. That of a person
// does not tell who it is: so the count of a day outlives an erasure, and the id does
// not. Without a key nothing was counted yet.
func (s *Store) payer(ctx context.Context, q database.Querier, owner string) (string, error) {
	if !strings.HasPrefix(owner, "user:") {
		return owner, nil
	}
	var key string
	err := q.QueryRowContext(ctx, `SELECT value FROM meta WHERE key = $1`, retain.PayersKey).Scan(&key)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return "", fmt.Errorf("read the key of payers: %w", err)
	}
	sum := hmac.New(sha256.New, []byte(key))
	sum.Write([]byte(owner))
	return "person:" + hex.EncodeToString(sum.Sum(nil)[:16]), nil
}

// counted is payer for whoever writes: it makes the key where there is none.
func (s *Store) counted(ctx context.Context, tx *sql.Tx, owner string) (string, error) {
	_, err := tx.ExecContext(ctx, `INSERT INTO meta(key, value) VALUES($1, $2) ON CONFLICT DO NOTHING`, retain.PayersKey, rand.Text())
	if err != nil {
		return "", fmt.Errorf("make the key of payers: %w", err)
	}
	return s.payer(ctx, tx, owner)
}
