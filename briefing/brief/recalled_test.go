package brief_test

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/storetest"
)

// hears is what a terminal channel is told now.
func hears(t *testing.T, d *briefingtest.Desk, name string) string {
	t.Helper()
	req := terminalRequest(t, d)
	req.Channel = briefingtest.Must[store.Channel](t)(d.Store.TerminalChannel(context.Background(), store.Desk, name))
	var said string
	err := (&brief.Writer{Store: d.Store}).Brief(context.Background(), name, req, io.Discard, func(_ io.Writer, b brief.Briefing) error {
		said = briefingtest.Say(b.Blocks())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return said
}

// A channel that was told something hears once that it was wrong, or that it was
// removed, then without its words; no other does, and nobody is told it again.
func TestRecalled_IsToldOnceWhereItWasTold(t *testing.T) {
	for _, action := range []recall.Action{recall.Corrected, recall.Removed} {
		t.Run(string(action), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				ctx := context.Background()
				d := briefingtest.NewDesk(t, s)
				d.Read(briefingtest.Flood)
				const wrong = "found 40 people alive"
				if said := hears(t, d, "world"); !strings.Contains(said, wrong) {
					t.Fatalf("first it is told %s", said)
				}
				channel := briefingtest.Must[store.Channel](t)(s.TerminalChannel(ctx, store.Desk, "world"))
				last := briefingtest.Must[store.Post](t)(s.LastPost(ctx, channel.ID, 0))
				var claim int64
				for _, c := range briefingtest.Must[[]store.Claim](t)(s.ClaimsIn(ctx, last.ID)) {
					if strings.Contains(c.Text, wrong) {
						claim = c.ID
					}
				}
				briefingtest.Must[recall.Effect](t)(s.Retract(ctx, recall.Order{Target: fmt.Sprint("claim:", claim), Action: action, Why: "x", Words: "it was 14", Actor: "command line"}))
				next := hears(t, d, "world")
				want := map[recall.Action]string{recall.Corrected: " (Coast Radio). This is right: it was 14.", recall.Removed: "was removed."}[action]
				if !strings.Contains(next, want) || strings.Contains(next, wrong) != (action == recall.Corrected) {
					t.Errorf("then it is told %s", next)
				}
				if again := hears(t, d, "world"); strings.Contains(again, want) || strings.Contains(again, wrong) {
					t.Errorf("once more it is told %s", again)
				}
				if other := hears(t, d, "other"); strings.Contains(other, want) || strings.Contains(other, wrong) {
					t.Errorf("another channel is told %s", other)
				}
			})
		})
	}
}

// What an outlet withdraws is told as its correction.
func TestRecalled_AnOutletWithdrawsItsReport(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := briefingtest.NewDesk(t, s)
		d.Read(briefingtest.Flood)
		hears(t, d, "world")
		article := briefingtest.Must[store.Article](t)(s.Article(ctx, d.Scope, briefingtest.Flood.ID))
		briefingtest.Must[recall.Effect](t)(s.Retract(ctx, recall.Order{Target: fmt.Sprint("article:", article.ID), Action: recall.Corrected, Why: "x", Actor: recall.Outlet}))
		next := hears(t, d, "world")
		for _, want := range []string{"Correction", "this channel was told: “", "has withdrawn its report."} {
			if !strings.Contains(next, want) {
				t.Errorf("%q is not in %s", want, next)
			}
		}
		if strings.Contains(next, "wrong") {
			t.Errorf("nobody said that it was wrong: %s", next)
		}
		if again := hears(t, d, "world"); strings.Contains(again, "Correction") || strings.Contains(next, "Our mistake") {
			t.Errorf("it is told %s, then %s", next, again)
		}
	})
}

// What is told by the same words is told once: it takes no place from what others correct.
func TestRecalled_TheSameWordsTakeOnePlace(t *testing.T) {
	s, ctx := storetest.Open(t), context.Background()
	d := briefingtest.NewDesk(t, s)
	d.Read(briefingtest.Flood, briefingtest.Chess)
	hears(t, d, "world")
	channel := briefingtest.Must[store.Channel](t)(s.TerminalChannel(ctx, store.Desk, "world"))
	last := briefingtest.Must[store.Post](t)(s.LastPost(ctx, channel.ID, 0))
	claims := briefingtest.Must[[]store.Claim](t)(s.ClaimsIn(ctx, last.ID))
	for _, c := range claims {
		briefingtest.Must[recall.Effect](t)(s.Retract(ctx, recall.Order{Target: fmt.Sprint("claim:", c.ID), Action: recall.Corrected, Why: "x", Words: "“It was 14.”", Actor: recall.Outlet}))
	}
	if back := briefingtest.Must[[]recall.Retraction](t)(s.Untold(ctx, channel.ID)); len(back) < 4 {
		t.Fatalf("only %d are to be told", len(back))
	}
	for i, want := range []int{2, 0} {
		if said := hears(t, d, "world"); strings.Count(said, "It was 14.") != want {
			t.Errorf("%d: it is told %s", i, said)
		}
	}
}

// Each channel may find that an outlet did something else with its report: it is one
// correction, told once in each.
func TestRecalled_OneCorrectionThatChannelsFindDifferently(t *testing.T) {
	const note = "Engineers from Lysk are now testing nine pillars of the Oru bridge.\n\nCorrection: the Lower Oru bridge closed on Wednesday."
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		other := n.Channel(78)
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.Schedule(other, "Later", "daily 18:00")
		n.Report(bridgeClosed)
		n.At("12:30")
		n.At("18:00")
		n.At("2 09:00")
		n.Report(changed(bridgeClosed, "Thursday", "Wednesday"))
		n.At("2 12:30")
		n.Holds(n.Ch, "was told", "has changed its report")
		n.Clock.Add(3 * time.Hour)
		n.Report(changed(bridgeClosed, "Thursday", "Wednesday", "Engineers from Karsk are testing the pillars of the Oru bridge.", note))
		n.At("2 18:00")
		n.Holds(other, "was told", "has corrected its report")
		n.At("3 12:30")
		n.Holds(n.Ch, "!was told")
		n.At("3 18:00")
		n.Holds(other, "!was told")
		n.At("4 12:30")
		n.Holds(n.Ch, "!was told")
	})
}
