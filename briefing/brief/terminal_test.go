package brief_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/store"
	"dateline/store/storetest"
)

func terminalRequest(t *testing.T, d *briefingtest.Desk) brief.Request {
	t.Helper()
	ch := briefingtest.Must[store.Channel](t)(d.Store.TerminalChannel(context.Background(), store.Desk, "world"))
	return brief.Request{Name: "world", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour), At: briefingtest.Noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "normal", Channel: ch}
}

func TestBrief_TwoProcessesTellNothingTwice(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := briefingtest.NewDesk(t, s)
		d.Read(briefingtest.Flood)
		req := terminalRequest(t, d)
		second := make(chan string, 1)
		err := (&brief.Writer{Store: s}).Brief(ctx, "one", req, io.Discard, func(_ io.Writer, b brief.Briefing) error {
			go func() { // while the first one prints
				var said string
				err := (&brief.Writer{Store: s}).Brief(ctx, "two", req, io.Discard, func(_ io.Writer, b brief.Briefing) error {
					said = briefingtest.Say(b.Blocks())
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

func TestBrief_LostTurnTellsNothing(t *testing.T) {
	ctx := context.Background()
	s := storetest.Open(t)
	d := briefingtest.NewDesk(t, s)
	d.Read(briefingtest.Flood)
	req := terminalRequest(t, d)
	clock := time.Now()
	s.Now = func() time.Time { return clock }
	w := &brief.Writer{Store: s}
	w.Now = func() time.Time { // asked before the turn is proved, as by a machine that slept
		clock = clock.Add(time.Minute)
		if _, err := s.TakeLease(ctx, fmt.Sprintf("terminal:%d", req.Channel.ID), "two", time.Minute); err != nil {
			t.Error(err)
		}
		return clock
	}
	err := w.Brief(ctx, "one", req, io.Discard, func(io.Writer, brief.Briefing) error {
		t.Error("it told")
		return nil
	})
	if !errors.Is(err, store.ErrLost) {
		t.Errorf("got %v, want ErrLost", err)
	}
}
