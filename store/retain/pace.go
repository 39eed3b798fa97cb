package retain

import (
	"context"
	"sync"
	"time"
)

// Budget is how long a transaction of the sweep should hold others up: one that took
// longer halves what the next does.
const Budget = 50 * time.Millisecond

// Pace is how many rows one transaction takes: few at first, more while that is quick,
// Most at most. It may be used by several goroutines.
type Pace struct {
	Most int

	mu            sync.Mutex
	rows          int
	step, longest time.Duration
}

// paceKey is where a context holds its pace.
type paceKey struct{}

// WithPace is a context whose transactions are measured.
func WithPace(ctx context.Context, p *Pace) context.Context {
	return context.WithValue(ctx, paceKey{}, p)
}

// PaceOf is the pace of a context, nil when it has none.
func PaceOf(ctx context.Context) *Pace {
	p, _ := ctx.Value(paceKey{}).(*Pace)
	return p
}

// Took notes how long a transaction held others up.
func (p *Pace) Took(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.step, p.longest = max(p.step, d), max(p.longest, d)
}

// Rows is how many rows the next transaction takes, after those since the last call: half
// as many when one of them took longer than Budget, twice as many when all were quick.
func (p *Pace) Rows() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.rows == 0:
		p.rows = p.Most / 8
	case p.step > Budget:
		p.rows /= 2
	case p.step < Budget/4:
		p.rows *= 2
	}
	p.rows, p.step = max(1, min(p.rows, p.Most)), 0
	return p.rows
}

// Longest is how long a transaction held others up at most.
func (p *Pace) Longest() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.longest
}
