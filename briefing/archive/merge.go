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
		if err := ix.mergeGroup(ctx, l, group); err != nil {
			return err
		}
	}
}

// mergeable finds mergeWidth segments of one domain and level, the oldest first.
func mergeable(rows []store.SegmentRow) []store.SegmentRow {
	groups := map[string][]store.SegmentRow{}
	for _, r := range rows {
		key := fmt.Sprint(r.Domain, " ", r.Level)
		groups[key] = append(groups[key], r)
		if len(groups[key]) == mergeWidth {
			return groups[key]
		}
	}
	return nil
}

func (ix *Indexer) mergeGroup(ctx context.Context, l *store.Lease, group []store.SegmentRow) error {
	row := store.SegmentRow{Domain: group[0].Domain, Level: group[0].Level + 1, Min: group[0].Min, Max: group[0].Max}
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
	gone, err := ix.Store.RemovedVersions(ctx, ids)
	if err != nil {
		return fmt.Errorf("list what was removed: %w", err)
	}
	lists := mergedLists{merger: search.NewMerger(segs, gone), n: len(segs), lists: map[string][]byte{}}
	err = ix.Store.SegmentPostings(ctx, ids, func(p store.Posting) error { return lists.add(p.Term, at[p.Segment], p.List) })
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
