package database

import (
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"regexp"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// redact names a database as far as everybody may know it: scheme, host and
// name, without user, password and options. The address may be malformed, a
// password may hold anything, so all that stands before the last @ is left out;
// what remains and is no host is hidden too.
func redact(rawURL string) string {
	if strings.HasPrefix(rawURL, "sqlite:") && !strings.ContainsAny(rawURL, "@?") {
		return rawURL
	}
	scheme, rest, ok := strings.Cut(rawURL, "://")
	if !ok || !plainScheme.MatchString(scheme) {
		return "(not shown, for it may hold a password)"
	}
	at, question := strings.LastIndexByte(rest, '@'), strings.IndexByte(rest, '?')
	if question >= 0 && question < at { // one of them belongs to a password
		return scheme + "://***"
	}
	rest, _, _ = strings.Cut(rest[at+1:], "?")
	if !plainHost.MatchString(rest) {
		return scheme + "://***"
	}
	return scheme + "://" + rest
}

var (
	plainScheme = regexp.MustCompile(`^[a-z][a-z0-9+.-]*$`)
	// plainHost is hosts with ports and the name of a database behind them.
	plainHost = regexp.MustCompile(`^[\pL0-9._,\[\]-]*(?::[0-9]{1,5})?(?:,[\pL0-9._\[\]-]+(?::[0-9]{1,5})?)*(?:/[\pL0-9._-]*)?$`)
)

// SQLSTATEs of PostgreSQL that call for something to be done
// (https://www.postgresql.org/docs/current/errcodes-appendix.html).
const (
	tooManyConnections = "53300"
	diskFull           = "53100"
	noDatabase         = "3D000"
	wrongPassword      = "28P01"
	noAccess           = "28000" // of pg_hba.conf, or a role that is not there
	noPrivilege        = "42501"
	readOnly           = "25006"
	startingUp         = "57P03"
)

// remedies say what each of them means for the database %s.
var remedies = map[string]string{
	tooManyConnections: "%s has no connection free, other programs hold them all: end some, or raise max_connections or the CONNECTION " +
		"LIMIT of the user or the database",
	diskFull:      "the disk of %s is full: make room",
	noDatabase:    "%s does not exist: create it (CREATE DATABASE), or correct its name in DATABASE_URL",
	wrongPassword: "%s refuses the user or the password: check both in DATABASE_URL",
	noPrivilege: "%s does not let this user make or read tables: as its owner run GRANT CREATE, USAGE ON SCHEMA public TO the user, " +
		"or make the user the database's owner",
	readOnly:   "%s may only be read (a replica, or default_transaction_read_only is on): name the primary server",
	startingUp: "%s is starting or stopping: try again in a moment",
}

// unopened turns what a driver says about opening into what to do.
func unopened(rawURL string, err error) error {
	if refused(err) {
		return err
	}
	name := "the database " + redact(rawURL)
	var se *sqlite.Error
	if errors.As(err, &se) {
		switch se.Code() & 0xff {
		case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_PERM:
			return fmt.Errorf("%s may not be written: check the rights of the file and its folder", name)
		case sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT:
			return fmt.Errorf("%s is no database of Dateline (or it is damaged): name another file, or restore a backup", name)
		case sqlite3.SQLITE_FULL:
			return fmt.Errorf("the disk of %s is full: make room", name)
		case sqlite3.SQLITE_BUSY:
			return fmt.Errorf("%s is locked by another program: end it, or wait", name)
		}
	}
	var pe *pgconn.PgError
	if errors.As(err, &pe) {
		return errors.New(refusal(name, pe))
	}
	var ce *pgconn.ConnectError
	if errors.As(err, &ce) {
		return errors.New(unreached(name, err))
	}
	return fmt.Errorf("open %s: %w", name, err)
}

// refusal says what a server's refusal means.
func refusal(name string, pe *pgconn.PgError) string {
	if remedy := remedies[pe.Code]; remedy != "" {
		return fmt.Sprintf(remedy, name)
	}
	switch {
	case pe.Code == noAccess && strings.Contains(pe.Message, "no encryption"), pe.Code == noAccess && strings.Contains(pe.Message, "SSL"):
		return name + " takes encrypted connections only: add ?sslmode=require to DATABASE_URL"
	case pe.Code == noAccess:
		return name + " refuses this user from this machine: check the user in DATABASE_URL, and pg_hba.conf on the server"
	}
	return fmt.Sprintf("%s refused: %s (SQLSTATE %s)", name, pe.Message, pe.Code)
}

// unreached says why no server answered.
func unreached(name string, err error) string {
	var dns *net.DNSError
	var authority x509.UnknownAuthorityError
	var host x509.HostnameError
	said := strings.ToLower(err.Error())
	switch {
	case errors.As(err, &dns) && dns.IsNotFound:
		return name + " is on a host that nobody knows: correct the host in DATABASE_URL"
	case errors.As(err, &authority), errors.As(err, &host), strings.Contains(said, "certificate"):
		return name + " shows a certificate that is not trusted: name its authority with sslrootcert=FILE in DATABASE_URL, " +
			"or check the host's name"
	case strings.Contains(said, "refused tls"):
		return name + " does not encrypt: switch TLS on there, or write ?sslmode=disable in a network that you trust"
	}
	return fmt.Sprintf("%s cannot be reached: check that the server runs and the address is right (%s)", name, causes(err))
}

// dialled finds the cause behind one address that was tried.
var dialled = regexp.MustCompile(`(?:dial error: |failed to connect[^:]*: )?(?:dial )?([a-z]+ [^ ]+: [^\n]*)$`)

// causes says once each why a server was not reached: the driver tries every
// address with and without encryption, and gives a line for each try. Nothing of
// them but the address and its cause is told.
func causes(err error) string {
	var out []string
	for _, line := range strings.Split(err.Error(), "\n") {
		if _, cause, ok := strings.Cut(line, "dial error: "); ok {
			out = append(out, cause)
		} else if match := dialled.FindStringSubmatch(line); match != nil {
			out = append(out, match[1])
		}
	}
	slices.Sort(out)
	if out = slices.Compact(out); len(out) == 0 {
		return "it ended the connection"
	}
	return strings.Join(out, "; ")
}

// Explain says what to do about an error of a statement that somebody can mend.
func Explain(err error) error {
	var se *sqlite.Error
	if errors.As(err, &se) && se.Code()&0xff == sqlite3.SQLITE_FULL {
		return fmt.Errorf("the disk is full, nothing of this step was stored: make room and try again: %w", err)
	}
	if errors.As(err, &se) && se.Code()&0xff == sqlite3.SQLITE_READONLY {
		return fmt.Errorf("the database may not be written: check the rights of the file and its folder: %w", err)
	}
	var pe *pgconn.PgError
	if errors.As(err, &pe) && remedies[pe.Code] != "" {
		return fmt.Errorf(remedies[pe.Code]+": %w", "the database", err)
	}
	return err
}

// Damaged reports that a database cannot read its own file.
func Damaged(err error) bool {
	var se *sqlite.Error
	return errors.As(err, &se) && (se.Code()&0xff == sqlite3.SQLITE_CORRUPT || se.Code()&0xff == sqlite3.SQLITE_NOTADB)
}

// Duplicate reports a violated unique constraint.
func Duplicate(err error) bool {
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
