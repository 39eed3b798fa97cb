package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"
	"unicode"

	"dateline/store/database"
)

// SegmentRow is a search segment: N passages of one domain, with the blob of
// package search that describes them. It is never changed, only replaced. One that is
// being written or taken out is hidden: its level is -1.
type SegmentRow struct {
	ID       int64
	Domain   string
	Level, N int
	Min, Max time.Time
	Docs     []byte
}

// NewSegment is a segment with what it brings and ends: its postings, the
// segments that it replaces, the versions that it is the first to hold, and those of
// the replaced that it leaves out. One without passages only ends others.
type NewSegment struct {
	SegmentRow
	Postings                 []Posting
	Replaces, Versions, Gone []int64
}

// Posting is a term's list in one segment; DF passages hold the term.
type Posting struct {
	Term    string
	Segment int64
	DF      int
	List    []byte
}

// unindexed are the versions v of live articles a that no segment holds, by version id, up to $1 of them.
func (s *Store) unindexed() string {
	return ` FROM versions v JOIN articles a ON a.id = v.article_id WHERE v.segment_id IS NULL AND a.state = 'live' ORDER BY v.id LIMIT $1`
}

// PendingIndex reads versions of live articles that no segment holds, by version id.
func (s *Store) PendingIndex(ctx context.Context, limit int) ([]Item, error) {
	return s.items(ctx, true, `SELECT `+articleColumns+`, `+versionMeta+`, `+versionText+s.unindexed(), limit)
}

// Pending are the ids of the versions that PendingIndex reads.
func (s *Store) Pending(ctx context.Context, limit int) ([]int64, error) {
	return s.due(ctx, `SELECT v.id`+s.unindexed(), limit)
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

// HeldTerms are those of some terms that a segment has which can be searched.
func (s *Store) HeldTerms(ctx context.Context, terms []string) (map[string]bool, error) {
	out := map[string]bool{}
	for some := range slices.Chunk(terms, postingRows) {
		args, asked := make([]any, len(some)), map[string]string{}
		for i, t := range some {
			args[i], asked[database.Key(t)] = database.Key(t), t
		}
		err := each(ctx, s.read, func(r *sql.Rows) error {
			var term string
			err := r.Scan(&term)
			out[asked[term]] = true
			return err
		}, `SELECT DISTINCT p.term FROM postings p JOIN segments g ON g.id = p.segment_id WHERE g.level >= 0
			AND p.term IN (`+holders(1, len(some))+`)`, args...)
		if err != nil {
			return nil, fmt.Errorf("look for terms: %w", database.Explain(err))
		}
	}
	return out, nil
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
	return s.due(ctx, `SELECT DISTINCT g.id FROM articles a JOIN versions v ON v.article_id = a.id
		JOIN segment_origins o ON o.first_id = v.segment_id JOIN segments g ON g.id = o.segment_id
		WHERE a.state = 'removed' AND g.level >= 0 ORDER BY g.id`)
}
