package archive

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"dateline/briefing/search"
	"dateline/briefing/text/name"
	"dateline/store"
)

// What searches look at stays in memory. Whoever searches first after a change waits until
// it is up to date, and others with it: so nothing is read or indexed again but what changed.

// carriers are who carries which article, and the keys of their outlets' names. They are
// replaced, never changed.
type carriers struct {
	of       map[int64]store.Carrier
	outlets  map[string]string // name -> key
	newest   time.Time         // the newest article was read then
	revision int64             // MovedRevision
}

// segmentOf is a segment and the domain it belongs to.
type segmentOf struct {
	domain string
	seg    *search.Segment
}

// freshPart is some versions of one domain that no segment holds yet, indexed in memory.
type freshPart struct {
	domain string
	docs   []search.Doc
	memory *search.Memory
}

const (
	// freshMost is how many versions that no segment holds yet are searched: a moment later
	// they are in one.
	freshMost = 2000
	// freshPartMost is how many of them are indexed again at most, some 10 ms, because one
	// comes or goes.
	freshPartMost = 32
)

// Refresh reads all anew that searches look at, while they go on with what there was. Call
// it at the start, so that the first search need not wait, and now and then: it forgets who
// carried what the sweep has dropped.
func (ar *Archive) Refresh(ctx context.Context) error {
	whole, err := ar.carriersSince(ctx, carriers{})
	if err != nil {
		return err
	}
	return Reindexed(ctx, ar.Store, ar.Log, func() error { return ar.replace(ctx, whole) })
}

// replace puts carriers that were read anew in the place of those there are, and reads
// what came meanwhile.
func (ar *Archive) replace(ctx context.Context, whole carriers) error {
	ar.mu.Lock()
	defer ar.mu.Unlock()
	ar.carriers, ar.loaded = whole, false
	return ar.refresh(ctx)
}

// refresh loads what changed since the last look.
func (ar *Archive) refresh(ctx context.Context) error {
	articles, err := ar.Store.Revision(ctx)
	if err != nil {
		return err
	}
	indexed, err := ar.Store.IndexRevision(ctx)
	if err != nil || ar.loaded && articles == ar.revision && indexed == ar.indexed {
		return err
	}
	segments, err := ar.loadSegments(ctx)
	if err != nil {
		return err
	}
	fresh, err := ar.loadFresh(ctx)
	if err != nil {
		return err
	}
	if !ar.loaded || articles != ar.revision {
		if ar.carriers, err = ar.carriersSince(ctx, ar.carriers); err != nil {
			return err
		}
	}
	came, gone := changed(partsOf(ar.segments, ar.fresh), partsOf(segments, fresh))
	ar.versions = ar.history.Update(came, gone)
	ar.segments, ar.fresh = segments, fresh
	ar.revision, ar.indexed, ar.loaded = articles, indexed, true
	return nil
}

// partsOf are all segments that are searched.
func partsOf(segments []segmentOf, fresh []freshPart) map[*search.Segment]bool {
	out := make(map[*search.Segment]bool, len(segments)+len(fresh))
	for _, s := range segments {
		out[s.seg] = true
	}
	for _, f := range fresh {
		out[f.memory.Segment()] = true
	}
	return out
}

// changed are the segments of which only the one or the other has.
func changed(before, after map[*search.Segment]bool) (came, gone []*search.Segment) {
	for s := range after {
		if !before[s] {
			came = append(came, s)
		}
	}
	for s := range before {
		if !after[s] {
			gone = append(gone, s)
		}
	}
	return came, gone
}

// carriersSince reads who carries what came since some were read, and leaves out what was
// removed; all of them, a second for 300,000, when there are none or more has changed.
func (ar *Archive) carriersSince(ctx context.Context, before carriers) (carriers, error) {
	revision, err := ar.Store.MovedRevision(ctx)
	if err != nil {
		return before, err
	}
	after := carriers{of: map[int64]store.Carrier{}, outlets: map[string]string{}, revision: revision}
	var removed []int64
	if before.of != nil && before.revision == revision { // those who search go on with the old ones
		after.of, after.outlets, after.newest = maps.Clone(before.of), maps.Clone(before.outlets), before.newest
		if removed, err = ar.Store.Removed(ctx); err != nil {
			return before, err
		}
	}
	came, newest, err := ar.Store.Carriers(ctx, after.newest)
	if err != nil {
		return before, fmt.Errorf("load who carries which article: %w", err)
	}
	after.newest = newest
	for _, id := range removed {
		delete(after.of, id)
	}
	maps.Copy(after.of, came)
	for _, c := range came {
		if _, ok := after.outlets[c.Outlet]; !ok && c.Outlet != "" {
			after.outlets[c.Outlet] = name.OutletKey(c.Outlet)
		}
	}
	return after, nil
}

// loadSegments lists the segments, and reads those that are new.
func (ar *Archive) loadSegments(ctx context.Context) ([]segmentOf, error) {
	rows, err := ar.Store.Segments(ctx)
	if err != nil {
		return nil, fmt.Errorf("list search segments: %w", err)
	}
	known := map[int64]*search.Segment{}
	for _, s := range ar.segments {
		known[s.seg.ID] = s.seg
	}
	out := make([]segmentOf, 0, len(rows))
	for _, row := range rows {
		seg := known[row.ID]
		if seg == nil {
			full, err := ar.Store.Segment(ctx, row.ID)
			if err != nil {
				return nil, fmt.Errorf("load search segment %d: %w", row.ID, err)
			}
			if seg, err = search.ParseSegment(row.ID, full.Docs); err != nil {
				return nil, err
			}
		}
		out = append(out, segmentOf{row.Domain, seg})
	}
	return out, nil
}

// loadFresh indexes in memory what no segment holds yet, as far as that is not done.
func (ar *Archive) loadFresh(ctx context.Context) ([]freshPart, error) {
	pending, err := ar.Store.Pending(ctx, freshMost)
	if err != nil {
		return nil, err
	}
	waits := map[int64]bool{}
	for _, id := range pending {
		waits[id] = true
	}
	var kept []freshPart
	docs := map[string][]search.Doc{} // by domain: to be indexed
	for _, part := range ar.fresh {
		left := slices.DeleteFunc(slices.Clone(part.docs), func(d search.Doc) bool { return !waits[d.Version] })
		for _, d := range left {
			delete(waits, d.Version)
		}
		if len(left) == len(part.docs) {
			kept = append(kept, part)
		} else if len(left) > 0 {
			docs[part.domain] = append(docs[part.domain], left...)
		}
	}
	items, err := ar.Store.Items(ctx, store.Scope{Everything: true, TakenBack: true}, slices.Collect(maps.Keys(waits)))
	if err != nil {
		return nil, fmt.Errorf("read articles that are not indexed yet: %w", err)
	}
	for _, it := range items {
		docs[it.Article.Domain] = append(docs[it.Article.Domain], searchDoc(it))
	}
	return ar.indexFresh(kept, docs)
}

// indexFresh gives versions that are to be indexed a place among the parts of their domain.
func (ar *Archive) indexFresh(kept []freshPart, docs map[string][]search.Doc) ([]freshPart, error) {
	out := make([]freshPart, 0, len(kept))
	for _, part := range kept {
		if more := docs[part.domain]; len(more) > 0 && len(part.docs) < freshPartMost { // or many small ones would be searched
			docs[part.domain] = append(more, part.docs...)
		} else {
			out = append(out, part)
		}
	}
	for domain, some := range docs {
		slices.SortFunc(some, func(a, b search.Doc) int { return cmp.Compare(a.Version, b.Version) }) // they go in this order
		for chunk := range slices.Chunk(some, freshPartMost) {
			part := freshPart{domain: domain, docs: chunk}
			err := buildSparing(ar.Log, chunk, func(docs []search.Doc) (err error) {
				part.memory, err = search.NewMemory(docs)
				return err
			})
			if err != nil {
				return nil, err
			}
			out = append(out, part)
		}
	}
	return out, nil
}
