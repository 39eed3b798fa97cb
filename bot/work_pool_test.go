package bot

import (
	"context"
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
