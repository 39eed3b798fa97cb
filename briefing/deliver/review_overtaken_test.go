package deliver_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/profile"
	"dateline/store"
)

// once checks that the channel has each story of the review in full once.
func (r *review) once() {
	r.T.Helper()
	all := strings.Join(r.D.Texts(r.Ch.ID), "\n---\n")
	for _, words := range []string{"the union of harbour workers said", "because of a leak in a valve", "8 points from 9 games"} {
		if n := strings.Count(all, words); n != 1 {
			r.T.Errorf("%q is told %d times:\n%s", words, n, all)
		}
	}
}

// What the channel is told while moderators hold a briefing is not told again by it.
func TestReview_NotToldAgainOnceReleased(t *testing.T) {
	acts := map[string]func(*store.Store, int64) error{
		"released": func(s *store.Store, slot int64) error { return s.ReleaseSlot(context.Background(), slot, "55") },
		"posted":   func(s *store.Store, slot int64) error { return s.PostSlot(context.Background(), slot, "55") },
	}
	for name, act := range acts {
		t.Run(name, func(t *testing.T) {
			reviews(t, func(r *review) {
				r.Schedule(r.Ch, "Ticker", "daily 13:45")
				r.Pass()
				slot := r.slot().ID
				if err := r.S.HoldSlot(context.Background(), slot, "55"); err != nil {
					t.Fatal(err)
				}
				r.At("13:45")
				r.once()
				if err := act(r.S, slot); err != nil {
					t.Fatal(err)
				}
				for range 3 {
					r.Clock.Add(time.Second)
					r.Pass()
				}
				r.WantSlots(r.schedule, "20 12:30 done")
				r.Holds(r.Ch, "World, Fri 20 Nov, 12:30")
				r.once()
			})
		})
	}
}

// Of two briefings for one channel that wait for moderators at the same time each
// story is told by one; so it is where another is posted while one waits.
func TestReview_NotToldAgainAtItsTime(t *testing.T) {
	for name, other := range map[string]struct {
		rule   string
		review int64
	}{"reviewed too": {"daily 12:30", reviewRoom}, "earlier": {"daily 12:15", 0}, "at the same time": {"daily 12:30", 0}} {
		t.Run(name, func(t *testing.T) {
			reviews(t, func(r *review) {
				second := r.Schedule(r.Ch, "Second", other.rule, choosing(profile.Schedule{Review: other.review}))
				r.Pass()
				for _, clock := range []string{"12:15", "12:30", "12:31", "12:32", "12:33"} {
					r.At(clock)
				}
				r.WantSlots(r.schedule, "20 12:30 done")
				if got := r.Slots(second); len(got) != 1 || !strings.HasSuffix(got[0], "done") {
					t.Errorf("the second: %q", got)
				}
				r.once()
			})
		})
	}
}

// An alert may tell a story of a briefing that has been held for long: released, the
// briefing names it in its line on alerts, and does not tell it.
func TestReview_NotToldAgainAfterAnAlert(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		r := &review{Newsroom: a.Newsroom}
		r.schedule = r.Schedule(r.Ch, "World", "daily 12:30", choosing(profile.Schedule{Review: reviewRoom, ReviewFor: 30 * time.Minute}))
		r.Report(briefingtest.Dam[0], briefingtest.Strike)
		r.Clock.Add(2 * time.Second)
		r.Pass()
		slot := r.slot().ID
		if err := r.S.HoldSlot(context.Background(), slot, "55"); err != nil {
			t.Fatal(err)
		}
		r.At("13:35")
		a.report(time.Minute, briefingtest.Dam[1:]...)
		a.want("a briefing has been held for an hour", 1)
		if err := r.S.ReleaseSlot(context.Background(), slot, "55"); err != nil {
			t.Fatal(err)
		}
		for range 3 {
			r.Clock.Add(time.Second)
			r.Pass()
		}
		r.WantSlots(r.schedule, "20 12:30 done")
		r.Holds(r.Ch, "World, Fri 20 Nov, 12:30", "Lund", "!the operator Velland Power said")
		r.says(": posted")
	})
}
