package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"

	"dateline/store/database"
)

// postingRows is how many postings one statement inserts: SQLite takes longer
// to find an argument the more there are, PostgreSQL waits for each statement.
const postingRows = 100

// What one transaction writes of a segment: whoever else writes waits for so much.
const (
	listsStep = 5 * postingRows
	listsSize = 512 << 10 // bytes, or one list
)

// SaveSegment stores a segment under the lease "index", in transactions of some
// milliseconds: its lists are written while it is hidden, then one shows it and hides
// what it replaces, which SweepPostings takes out. ErrLost when the lease is lost, or
// what it was made of was erased meanwhile: what is written then stays hidden.
func (s *Store) SaveSegment(ctx context.Context, l Lease, x NewSegment) (int64, error) {
	if x.N > 0 {
		if err := s.saveHidden(ctx, l, &x); err != nil {
			return 0, err
		}
	}
	err := s.underLease(ctx, l, func(tx *sql.Tx) error {
		if err := x.stands(ctx, tx); err != nil {
			return err
		}
		if err := x.show(ctx, tx); err != nil {
			return err
		}
		return bump(ctx, tx, "index")
	})
	if err != nil {
		return 0, err
	}
	return x.ID, s.leaveOut(ctx, l, x.Gone)
}

// leaveOut notes of versions that were taken out that no segment holds them any more.
func (s *Store) leaveOut(ctx context.Context, l Lease, gone []int64) error {
	for some := range slices.Chunk(gone, listsStep) {
		removed, err := s.due(ctx, `SELECT v.id FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.id IN (`+ints(some)+`)
			AND v.segment_id > 0 AND a.state = 'removed'`)
		if err == nil && len(removed) > 0 {
			err = s.underLease(ctx, l, func(tx *sql.Tx) error {
				_, err := tx.ExecContext(ctx, `UPDATE versions SET segment_id = 0 WHERE id IN (`+ints(removed)+`)`)
				return err
			})
		}
		if err != nil {
			return fmt.Errorf("note what the index left out: %w", err)
		}
	}
	return nil
}

// underLease is a transaction of the holder of a lease, which it renews: many of them may
// take longer than it lasts.
func (s *Store) underLease(ctx context.Context, l Lease, f func(tx *sql.Tx) error) error {
	if _, err := s.TakeLease(ctx, l.Name, l.Holder, LeaseTime); err != nil {
		return err
	}
	return s.tx(ctx, func(tx *sql.Tx) error {
		if err := s.holds(ctx, tx, l); err != nil {
			return err
		}
		return f(tx)
	})
}

// saveHidden writes a segment with its lists, and gives it its id.
func (s *Store) saveHidden(ctx context.Context, l Lease, x *NewSegment) error {
	err := s.underLease(ctx, l, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `INSERT INTO segments(domain, level, n, min_at, max_at, docs) VALUES($1, -1, $2, $3, $4, $5)
			RETURNING id`, x.Domain, x.N, ms(x.Min), ms(x.Max), bytes(x.Docs)).Scan(&x.ID)
		if err != nil {
			return err
		}
		return x.renumber(ctx, tx)
	})
	for rest := x.Postings; err == nil && len(rest) > 0; {
		n, size := 0, 0
		for n < min(len(rest), listsStep) && (n == 0 || size+len(rest[n].List) <= listsSize) {
			size += len(rest[n].List)
			n++
		}
		err = s.underLease(ctx, l, func(tx *sql.Tx) error { return savePostings(ctx, tx, x.ID, rest[:n]) })
		rest = rest[n:]
	}
	return err
}

// renumber gives a segment an id that none has had: SQLite gives that of the last one again
// when it is gone, and whoever searches knows segments, and lists of theirs, by id.
func (x *NewSegment) renumber(ctx context.Context, tx *sql.Tx) error {
	given := x.ID
	err := tx.QueryRowContext(ctx, `INSERT INTO meta(key, value) VALUES('segment', CAST(CAST($1 AS BIGINT) AS TEXT)) ON CONFLICT(key)
		DO UPDATE SET value = CAST(CASE WHEN CAST(meta.value AS BIGINT) < $1 THEN $1 ELSE CAST(meta.value AS BIGINT) + 1 END AS TEXT)
		RETURNING CAST(value AS BIGINT)`, given).Scan(&x.ID)
	if err != nil || x.ID == given {
		return err
	}
	_, err = tx.ExecContext(ctx, `UPDATE segments SET id = $2 WHERE id = $1`, given, x.ID)
	return err
}

// stands is ErrLost when something that a segment was made of is erased.
func (x NewSegment) stands(ctx context.Context, tx *sql.Tx) error {
	var replaced int
	var erased bool
	err := tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM segments WHERE level >= 0 AND id IN (`+ints(x.Replaces)+`)),
		EXISTS(SELECT 1 FROM articles a JOIN versions v ON v.article_id = a.id WHERE a.state <> 'live'
		AND v.id IN (`+ints(x.Versions)+`))`).Scan(&replaced, &erased)
	if err == nil && (erased || replaced < len(x.Replaces)) {
		err = ErrLost
	}
	return err
}

// show ends the hiding of a segment, and hides those that it replaces. Versions go on
// naming the segment that held them first.
func (x NewSegment) show(ctx context.Context, tx *sql.Tx) error {
	queries := []string{fmt.Sprintf(`UPDATE segments SET level = %d WHERE id = %d`, x.Level, x.ID),
		fmt.Sprintf(`UPDATE segment_origins SET segment_id = %d WHERE segment_id IN (%s)`, x.ID, ints(x.Replaces)),
		fmt.Sprintf(`INSERT INTO segment_origins(first_id, segment_id) VALUES(%[1]d, %[1]d)`, x.ID),
		fmt.Sprintf(`UPDATE versions SET segment_id = %d WHERE id IN (%s)`, x.ID, ints(x.Versions))}
	if x.N == 0 {
		queries = []string{`DELETE FROM segment_origins WHERE segment_id IN (` + ints(x.Replaces) + `)`}
	}
	for _, q := range append(queries, `UPDATE segments SET level = -1 WHERE id IN (`+ints(x.Replaces)+`)`) {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// DropSegment hides a segment; what it held is pending again.
func (s *Store) DropSegment(ctx context.Context, id int64) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		for _, q := range []string{`UPDATE versions SET segment_id = NULL WHERE segment_id IN (SELECT first_id FROM segment_origins
			WHERE segment_id = $1)`, `DELETE FROM segment_origins WHERE segment_id = $1`, `UPDATE segments SET level = -1 WHERE id = $1`} {
			if _, err := tx.ExecContext(ctx, q, id); err != nil {
				return err
			}
		}
		return bump(ctx, tx, "index")
	})
	if err != nil {
		return fmt.Errorf("drop search segment %d: %w", id, err)
	}
	return nil
}

// SweepPostings takes the hidden segments out, under the lease "index" whose holder writes
// none meanwhile: their lists in transactions of some milliseconds, then the segments. Each
// goes on behind the terms of the one before: to look for the first that are left,
// PostgreSQL would read over all that are gone, as long as somebody else may still see them.
// It returns how many rows went.
func (s *Store) SweepPostings(ctx context.Context, l Lease) (n int, err error) {
	ids, err := s.due(ctx, `SELECT id FROM segments WHERE level < 0 ORDER BY id`)
	if err != nil {
		return 0, err
	}
	for _, id := range ids {
		lists, err := s.sweepSegment(ctx, l, id)
		if err != nil {
			return n, fmt.Errorf("take search segment %d out: %w", id, err)
		}
		n += lists + 1
	}
	return n, nil
}

// sweepSegment takes one hidden segment out, and returns how many lists it had.
func (s *Store) sweepSegment(ctx context.Context, l Lease, id int64) (int, error) {
	var terms []string
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var term string
		err := r.Scan(&term)
		terms = append(terms, term)
		return err
	}, `SELECT term FROM postings WHERE segment_id = $1 ORDER BY term`, id)
	if err != nil {
		return 0, err
	}
	for some := range slices.Chunk(terms, listsStep) {
		err := s.underLease(ctx, l, func(tx *sql.Tx) error {
			_, err := tx.ExecContext(ctx, `DELETE FROM postings WHERE segment_id = $1 AND term BETWEEN $2 AND $3`, id, some[0],
				some[len(some)-1])
			return err
		})
		if err != nil {
			return 0, err
		}
	}
	return len(terms), s.underLease(ctx, l, func(tx *sql.Tx) error {
		_, err := tx.ExecContext(ctx, `DELETE FROM segments WHERE id = $1`, id)
		return err
	})
}

func savePostings(ctx context.Context, tx *sql.Tx, segment int64, ps []Posting) error {
	for some := range slices.Chunk(ps, postingRows) {
		args := append(make([]any, 0, 1+3*postingRows), segment)
		for _, p := range some {
			args = append(args, database.Key(p.Term), p.DF, bytes(p.List))
		}
		if _, err := tx.ExecContext(ctx, insertPostings(len(some)), args...); err != nil {
			return err
		}
	}
	return nil
}

// insertPostings inserts n lists of the segment $1.
func insertPostings(n int) string {
	var q strings.Builder
	q.WriteString(`INSERT INTO postings(term, segment_id, df, list) VALUES `)
	for i := range n {
		if i > 0 {
			q.WriteByte(',')
		}
		fmt.Fprintf(&q, "($%d,$1,$%d,$%d)", 3*i+2, 3*i+3, 3*i+4)
	}
	return q.String()
}
