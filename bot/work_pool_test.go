package bot

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestWorkPool_AcknowledgementsGoFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var pool workPool
		first, second := pool.urge(), pool.urge()
		began := time.Now()
		done := make(chan time.Duration, 1)
		go func() {
			pool.yield(context.Background())
			done <- time.Since(began)
		}()
		time.Sleep(100 * time.Millisecond)
		first()
		first() // a reply and the end of the interaction both say so
		time.Sleep(100 * time.Millisecond)
		second()
		if waited := <-done; waited != 200*time.Millisecond {
			t.Errorf("work waited for %s, want until both were acknowledged", waited)
		}
		began = time.Now()
		pool.yield(context.Background())
		if waited := time.Since(began); waited != 0 {
			t.Errorf("without any, work waits for %s", waited)
		}
		defer pool.urge()()
		pool.yield(context.Background())
		if waited := time.Since(began); waited != yieldMost {
			t.Errorf("where they never end, work waits for %s", waited)
		}
	})
}

// In a crowd the next one is expected at once: work waits for a lull.
func TestWorkPool_WorkWaitsForALullInACrowd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		pool := workPool{waiting: 100}
		began := time.Now()
		done := make(chan time.Duration, 1)
		pool.urge()()
		go func() {
			pool.yield(context.Background())
			done <- time.Since(began)
		}()
		for range 5 {
			time.Sleep(lull / 2)
			pool.urge()()
		}
		if waited := <-done; waited != 5*lull/2+lull {
			t.Errorf("work waited for %s, want a lull after the last of them", waited)
		}
	})
}

// What happens to the world is followed in the order in which it happened, whatever panics.
func TestFollow_EventsAreFollowedInTheirOrder(t *testing.T) {
	t.Parallel()
	b := &Bot{Options: Options{Log: slog.New(slog.DiscardHandler)}}
	b.pool.start(context.Background(), context.Background())
	var got []int
	for i := range 500 {
		b.follow(func(context.Context) {
			got = append(got, i)
			if i%7 == 0 {
				panic("as asked")
			}
		})
	}
	b.pool.finish()
	if len(got) != 500 || !slices.IsSorted(got) {
		t.Errorf("%d of 500 are followed, in the order %v", len(got), got)
	}
}
