package watch

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dateline/briefing/answer"
	"dateline/store"
	"dateline/store/watching"
)

// page is what was first seen after a time, the oldest of it.
type page struct {
	versions []watching.Fresh
	upTo     time.Time // whatever was first seen by then is among them, also what is stored later
	full     bool      // more is to be looked at than these, and all of these are settled
	done     []int64   // the watches that looked at it
}

// pages are those of a pass, by the time after which they begin: each watch is looked at
// from where it stands, so that one that does not get on holds up no other.
type pages struct {
	read func(ctx context.Context, after time.Time, patience time.Duration, most int) ([]watching.Fresh, time.Time, error)
	now  time.Time
	all  map[int64]*page // by milliseconds
}

// of is the page after a time; errors are those of the store.
func (p *pages) of(ctx context.Context, after time.Time) (*page, error) {
	if known := p.all[after.UnixMilli()]; known != nil {
		return known, nil
	}
	versions, until, err := p.read(ctx, after, patience, freshMost)
	if err != nil {
		return nil, err
	}
	out := &page{versions: versions, upTo: until}
	if settled := p.now.Add(-lateness); until.After(settled) {
		out.upTo = settled
	} else {
		out.full = len(versions) >= freshMost
	}
	if p.all == nil {
		p.all = map[int64]*page{}
	}
	p.all[after.UnixMilli()] = out
	return out, nil
}

// worthNoting reports whether it is stored that a watch has looked at a page: not in
// every pass, as a loop that writes each time wears out a disk.
func (p *page) worthNoting(seen time.Time) bool {
	return p.full || seen.Before(p.upTo.Add(-lateness))
}

// noteSeen stores which watches have looked at a page, and returns what failed.
func (w *Watcher) noteSeen(ctx context.Context, lease store.Lease, looked pages) []error {
	var failed []error
	for _, fresh := range looked.all {
		if len(fresh.done) == 0 {
			continue
		}
		if err := w.Store.SeenForWatches(ctx, lease, fresh.done, fresh.upTo); err != nil && !errors.Is(err, store.ErrLost) {
			failed = append(failed, fmt.Errorf("note what was looked at: %w", err))
		}
		w.step("watch: looked")
	}
	return failed
}

// since is from when on a watch is looked at: strict rules go on while its model rests,
// and the model then begins where it stopped.
func (w *Watcher) since(x watching.Watch, now time.Time) time.Time {
	if ahead := w.ahead[x.ID]; ahead.After(x.Seen) && w.resting(x, now) {
		return ahead
	}
	return x.Seen
}

// lookAhead notes up to when strict rules have looked for a watch.
func (w *Watcher) lookAhead(watch int64, upTo time.Time) {
	if w.ahead == nil {
		w.ahead = map[int64]time.Time{}
	}
	w.ahead[watch] = upTo
}

// resting reports whether no model is asked for a watch for now.
func (w *Watcher) resting(x watching.Watch, now time.Time) bool { return now.Before(w.rests[x.ID]) }

// rest leaves the model alone for a while, or until there is a new share of it; strict
// rules stand in.
func (w *Watcher) rest(watch int64, got answer.Answer) {
	if w.rests == nil {
		w.rests = map[int64]time.Time{}
	}
	w.rests[watch] = got.At.Add(restTime)
	if got.SpentUntil.After(w.rests[watch]) {
		w.rests[watch] = got.SpentUntil
	}
}
