package briefing

import (
	"context"
	"errors"
	"fmt"

	"dateline/briefing/search"
	"dateline/store"
)

// indexBatch is how many versions a new segment holds at most: it bounds memory.
const indexBatch = 2000

// Indexer writes pending versions into search segments, as the one holder of
// the lease "index". A segment is never changed, only replaced by a larger one.
type Indexer struct {
	Store  *store.Store
	Holder string
}

// Run indexes everything that is pending and merges small segments; it
// returns how many versions it indexed.
func (ix *Indexer) Run(ctx context.Context) (int, error) {
	if some, err := ix.Store.PendingIndex(ctx, 1); err != nil || len(some) == 0 {
		return 0, err
	}
	lease, err := ix.Store.TakeLease(ctx, "index", ix.Holder, leaseTime)
	if errors.Is(err, store.ErrLost) {
		return 0, ErrBusy
	} else if err != nil {
		return 0, err
	}
	defer func() { _ = ix.Store.ReleaseLease(context.WithoutCancel(ctx), lease) }()
	done := 0
	for {
		pending, err := ix.Store.PendingIndex(ctx, indexBatch)
		if err != nil {
			return done, err
		}
		if len(pending) == 0 {
			break
		}
		for domain, items := range byDomain(pending) {
			if err := ix.segment(ctx, &lease, domain, items); err != nil {
				return done, err
			}
		}
		done += len(pending)
	}
	return done, ix.merge(ctx, &lease)
}

func byDomain(items []store.Item) map[string][]store.Item {
	out := map[string][]store.Item{}
	for _, it := range items {
		out[it.Article.Domain] = append(out[it.Article.Domain], it)
	}
	return out
}

// renew keeps the lease while the work lasts.
func (ix *Indexer) renew(ctx context.Context, l *store.Lease) (err error) {
	*l, err = ix.Store.TakeLease(ctx, "index", ix.Holder, leaseTime)
	return err
}

func (ix *Indexer) segment(ctx context.Context, l *store.Lease, domain string, items []store.Item) error {
	docs := make([]search.Doc, len(items))
	versions := make([]int64, len(items))
	row := store.SegmentRow{Domain: domain, Min: items[0].Article.Time, Max: items[0].Article.Time}
	for i, it := range items {
		d, err := searchDoc(it)
		if err != nil {
			return err
		}
		docs[i], versions[i] = d, it.Version.ID
		if d.Time.Before(row.Min) {
			row.Min = d.Time
		}
		if d.Time.After(row.Max) {
			row.Max = d.Time
		}
	}
	if domain == store.Public { // a name in private text is no word for others' questions
		if err := ix.Store.AddSpellings(ctx, spellingsOf(docs)); err != nil {
			return err
		}
	}
	seg, lists := search.Build(docs)
	return ix.save(ctx, l, seg, store.NewSegment{SegmentRow: row, Postings: sorted(lists), Versions: versions})
}

func (ix *Indexer) save(ctx context.Context, l *store.Lease, seg *search.Segment, row store.NewSegment) error {
	var err error
	if row.Docs, err = seg.MarshalBinary(); err != nil {
		return err
	}
	row.N = seg.Len()
	if err := ix.renew(ctx, l); err != nil { // now: a large segment takes longer to build than a lease lasts
		return err
	}
	if _, err := ix.Store.SaveSegment(ctx, *l, row); err != nil {
		return fmt.Errorf("save a segment of %d passages: %w", row.N, err)
	}
	return nil
}

// searchDoc is a version as the index sees it: the first is found from the
// article's own time on, a later one from when it was seen.
func searchDoc(it store.Item) (search.Doc, error) {
	s, err := newSource(it)
	if err != nil {
		return search.Doc{}, err
	}
	a, v := it.Article, it.Version
	d := search.Doc{Version: v.ID, Article: a.ID, Visible: a.Time, Time: a.Time, Lang: v.Lang, Title: v.Title, Outlet: a.Outlet, Text: v.Text, Spans: s.spans}
	if v.No > 1 {
		d.Visible = v.Seen
	}
	return d, nil
}
