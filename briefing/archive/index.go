package archive

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"

	"dateline/briefing/claim"
	"dateline/briefing/guard"
	"dateline/briefing/search"
	"dateline/store"
)

// indexBatch is how many versions a new segment holds at most: it bounds memory, and the
// one transaction that marks them.
const indexBatch = 500

// Indexer writes pending versions into search segments, as the one holder of
// the lease "index". A segment is never changed, only replaced by a larger one.
type Indexer struct {
	Store  *store.Store
	Holder string
	Log    *slog.Logger // nil: silent

	mu sync.Mutex // Run and Shrink of one process have the lease in common, and give it back
}

// Run indexes everything that is pending and merges small segments; it
// returns how many versions it indexed. A damaged segment is dropped, and what
// it held is indexed anew. A version over which it panics is
// entered without words, so that the others are found.
func (ix *Indexer) Run(ctx context.Context) (int, error) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	if some, err := ix.Store.PendingIndex(ctx, 1); err != nil || len(some) == 0 {
		return 0, err
	}
	lease, err := ix.Store.TakeLease(ctx, "index", ix.Holder, store.LeaseTime)
	if errors.Is(err, store.ErrLost) {
		return 0, store.ErrBusy
	} else if err != nil {
		return 0, err
	}
	defer func() { _ = ix.Store.ReleaseLease(context.WithoutCancel(ctx), lease) }()
	done := 0
	err = Reindexed(ctx, ix.Store, ix.Log, func() error {
		n, err := ix.all(ctx, &lease)
		done += n
		return err
	})
	return done, err
}

// all indexes what is pending, and merges.
func (ix *Indexer) all(ctx context.Context, lease *store.Lease) (int, error) {
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
			if err := ix.segment(ctx, lease, domain, items); err != nil {
				return done, err
			}
		}
		done += len(pending)
	}
	if err := ix.merge(ctx, lease); err != nil {
		return done, err
	}
	_, err := ix.Store.SweepPostings(ctx, *lease) // what was replaced, or whose writing was broken off
	return done, err
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
	*l, err = ix.Store.TakeLease(ctx, "index", ix.Holder, store.LeaseTime)
	return err
}

func (ix *Indexer) segment(ctx context.Context, l *store.Lease, domain string, items []store.Item) error {
	docs := make([]search.Doc, len(items))
	versions := make([]int64, len(items))
	row := store.SegmentRow{Domain: domain, Min: items[0].Article.Time, Max: items[0].Article.Time}
	for i, it := range items {
		doc := searchDoc(it)
		docs[i], versions[i] = doc, it.Version.ID
		if doc.Time.Before(row.Min) {
			row.Min = doc.Time
		}
		if doc.Time.After(row.Max) {
			row.Max = doc.Time
		}
	}
	var seg *search.Segment
	var lists map[string][]byte
	var spellings []store.Spelling
	err := buildSparing(ix.Log, docs, func(docs []search.Doc) error {
		spellings = spellingsOf(docs)
		seg, lists = search.Build(docs)
		return nil
	})
	if err == nil && domain == store.Public { // a name in private text is no word for others' questions
		err = ix.Store.AddSpellings(ctx, spellings)
	}
	if err != nil {
		return err
	}
	return ix.save(ctx, l, seg, store.NewSegment{SegmentRow: row, Postings: sortLists(lists), Versions: versions})
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

// buildSparing builds an index of docs; when that panics, those at fault are found one
// by one, and entered without their words.
func buildSparing(log *slog.Logger, docs []search.Doc, build func([]search.Doc) error) error {
	err := guard.Run(log, "index articles", func() error { return build(docs) })
	if !errors.Is(err, guard.ErrFault) {
		return err
	}
	rest := slices.Clone(docs)
	for i := range rest {
		one := rest[i : i+1]
		if errors.Is(guard.Run(log, fmt.Sprintf("index version %d", rest[i].Version), func() error { return build(one) }), guard.ErrFault) {
			rest[i].Title, rest[i].Outlet, rest[i].Text, rest[i].Spans = "", "", "", nil
		}
	}
	return guard.Run(log, "index articles", func() error { return build(rest) })
}

// searchDoc is a version as the index sees it: the first is found from the
// article's own time on, a later one from when it was seen.
func searchDoc(it store.Item) search.Doc {
	article := claim.WholeArticle(it)
	about, version := it.Article, it.Version
	doc := search.Doc{Version: version.ID, Article: about.ID, Visible: about.Time, Time: about.Time, Lang: version.Lang,
		Title: version.Title, Outlet: about.Outlet, Text: version.Text, Spans: article.Spans}
	if version.No > 1 {
		doc.Visible = version.Seen
	}
	return doc
}
