package loop

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"dateline/store"
)

// line is a line of the log.
type line struct {
	Level, Msg, Err, Stack string
	Times                  int
}

// notes collects a log; many goroutines may write to it.
type notes struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (n *notes) Write(b []byte) (int, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.buf.Write(b)
}

func (n *notes) lines(t *testing.T) []line {
	t.Helper()
	n.mu.Lock()
	defer n.mu.Unlock()
	var out []line
	for _, s := range strings.Split(strings.TrimSpace(n.buf.String()), "\n") {
		var l line
		if s == "" {
			continue
		}
		if err := json.Unmarshal([]byte(s), &l); err != nil {
			t.Fatalf("%v in %s", err, s)
		}
		out = append(out, l)
	}
	return out
}

// passing runs stages for a while in a bubble where time costs nothing, and
// returns the log.
func passing(t *testing.T, d time.Duration, check func(l *Loops), stages ...Stage) []line {
	t.Helper()
	var n notes
	ctx, cancel := context.WithCancel(t.Context())
	l := &Loops{Stages: stages, Log: slog.New(slog.NewJSONHandler(&n, nil)), Now: time.Now}
	done := make(chan struct{})
	go func() { l.Run(ctx); close(done) }()
	time.Sleep(d)
	synctest.Wait()
	if check != nil {
		check(l)
	}
	cancel()
	<-done
	return n.lines(t)
}

func TestLoops_PanicIsLoggedAndTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		tries := 0
		log := passing(t, 10*time.Second, nil, Stage{Name: "press", Every: time.Second, Run: func(context.Context) (int, error) {
			if tries++; tries < 3 {
				panic("index out of range")
			}
			return 1, nil
		}})
		if tries < 5 {
			t.Errorf("%d passes: the panic ended the stage", tries)
		}
		if len(log) < 3 || log[0].Msg != "press" || log[0].Err != "panic: index out of range" || !strings.Contains(log[0].Stack, "loop_test.go") {
			t.Fatalf("got %+v, want the panic with its stack first", log)
		}
		if log[1].Msg != "press works again" || log[2].Msg != "press" || log[2].Err != "" {
			t.Errorf("got %+v, want the recovery after one error, then work", log[1:])
		}
	})
}

func TestLoops_SameErrorOnceInTenMinutes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		log := passing(t, 21*time.Minute, nil, Stage{Name: "deliver", Every: time.Second, Run: func(context.Context) (int, error) {
			n++
			switch n {
			case 5:
				return 0, errors.New("another fault")
			case 10:
				return 0, nil // a good pass between does not make the error new
			}
			return 0, fmt.Errorf("read tcp 127.0.0.1:%d: connection reset", 40000+n)
		}})
		var errs []line
		for _, l := range log {
			if l.Level == "ERROR" {
				errs = append(errs, l)
			}
		}
		if len(errs) != 4 || errs[1].Err != "another fault" {
			t.Fatalf("%d passes, got %d errors %+v; want the first, the other one, and the first again twice", n, len(errs), errs)
		}
		if errs[0].Times != 0 || errs[2].Times < 590 || errs[2].Times > 601 {
			t.Errorf("first times %d, ten minutes later %d; want none and about 600", errs[0].Times, errs[2].Times)
		}
	})
}

func TestLoops_AnotherProcessesWorkIsSilent(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		log := passing(t, time.Hour, func(l *Loops) {
			if name, since, late := l.Late(); late {
				t.Errorf("%s is late by %s although another process does its work", name, since)
			}
		}, Stage{Name: "index", Every: time.Second, Run: func(context.Context) (int, error) { return 0, fmt.Errorf("index: %w", store.ErrBusy) }})
		if len(log) != 0 {
			t.Errorf("logged %+v", log)
		}
	})
}

func TestLoops_SlowStageDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sent := 0
		passing(t, time.Minute, nil,
			Stage{Name: "read", Every: time.Second, Run: func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() }},
			Stage{Name: "deliver", Every: time.Second, Run: func(context.Context) (int, error) { sent++; return 0, nil }})
		if sent < 59 {
			t.Errorf("%d deliveries in a minute beside a hanging fetch, want 60", sent)
		}
	})
}

func TestLoops_LateOnlyPastItsOwnBound(t *testing.T) {
	hang := func(ctx context.Context) (int, error) { <-ctx.Done(); return 0, ctx.Err() }
	fail := func(context.Context) (int, error) { return 0, errors.New("no") }
	well := func(context.Context) (int, error) { return 0, nil }
	for _, c := range []struct {
		name  string
		after time.Duration
		stage Stage
		late  bool
	}{
		{"hangs not long", 4 * time.Minute, Stage{Run: hang, Every: time.Second}, false},
		{"hangs", 6 * time.Minute, Stage{Run: hang, Every: time.Second}, true},
		{"may take an hour", 59 * time.Minute, Stage{Run: hang, Every: time.Second, Most: time.Hour}, false},
		{"hangs longer than it may", 61 * time.Minute, Stage{Run: hang, Every: time.Second, Most: time.Hour}, true},
		{"fails", 6 * time.Minute, Stage{Run: fail, Every: time.Second}, true},
		{"seldom passes", 64 * time.Minute, Stage{Run: well, Every: time.Hour}, false},
		{"passes", 24 * time.Hour, Stage{Run: well, Every: time.Minute}, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			c.stage.Name = c.name
			passing(t, c.after, func(l *Loops) {
				if name, since, late := l.Late(); late != c.late || late && (name != c.name || since < 5*time.Minute) {
					t.Errorf("%s: got %q, %s, %v; want late %v", c.name, name, since, late, c.late)
				}
			}, c.stage)
		})
	}
}

// It is what a person waits for after Ctrl-C.
func TestLoops_AllStopWithinTwoSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var n notes
		var running atomic.Int32
		begun := make(chan struct{}, 3)
		work := func(ctx context.Context) (int, error) {
			running.Add(1)
			defer running.Add(-1)
			begun <- struct{}{}
			<-ctx.Done()
			return 0, fmt.Errorf("read a row: %w", ctx.Err())
		}
		ctx, cancel := context.WithCancel(t.Context())
		l := &Loops{Log: slog.New(slog.NewJSONHandler(&n, nil)), Now: time.Now}
		for i := range 3 {
			l.Stages = append(l.Stages, Stage{Name: fmt.Sprint(i), Every: time.Hour, Run: work})
		}
		idle := make(chan struct{}, 1)
		l.Stages = append(l.Stages, Stage{Name: "idle", Every: time.Hour, Run: func(context.Context) (int, error) { idle <- struct{}{}; return 0, nil }})
		done := make(chan struct{})
		go func() { l.Run(ctx); close(done) }()
		for range 3 {
			<-begun
		}
		<-idle
		cancel()
		select {
		case <-done:
		case <-time.After(2 * time.Second):
			t.Fatal("still running two seconds after the end")
		}
		if running.Load() != 0 {
			t.Errorf("%d passes still run", running.Load())
		}
		if log := n.lines(t); len(log) != 0 {
			t.Errorf("the end is no fault, logged %+v", log)
		}
	})
}

func TestLoops_BrokenSaysWhichStageFailsAgainAndAgainAndWhy(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &Loops{Stages: []Stage{{Name: "index"}, {Name: "read sources"}}, Now: time.Now}
		l.begin()
		for range failsMost {
			l.failed(l.Stages[1], errors.New("the disk is full"))
		}
		if got := l.Broken(); got != "" {
			t.Errorf("at once: %q", got)
		}
		time.Sleep(failsLast)
		if got, want := l.Broken(), `the stage "read sources" has failed 10 times in a row: the disk is full`; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		l.passed(l.Stages[1])
		if got := l.Broken(); got != "" {
			t.Errorf("after a good pass: %q", got)
		}
	})
}
