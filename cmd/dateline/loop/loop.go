// Package loop repeats the stages of the program for ever, each at its own pace,
// and says when one is late or fails again and again. What a stage does is its own.
package loop

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"regexp"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"dateline/briefing/guard"
	"dateline/store"
)

const (
	errorAgain = 10 * time.Minute // an error that repeats is logged again after this
	errorsKept = 32               // different errors a stage remembers for that
	passMost   = 5 * time.Minute  // without a good pass for so long a stage is not well
)

// Stage is one part of the work that never ends: Run does one pass and says
// how much it did; Every is the pause after a pass.
type Stage struct {
	Name  string
	Every time.Duration
	Run   func(context.Context) (int, error)
	Most  time.Duration // a pass may take so long, 0 is passMost
}

// Loops passes over each stage in its own goroutine, so that a slow one delays
// no other. What a pass returns as an error ends here: it is logged, counted
// and tried again. A panic in a pass's own goroutine is such an error.
type Loops struct {
	Stages []Stage
	Count  func(stage string, took time.Duration, err error) // of a pass that ended; nil counts nothing
	Log    *slog.Logger
	Now    func() time.Time
	After  func(time.Duration) <-chan time.Time // ends the pause after a pass; nil is time.After

	mu   sync.Mutex
	good map[string]time.Time // when each stage last ended a pass well, or began
	bad  map[string]failing   // stages whose last pass failed
}

// Run returns when ctx has ended and every pass has returned.
func (l *Loops) Run(ctx context.Context) {
	l.begin()
	var wg sync.WaitGroup
	for _, s := range l.Stages {
		wg.Go(func() { l.repeat(ctx, s) })
	}
	wg.Wait()
}

func (l *Loops) begin() {
	for _, s := range l.Stages {
		l.passed(s)
	}
}

func (l *Loops) passed(s Stage) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.good == nil {
		l.good = map[string]time.Time{}
	}
	l.good[s.Name] = l.Now()
	delete(l.bad, s.Name)
}

// failing is a stage that has failed since it last did not.
type failing struct {
	times int
	since time.Time
	cause string // of the last failure
}

const (
	failsMost = 10          // failures in a row after which a stage is not well,
	failsLast = time.Minute // and how long they must last: a database may be restarted
)

func (l *Loops) failed(s Stage, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.bad == nil {
		l.bad = map[string]failing{}
	}
	failure := l.bad[s.Name]
	if failure.times == 0 {
		failure.since = l.Now()
	}
	failure.times++
	failure.cause = err.Error()
	l.bad[s.Name] = failure
}

// Broken says which stage fails again and again, how often and why; "" when
// none does.
func (l *Loops) Broken() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.Stages {
		if failure := l.bad[s.Name]; failure.times >= failsMost && l.Now().Sub(failure.since) >= failsLast {
			return fmt.Sprintf("the stage %q has failed %d times in a row: %s", s.Name, failure.times, failure.cause)
		}
	}
	return ""
}

// Late names a stage that has not passed well for longer than it may, and
// since when; false when all have.
func (l *Loops) Late() (name string, since time.Duration, late bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.Stages {
		at, begun := l.good[s.Name]
		if gap := l.Now().Sub(at); begun && gap > s.Every+max(s.Most, passMost) {
			return s.Name, gap, true
		}
	}
	return "", 0, false
}

// repeat passes over one stage until ctx ends.
func (l *Loops) repeat(ctx context.Context, s Stage) {
	quiet, after := repeats{now: l.Now}, l.After
	if after == nil {
		after = time.After
	}
	for ctx.Err() == nil {
		start := l.Now()
		n, err := pass(ctx, s)
		if errors.Is(err, store.ErrBusy) {
			err = nil
		}
		if ctx.Err() != nil {
			return // what failed now failed because of it
		}
		if l.Count != nil {
			l.Count(s.Name, l.Now().Sub(start), err)
		}
		switch {
		case err != nil:
			l.failed(s, err)
			l.report(s, &quiet, err)
		case quiet.failing:
			quiet.failing = false
			l.Log.Info(s.Name + " works again")
		case n > 0:
			l.Log.Info(s.Name, "done", n)
		}
		if err == nil {
			l.passed(s)
		}
		select {
		case <-ctx.Done():
		case <-after(s.Every):
		}
	}
}

// pass does one pass; a panic is its error.
func pass(ctx context.Context, s Stage) (n int, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = guard.Caught(panicked)
		}
	}()
	return s.Run(ctx)
}

// report logs a failed pass, unless the same was logged lately.
func (l *Loops) report(s Stage, r *repeats, err error) {
	r.failing = true
	times, say := r.failed(err.Error())
	if !say {
		return
	}
	args := []any{"err", err}
	if times > 1 {
		args = append(args, "times", times)
	}
	var p *guard.PanicError
	if errors.As(err, &p) {
		args = append(args, "stack", p.Stack)
	}
	l.Log.Error(s.Name, args...)
}

// repeats remembers which errors of one stage were logged, and when. Numbers
// in an error (ports, durations, ids) do not make it another one.
type repeats struct {
	now     func() time.Time
	failing bool
	seen    *simplelru.LRU[string, *repeated]
}

type repeated struct {
	logged time.Time
	times  int // since it was logged
}

var digits = regexp.MustCompile(`[0-9]+`)

// failed notes an error, and says whether to log it and how often it happened
// since it was logged before.
func (r *repeats) failed(text string) (times int, say bool) {
	key := digits.ReplaceAllString(text, "0")
	if r.seen == nil {
		r.seen, _ = simplelru.NewLRU[string, *repeated](errorsKept, nil)
	}
	before, ok := r.seen.Get(key)
	if !ok {
		before = &repeated{}
		r.seen.Add(key, before)
	}
	before.times++
	if now := r.now(); before.logged.IsZero() || now.Sub(before.logged) >= errorAgain {
		times, before.logged, before.times = before.times, now, 0
		return times, true
	}
	return 0, false
}
