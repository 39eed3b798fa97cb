// Package store remembers: one concrete Store over SQLite (embedded, the
// default) and PostgreSQL, with one SQL text for both. Record types live here,
// the types of their states in package state. It decides nothing: what is new,
// what belongs together and what is told is thought up in package briefing.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

var (
	// ErrNotFound says that there is no such row, or none the scope may see.
	ErrNotFound = errors.New("not found")
	// ErrNewer says that the database was made by a newer program.
	ErrNewer = errors.New("the database is newer than this program: use the newer program, or another database")
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

	kind  string
	file  string  // of SQLite
	write *sql.DB // SQLite: one connection
	read  *sql.DB // PostgreSQL: the same pool
}

// readers is how many connections read SQLite at once: more than the cores gain nothing.
func readers() int { return max(2, runtime.NumCPU()) }

// Open opens and migrates a database: sqlite:FILE or postgres://….
func Open(ctx context.Context, rawURL string) (*Store, error) {
	var s *Store
	var err error
	switch {
	case strings.HasPrefix(rawURL, "sqlite:"):
		s, err = openSQLite(strings.TrimPrefix(rawURL, "sqlite:"), sqlitePragmas)
	case strings.HasPrefix(rawURL, "postgres://"), strings.HasPrefix(rawURL, "postgresql://"):
		s, err = openPostgres(ctx, rawURL)
	default:
		return nil, fmt.Errorf("the database %s is neither sqlite:FILE nor postgres://…: correct DATABASE_URL or --db", redact(rawURL))
	}
	if err != nil {
		return nil, err
	}
	if err := s.migrate(ctx); err != nil {
		said := errors.Join(s.explain(rawURL, err), s.Close())
		if s, err = frozen(ctx, rawURL, err); err != nil {
			return nil, said
		}
	}
	return s, nil
}

const sqlitePragmas = "?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=journal_mode(WAL)" +
	"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=cache_size(-16000)"

// frozenPragmas open a file that nobody can change, without the two files that
// WAL keeps beside it.
const frozenPragmas = "?mode=ro&immutable=1&_txlock=immediate&_pragma=cache_size(-16000)"

// frozen opens a SQLite database to be read alone, when it could not be opened
// because neither it nor its folder may be written. A log beside it holds what
// was not written into it yet: then some process has it open, or it was not
// closed, and the file alone is not the whole database.
func frozen(ctx context.Context, rawURL string, cause error) (*Store, error) {
	var se *sqlite.Error
	file, isFile := strings.CutPrefix(rawURL, "sqlite:")
	if !isFile || !errors.As(cause, &se) || se.Code()&0xff != sqlite3.SQLITE_CANTOPEN && se.Code()&0xff != sqlite3.SQLITE_READONLY {
		return nil, cause
	}
	if info, err := os.Stat(file + "-wal"); err == nil && info.Size() > 0 {
		return nil, cause
	}
	store, err := openSQLite(file, frozenPragmas)
	if err != nil {
		return nil, err
	}
	if err := store.migrate(ctx); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	return store, nil
}

func openSQLite(file, pragmas string) (*Store, error) {
	if file == "" || strings.HasPrefix(file, ":memory:") {
		return nil, errors.New("sqlite: needs a file name, like sqlite:dateline.db")
	}
	if dir := filepath.Dir(file); dir != "" {
		if info, err := os.Stat(dir); err != nil || !info.IsDir() {
			return nil, fmt.Errorf("the folder %s of the database does not exist: create it or name another", dir)
		}
	}
	dsn := "file:" + (&url.URL{Path: file}).EscapedPath()
	if pragmas == sqlitePragmas {
		if err := private(file); err != nil {
			return nil, err
		}
	}
	drv := &sqlite.Driver{}
	write := sql.OpenDB(sqliteConnector{drv, dsn + pragmas})
	write.SetMaxOpenConns(1)
	read := sql.OpenDB(sqliteConnector{drv, dsn + strings.Replace(pragmas, "_txlock=immediate&", "", 1)})
	read.SetMaxOpenConns(readers())
	return &Store{kind: "sqlite", file: file, write: write, read: read}, nil
}

func openPostgres(ctx context.Context, rawURL string) (*Store, error) {
	cfg, err := pgx.ParseConfig(rawURL)
	if err != nil {
		return nil, fmt.Errorf("the address %s of the database cannot be read: write postgres://USER:PASSWORD@HOST/NAME, "+
			"in the password %%40 for @, %%2F for /, %%3A for :, %%3F for ?, %%23 for # and %%25 for %%", redact(rawURL))
	}
	pooled := &pool{Connector: stdlib.GetConnector(*cfg), most: poolMost}
	pooled.db = sql.OpenDB(pooled)
	pooled.db.SetMaxOpenConns(1)
	pooled.db.SetConnMaxIdleTime(5 * time.Minute)
	store := &Store{kind: "postgres", write: pooled.db, read: pooled.db}
	if err := pooled.fit(ctx); err != nil {
		return nil, errors.Join(store.explain(rawURL, err), pooled.db.Close())
	}
	return store, nil
}

// private makes a database's file, if there is none, one that only its owner
// reads: it holds what people asked. SQLite gives the files beside it the same
// rights. Where it cannot be made, opening it says why.
func private(file string) error {
	made, err := os.OpenFile(file, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil
	}
	return made.Close()
}

// Close closes the database.
func (s *Store) Close() error {
	err := s.write.Close()
	if s.read != s.write {
		err = errors.Join(err, s.read.Close())
	}
	return err
}

// Kind is sqlite or postgres.
func (s *Store) Kind() string { return s.kind }

// Ping proves that the database answers, and that no newer program has
// migrated it meanwhile.
func (s *Store) Ping(ctx context.Context) error {
	return s.newer(ctx, s.read)
}

// checkPages is how many damaged places a check lists: one is enough to act.
const checkPages = 3

// Check reads every page of SQLite's file and says what is damaged, "" when
// nothing is (https://www.sqlite.org/pragma.html#pragma_quick_check). PostgreSQL
// proves its pages itself when they are read.
func (s *Store) Check(ctx context.Context) (string, error) {
	if s.kind != "sqlite" {
		return "", nil
	}
	var said []string
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var line string
		err := r.Scan(&line)
		said = append(said, line)
		return err
	}, fmt.Sprintf(`PRAGMA quick_check(%d)`, checkPages))
	if Damaged(err) {
		return err.Error(), nil
	}
	if err != nil || len(said) == 1 && said[0] == "ok" {
		return "", err
	}
	return strings.Join(said, "; "), nil
}

// Damaged reports that a database cannot read its own file.
func Damaged(err error) bool {
	var se *sqlite.Error
	return errors.As(err, &se) && (se.Code()&0xff == sqlite3.SQLITE_CORRUPT || se.Code()&0xff == sqlite3.SQLITE_NOTADB)
}

// Shared reports whether others on this machine may read SQLite's file.
func (s *Store) Shared() bool {
	info, err := os.Stat(s.file)
	return s.file != "" && err == nil && info.Mode().Perm()&0o077 != 0
}

// Size is how much the database takes on disk, in bytes.
func (s *Store) Size(ctx context.Context) (n int64, err error) {
	query := `SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()`
	if s.kind == "postgres" {
		query = `SELECT pg_database_size(current_database())`
	}
	if err = s.read.QueryRowContext(ctx, query).Scan(&n); err != nil {
		return 0, fmt.Errorf("measure the database: %w", err)
	}
	return n, nil
}

// querier is a pool or a transaction.
type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

// txTries is how often a transaction that PostgreSQL broke off is tried.
const txTries = 4

// tx runs f in a transaction; PostgreSQL's deadlocks and serialization
// failures are tried again.
func (s *Store) tx(ctx context.Context, f func(tx *sql.Tx) error) error {
	for try := 1; ; try++ {
		err := s.once(ctx, f)
		var pe *pgconn.PgError
		if try < txTries && errors.As(err, &pe) && (pe.Code == "40P01" || pe.Code == "40001") {
			continue
		}
		return full(err)
	}
}

func (s *Store) once(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it says so, which is no fault
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// isUnique reports a violated unique constraint.
func isUnique(err error) bool {
	var se *sqlite.Error
	var pe *pgconn.PgError
	return errors.As(err, &se) && (se.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || se.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY) ||
		errors.As(err, &pe) && pe.Code == "23505"
}

// Unstorable reports that a database refused a value: too long for an index, no
// text, against a rule. It is the fault of what was to be stored, not of the
// database or the way to it.
func Unstorable(err error) bool {
	var se *sqlite.Error
	var pe *pgconn.PgError
	if errors.As(err, &se) {
		switch se.Code() & 0xff {
		case sqlite3.SQLITE_TOOBIG, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_MISMATCH, sqlite3.SQLITE_RANGE:
			return true
		}
		return false
	}
	// Classes of PostgreSQL's errors: data, integrity, limits of the program.
	return errors.As(err, &pe) && len(pe.Code) == 5 && slices.Contains([]string{"22", "23", "54"}, pe.Code[:2])
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
	if s.kind == "sqlite" {
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
func each(ctx context.Context, q querier, scan func(*sql.Rows) error, query string, args ...any) error {
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
