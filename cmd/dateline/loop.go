package main

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

// stage is one part of the work that never ends: run does one pass and says
// how much it did; every is the pause after a pass.
type stage struct {
	name  string
	every time.Duration
	run   func(context.Context) (int, error)
	most  time.Duration // a pass may take so long, 0 is passMost
}

// loops passes over each stage in its own goroutine, so that a slow one delays
// no other. What a pass returns as an error ends here: it is logged, counted
// and tried again. A panic in a pass's own goroutine is such an error.
type loops struct {
	stages  []stage
	metrics *metrics // nil: nothing is counted
	log     *slog.Logger
	now     func() time.Time

	mu   sync.Mutex
	good map[string]time.Time // when each stage last ended a pass well, or began
	bad  map[string]failing   // stages whose last pass failed
}

// run returns when ctx has ended and every pass has returned.
func (l *loops) run(ctx context.Context) {
	l.begin()
	var wg sync.WaitGroup
	for _, s := range l.stages {
		wg.Go(func() { l.repeat(ctx, s) })
	}
	wg.Wait()
}

func (l *loops) begin() {
	for _, s := range l.stages {
		l.passed(s)
	}
}

func (l *loops) passed(s stage) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.good == nil {
		l.good = map[string]time.Time{}
	}
	l.good[s.name] = l.now()
	delete(l.bad, s.name)
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

func (l *loops) failed(s stage, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.bad == nil {
		l.bad = map[string]failing{}
	}
	failure := l.bad[s.name]
	if failure.times == 0 {
		failure.since = l.now()
	}
	failure.times++
	failure.cause = oneLine(err)
	l.bad[s.name] = failure
}

// broken says which stage fails again and again, how often and why; "" when
// none does.
func (l *loops) broken() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.stages {
		if failure := l.bad[s.name]; failure.times >= failsMost && l.now().Sub(failure.since) >= failsLast {
			return fmt.Sprintf("the stage %q has failed %d times in a row: %s", s.name, failure.times, failure.cause)
		}
	}
	return ""
}

// late names a stage that has not passed well for longer than it may, and
// since when; false when all have.
func (l *loops) late() (name string, since time.Duration, late bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, s := range l.stages {
		at, begun := l.good[s.name]
		if gap := l.now().Sub(at); begun && gap > s.every+max(s.most, passMost) {
			return s.name, gap, true
		}
	}
	return "", 0, false
}

// repeat passes over one stage until ctx ends.
func (l *loops) repeat(ctx context.Context, s stage) {
	quiet := repeats{now: l.now}
	for ctx.Err() == nil {
		start := l.now()
		n, err := pass(ctx, s)
		if errors.Is(err, store.ErrBusy) {
			err = nil
		}
		if ctx.Err() != nil {
			return // what failed now failed because of it
		}
		l.metrics.pass(s.name, l.now().Sub(start), err)
		switch {
		case err != nil:
			l.failed(s, err)
			l.report(s, &quiet, err)
		case quiet.failing:
			quiet.failing = false
			l.log.Info(s.name + " works again")
		case n > 0:
			l.log.Info(s.name, "done", n)
		}
		if err == nil {
			l.passed(s)
		}
		select {
		case <-ctx.Done():
		case <-time.After(s.every):
		}
	}
}

// pass does one pass; a panic is its error.
func pass(ctx context.Context, s stage) (n int, err error) {
	defer func() {
		if panicked := recover(); panicked != nil {
			err = guard.Caught(panicked)
		}
	}()
	return s.run(ctx)
}

// report logs a failed pass, unless the same was logged lately.
func (l *loops) report(s stage, r *repeats, err error) {
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
	l.log.Error(s.name, args...)
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
