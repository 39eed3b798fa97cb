package deliver_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/bot/layout"
	"dateline/briefing/briefingtest"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/state"
	"dateline/store/storetest"
)

// openerScenario is a database with a channel that was told two stories yesterday, of
// which an outlet has corrected one since and the operator the other; and the message.
func openerScenario(t *testing.T) ([]byte, []briefingtest.Landed) {
	t.Helper()
	ctx := context.Background()
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	n.Press.Layout, n.Follow.Layout = layout.Parts, layout.Parts
	n.Schedule(n.Ch, "World", "daily 12:30")
	bridge := briefingtest.Article("bridge", "Velland Herald", "Lower Oru bridge near Senn closed for lorries",
		"The Lower Oru bridge near Senn closed for lorries on Thursday after a pillar had moved, the road office said. Engineers from Karsk are testing the pillars of the Oru bridge.")
	n.Report(bridge, briefingtest.Strike)
	n.At("12:30")
	post := briefingtest.Must[store.Post](t)(n.S.LastPost(ctx, n.Ch.ID, store.AnySchedule))
	for _, c := range briefingtest.Must[[]store.Claim](t)(n.S.ClaimsIn(ctx, post.ID)) {
		if strings.Contains(c.Text, "after 12 days") {
			briefingtest.Must[recall.Effect](t)(n.S.Retract(ctx, recall.Order{Target: fmt.Sprint("claim:", c.ID), Action: recall.Corrected, Why: "x", Words: "it was 14 days", Actor: "command line"}))
		}
	}
	n.At("2 09:00")
	bridge.Text = strings.ReplaceAll(bridge.Text, "Thursday", "Wednesday") + "\n\nCorrection: the Lower Oru bridge closed on Wednesday."
	n.Report(bridge)
	var b bytes.Buffer
	if err := n.S.Backup(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), slices.Clone(n.D.Msgs)
}

// openerWorld is one run of it, from 40 seconds before the next briefing is due.
type openerWorld struct {
	*world
	briefings int // when it ends
}

func newOpenerWorld(t *testing.T, s *store.Store, scenario []byte, landed []briefingtest.Landed) openerWorld {
	w := newWorld(t, s, scenario)
	w.clock.T = briefingtest.Noon.Add(24*time.Hour + 29*time.Minute + 20*time.Second)
	w.d.Msgs, w.d.Fault = slices.Clone(landed), faults()
	return openerWorld{w, 2}
}

// run is the life of one process, until the briefings are told and no message is left
// to edit.
func (w openerWorld) run(dieAt int, pause func()) *life {
	l := w.begin(dieAt, pause)
	l.press.Layout, l.after.Layout = layout.Parts, layout.Parts
	l.until(func() bool {
		slots := w.slots()
		return len(slots) == w.briefings && !slices.ContainsFunc(slots, func(x store.Slot) bool { return x.State != state.SlotDone }) && !w.edits()
	}, l.plan.Run, l.press.Run, l.out.Run, l.after.Run)
	return l
}

// edits reports whether a message is left to edit.
func (w openerWorld) edits() bool {
	left := briefingtest.Must[[]store.Post](w.t)(w.s.Rewrites(context.Background(), 1))
	_, err := w.s.ClaimEdit(context.Background(), 0)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		w.t.Error(err)
	}
	return len(left) > 0 || err == nil
}

// check proves that the channel was told once what was corrected, in its next briefing,
// and that the message which told it says so.
func (w openerWorld) check(what string) {
	w.t.Helper()
	w.clock.Add(23*time.Hour + 55*time.Minute)
	w.briefings++
	w.run(0, nil)
	w.clock.Add(30 * time.Second) // what is under way still lands
	texts := w.d.Texts(w.slotChannel())
	all := strings.Join(texts, "\n---\n")
	if len(texts) != 3 || strings.Count(all, "Our mistake\n") != 1 || strings.Count(all, "Correction\n") != 1 ||
		!strings.Contains(texts[1], "Our mistake\n") || !strings.Contains(texts[1], "Correction\n") || strings.Count(texts[0], "Corrected on ") != 2 {
		w.t.Fatalf("%s: the channel holds\n%s", what, all)
	}
}

// slotChannel is the channel that is told.
func (w openerWorld) slotChannel() int64 {
	return briefingtest.Must[[]store.Planned](w.t)(w.s.Schedules(context.Background(), 7))[0].Channel.ID
}

// Whatever step a process ends at, or is overtaken at by another: what was corrected is
// told once, by an outlet and by us.
func TestSlotWriter_CrashTellsACorrectionOnce(t *testing.T) {
	sc, landed := openerScenario(t)
	var points map[string]int
	t.Cleanup(func() { // after the parallel ones
		if t.Logf("stops by point: %v", points); len(points) < 8 && !briefingtest.Raced {
			t.Errorf("processes were stopped at few points: %v", points)
		}
	})
	points = everyStop(t, 2, func(t *testing.T, s *store.Store) stoppable { return newOpenerWorld(t, s, sc, landed) })
}
