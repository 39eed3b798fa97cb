package archive

import (
	"context"
	"errors"
	"fmt"

	"dateline/briefing/search"
	"dateline/store"
)

// retireMost is how many versions that live in a segment are indexed anew when the rest
// of it is gone: they are marked in one transaction.
const retireMost = 500

// Shrink takes out of the index what cannot be found any more: segments with words of
// removed articles are written without them, and those most of which is gone are
// retired: what lives in them is pending again. It returns how many these were.
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
	written := map[int64]bool{}
	for _, id := range tainted {
		written[id] = true
	}
	done := 0
	for _, row := range rows {
		changed := written[row.ID]
		if changed {
			err = ix.mergeGroup(ctx, &lease, []store.SegmentRow{row}, row.Level)
		} else {
			changed, err = ix.retire(ctx, &lease, row)
		}
		if err != nil {
			return done, err
		}
		if changed {
			done++
		}
	}
	return done, nil
}

// retire ends a segment of which less than half lives, and not much.
func (ix *Indexer) retire(ctx context.Context, l *store.Lease, row store.SegmentRow) (bool, error) {
	full, err := ix.Store.Segment(ctx, row.ID)
	if errors.Is(err, store.ErrNotFound) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("load segment %d: %w", row.ID, err)
	}
	seg, err := search.ParseSegment(row.ID, full.Docs)
	if err != nil {
		return false, err
	}
	versions := seg.Versions()
	live, err := ix.Store.LiveVersions(ctx, versions)
	if err != nil || len(live) > retireMost || 2*len(live) > len(versions) {
		return false, err
	}
	if err := ix.renew(ctx, l); err != nil {
		return false, err
	}
	left := make([]int64, 0, len(live))
	for v := range live {
		left = append(left, v)
	}
	return true, ix.Store.RetireSegment(ctx, *l, row.ID, left)
}
