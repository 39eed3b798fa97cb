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

// Reindexed runs f, which reads search segments. One that is damaged is
// dropped, so that what it held is indexed anew, and f runs again.
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
