package archive

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"dateline/briefing/search"
	"dateline/store"
)

// mergeWidth is how many segments of a level are merged into one of the next:
// a search then reads a few lists a term, and a passage is rewritten a few
// times in its life.
const mergeWidth = 6

const (
	shareMost = 12     // a segment holds at most one part in so many of all passages: it is old as a whole some day
	mergeMost = 50_000 // passages that a segment may hold in any case
)

// merge joins small segments into larger ones, level by level.
func (ix *Indexer) merge(ctx context.Context, l *store.Lease) error {
	for {
		rows, err := ix.Store.Segments(ctx)
		if err != nil {
			return fmt.Errorf("list segments: %w", err)
		}
		group := mergeable(rows)
		if group == nil {
			return nil
		}
		p, err := ix.load(ctx, group)
		if err != nil {
			return err
		}
		if err := ix.rewrite(ctx, l, p, group[0].Level+1); err != nil {
			return err
		}
	}
}

// mergeable finds mergeWidth segments of one domain and level, the oldest first, that do
// not make too large a one.
func mergeable(rows []store.SegmentRow) []store.SegmentRow {
	groups, all := map[string][]store.SegmentRow{}, 0
	for _, r := range rows {
		all += r.N
	}
	most := max(mergeMost, all/shareMost)
	for _, r := range rows {
		key := fmt.Sprint(r.Domain, " ", r.Level)
		groups[key] = append(groups[key], r)
		if len(groups[key]) < mergeWidth {
			continue
		}
		n := 0
		for _, g := range groups[key] {
			n += g.N
		}
		if n <= most {
			return groups[key]
		}
		groups[key] = groups[key][1:]
	}
	return nil
}

// parts are segments of one domain that become one, without the versions that are gone.
type parts struct {
	rows []store.SegmentRow
	segs []*search.Segment
	gone map[int64]bool
	live int             // versions that are not
	lost map[string]bool // takes the terms that only these have; nil: nobody asks
}

// load reads segments, and looks what of them cannot be found any more.
func (ix *Indexer) load(ctx context.Context, rows []store.SegmentRow) (parts, error) {
	p := parts{rows: rows, segs: make([]*search.Segment, len(rows)), gone: map[int64]bool{}}
	for i, row := range rows {
		full, err := ix.Store.Segment(ctx, row.ID)
		if err != nil {
			return p, fmt.Errorf("load segment %d: %w", row.ID, err)
		}
		if p.segs[i], err = search.ParseSegment(row.ID, full.Docs); err != nil {
			return p, err
		}
		versions := p.segs[i].Versions()
		live, err := ix.Store.LiveVersions(ctx, versions)
		if err != nil {
			return p, err
		}
		for _, v := range versions {
			if !live[v] {
				p.gone[v] = true
			}
		}
		p.live += len(live)
	}
	return p, nil
}

// rewrite makes one segment of some, none when nothing of them is left.
func (ix *Indexer) rewrite(ctx context.Context, l *store.Lease, p parts, level int) error {
	made := store.NewSegment{SegmentRow: store.SegmentRow{Domain: p.rows[0].Domain, Level: level, Min: p.rows[0].Min, Max: p.rows[0].Max},
		Gone: slices.Collect(maps.Keys(p.gone))}
	at := map[int64]int{}
	for i, row := range p.rows {
		made.Replaces, at[row.ID] = append(made.Replaces, row.ID), i
		if row.Min.Before(made.Min) {
			made.Min = row.Min
		}
		if row.Max.After(made.Max) {
			made.Max = row.Max
		}
	}
	lists := mergedLists{merger: search.NewMerger(p.segs, p.gone), n: len(p.segs), lists: map[string][]byte{}, lost: p.lost}
	if p.live > 0 || p.lost != nil {
		err := ix.Store.SegmentPostings(ctx, made.Replaces, func(x store.Posting) error { return lists.add(x.Term, at[x.Segment], x.List) })
		if err == nil {
			err = lists.flush()
		}
		if err != nil {
			return fmt.Errorf("merge segments: %w", err)
		}
		made.Postings = sortLists(lists.lists)
	}
	return ix.save(ctx, l, lists.merger.Segment(), made)
}

// mergedLists joins the lists of each term as they come, ordered by term.
type mergedLists struct {
	merger *search.Merger
	n      int // segments
	term   string
	parts  [][]byte
	lists  map[string][]byte
	lost   map[string]bool
}

func (m *mergedLists) add(term string, seg int, list []byte) error {
	if term != m.term || m.parts == nil {
		if err := m.flush(); err != nil {
			return err
		}
		m.term, m.parts = term, make([][]byte, m.n)
	}
	m.parts[seg] = list
	return nil
}

func (m *mergedLists) flush() error {
	if m.parts == nil {
		return nil
	}
	data, err := m.merger.List(m.parts)
	if data != nil {
		m.lists[m.term] = data
	} else if m.lost != nil {
		m.lost[m.term] = true
	}
	return err
}

// sortLists turns lists into rows in order of term.
func sortLists(lists map[string][]byte) []store.Posting {
	postings := make([]store.Posting, 0, len(lists))
	for term, list := range lists {
		postings = append(postings, store.Posting{Term: term, DF: search.DF(list), List: list})
	}
	slices.SortFunc(postings, func(a, b store.Posting) int { return cmp.Compare(a.Term, b.Term) })
	return postings
}
