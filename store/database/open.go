// Package database opens SQLite and PostgreSQL so that the store need not know
// which of them it has: it brings a database to the program's schema, gives both
// the same text, keeps to the connections that a server has free, and says in
// plain words what a driver's error means and what to do. It knows no row.
package database

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// ErrNewer says that the database was made by a newer program.
var ErrNewer = errors.New("the database is newer than this program: use the newer program, or another database")

// DB is an open database with the program's tables.
type DB struct {
	Kind  string  // sqlite or postgres
	File  string  // of SQLite
	Write *sql.DB // SQLite: one connection
	Read  *sql.DB // PostgreSQL: the same pool
}

// readers is how many connections read SQLite at once: more than the cores gain nothing.
func readers() int { return max(2, runtime.NumCPU()) }

// Open opens a database, sqlite:FILE or postgres://…, and brings it to the
// program's schema.
func Open(ctx context.Context, rawURL string) (*DB, error) {
	var d *DB
	var err error
	switch {
	case strings.HasPrefix(rawURL, "sqlite:"):
		d, err = openSQLite(strings.TrimPrefix(rawURL, "sqlite:"), sqlitePragmas)
	case strings.HasPrefix(rawURL, "postgres://"), strings.HasPrefix(rawURL, "postgresql://"):
		d, err = openPostgres(ctx, rawURL)
	default:
		return nil, fmt.Errorf("the database %s is neither sqlite:FILE nor postgres://…: correct DATABASE_URL or --db", redact(rawURL))
	}
	if err != nil {
		return nil, err
	}
	if err := d.migrate(ctx); err != nil {
		said := errors.Join(unopened(rawURL, err), d.Close())
		if d, err = frozen(ctx, rawURL, err); err != nil {
			return nil, said
		}
	}
	return d, nil
}

// sqlitePragmas: a file gives space back in steps (auto_vacuum 2, incremental) when it was
// made so; an older one becomes so when it is next written anew (VACUUM).
const sqlitePragmas = "?_txlock=immediate&_pragma=busy_timeout(10000)&_pragma=auto_vacuum(2)&_pragma=journal_mode(WAL)" +
	"&_pragma=synchronous(FULL)&_pragma=foreign_keys(1)&_pragma=secure_delete(1)&_pragma=cache_size(-16000)"

// frozenPragmas open a file that nobody can change, without the two files that
// WAL keeps beside it.
const frozenPragmas = "?mode=ro&immutable=1&_txlock=immediate&_pragma=cache_size(-16000)"

// frozen opens a SQLite database to be read alone, when it could not be opened
// because neither it nor its folder may be written. A log beside it holds what
// was not written into it yet: then some process has it open, or it was not
// closed, and the file alone is not the whole database.
func frozen(ctx context.Context, rawURL string, cause error) (*DB, error) {
	var se *sqlite.Error
	file, isFile := strings.CutPrefix(rawURL, "sqlite:")
	if !isFile || !errors.As(cause, &se) || se.Code()&0xff != sqlite3.SQLITE_CANTOPEN && se.Code()&0xff != sqlite3.SQLITE_READONLY {
		return nil, cause
	}
	if info, err := os.Stat(file + "-wal"); err == nil && info.Size() > 0 {
		return nil, cause
	}
	d, err := openSQLite(file, frozenPragmas)
	if err != nil {
		return nil, err
	}
	if err := d.migrate(ctx); err != nil {
		return nil, errors.Join(err, d.Close())
	}
	return d, nil
}

func openSQLite(file, pragmas string) (*DB, error) {
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
	return &DB{Kind: "sqlite", File: file, Write: write, Read: read}, nil
}

func openPostgres(ctx context.Context, rawURL string) (*DB, error) {
	cfg, err := pgx.ParseConfig(rawURL)
	if err != nil {
		return nil, fmt.Errorf("the address %s of the database cannot be read: write postgres://USER:PASSWORD@HOST/NAME, "+
			"in the password %%40 for @, %%2F for /, %%3A for :, %%3F for ?, %%23 for # and %%25 for %%", redact(rawURL))
	}
	pooled := &pool{Connector: stdlib.GetConnector(*cfg), most: poolMost}
	pooled.db = sql.OpenDB(pooled)
	pooled.db.SetMaxOpenConns(1)
	pooled.db.SetConnMaxIdleTime(5 * time.Minute)
	d := &DB{Kind: "postgres", Write: pooled.db, Read: pooled.db}
	if err := pooled.fit(ctx); err != nil {
		return nil, errors.Join(unopened(rawURL, err), pooled.db.Close())
	}
	return d, nil
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
func (d *DB) Close() error {
	err := d.Write.Close()
	if d.Read != d.Write {
		err = errors.Join(err, d.Read.Close())
	}
	return err
}

// Ping proves that the database answers, and that no newer program has
// migrated it meanwhile.
func (d *DB) Ping(ctx context.Context) error {
	return d.newer(ctx, d.Read)
}

// Querier is a pool or a transaction.
type Querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
	ExecContext(context.Context, string, ...any) (sql.Result, error)
}

// txTries is how often a transaction that PostgreSQL broke off is tried.
const txTries = 4

// Tx runs f in a transaction; PostgreSQL's deadlocks and serialization
// failures are tried again.
func (d *DB) Tx(ctx context.Context, f func(tx *sql.Tx) error) error {
	for try := 1; ; try++ {
		err := d.once(ctx, f)
		var pe *pgconn.PgError
		if try < txTries && errors.As(err, &pe) && (pe.Code == "40P01" || pe.Code == "40001") {
			continue
		}
		return Explain(err)
	}
}

func (d *DB) once(ctx context.Context, f func(tx *sql.Tx) error) error {
	tx, err := d.Write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after a commit it says so, which is no fault
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}
