package briefing_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing"
)

func TestSlotsOfDifferentChannelsAreWrittenAtTheSameTimeAndThoseOfOneInTurn(t *testing.T) {
	schedules(t, func(n *newsroom) {
		n.schedule(n.ch, "World", "daily 12:30")
		n.schedule(n.ch, "Again", "daily 12:30")
		n.schedule(n.channel(71), "World", "daily 12:30")
		n.report(flood)
		var mu sync.Mutex
		begun, both := 0, make(chan struct{})
		n.press.Step = func(point string) {
			if point != "press: briefing made" {
				return
			}
			mu.Lock()
			if begun++; begun == 2 {
				close(both)
			}
			mu.Unlock()
			select { // the first waits for the second
			case <-both:
			case <-time.After(20 * time.Second):
				t.Error("one slot waits for the other")
			}
		}
		n.clock.add(30*time.Minute + time.Second)
		must[int](t)(n.plan.Run(context.Background()))
		if got := must[int](t)(n.press.Run(context.Background())); got != 2 || begun != 2 {
			t.Errorf("%d slots written, %d briefings made; want 2: a channel's second slot waits until its first is posted", got, begun)
		}
	})
}

func TestPress_APanicInOneSlotIsItsErrorAndHoldsUpNoOther(t *testing.T) {
	schedules(t, func(n *newsroom) {
		x := n.schedule(n.ch, "World", "daily 12:30")
		y := n.schedule(n.channel(71), "World", "daily 12:30")
		n.report(flood)
		var once sync.Once
		n.press.Step = func(point string) {
			if point == "press: briefing made" {
				once.Do(func() { panic("a story nobody can tell") })
			}
		}
		n.clock.add(30*time.Minute + time.Second)
		must[int](t)(n.plan.Run(context.Background()))
		_, err := n.press.Run(context.Background())
		var p *briefing.PanicError
		if !errors.As(err, &p) || p.Text != "a story nobody can tell" || !strings.Contains(p.Stack, "press_test.go") {
			t.Errorf("got %v, want the panic with the place where it happened", err)
		}
		for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			must[int](t)(n.press.Run(context.Background()))
			all := strings.Join(append(n.slots(x), n.slots(y)...), "; ")
			if strings.Contains(all, "12:30 written") {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("slots: %s", all)
			}
		}
	})
}
