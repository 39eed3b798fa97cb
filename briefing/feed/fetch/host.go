package fetch

import "sync"

// hostLocks let one request at a time through to a host. Only hosts that are
// asked at the moment stand in it: whoever has a domain has hosts without number.
// The zero value is ready.
type hostLocks struct {
	mu     sync.Mutex
	byHost map[string]*hostLock
}

type hostLock struct {
	sync.Mutex
	wanted int // by so many requests; under hostLocks.mu
}

// lock waits for its turn at a host and returns what ends it.
func (h *hostLocks) lock(host string) (unlock func()) {
	h.mu.Lock()
	if h.byHost == nil {
		h.byHost = map[string]*hostLock{}
	}
	lock := h.byHost[host]
	if lock == nil {
		lock = &hostLock{}
		h.byHost[host] = lock
	}
	lock.wanted++
	h.mu.Unlock()
	lock.Lock()
	return func() {
		lock.Unlock()
		h.mu.Lock()
		defer h.mu.Unlock()
		if lock.wanted--; lock.wanted == 0 {
			delete(h.byHost, host)
		}
	}
}
