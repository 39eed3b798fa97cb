package ongoing

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestPeople_AreSeenUpToTheOldestMessageThatIsBeingAnswered(t *testing.T) {
	var people People
	for _, message := range []int64{10, 20, 30} {
		if !people.Take(1, message) {
			t.Fatalf("%d cannot be taken", message)
		}
	}
	if people.Take(1, 20) || !people.Take(2, 20) {
		t.Error("a message is taken twice, or another's is not")
	}
	for _, c := range []struct{ dealt, upTo int64 }{{20, 9}, {10, 20}, {30, 30}} {
		if got := people.Dealt(1, c.dealt); got != c.upTo {
			t.Errorf("after %d all are dealt with up to %d, want %d", c.dealt, got, c.upTo)
		}
	}
	people.Take(1, 40)
	people.Take(1, 50)
	people.Drop(1, 40)
	if got := people.Dealt(1, 50); got != 50 {
		t.Errorf("a message that was dropped holds others up: %d", got)
	}
	people.Take(1, 60)
	people.Reset()
	if !people.Take(1, 60) {
		t.Error("after a reset a message is still taken")
	}
	people.Drop(1, 60)
	people.Reset()
	if len(people.of) != 0 {
		t.Errorf("%d people are left for whom nothing is done", len(people.of))
	}
}

func TestPeople_StopWaitsForAllThatWasBegun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var people People
		work := func(id int64) (stopped func() bool) {
			ctx, job := people.Begin(context.Background(), id)
			go func() {
				select {
				case <-ctx.Done():
				case <-time.After(time.Minute):
				}
				time.Sleep(time.Second)
				job.Leave()
				job.End()
			}()
			return func() bool { return Stopped(ctx) }
		}
		first, second, other := work(1), work(1), work(2)
		began := time.Now()
		if err := people.Stop(context.Background(), 1); err != nil || time.Since(began) != time.Second {
			t.Errorf("it stopped after %s, %v", time.Since(began), err)
		}
		if !first() || !second() || other() {
			t.Errorf("stopped: %v, %v and another's %v", first(), second(), other())
		}
		work(1)
		short, cancel := context.WithTimeout(context.Background(), time.Millisecond)
		defer cancel()
		if err := people.Stop(short, 1); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("without time it says %v", err)
		}
		time.Sleep(time.Hour) // all that was begun ends
	})
}

func TestPeople_StopDropsWhatWasTakenAndNotBegun(t *testing.T) {
	var people People
	people.Take(1, 10)
	people.Take(2, 20)
	if err := people.Stop(context.Background(), 1); err != nil {
		t.Fatal(err)
	}
	if people.Taken(1, 10) || !people.Taken(2, 20) || people.Taken(3, 30) {
		t.Errorf("taken are %+v", people.of)
	}
	people.Drop(1, 10) // as whoever took it does
	if len(people.of) != 1 {
		t.Errorf("%d people are left", len(people.of))
	}
}
