// Package ongoing knows what is being done for whom just now: so that no message is
// answered twice at once, that a person's messages are noted as seen only up to the
// oldest of them that is still being answered, and that an erasure comes after all that
// was begun before it. It keeps nothing and does no work itself.
package ongoing

import (
	"context"
	"errors"
	"sync"
)

var errStopped = errors.New("what was done for a person was stopped")

// Stopped reports whether the context of what Begin noted was ended by Stop.
func Stopped(work context.Context) bool { return errors.Is(context.Cause(work), errStopped) }

// People is what is being done for each person. Its zero value is ready.
type People struct {
	mu sync.Mutex
	of map[int64]*person
}

type person struct {
	jobs     map[*Job]bool
	messages map[int64]bool // ids of those that are being answered; they rise with time
	newest   int64          // id of the newest that was dealt with while there were others
}

// Job is something that is done for a person.
type Job struct {
	cancel context.CancelCauseFunc
	ended  chan struct{}
	leave  func()
}

// Leave ends it for Stop, which waits for it no longer; its context goes on.
func (j *Job) Leave() { j.leave() }

// End ends it with its context, once or again.
func (j *Job) End() {
	j.cancel(context.Canceled)
	j.leave()
}

// person is what is known of one, made where there is nothing; p.mu is held.
func (p *People) person(id int64) *person {
	if p.of == nil {
		p.of = map[int64]*person{}
	}
	known, ok := p.of[id]
	if !ok {
		known = &person{jobs: map[*Job]bool{}, messages: map[int64]bool{}}
		p.of[id] = known
	}
	return known
}

// forget drops a person for whom nothing is done; p.mu is held.
func (p *People) forget(id int64) {
	if known := p.of[id]; known != nil && len(known.jobs) == 0 && len(known.messages) == 0 {
		delete(p.of, id)
	}
}

// Begin notes that something is done for a person until its End; its context ends where
// Stop is called.
func (p *People) Begin(ctx context.Context, id int64) (context.Context, *Job) {
	work, cancel := context.WithCancelCause(ctx)
	begun := &Job{cancel: cancel, ended: make(chan struct{})}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.person(id).jobs[begun] = true
	begun.leave = sync.OnceFunc(func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		delete(p.person(id).jobs, begun)
		p.forget(id)
		close(begun.ended)
	})
	return work, begun
}

// Stop cancels what is being done for a person, and waits until all of it has ended; messages
// that were taken are no longer. The error is that of ctx.
func (p *People) Stop(ctx context.Context, id int64) error {
	p.mu.Lock()
	var jobs []*Job
	if known := p.of[id]; known != nil {
		for begun := range known.jobs {
			jobs = append(jobs, begun)
		}
		clear(known.messages)
		p.forget(id)
	}
	p.mu.Unlock()
	for _, begun := range jobs {
		begun.cancel(errStopped)
	}
	for _, begun := range jobs {
		select {
		case <-begun.ended:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// Take notes that a message of a person is to be answered; it is false where it is
// already.
func (p *People) Take(id, message int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	known := p.person(id)
	if known.messages[message] {
		return false
	}
	known.messages[message] = true
	return true
}

// Taken reports whether a message is to be answered still: Stop may have come since Take.
func (p *People) Taken(id, message int64) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	known := p.of[id]
	return known != nil && known.messages[message]
}

// Drop ends what Take noted; the message was not dealt with.
func (p *People) Drop(id, message int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.person(id).messages, message)
	p.forget(id)
}

// Dealt ends what Take noted; the message was dealt with. It returns the id up to which
// every message that was taken is.
func (p *People) Dealt(id, message int64) (upTo int64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	known := p.person(id)
	delete(known.messages, message)
	known.newest = max(known.newest, message)
	upTo = known.newest
	for open := range known.messages {
		upTo = min(upTo, open-1)
	}
	p.forget(id)
	return upTo
}

// Reset forgets which messages are being answered.
func (p *People) Reset() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, known := range p.of {
		clear(known.messages)
		p.forget(id)
	}
}
