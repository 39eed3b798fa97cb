package archive

import (
	"cmp"
	"context"
	"fmt"
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
		if err := ix.mergeGroup(ctx, l, group, group[0].Level+1); err != nil {
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

// mergeGroup makes one segment of some, without what cannot be found any more.
func (ix *Indexer) mergeGroup(ctx context.Context, l *store.Lease, group []store.SegmentRow, level int) error {
	row := store.SegmentRow{Domain: group[0].Domain, Level: level, Min: group[0].Min, Max: group[0].Max}
	ids, at := make([]int64, len(group)), map[int64]int{}
	segs := make([]*search.Segment, len(group))
	for i, g := range group {
		full, err := ix.Store.Segment(ctx, g.ID)
		if err != nil {
			return fmt.Errorf("load segment %d: %w", g.ID, err)
		}
		if segs[i], err = search.ParseSegment(g.ID, full.Docs); err != nil {
			return err
		}
		ids[i], at[g.ID] = g.ID, i
		if g.Min.Before(row.Min) {
			row.Min = g.Min
		}
		if g.Max.After(row.Max) {
			row.Max = g.Max
		}
	}
	gone := map[int64]bool{}
	for _, seg := range segs {
		live, err := ix.Store.LiveVersions(ctx, seg.Versions())
		if err != nil {
			return err
		}
		for _, v := range seg.Versions() {
			gone[v] = !live[v]
		}
	}
	lists := mergedLists{merger: search.NewMerger(segs, gone), n: len(segs), lists: map[string][]byte{}}
	err := ix.Store.SegmentPostings(ctx, ids, func(p store.Posting) error { return lists.add(p.Term, at[p.Segment], p.List) })
	if err == nil {
		err = lists.flush()
	}
	if err != nil {
		return fmt.Errorf("merge segments: %w", err)
	}
	return ix.save(ctx, l, lists.merger.Segment(), store.NewSegment{SegmentRow: row, Postings: sortLists(lists.lists), Replaces: ids})
}

// mergedLists joins the lists of each term as they come, ordered by term.
type mergedLists struct {
	merger *search.Merger
	n      int // segments
	term   string
	parts  [][]byte
	lists  map[string][]byte
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
