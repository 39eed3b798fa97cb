package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"dateline/store/audit"
	"dateline/store/database"
	"dateline/store/state"
)

// Source is something that is read again and again, or the
// collecting place of what an owner hands in.
type Source struct {
	ID                               int64
	Domain, URL, Title, Outlet, Lang string
	Kind                             state.SourceKind
	State                            state.Source
	ETag, Modified, Reason           string
	Since                            time.Time
	Fails                            int
	Interval                         time.Duration
	Next                             time.Time
	Read                             time.Time // when the newest visit that went well began; zero: never
	Tried                            time.Time // when the newest visit that came to an end began; zero: never
	WaitUntil                        time.Time // its server asks not to be visited before
	Epoch                            int64
	MovedTo                          string      // where it says for good that it is, not believed yet
	MovedAt                          time.Time   // since when it says so
	MovedFrom                        string      // where it was read before
	Paused                           bool        // by the owner it was listed for
	Stopped                          state.Brake // by the operator: neither read nor used; "" is not
}

// AddressLongest is how many bytes a source's address may have: what every
// browser takes, and an index of PostgreSQL holds.
const AddressLongest = 2000

// firstInterval is how often a new source is read until its rate is known.
const firstInterval = 15 * time.Minute

const sourceColumns = `s.id, s.domain, s.url, s.kind, s.title, s.outlet, s.lang, s.etag, s.modified, s.state,
	s.reason, s.since_at, s.fails, s.interval_ms, s.next_at,
	s.read_at, s.tried_at, s.wait_until, s.epoch, s.moved_to, s.moved_at, s.moved_from,
	coalesce((SELECT min(k.what) FROM brakes k WHERE k.source_id = s.id), '')`

func scanSource(r interface{ Scan(...any) error }) (Source, error) {
	var x Source
	var since, every, next, read, tried, wait, moved int64
	err := r.Scan(&x.ID, &x.Domain, &x.URL, &x.Kind, &x.Title, &x.Outlet, &x.Lang, &x.ETag, &x.Modified, &x.State, &x.Reason, &since,
		&x.Fails, &every, &next,
		&read, &tried, &wait, &x.Epoch, &x.MovedTo, &moved, &x.MovedFrom, &x.Stopped)
	x.Since, x.Interval, x.Next = fromMS(since), time.Duration(every)*time.Millisecond, fromMS(next)
	x.Read, x.Tried, x.WaitUntil, x.MovedAt = fromMS(read), fromMS(tried), fromMS(wait), fromMS(moved)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	return x, err
}

// Namesakes are the addresses of the public sources whose outlet has a name,
// whatever its case, the oldest first.
func (s *Store) Namesakes(ctx context.Context, outlet string) ([]string, error) {
	var out []string
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var url, name string
		err := r.Scan(&url, &name)
		if strings.EqualFold(name, outlet) { // SQLite folds the case of ASCII alone
			out = append(out, url)
		}
		return err
	}, `SELECT url, outlet FROM sources WHERE domain = $1 AND state <> 'removed' ORDER BY id`, Public)
	return out, err
}

// AddSource adds a source (or finds it by domain and URL) and subscribes the
// owner; true when the owner had not chosen it before. A source nobody had
// chosen any more becomes active again.
func (s *Store) AddSource(ctx context.Context, src Source, owner, by string) (Source, bool, error) {
	if src.Interval == 0 {
		src.Interval = firstInterval
	}
	if len(src.URL) > AddressLongest {
		return src, false, fmt.Errorf("add source: its address has %d characters, more than %d: %.80s…", len(src.URL),
			AddressLongest, src.URL)
	}
	fresh := false
	err := s.tx(ctx, func(tx *sql.Tx) error {
		now := ms(s.now())
		if err := s.mayRead(ctx, tx, src.URL); err != nil {
			return err
		}
		row := tx.QueryRowContext(ctx, `INSERT INTO sources(domain, url, kind, title, outlet, lang, since_at, interval_ms, next_at)
			VALUES($1, $2, $3, $4, $5, $6, $7, $8, $9)
			ON CONFLICT(domain, url) DO UPDATE SET title = CASE WHEN sources.title = '' THEN excluded.title ELSE sources.title END,
			state = CASE WHEN sources.state = 'removed' THEN 'active' ELSE sources.state END RETURNING id`,
			src.Domain, src.URL, src.Kind, src.Title, src.Outlet, src.Lang, now, src.Interval.Milliseconds(), ms(src.Next))
		if err := row.Scan(&src.ID); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `INSERT INTO subscriptions(owner, source_id, added_at, added_by) VALUES($1, $2, $3, $4)
			ON CONFLICT(owner, source_id) DO UPDATE SET removed_at = NULL, paused_at = NULL, added_at = excluded.added_at,
			added_by = excluded.added_by, told_at = 0, notice_until = 0 WHERE subscriptions.removed_at IS NOT NULL`, owner, src.ID, now, by)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		fresh = n > 0
		if err != nil {
			return err
		}
		if fresh { // it was stopped before this owner chose it
			_, err = tx.ExecContext(ctx, `UPDATE sources SET state = 'active', reason = '', fails = 0, next_at = $2 WHERE id = $1
				AND state = 'paused'`, src.ID, ms(src.Next))
			err = errors.Join(err, s.noteSource(ctx, tx, src.ID, audit.Line{Owner: owner, Actor: by, Action: state.SourceAdded}))
		}
		if err != nil {
			return err
		}
		src, err = scanSource(tx.QueryRowContext(ctx, `SELECT `+sourceColumns+` FROM sources s WHERE s.id = $1`, src.ID))
		return err
	})
	if err != nil {
		return src, false, fmt.Errorf("add source: %w", err)
	}
	return src, fresh, nil
}

// OwnSource is the one source under which an owner's files (kind file) or
// single pages (kind page) lie. It is subscribed and never due. Files of a
// server or a person are private to it; pages were fetched openly.
func (s *Store) OwnSource(ctx context.Context, owner string, kind state.SourceKind) (Source, error) {
	domain := Public
	if kind == state.SourceFile && owner != Desk {
		domain = owner
	}
	src, _, err := s.AddSource(ctx, Source{Domain: domain, URL: string(kind) + ":" + owner, Kind: kind, Next: time.UnixMilli(1 << 52)},
		owner, "handed in")
	return src, err
}

// Sources lists what an owner chose, by id; All lists every source.
func (s *Store) Sources(ctx context.Context, owner string) ([]Source, error) {
	query, args := `SELECT `+sourceColumns+`, FALSE FROM sources s WHERE s.state <> 'removed' ORDER BY s.id`, []any(nil)
	if owner != All {
		query, args = `SELECT `+sourceColumns+`, u.paused_at IS NOT NULL FROM sources s JOIN subscriptions u ON u.source_id = s.id
			WHERE u.owner = $1 AND u.removed_at IS NULL ORDER BY s.id`, []any{owner}
	}
	var out []Source
	err := each(ctx, s.read, func(r *sql.Rows) error {
		paused := false
		source, err := scanSource(and{r, []any{&paused}})
		source.Paused = paused
		out = append(out, source)
		return err
	}, query, args...)
	return out, err
}

// and scans more columns than asked.
type and struct {
	r    interface{ Scan(...any) error }
	more []any
}

// Scan scans a row.
func (a and) Scan(dest ...any) error { return a.r.Scan(append(dest, a.more...)...) }

// byHand is the reason of a source that all who chose it have paused.
const byHand = "paused by hand"

// Ended reports a source that is stopped for another reason than that somebody wished it.
func (x Source) Ended() bool { return x.State == state.SourcePaused && x.Reason != byHand }

// PauseSource stops a source for one owner, or takes it up again: nothing of
// it is told or searched meanwhile, and when nobody else reads it, it is not
// fetched either.
func (s *Store) PauseSource(ctx context.Context, owner string, id int64, pause bool) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		now := ms(s.now())
		at := any(nil)
		if pause {
			at = now
		}
		result, err := tx.ExecContext(ctx, `UPDATE subscriptions SET paused_at = $3 WHERE owner = $1 AND source_id = $2
			AND removed_at IS NULL`, owner, id, at)
		if err != nil {
			return err
		}
		if one(result) != nil {
			return ErrNotFound
		}
		action := state.SourceResumed
		if pause {
			action = state.SourceHeld
		}
		if err := s.noteSource(ctx, tx, id, audit.Line{Owner: owner, Action: action}); err != nil {
			return err
		}
		const wanted = `EXISTS (SELECT 1 FROM subscriptions WHERE source_id = $1 AND removed_at IS NULL AND paused_at IS NULL)`
		if _, err = tx.ExecContext(ctx, `UPDATE sources SET state = 'paused', reason = '`+byHand+`', since_at = $2 WHERE id = $1
			AND state = 'active' AND NOT `+wanted, id, now); err != nil {
			return err
		}
		if !pause {
			_, err = tx.ExecContext(ctx, `UPDATE sources SET state = 'active', reason = '', since_at = $2, fails = 0, next_at = CASE
				WHEN kind NOT IN ('file', 'page') THEN $2 ELSE next_at END WHERE id = $1 AND state = 'paused' AND `+wanted, id, now)
		}
		if err != nil {
			return err
		}
		return bump(ctx, tx, "revision")
	})
}

// Chosen lists the sources an owner sees news of: those it chose, or desk's
// while it has chosen none.
func (s *Store) Chosen(ctx context.Context, owner string) ([]Source, error) {
	srcs, err := s.Sources(ctx, owner)
	for _, x := range srcs {
		if !x.Kind.HandedIn() {
			return srcs, err
		}
	}
	if err != nil || owner == Desk || owner == All {
		return srcs, err
	}
	return s.Sources(ctx, Desk)
}

// Source is one source by id.
func (s *Store) Source(ctx context.Context, id int64) (Source, error) {
	return scanSource(s.read.QueryRowContext(ctx, `SELECT `+sourceColumns+` FROM sources s WHERE s.id = $1`, id))
}

// Unsubscribe ends an owner's choice; without a subscriber a source is no
// longer read. Its articles stay.
func (s *Store) Unsubscribe(ctx context.Context, owner string, id int64) error {
	return s.tx(ctx, func(tx *sql.Tx) error {
		// the row is locked: the last two who end their choice at once see one another
		if _, err := tx.ExecContext(ctx, `UPDATE sources SET state = state WHERE id = $1`, id); err != nil {
			return err
		}
		result, err := tx.ExecContext(ctx, `UPDATE subscriptions SET removed_at = $3 WHERE owner = $1 AND source_id = $2
			AND removed_at IS NULL`, owner, id, ms(s.now()))
		if err != nil {
			return err
		}
		if one(result) != nil {
			return ErrNotFound
		}
		if err := s.noteSource(ctx, tx, id, audit.Line{Owner: owner, Action: state.SourceDropped}); err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE sources SET state = 'removed' WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM subscriptions
			WHERE source_id = $1 AND removed_at IS NULL)`, id)
		return err
	})
}

// Resubscribe takes up an owner's choice again that was ended; ErrNotFound where it
// was never made, or stands.
func (s *Store) Resubscribe(ctx context.Context, owner string, id int64, by string) (Source, error) {
	ended, err := scanSource(s.read.QueryRowContext(ctx, `SELECT `+sourceColumns+` FROM sources s JOIN subscriptions u ON u.source_id = s.id
		WHERE u.owner = $1 AND s.id = $2 AND u.removed_at IS NOT NULL`, owner, id))
	if err != nil {
		return Source{}, err
	}
	out, _, err := s.AddSource(ctx, Source{Domain: ended.Domain, URL: ended.URL, Title: ended.Title, Kind: ended.Kind}, owner, by)
	return out, err
}

// skip lets workers on PostgreSQL pass over rows another one is claiming;
// SQLite has one writer.
func (s *Store) skip() string {
	if s.db.Kind == "postgres" {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}

// nextMost is longer than any source waits for its next visit: one that is due
// later was planned by a clock that has been set back since.
const nextMost = 50 * time.Hour

// ClaimSources leases up to n sources that are due, active ones and those that have ended,
// those first that have been so for longest. While two of an owner's are leased, those of others go first.
func (s *Store) ClaimSources(ctx context.Context, n int, lease time.Duration) ([]Source, error) {
	now := s.stamp()
	due := `(state = 'active' OR state = 'paused' AND reason <> '` + byHand + `' AND EXISTS (SELECT 1 FROM subscriptions w
		WHERE w.source_id = sources.id AND w.removed_at IS NULL AND w.paused_at IS NULL)) AND NOT ` + s.unused("sources.id") +
		fmt.Sprintf(` AND (next_at <= %s OR next_at > %s + %d AND kind NOT IN ('file', 'page')) AND `, now, now, nextMost.Milliseconds()) +
		s.free("lease_until")
	var out []Source
	err := s.tx(ctx, func(tx *sql.Tx) error {
		out = nil
		args := []any{lease.Milliseconds(), n}
		which, order := due, `next_at`
		crowded, err := s.crowded(ctx, tx)
		if err != nil {
			return err
		}
		if len(crowded) > 0 { // among those that have been due for longest, so that they can be put in order
			which = `id IN (SELECT id FROM sources WHERE ` + due + ` ORDER BY next_at LIMIT 1000) AND ` + s.free("lease_until")
			order = `CASE WHEN EXISTS (SELECT 1 FROM subscriptions u WHERE u.source_id = sources.id AND u.removed_at IS NULL
				AND u.owner NOT IN (` + holders(3, len(crowded)) + `)) THEN 0 ELSE 1 END, next_at`
			args = append(args, crowded...)
		}
		return each(ctx, tx, func(r *sql.Rows) error {
			source, err := scanSource(r)
			out = append(out, source)
			return err
		}, `UPDATE sources SET lease_until = `+now+` + $1, epoch = epoch + 1 WHERE id IN (SELECT id FROM sources WHERE `+which+`
			ORDER BY `+order+` LIMIT $2`+s.skip()+`) RETURNING `+bare(sourceColumns), args...)
	})
	return out, err
}

// crowded are the owners of whose sources two are leased at the moment: half of what one
// process reads at once.
func (s *Store) crowded(ctx context.Context, tx *sql.Tx) (owners []any, err error) {
	err = each(ctx, tx, func(r *sql.Rows) error {
		var owner string
		err := r.Scan(&owner)
		owners = append(owners, owner)
		return err
	}, `SELECT u.owner FROM sources l JOIN subscriptions u ON u.source_id = l.id WHERE l.lease_until > 0 AND u.removed_at IS NULL
		AND NOT `+s.free("l.lease_until")+` GROUP BY u.owner HAVING count(*) >= 2 LIMIT 500`)
	return owners, err
}

// SourceHealth is how the reading of all sources stands.
type SourceHealth struct {
	Sources, Overdue, Failing int       // that are active, due for longer than asked, failed the last time
	Last                      time.Time // when one was read well, or the first was added
}

// SourceHealth counts the sources that are fetched, and those that have been due for
// longer than late.
func (s *Store) SourceHealth(ctx context.Context, late time.Duration) (SourceHealth, error) {
	var r SourceHealth
	var last int64
	err := s.read.QueryRowContext(ctx, `SELECT count(*), coalesce(sum(CASE WHEN next_at <= $1 THEN 1 ELSE 0 END), 0),
		coalesce(sum(CASE WHEN fails > 0 THEN 1 ELSE 0 END), 0),
		coalesce(max(CASE WHEN read_at > since_at THEN read_at ELSE since_at END), 0) FROM sources WHERE state = 'active'
		AND kind NOT IN ('file', 'page') AND NOT `+s.unused("sources.id"), ms(s.now().Add(-late))).Scan(&r.Sources, &r.Overdue,
		&r.Failing, &last)
	if err != nil {
		return r, fmt.Errorf("look how reading stands: %w", err)
	}
	r.Last = fromMS(last)
	return r, nil
}

// FinishSource notes a visit and gives the claim back; ErrLost when another
// process has claimed the source meanwhile. One that had ended and was read now is
// active again.
func (s *Store) FinishSource(ctx context.Context, x Source) error {
	result, err := s.write.ExecContext(ctx, `UPDATE sources SET title = $3, outlet = $4, lang = $5, etag = $6, modified = $7, reason = $8,
		fails = $9, interval_ms = $10, next_at = $11,
		read_at = $12, tried_at = $13, wait_until = $14, moved_to = $15, moved_at = $16, lease_until = 0,
		state = CASE WHEN state = 'paused' AND reason <> '`+byHand+`' AND $12 > read_at THEN 'active' ELSE state END,
		failing_at = CASE WHEN $9 = 0 THEN 0 WHEN failing_at = 0 THEN $13 ELSE failing_at END WHERE id = $1 AND epoch = $2`,
		x.ID, x.Epoch, x.Title, x.Outlet, x.Lang, x.ETag, x.Modified, x.Reason, x.Fails, x.Interval.Milliseconds(), ms(x.Next),
		ms(x.Read), ms(x.Tried), ms(x.WaitUntil), x.MovedTo, ms(x.MovedAt))
	if err != nil {
		return database.Explain(err)
	}
	return one(result)
}

// EndSource pauses a claimed source for everybody until x.Next, with the reason: its
// publisher says that it will not come back. ErrLost as in FinishSource.
func (s *Store) EndSource(ctx context.Context, x Source, reason string) error {
	result, err := s.write.ExecContext(ctx, `UPDATE sources SET state = 'paused', reason = $3, fails = 0, lease_until = 0, next_at = $5,
		since_at = CASE WHEN state = 'paused' THEN since_at ELSE $4 END, failing_at = CASE WHEN failing_at = 0 THEN $4 ELSE failing_at END
		WHERE id = $1 AND epoch = $2`,
		x.ID, x.Epoch, reason, ms(s.now()), ms(x.Next))
	if err != nil {
		return database.Explain(err)
	}
	return one(result)
}
