package ingest

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/guard"
	"dateline/store"
)

// movedLeast is how long a permanent redirect must have been seen before its
// address is believed, on another day: a server that is being mended sends
// everything to one page for some hours.
const movedLeast = 12 * time.Hour

// visited ends a visit that read the source, with what is to be said of it. A
// feed that was found behind the same permanent redirect on two days is read
// there from now on.
func (p *Poller) visited(ctx context.Context, src store.Source, doc feed.Document, note string) error {
	now := guard.Now(p.Now)
	switch {
	case doc.Moved == "" || doc.Moved == src.URL || len(doc.Moved) > store.AddressLongest:
		src.MovedTo, src.MovedAt = "", time.Time{}
	case doc.Moved != src.MovedTo || now.Before(src.MovedAt):
		src.MovedTo, src.MovedAt = doc.Moved, now
	case now.UTC().Format(time.DateOnly) != src.MovedAt.UTC().Format(time.DateOnly) && now.Sub(src.MovedAt) >= movedLeast:
		return p.move(ctx, src)
	}
	if src.MovedTo != "" {
		note = "it says that it has moved to " + src.MovedTo + ", and is read there for good when it still says so tomorrow"
	}
	src.Reason = note
	return p.finish(ctx, src)
}

// move reads a source at its new address from now on.
func (p *Poller) move(ctx context.Context, src store.Source) error {
	guard.Logger(p.Log).Info("a source has moved", "source", src.ID, "outlet", src.Outlet)
	if err := p.Store.MoveSource(ctx, src, src.MovedTo); err != nil && !errors.Is(err, store.ErrLost) {
		return fmt.Errorf("move source %d: %w", src.ID, err)
	}
	return nil
}

// unread ends a visit that could not read the source. One that has gone for good, as
// its server says, is paused and tried once a day, as servers err; unless it said before
// where it has moved: then it is read there.
func (p *Poller) unread(ctx context.Context, src store.Source, doc feed.Document, cause error) error {
	switch {
	case errors.Is(cause, fetch.ErrGone) && src.MovedTo != "":
		return p.move(ctx, src)
	case errors.Is(cause, fetch.ErrGone):
		src.Next = guard.Now(p.Now).Add(seldomRetry)
		if err := p.Store.EndSource(ctx, src, cause.Error()); err != nil && !errors.Is(err, store.ErrLost) {
			return fmt.Errorf("stop source %d: %w", src.ID, err)
		}
		return nil
	}
	return p.finish(ctx, p.noteFailure(src, doc, cause))
}
