package deliver_test

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/briefing/profile"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// alertScenario is a database with a text channel and a forum that have alerts, a
// schedule of the first that is due at 12:30, and five reports of one event.
func alertScenario(t *testing.T) []byte {
	t.Helper()
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	n.Alerter(profile.Alerts{On: true})
	n.SetAlerts(n.ChannelOf(state.ChannelForum, 71), profile.Alerts{On: true})
	n.Schedule(n.Ch, "World", "daily 12:30")
	n.Report(briefingtest.Dam...)
	var b bytes.Buffer
	if err := n.S.Backup(context.Background(), &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// alertWorld is one run of it, from 40 seconds before the schedule is due.
type alertWorld struct{ *world }

func newAlertWorld(t *testing.T, s *store.Store, scenario []byte) alertWorld {
	w := newWorld(t, s, scenario)
	w.clock.T = briefingtest.Noon.Add(29*time.Minute + 20*time.Second)
	w.d.Fault = faults()
	return alertWorld{w}
}

// run is the life of one process with an Alerter.
func (w alertWorld) run(dieAt int, pause func()) *life {
	l := w.begin(dieAt, pause)
	alert := &deliver.Alerter{Store: w.s, Writer: &brief.Writer{Store: w.s, Now: w.clock.Now}, Layout: briefingtest.OneEach,
		Holder: fmt.Sprint("life ", w.lives), Now: w.clock.Now, Step: l.step}
	more := 3 // passes in which a second alert would come
	l.until(func() bool {
		if w.finished() {
			more--
		}
		return more == 0
	}, alert.Run, l.plan.Run, l.press.Run, l.out.Run)
	return l
}

// posts are the messages that the database says a channel was sent, and whether
// one waits.
func (w alertWorld) posts(ch store.Channel) (sent []store.Post, waits bool) {
	ctx := context.Background()
	all := briefingtest.Must[[]store.Post](w.t)(w.s.Alerts(ctx, ch.ID, briefingtest.Noon))
	for _, slot := range w.slots() {
		for _, p := range briefingtest.Must[[]store.Post](w.t)(w.s.SlotPosts(ctx, slot.ID)) {
			if p.Channel == ch.ID {
				all = append(all, p)
			}
		}
	}
	for _, p := range all {
		if p.State == state.PostSent {
			sent = append(sent, p)
		} else {
			waits = true
		}
	}
	return sent, waits
}

func (w alertWorld) channels() []store.Channel {
	return briefingtest.Must[[]store.Channel](w.t)(w.s.GuildChannels(context.Background(), 7))
}

// finished reports whether the slot is told, and nothing waits.
func (w alertWorld) finished() bool {
	slots := w.slots()
	if len(slots) != 1 || slots[0].State != state.SlotDone {
		return false
	}
	for _, ch := range w.channels() {
		if sent, waits := w.posts(ch); waits || len(sent) == 0 {
			return false
		}
	}
	return true
}

// check proves that each channel was told of the event once: by one alert, which the
// briefing names in a line, or by the briefing, where that came first.
func (w alertWorld) check(what string) {
	w.t.Helper()
	w.clock.Add(30 * time.Second) // what is under way still lands
	total := 0
	for _, ch := range w.channels() {
		sent, waits := w.posts(ch)
		texts := w.d.Texts(ch.ID)
		total += len(sent)
		alerts, briefings, lines := 0, 0, 0
		for _, text := range texts {
			if strings.HasPrefix(text, "**Alert, ") {
				alerts++
			} else {
				briefings++
			}
			lines += strings.Count(text, "Told here before")
		}
		right := briefings == 1 && alerts == lines && alerts <= 1
		if ch.Kind == state.ChannelForum {
			right = alerts == 1 && briefings == 0
		}
		if !right || waits || len(sent) != len(texts) {
			w.t.Fatalf("%s: %d alerts, %d briefings, %d lines, %d posts sent, others wait: %v:\n%s", what, alerts, briefings, lines, len(sent),
				waits, strings.Join(texts, "\n---\n"))
		}
		if once := slices.Compact(slices.Sorted(slices.Values(texts))); len(once) != len(texts) {
			w.t.Errorf("%s: told twice:\n%s", what, strings.Join(texts, "\n---\n"))
		}
	}
	if len(w.d.Msgs) != total {
		w.t.Fatalf("%s: %d messages for %d posts", what, len(w.d.Msgs), total)
	}
}

// stoppable is a world of which a process can be ended at each of its steps, or be
// overtaken there by another.
type stoppable interface {
	run(dieAt int, pause func()) *life
	check(what string)
	wait(time.Duration) // nobody runs
}

func (w *world) wait(d time.Duration) { w.clock.Add(d) }

// everyStop ends processes at their steps, and has them overtaken: each n-th on SQLite.
// It returns how often they were stopped at each point, once the parallel ones are done.
func everyStop(t *testing.T, each int, begin func(t *testing.T, s *store.Store) stoppable) map[string]int {
	t.Helper()
	var mu sync.Mutex
	points := map[string]int{}
	for kind, every := range map[string]int{"sqlite": each, "postgres": 9} {
		open := storetest.Open
		if kind == "postgres" {
			open = storetest.OpenPostgres
		}
		if briefingtest.Raced {
			every = 40
		}
		if briefingtest.Full() {
			every = 1
		}
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := begin(t, open(t))
			whole := w.run(0, nil)
			w.check("no crash")
			for k := 1; k <= whole.steps; k += every {
				for _, crash := range []bool{true, false} {
					t.Run(fmt.Sprintf("step %d, crash %v", k, crash), func(t *testing.T) {
						t.Parallel()
						w := begin(t, open(t))
						next := func() {
							w.wait(gaps[k%len(gaps)])
							w.run(0, nil)
						}
						var first *life
						if crash {
							first = w.run(k, nil)
							next()
						} else {
							first = w.run(k, next)
						}
						w.check(fmt.Sprintf("step %d, %s", k, first.point))
						mu.Lock()
						defer mu.Unlock()
						if first.point != "" {
							points[first.point]++
						}
					})
				}
			}
		})
	}
	return points
}

// Whatever step a process ends at, or is overtaken at by another: no alert is lost, and
// none comes twice.
func TestAlerter_CrashLosesAndDoublesNothing(t *testing.T) {
	sc := alertScenario(t)
	var points map[string]int
	t.Cleanup(func() { // after the parallel ones
		stops := 0
		for _, n := range points {
			stops += n
		}
		t.Logf("%d stops at %d kinds of points: %v", stops, len(points), points)
		if briefingtest.Raced {
			return // too few are tried to hold every kind of point
		}
		if points["alert: written"] == 0 || points["alert: stored"] == 0 || stops < 30 {
			t.Errorf("only %d stops: %v", stops, points)
		}
	})
	points = everyStop(t, 1, func(t *testing.T, s *store.Store) stoppable { return newAlertWorld(t, s, sc) })
}
