package fetch

import (
	"context"
	"sync"
)

// hostLocks let one request at a time through to a host. Only hosts that are
// asked at the moment stand in it: whoever has a domain has hosts without number.
// The zero value is ready.
type hostLocks struct {
	mu     sync.Mutex
	byHost map[string]*hostLock
}

type hostLock struct {
	turn   chan struct{} // holds one while a request is under way
	wanted int           // by so many requests; under hostLocks.mu
}

// lock waits for its turn at a host, no longer than ctx, and returns what ends it.
func (h *hostLocks) lock(ctx context.Context, host string) (unlock func(), err error) {
	h.mu.Lock()
	if h.byHost == nil {
		h.byHost = map[string]*hostLock{}
	}
	lock := h.byHost[host]
	if lock == nil {
		lock = &hostLock{turn: make(chan struct{}, 1)}
		h.byHost[host] = lock
	}
	lock.wanted++
	h.mu.Unlock()
	leave := func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		if lock.wanted--; lock.wanted == 0 {
			delete(h.byHost, host)
		}
	}
	select {
	case lock.turn <- struct{}{}:
		return func() { <-lock.turn; leave() }, nil
	case <-ctx.Done():
		leave()
		return nil, ctx.Err()
	}
}
