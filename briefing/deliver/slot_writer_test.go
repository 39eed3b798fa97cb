package deliver_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/briefingtest"
	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/briefing/profile"
	"dateline/store"
	"dateline/store/storetest"
)

func TestSlotWriter_ChannelsTogetherOnesSlotsInTurn(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.Schedule(n.Ch, "Again", "daily 12:30")
		n.Schedule(n.Channel(71), "World", "daily 12:30")
		n.Report(briefingtest.Flood)
		var mu sync.Mutex
		begun, both := 0, make(chan struct{})
		n.Press.Step = func(point string) {
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
		n.Clock.Add(30*time.Minute + time.Second)
		briefingtest.Must[int](t)(n.Plan.Run(context.Background()))
		if got := briefingtest.Must[int](t)(n.Press.Run(context.Background())); got != 2 || begun != 2 {
			t.Errorf("%d slots written, %d briefings made; want 2: a channel's second slot waits until its first is posted", got, begun)
		}
	})
}

func TestSlotWriter_SlotsPanicHoldsUpNoOther(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		x := n.Schedule(n.Ch, "World", "daily 12:30")
		y := n.Schedule(n.Channel(71), "World", "daily 12:30")
		n.Report(briefingtest.Flood)
		var once sync.Once
		n.Press.Step = func(point string) {
			if point == "press: briefing made" {
				once.Do(func() { panic("a story nobody can tell") })
			}
		}
		n.Clock.Add(30*time.Minute + time.Second)
		briefingtest.Must[int](t)(n.Plan.Run(context.Background()))
		_, err := n.Press.Run(context.Background())
		var p *guard.PanicError
		if !errors.As(err, &p) || p.Text != "a story nobody can tell" || !strings.Contains(p.Stack, "slot_writer_test.go") {
			t.Errorf("got %v, want the panic with the place where it happened", err)
		}
		for end := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
			briefingtest.Must[int](t)(n.Press.Run(context.Background()))
			all := strings.Join(append(n.Slots(x), n.Slots(y)...), "; ")
			if strings.Contains(all, "12:30 written") {
				break
			}
			if time.Now().After(end) {
				t.Fatalf("slots: %s", all)
			}
		}
	})
}

// Only the first message calls a role, in its first line, and none does where there is nothing to tell.
func TestSlotWriter_FirstPartCallsTheRole(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	x := n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Ping: 77}))
	n.Report(briefingtest.Strike, briefingtest.Reactor, briefingtest.Chess)
	var called [][]string
	n.Press.Layout = func(blocks []message.Block) []message.Part {
		called = append(called, nil)
		for i, b := range blocks {
			for _, run := range b.Runs {
				if run.Ref != "" {
					called[len(called)-1] = append(called[len(called)-1], fmt.Sprint(i, run.Ref))
				}
			}
		}
		return briefingtest.OneEach(blocks)
	}
	n.At("12:30")
	n.At("2 12:30")
	if want := [][]string{{"0@&77"}, nil}; !cmp.Equal(called, want) {
		t.Errorf("blocks and the roles they call: %v, want %v", called, want)
	}
	var pings []int64
	for _, slot := range briefingtest.Must[[]store.Slot](t)(n.S.Slots(t.Context(), x.ID, 9)) {
		for _, p := range briefingtest.Must[[]store.Post](t)(n.S.SlotPosts(t.Context(), slot.ID)) {
			pings = append(pings, briefingtest.Must[message.Payload](t)(message.ParsePayload(p.Payload)).Ping)
		}
	}
	if want := []int64{0, 77, 0, 0}; !cmp.Equal(pings, want) { // newest first
		t.Errorf("messages call %v, want %v", pings, want)
	}
}

// A schedule that was paused for months does not tell, once resumed, what came in all
// that time.
func TestSlotWriter_ResumedAfterMonthsTellsWhatIsNew(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		x := n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Strike)
		n.At("12:30")
		if err := n.S.PauseSchedule(context.Background(), x.ID); err != nil {
			t.Fatal(err)
		}
		n.At("30 12:00")
		n.Report(briefingtest.Flood)
		n.At("50 12:00")
		n.Report(briefingtest.Chess)
		n.At("100 12:00")
		briefingtest.Must[store.Planned](t)(n.S.ResumeSchedule(context.Background(), 7, x.ID, n.Clock.Now()))
		n.Report(briefingtest.Reactor)
		n.At("100 12:30")
		n.Holds(n.Ch, "World, Sat 27 Feb, 12:30", "(2 stories)", "Oskar", "Vera Holm", "!Senn")
	})
}
