package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/storetest"
)

// spent compares what Spent says of the day of noon.
func spent(t *testing.T, s *store.Store, owner string, used, reserved int) {
	t.Helper()
	u, r, err := s.Spent(context.Background(), "2026-11-20", owner)
	if err != nil || u != used || r != reserved {
		t.Errorf("%s used %d and reserved %d (%v), want %d and %d", owner, u, r, err, used, reserved)
	}
}

func TestABudgetIsReservedThenSettled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		call := store.Call{Day: "2026-11-20", Owner: store.All, Tokens: 600}
		spent(t, s, store.All, 0, 0)
		id := must[int64](t)(s.ReserveCall(ctx, call, 1000))
		spent(t, s, store.All, 0, 600)
		if _, err := s.ReserveCall(ctx, call, 1000); !errors.Is(err, store.ErrSpent) {
			t.Errorf("a second call of 600 in 1000: %v, want ErrSpent", err)
		}
		for _, other := range []store.Call{{Day: "2026-11-21", Owner: store.All, Tokens: 600}, {Day: "2026-11-20", Owner: "guild:1", Tokens: 600}} {
			if _, err := s.ReserveCall(ctx, other, 1000); err != nil {
				t.Errorf("%+v has a budget of its own: %v", other, err)
			}
		}
		if err := s.SettleCall(ctx, id, 400); err != nil {
			t.Fatal(err)
		}
		spent(t, s, store.All, 400, 0)
		if err := s.SettleCall(ctx, id, 400); !errors.Is(err, store.ErrLost) {
			t.Errorf("settled twice: %v, want ErrLost", err)
		}
		must[int64](t)(s.ReserveCall(ctx, call, 1000)) // exactly what is left
		spent(t, s, store.All, 400, 600)
		if _, err := s.ReserveCall(ctx, store.Call{Day: "2026-11-22", Owner: store.All, Tokens: 1001}, 1000); !errors.Is(err, store.ErrSpent) {
			t.Errorf("the first call of a day above the limit: %v, want ErrSpent", err)
		}
	})
}

func TestTwentyCallsAtOnceNeverOverspend(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var got, refused atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				_, err := s.ReserveCall(ctx, store.Call{Day: "2026-11-20", Owner: store.All, Tokens: 100}, 750)
				switch {
				case err == nil:
					got.Add(1)
				case errors.Is(err, store.ErrSpent):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got.Load() != 7 || refused.Load() != 13 {
			t.Errorf("%d calls of 100 went into 750 and %d were refused, want 7 and 13", got.Load(), refused.Load())
		}
		spent(t, s, store.All, 0, 700)
	})
}

func TestWhatADeadProcessReservedCountsAsUsed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := noon
		s.Now = func() time.Time { return now }
		id := must[int64](t)(s.ReserveCall(ctx, store.Call{Day: "2026-11-20", Owner: store.All, Tokens: 600}, 1000))
		now = noon.Add(14 * time.Minute)
		spent(t, s, store.All, 0, 600)
		now = noon.Add(16 * time.Minute)
		spent(t, s, store.All, 600, 0)
		if _, err := s.ReserveCall(ctx, store.Call{Day: "2026-11-20", Owner: store.All, Tokens: 600}, 1000); !errors.Is(err, store.ErrSpent) {
			t.Errorf("a dead call's tokens were given again: %v", err)
		}
		if err := s.SettleCall(ctx, id, 250); err != nil { // it was only slow
			t.Fatal(err)
		}
		spent(t, s, store.All, 250, 0)
	})
}

func TestSingleCallsAreSweptAndTheirSumStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := noon
		s.Now = func() time.Time { return now }
		id := must[int64](t)(s.ReserveCall(ctx, store.Call{Day: "2026-11-20", Owner: store.All, Tokens: 600}, 1000))
		if err := s.SettleCall(ctx, id, 400); err != nil {
			t.Fatal(err)
		}
		open := must[int64](t)(s.ReserveCall(ctx, store.Call{Day: "2026-11-20", Owner: store.All, Tokens: 600}, 1000))
		now = noon.Add(8 * 24 * time.Hour)
		if err := s.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if err := s.SettleCall(ctx, open, 1); !errors.Is(err, store.ErrLost) {
			t.Errorf("a call of last week is still open: %v", err)
		}
		spent(t, s, store.All, 400, 600)
	})
}
