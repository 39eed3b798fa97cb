package archive

import (
	"context"
	"errors"
	"log/slog"

	"dateline/briefing/guard"
	"dateline/briefing/search"
	"dateline/store"
)

// damagedMost is how many damaged segments are dropped for one search or pass.
const damagedMost = 100

// Reindexed runs f, which reads search segments. When f fails with a
// *search.DamagedError, the segment is dropped from the store, so that the next
// pass of the Indexer writes its content anew, and f runs again, at most
// damagedMost times. Any other error of f is returned.
func Reindexed(ctx context.Context, st *store.Store, log *slog.Logger, f func() error) error {
	for range damagedMost {
		err := f()
		var damaged *search.DamagedError
		if !errors.As(err, &damaged) {
			return err
		}
		guard.Logger(log).Error("a search segment is damaged and is made anew", "segment", damaged.Segment)
		if err := st.DropSegment(ctx, damaged.Segment); err != nil {
			return err
		}
	}
	return f()
}
