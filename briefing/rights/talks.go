package rights

import "sync"

// Talks are the counts of the conversations in which something is being shown: whoever
// shows something in one of them at the same time takes from the same count. The zero
// value is ready.
type Talks struct {
	mu   sync.Mutex
	open map[string]*talk
}

// talk is a conversation in which something is being shown.
type talk struct {
	once  sync.Once
	count *Tally
	err   error
	in    int // who shows something in it
}

// Enter is the count of a conversation, against the budget Together. Whoever comes first
// loads it as String wrote it; leave when all that is shown has been taken and the count
// has been stored.
func (t *Talks) Enter(conversation string, load func() (string, error)) (count *Tally, leave func(), err error) {
	t.mu.Lock()
	if t.open == nil {
		t.open = map[string]*talk{}
	}
	entered := t.open[conversation]
	if entered == nil {
		entered = &talk{}
		t.open[conversation] = entered
	}
	entered.in++
	t.mu.Unlock()
	leave = func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		if entered.in--; entered.in == 0 {
			delete(t.open, conversation)
		}
	}
	entered.once.Do(func() {
		stored, err := load()
		entered.count, entered.err = Together.ParseTally(stored), err
	})
	if entered.err != nil {
		leave()
		return nil, func() {}, entered.err
	}
	return entered.count, leave, nil
}
