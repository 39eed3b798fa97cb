package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode"

	"dateline/store/database"
)

// SegmentRow is a search segment: N passages of one domain, with the blob of
// package search that describes them. It is never changed, only replaced.
type SegmentRow struct {
	ID       int64
	Domain   string
	Level, N int
	Min, Max time.Time
	Docs     []byte
}

// NewSegment is a segment with what it brings and ends: its postings, the
// segments that it replaces, and the versions that it is the first to hold.
type NewSegment struct {
	SegmentRow
	Postings           []Posting
	Replaces, Versions []int64
}

// Posting is a term's list in one segment; DF passages hold the term.
type Posting struct {
	Term    string
	Segment int64
	DF      int
	List    []byte
}

// PendingIndex reads versions of live articles that no segment holds, by version id.
func (s *Store) PendingIndex(ctx context.Context, limit int) ([]Item, error) {
	return s.items(ctx, true, `SELECT `+articleColumns+`, `+versionMeta+`, `+versionText+
		` FROM versions v JOIN articles a ON a.id = v.article_id
		WHERE v.segment_id IS NULL AND a.state = 'live' ORDER BY v.id LIMIT $1`, limit)
}

// Segments lists the segments by id, without their blobs.
func (s *Store) Segments(ctx context.Context) ([]SegmentRow, error) {
	var out []SegmentRow
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var x SegmentRow
		var lo, hi int64
		err := r.Scan(&x.ID, &x.Domain, &x.Level, &x.N, &lo, &hi)
		x.Min, x.Max = fromMS(lo), fromMS(hi)
		out = append(out, x)
		return err
	}, `SELECT id, domain, level, n, min_at, max_at FROM segments WHERE level >= 0 ORDER BY id`)
	return out, err
}

// Segment reads one segment with its blob.
func (s *Store) Segment(ctx context.Context, id int64) (SegmentRow, error) {
	segment := SegmentRow{ID: id}
	err := s.read.QueryRowContext(ctx, `SELECT domain, level, n, docs FROM segments WHERE id = $1`, id).Scan(&segment.Domain,
		&segment.Level, &segment.N, &segment.Docs)
	if err == sql.ErrNoRows {
		return segment, ErrNotFound
	}
	return segment, err
}

// postingRows is how many postings one statement inserts: SQLite takes longer
// to find an argument the more there are, PostgreSQL waits for each statement.
const postingRows = 100

// SaveSegment stores a segment in one transaction under the lease "index";
// ErrLost when that is lost, or what it was made of was erased meanwhile.
func (s *Store) SaveSegment(ctx context.Context, l Lease, x NewSegment) (int64, error) {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		if err := s.holds(ctx, tx, l); err != nil {
			return err
		}
		if err := x.stands(ctx, tx); err != nil {
			return err
		}
		err := tx.QueryRowContext(ctx, `INSERT INTO segments(domain, level, n, min_at, max_at, docs) VALUES($1, $2, $3, $4, $5, $6)
			RETURNING id`,
			x.Domain, x.Level, x.N, ms(x.Min), ms(x.Max), bytes(x.Docs)).Scan(&x.ID)
		if err != nil {
			return err
		}
		if err := savePostings(ctx, tx, x.ID, x.Postings); err != nil {
			return err
		}
		for _, q := range []string{
			fmt.Sprintf(`UPDATE versions SET segment_id = %d WHERE segment_id IN (%s) OR id IN (%s)`, x.ID, ints(x.Replaces),
				ints(x.Versions)),
			fmt.Sprintf(`UPDATE versions SET segment_id = 0 WHERE segment_id = %d AND article_id IN (SELECT id FROM articles
				WHERE state = 'removed')`, x.ID),
			`DELETE FROM postings WHERE segment_id IN (` + ints(x.Replaces) + `)`,
			`DELETE FROM segments WHERE id IN (` + ints(x.Replaces) + `)`,
		} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return bump(ctx, tx)
	})
	return x.ID, err
}

// stands is ErrLost when something that a segment was made of is erased.
func (x NewSegment) stands(ctx context.Context, tx *sql.Tx) error {
	var replaced int
	var erased bool
	err := tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM segments WHERE id IN (`+ints(x.Replaces)+`)),
		EXISTS(SELECT 1 FROM articles a JOIN versions v ON v.article_id = a.id WHERE a.state <> 'live'
		AND v.id IN (`+ints(x.Versions)+`))`).Scan(&replaced, &erased)
	if err == nil && (erased || replaced < len(x.Replaces)) {
		err = ErrLost
	}
	return err
}

// DropSegment removes a segment; what it held is pending again.
func (s *Store) DropSegment(ctx context.Context, id int64) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		for _, q := range []string{`UPDATE versions SET segment_id = NULL WHERE segment_id = $1`, `DELETE FROM postings
			WHERE segment_id = $1`, `DELETE FROM segments WHERE id = $1`} {
			if _, err := tx.ExecContext(ctx, q, id); err != nil {
				return err
			}
		}
		return bump(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("drop search segment %d: %w", id, err)
	}
	return nil
}

func savePostings(ctx context.Context, tx *sql.Tx, segment int64, ps []Posting) error {
	batch, err := tx.PrepareContext(ctx, insertPostings(postingRows))
	if err != nil {
		return err
	}
	defer batch.Close()
	args := make([]any, 0, 1+3*postingRows)
	for len(ps) > 0 {
		n := min(len(ps), postingRows)
		args = append(args[:0], segment)
		for _, p := range ps[:n] {
			args = append(args, database.Key(p.Term), p.DF, bytes(p.List))
		}
		if n == postingRows {
			_, err = batch.ExecContext(ctx, args...)
		} else {
			_, err = tx.ExecContext(ctx, insertPostings(n), args...)
		}
		if err != nil {
			return err
		}
		ps = ps[n:]
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

// Postings reads the lists of terms in segments.
func (s *Store) Postings(ctx context.Context, terms []string, segments []int64) ([]Posting, error) {
	args := make([]any, len(terms))
	asked := make(map[string]string, len(terms))
	for i, t := range terms {
		args[i] = database.Key(t)
		asked[database.Key(t)] = t
	}
	var out []Posting
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var p Posting
		err := r.Scan(&p.Term, &p.Segment, &p.DF, &p.List)
		p.Term = asked[p.Term]
		out = append(out, p)
		return err
	}, `SELECT term, segment_id, df, list FROM postings WHERE term IN (`+holders(1, len(terms))+`) AND segment_id IN (`+ints(segments)+
		`)`, args...)
	return out, err
}

// TermsLike lists terms of segments that begin with a letter and are from least
// to most characters long.
func (s *Store) TermsLike(ctx context.Context, letter string, least, most int) ([]string, error) {
	var out []string
	err := each(ctx, s.read, func(r *sql.Rows) error {
		var t string
		err := r.Scan(&t)
		out = append(out, t)
		return err
	}, `SELECT DISTINCT term FROM postings WHERE term >= $1 AND term < $2 AND length(term) BETWEEN $3 AND $4`, letter,
		letter+string(unicode.MaxRune), least, most)
	return out, err
}

// SegmentPostings reads all lists of some segments, ordered by term (byte
// order) and segment.
func (s *Store) SegmentPostings(ctx context.Context, segments []int64, f func(Posting) error) error {
	return each(ctx, s.read, func(r *sql.Rows) error {
		var p Posting
		if err := r.Scan(&p.Term, &p.Segment, &p.DF, &p.List); err != nil {
			return err
		}
		return f(p)
	}, `SELECT term, segment_id, df, list FROM postings WHERE segment_id IN (`+ints(segments)+`) ORDER BY term, segment_id`)
}

// LiveVersions are those of some versions that can be found: of live articles.
func (s *Store) LiveVersions(ctx context.Context, versions []int64) (map[int64]bool, error) {
	out := map[int64]bool{}
	for chunk := range slices.Chunk(versions, 1000) {
		err := each(ctx, s.read, func(r *sql.Rows) error {
			var id int64
			err := r.Scan(&id)
			out[id] = true
			return err
		}, `SELECT v.id FROM versions v JOIN articles a ON a.id = v.article_id WHERE a.state = 'live' AND v.id IN (`+ints(chunk)+`)`)
		if err != nil {
			return nil, fmt.Errorf("look which articles can be found: %w", err)
		}
	}
	return out, nil
}

// TaintedSegments are those that hold words of articles that were removed.
func (s *Store) TaintedSegments(ctx context.Context) ([]int64, error) {
	return s.due(ctx, `SELECT DISTINCT v.segment_id FROM articles a JOIN versions v ON v.article_id = a.id
		JOIN segments g ON g.id = v.segment_id WHERE a.state = 'removed' AND g.level >= 0 ORDER BY v.segment_id`)
}

// RetireSegment hides a segment, under the lease "index"; what lives in it is pending
// again. SweepPostings takes it out.
func (s *Store) RetireSegment(ctx context.Context, l Lease, id int64, live []int64) error {
	err := s.tx(ctx, func(tx *sql.Tx) error {
		if err := s.holds(ctx, tx, l); err != nil {
			return err
		}
		for _, q := range []string{fmt.Sprintf(`UPDATE segments SET level = -1 WHERE id = %d`, id),
			`UPDATE versions SET segment_id = NULL WHERE id IN (` + ints(live) + `) AND EXISTS (SELECT 1 FROM articles a
			WHERE a.id = versions.article_id AND a.state = 'live')`} {
			if _, err := tx.ExecContext(ctx, q); err != nil {
				return err
			}
		}
		return bump(ctx, tx)
	})
	if err != nil {
		return fmt.Errorf("retire search segment %d: %w", id, err)
	}
	return nil
}

// SweepPostings takes up to so many lists out of a segment that was retired, and the
// segment itself with the last; 0 when there is none.
func (s *Store) SweepPostings(ctx context.Context, most int) (int, error) {
	ids, err := s.due(ctx, `SELECT id FROM segments WHERE level < 0 ORDER BY id LIMIT 1`)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	result, err := s.write.ExecContext(ctx, `DELETE FROM postings WHERE segment_id = $1 AND term IN (SELECT term FROM postings
		WHERE segment_id = $1 ORDER BY term LIMIT $2)`, ids[0], most)
	if err != nil {
		return 0, fmt.Errorf("take lists out of search segment %d: %w", ids[0], database.Explain(err))
	}
	n, err := result.RowsAffected()
	if err == nil && int(n) < most {
		_, err = s.write.ExecContext(ctx, `DELETE FROM segments WHERE id = $1`, ids[0])
		n++
	}
	return int(n), database.Explain(err)
}
