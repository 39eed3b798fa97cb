// Package store remembers: one concrete Store over SQLite (embedded, the
// default) and PostgreSQL, with one SQL text for both. Record types live here.
// It decides nothing: what is new, what belongs together and what is told is
// thought up in package briefing. Package state holds the types of the records'
// states, package recall what taking something back means, package database opens
// the two databases and knows their differences.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"dateline/store/database"
	"dateline/store/retain"
)

var (
	// ErrNotFound says that there is no such row, or none the scope may see.
	ErrNotFound = errors.New("not found")
	// ErrLost says that a lease or a claim is held by another process.
	ErrLost = errors.New("another process holds this")
	// ErrAmbiguous says that a name means several rows.
	ErrAmbiguous = errors.New("ambiguous")
)

// Store is the database. Its methods may be called from many goroutines.
type Store struct {
	// Now is the clock; nil is time.Now. On PostgreSQL stamps of leases come
	// from the database's clock, shifted by the difference between Now and
	// the real time, which is zero outside tests.
	Now func() time.Time

	db          *database.DB
	write, read *sql.DB // of db
}

// Open opens and migrates a database: sqlite:FILE or postgres://….
func Open(ctx context.Context, rawURL string) (*Store, error) {
	db, err := database.Open(ctx, rawURL)
	if err != nil {
		return nil, err
	}
	return &Store{db: db, write: db.Write, read: db.Read}, nil
}

// Close closes the database.
func (s *Store) Close() error { return s.db.Close() }

// Kind is sqlite or postgres.
func (s *Store) Kind() string { return s.db.Kind }

// Ping proves that the database answers, and that no newer program has
// migrated it meanwhile.
func (s *Store) Ping(ctx context.Context) error { return s.db.Ping(ctx) }

// tx runs f in a transaction, again when PostgreSQL broke it off. How long it holds
// others up is noted with the pace of ctx.
func (s *Store) tx(ctx context.Context, f func(tx *sql.Tx) error) error {
	var began time.Time
	err := s.db.Tx(ctx, func(tx *sql.Tx) error {
		began = time.Now() // it has the lock now
		return f(tx)
	})
	if pace := retain.PaceOf(ctx); pace != nil && !began.IsZero() {
		pace.Took(time.Since(began))
	}
	return err
}

// checkPages is how many damaged places a check lists: one is enough to act.
const checkPages = 3

// Check reads every page of SQLite's file and says what is damaged, "" when
// nothing is (https://www.sqlite.org/pragma.html#pragma_quick_check). PostgreSQL
// proves its pages itself when they are read.
func (s *Store) Check(ctx context.Context) (string, error) {
	if s.db.Kind != "sqlite" {
		return "", nil
	}
	var said []string
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var line string
		err := r.Scan(&line)
		said = append(said, line)
		return err
	}, fmt.Sprintf(`PRAGMA quick_check(%d)`, checkPages))
	if database.Damaged(err) {
		return err.Error(), nil
	}
	if err != nil || len(said) == 1 && said[0] == "ok" {
		return "", err
	}
	return strings.Join(said, "; "), nil
}

// Shared reports whether others on this machine may read SQLite's file.
func (s *Store) Shared() bool {
	info, err := os.Stat(s.db.File)
	return s.db.File != "" && err == nil && info.Mode().Perm()&0o077 != 0
}

// Size is how much the database takes on disk, in bytes.
func (s *Store) Size(ctx context.Context) (n int64, err error) {
	query := `SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`
	if s.db.Kind == "postgres" {
		query = `SELECT pg_database_size(current_database())`
	}
	if err = s.read.QueryRowContext(ctx, query).Scan(&n); err != nil {
		return 0, fmt.Errorf("measure the database: %w", err)
	}
	return n, nil
}

func (s *Store) now() time.Time {
	if s.Now != nil {
		return s.Now()
	}
	return time.Now()
}

// stamp is the SQL expression of the current time in milliseconds: one clock
// stamps, the database's on PostgreSQL.
func (s *Store) stamp() string {
	if s.db.Kind == "sqlite" {
		return fmt.Sprint(s.now().UnixMilli())
	}
	shift := int64(0)
	if s.Now != nil {
		shift = time.Until(s.Now()).Milliseconds()
	}
	return fmt.Sprintf("((extract(epoch FROM clock_timestamp()) * 1000)::bigint + (%d))", shift)
}

// ms is a time in SQL; the zero time is 0.
func ms(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

func fromMS(n int64) time.Time {
	if n == 0 {
		return time.Time{}
	}
	return time.UnixMilli(n).UTC()
}

// ints writes ids as a list for IN (…). They are numbers, so nothing can be
// smuggled in; an empty list matches nothing.
func ints(ids []int64) string {
	if len(ids) == 0 {
		return "NULL"
	}
	var b strings.Builder
	for i, id := range ids {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprint(&b, id)
	}
	return b.String()
}

// holders writes n placeholders from $from on.
func holders(from, n int) string {
	if n == 0 {
		return "NULL"
	}
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "$%d", from+i)
	}
	return b.String()
}

// each runs a query and scans every row.
func each(ctx context.Context, q database.Querier, scan func(*sql.Rows) error, query string, args ...any) error {
	rows, err := q.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}
