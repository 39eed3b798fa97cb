package briefing_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/store"
	"dateline/store/storetest"
)

func terminalRequest(t *testing.T, d *desk) briefing.BriefRequest {
	t.Helper()
	ch := must[store.Channel](t)(d.store.TerminalChannel(context.Background(), store.Desk, "world"))
	return briefing.BriefRequest{Name: "world", Scope: d.scope, From: noon.Add(-time.Hour), At: noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "normal", Channel: ch}
}

func TestTwoProcessesDoNotTellAChannelTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newDesk(t, s)
		d.read(flood)
		req := terminalRequest(t, d)
		second := make(chan string, 1)
		err := (&briefing.Writer{Store: s}).Brief(ctx, "one", req, io.Discard, func(_ io.Writer, b briefing.Briefing) error {
			go func() { // while the first one prints
				var said string
				err := (&briefing.Writer{Store: s}).Brief(ctx, "two", req, io.Discard, func(_ io.Writer, b briefing.Briefing) error {
					said = say(b.Blocks())
					return nil
				})
				second <- fmt.Sprint(said, err)
			}()
			time.Sleep(300 * time.Millisecond)
			if len(b.Stories) != 1 {
				t.Errorf("the first tells %d stories, want 1", len(b.Stories))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if got := <-second; !strings.Contains(got, "nothing new") {
			t.Errorf("the second says %s", got)
		}
	})
}

func TestWhoLostItsTurnTellsNothing(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	d := newDesk(t, s)
	d.read(flood)
	req := terminalRequest(t, d)
	clock := time.Now()
	s.Now = func() time.Time { return clock }
	w := &briefing.Writer{Store: s}
	w.Now = func() time.Time { // asked before the turn is proved, as by a machine that slept
		clock = clock.Add(time.Minute)
		if _, err := s.TakeLease(ctx, fmt.Sprintf("terminal:%d", req.Channel.ID), "two", time.Minute); err != nil {
			t.Error(err)
		}
		return clock
	}
	err := w.Brief(ctx, "one", req, io.Discard, func(io.Writer, briefing.Briefing) error {
		t.Error("it told")
		return nil
	})
	if !errors.Is(err, store.ErrLost) {
		t.Errorf("got %v, want ErrLost", err)
	}
}
