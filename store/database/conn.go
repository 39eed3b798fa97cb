package database

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"database/sql/driver"
	"encoding/hex"
	"errors"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
)

// Every value passes here on its way to a database, whoever wrote it (a feed, a
// page, a person in Discord, a model, a backup) and whatever column it goes to:
// both databases are given the same text, and hold the same.

// replaced stands where a character cannot be stored: U+FFFD.
const replaced = "\uFFFD"

// Storable is text as both databases hold it: PostgreSQL refuses NUL and what
// is no valid UTF-8.
func Storable(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, replaced), "\x00", replaced)
}

// KeyLongest is how many bytes a text may have that an index of PostgreSQL holds:
// a row of one has 2,704 at most, and other columns stand with it.
const KeyLongest = 1000

// Key is a text as an index holds it. A longer one keeps its beginning, by which
// lists are ordered, and ends with a hash of the whole.
func Key(s string) string {
	if s = Storable(s); len(s) <= KeyLongest {
		return s
	}
	sum := sha256.Sum256([]byte(s))
	end := hex.EncodeToString(sum[:])
	n := KeyLongest - len(end)
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n] + end
}

// conn is a driver's connection that is given storable text only. Its optional
// parts are the driver's own: both drivers have all of them.
type conn struct{ driver.Conn }

// CheckNamedValue cleans one argument of a statement.
func (c *conn) CheckNamedValue(v *driver.NamedValue) error {
	if text, ok := v.Value.(string); ok {
		v.Value = Storable(text)
	}
	if inner, ok := c.Conn.(driver.NamedValueChecker); ok {
		return inner.CheckNamedValue(v)
	}
	return driver.ErrSkip
}

// PrepareContext prepares a statement.
func (c *conn) PrepareContext(ctx context.Context, query string) (driver.Stmt, error) {
	return c.Conn.(driver.ConnPrepareContext).PrepareContext(ctx, query)
}

// BeginTx begins a transaction.
func (c *conn) BeginTx(ctx context.Context, o driver.TxOptions) (driver.Tx, error) {
	return c.Conn.(driver.ConnBeginTx).BeginTx(ctx, o)
}

// ExecContext runs a statement.
func (c *conn) ExecContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Result, error) {
	return c.Conn.(driver.ExecerContext).ExecContext(ctx, query, args)
}

// QueryContext asks for rows.
func (c *conn) QueryContext(ctx context.Context, query string, args []driver.NamedValue) (driver.Rows, error) {
	return c.Conn.(driver.QueryerContext).QueryContext(ctx, query, args)
}

// Ping proves that the connection stands.
func (c *conn) Ping(ctx context.Context) error { return c.Conn.(driver.Pinger).Ping(ctx) }

// ResetSession readies the connection for its next user.
func (c *conn) ResetSession(ctx context.Context) error {
	return c.Conn.(driver.SessionResetter).ResetSession(ctx)
}

// IsValid reports whether the connection may be used again.
func (c *conn) IsValid() bool {
	validator, ok := c.Conn.(driver.Validator)
	return !ok || validator.IsValid()
}

// sqliteConnector opens connections to one file.
type sqliteConnector struct {
	driver *sqlite.Driver
	dsn    string
}

// Connect opens one.
func (s sqliteConnector) Connect(context.Context) (driver.Conn, error) {
	inner, err := s.driver.Open(s.dsn)
	if err != nil {
		return nil, err
	}
	return &conn{inner}, nil
}

// Driver is SQLite's.
func (s sqliteConnector) Driver() driver.Driver { return s.driver }

const (
	poolIdle     = 2                      // of them kept while nobody uses them
	poolMost     = 16                     // connections to PostgreSQL at once
	connectWait  = 30 * time.Second       // how long a server without a free connection is waited for
	connectAgain = 100 * time.Millisecond // between two tries
	poolAgain    = time.Minute            // after this a pool that was refused a connection may grow again
)

// pool opens connections to one server, no more than it gives.
type pool struct {
	driver.Connector
	db *sql.DB

	mu   sync.Mutex
	most int // connections of ours at once
}

// Connect opens one. When the server has none free, the pool stays as large as
// it is and whoever asks waits for one of ours; while we have none, the server
// is asked again: other programs give theirs back.
func (p *pool) Connect(ctx context.Context) (driver.Conn, error) {
	var full error // why it was waited
	for end := time.Now().Add(connectWait); ; {
		inner, err := p.Connector.Connect(ctx)
		switch {
		case err == nil:
			return &conn{inner}, nil
		case ctx.Err() != nil:
			return nil, errors.Join(ctx.Err(), full, err)
		case !crowded(err) || time.Now().After(end):
			return nil, err
		case p.shrink():
			return nil, driver.ErrBadConn // database/sql tries again, and waits for a free one
		}
		full = err
		select {
		case <-ctx.Done():
			return nil, errors.Join(ctx.Err(), err)
		case <-time.After(connectAgain):
		}
	}
}

// shrink makes the pool as large as it is, without the connection that is being
// opened, until the server may have more again; false when we have no other.
func (p *pool) shrink() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	have := p.db.Stats().OpenConnections - 1
	if have < 1 {
		return false
	}
	p.db.SetMaxOpenConns(have)
	time.AfterFunc(poolAgain, func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		p.db.SetMaxOpenConns(p.most)
	})
	return true
}

// fit takes half of what the server gives at most, for a second process on the
// same database works as well. What cannot be asked limits nothing.
func (p *pool) fit(ctx context.Context) error {
	server, user, database := 0, -1, -1
	err := p.db.QueryRowContext(ctx,
		`SELECT current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
			- coalesce(current_setting('reserved_connections', true), '0')::int,
		coalesce((SELECT rolconnlimit FROM pg_roles WHERE rolname = current_user), -1), coalesce((SELECT datconnlimit FROM pg_database
		WHERE datname = current_database()), -1)`).Scan(&server, &user, &database)
	var lost *pgconn.ConnectError
	switch {
	case errors.As(err, &lost), ctx.Err() != nil:
		return err
	case err != nil: // some pooler between us and the server
		server = 2 * poolMost
	}
	gives := server
	for _, limit := range []int{user, database} {
		if limit >= 0 { // -1: none
			gives = min(gives, limit)
		}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.most = max(1, min(poolMost, gives/2))
	p.db.SetMaxOpenConns(p.most)
	p.db.SetMaxIdleConns(max(1, min(poolIdle, p.most/2)))
	return nil
}

// crowded reports that a server has no connection free: max_connections, or the
// limit of the database or of the user (https://www.postgresql.org/docs/current/errcodes-appendix.html).
func crowded(err error) bool {
	var pe *pgconn.PgError
	return errors.As(err, &pe) && pe.Code == tooManyConnections
}
