package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"dateline/store"
)

// Shrink takes out of the index what cannot be found any more: segments that hold words
// of removed articles, and those most of which is gone, are written anew without them. It
// returns how many these were.
func (ix *Indexer) Shrink(ctx context.Context) (int, error) {
	ix.mu.Lock()
	defer ix.mu.Unlock()
	lease, err := ix.Store.TakeLease(ctx, "index", ix.Holder, store.LeaseTime)
	if errors.Is(err, store.ErrLost) {
		return 0, store.ErrBusy
	} else if err != nil {
		return 0, err
	}
	defer func() { _ = ix.Store.ReleaseLease(context.WithoutCancel(ctx), lease) }()
	rows, err := ix.Store.Segments(ctx)
	if err != nil {
		return 0, fmt.Errorf("list segments: %w", err)
	}
	tainted, err := ix.Store.TaintedSegments(ctx)
	if err != nil {
		return 0, err
	}
	done := 0
	for _, row := range rows {
		part, err := ix.load(ctx, []store.SegmentRow{row})
		if errors.Is(err, store.ErrNotFound) {
			continue // it was erased meanwhile
		}
		if err != nil {
			return done, err
		}
		if all := part.segs[0].Docs(); !slices.Contains(tainted, row.ID) && 2*len(part.gone) <= all {
			continue
		}
		if err := ix.rewrite(ctx, &lease, part, row.Level); err != nil {
			return done, err
		}
		done++
	}
	return done, ix.clear(ctx, &lease)
}

// clear takes out what is left of segments that were replaced, and of those whose writing
// was broken off.
func (ix *Indexer) clear(ctx context.Context, l *store.Lease) error {
	for {
		if err := ix.renew(ctx, l); err != nil {
			return err
		}
		if n, err := ix.Store.SweepPostings(ctx, *l); err != nil || n == 0 {
			return err
		}
	}
}
