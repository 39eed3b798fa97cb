package bot

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"dateline/bot/layout"
	"dateline/bot/rest"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

// workPool is where work is done: so much at once, so much waiting, and at the
// end what has begun is finished.
type workPool struct {
	mu      sync.Mutex
	ctx     context.Context // of the work; ends a while after the gateway
	last    context.Context // of what is said about it; ends a little later
	open    bool
	waiting int
	turns   chan struct{}
	busy    sync.WaitGroup
	world   []func(context.Context) // what events of the world ask for, in their order
	follows bool                    // it is being done

	urgent int           // interactions that are not acknowledged yet
	urged  time.Time     // when the newest of them came
	none   chan struct{} // closed when there are none any more
}

func (w *workPool) start(ctx, last context.Context) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.turns == nil {
		w.turns = make(chan struct{}, workMost)
	}
	w.ctx, w.last, w.open = ctx, last, true
}

// saying is for what is said to people about work that was done.
func (w *workPool) saying(most time.Duration) (context.Context, context.CancelFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	last := w.last
	if last == nil {
		last = context.Background()
	}
	return context.WithTimeout(last, most)
}

// finish lets no new work in and waits for what has begun.
func (w *workPool) finish() {
	w.mu.Lock()
	w.open = false
	w.mu.Unlock()
	w.busy.Wait()
}

// reserve keeps a place for work that is about to be acknowledged. The caller
// calls done. Without room it is false.
func (w *workPool) reserve() (ctx context.Context, done func(), ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.open || w.waiting >= waitingMost {
		return nil, nil, false
	}
	w.waiting++
	w.busy.Add(1)
	return w.ctx, func() {
		w.mu.Lock()
		w.waiting--
		w.mu.Unlock()
		w.busy.Done()
	}, true
}

// urge notes an interaction that is to be acknowledged; it is until done is called.
func (w *workPool) urge() (done func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.urgent == 0 {
		w.none = make(chan struct{})
	}
	w.urgent++
	w.urged = time.Now()
	return sync.OnceFunc(func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.urgent--; w.urgent == 0 {
			close(w.none)
		}
	})
}

const (
	// yieldMost is how long work lets acknowledgements go first: they come in bursts,
	// and where they never end, work goes on beside them.
	yieldMost = 2 * time.Second
	// lull is within which the next one of a crowd is expected: work that begins before
	// it would keep the program from hearing that one.
	lull = 20 * time.Millisecond
)

// yield waits until no interaction is to be acknowledged: Discord takes that for
// three seconds, and the answer for fifteen minutes.
func (w *workPool) yield(ctx context.Context) {
	const crowd = 16 // who wait
	ctx, cancel := context.WithTimeout(ctx, yieldMost)
	defer cancel()
	for {
		w.mu.Lock()
		none, urgent, waiting, quiet := w.none, w.urgent, w.waiting, lull-time.Since(w.urged)
		w.mu.Unlock()
		switch {
		case urgent > 0:
			select {
			case <-none:
			case <-ctx.Done():
				return
			}
		case waiting < crowd || quiet <= 0 || rest.Sleep(ctx, quiet) != nil:
			return
		}
	}
}

// runInPool waits until one of the places is free, and does the work.
func (b *Bot) runInPool(ctx context.Context, f func(context.Context)) {
	select {
	case b.pool.turns <- struct{}{}:
	case <-ctx.Done():
		return
	}
	defer func() { <-b.pool.turns }()
	defer b.survive()
	b.pool.yield(ctx)
	f(ctx)
}

// do works on the side; without room it does nothing and is false.
func (b *Bot) do(f func(context.Context)) bool {
	ctx, done, ok := b.pool.reserve()
	if ok {
		go func() {
			defer done()
			b.runInPool(ctx, f)
		}()
	}
	return ok
}

// aside does at once, beside the events, what answers one of them.
func (b *Bot) aside(f func()) {
	b.pool.mu.Lock()
	defer b.pool.mu.Unlock()
	done := func() {}
	if b.pool.open {
		b.pool.busy.Add(1)
		done = b.pool.busy.Done
	}
	go func() {
		defer done()
		defer b.survive()
		f()
	}()
}

// follow does what an event of the world asks for: never dropped, whatever
// people want meanwhile, one after another, in the order in which it is called.
func (b *Bot) follow(f func(context.Context)) {
	b.pool.mu.Lock()
	defer b.pool.mu.Unlock()
	if !b.pool.open {
		return
	}
	b.pool.world = append(b.pool.world, f)
	if !b.pool.follows {
		b.pool.follows = true
		b.pool.busy.Add(1)
		go b.followAll(b.pool.ctx)
	}
}

// followAll does what follow was given until there is nothing more.
func (b *Bot) followAll(ctx context.Context) {
	defer b.pool.busy.Done()
	for {
		b.pool.mu.Lock()
		if len(b.pool.world) == 0 {
			b.pool.follows = false
			b.pool.mu.Unlock()
			return
		}
		f := b.pool.world[0]
		b.pool.world = b.pool.world[1:]
		b.pool.mu.Unlock()
		func() {
			defer b.survive()
			if ctx.Err() == nil {
				f(ctx)
			}
		}()
	}
}

// guarded does work that ends in an answer; a panic ends in one sentence.
func (b *Bot) guarded(words *phrases.Words, f func() response) (a response) {
	a = said(words.Say("went_wrong"))
	defer b.survive()
	return f()
}

// laid lays blocks out as messages; what cannot be drawn is that sentence.
func (b *Bot) laid(words *phrases.Words, blocks []message.Block) (parts []message.Part) {
	parts = layout.Parts(paras(words.Say("went_wrong")))
	defer b.survive()
	return layout.Parts(blocks)
}

// survive logs a panic instead of ending the process.
func (b *Bot) survive() {
	if panicked := recover(); panicked != nil {
		b.Log.Error("panic survived", "panic", fmt.Sprint(panicked), "stack", string(debug.Stack()))
	}
}
