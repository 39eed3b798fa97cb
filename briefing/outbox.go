package briefing

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"dateline/store"

	"golang.org/x/sync/errgroup"
)

// Poster is the place that messages go to. The fake stands in this package's
// tests; Discord's is in package bot.
type Poster interface {
	// Post sends a message, and returns its id or a *SendError.
	Post(ctx context.Context, ch store.Channel, m Message) (int64, error)
	// Find looks through what we wrote in a channel after a time for a message
	// that begins with the marker. ErrAbsent: history proves that there is
	// none. Any other error proves nothing.
	Find(ctx context.Context, ch store.Channel, after time.Time, marker string) (int64, error)
}

// Message is one message as it leaves.
type Message struct {
	Post    int64 // its row, for buttons
	Nonce   string
	Leave   time.Time // it may not leave later
	Payload Payload
}

// ErrAbsent says that a channel's history proves that a message is not there.
var ErrAbsent = errors.New("the message is not in the channel")

// SendKind says what a failed send means.
type SendKind int

// The kinds, from certain to doubtful.
const (
	Unsent   SendKind = iota // certainly nothing landed; try again later
	Closed                   // certainly nothing landed, and the channel is closed to us
	Rejected                 // certainly nothing landed, and never will
	Doubtful                 // it may have landed
)

// SendError is why a message was not sent.
type SendError struct {
	Kind   SendKind
	Reason string        // in words, for whoever set the channel up
	Wait   time.Duration // before the next try
	Err    error
}

func (e *SendError) Error() string { return e.Reason }

// Unwrap is the cause.
func (e *SendError) Unwrap() error { return e.Err }

// Protocol I of the delivery model: what may be lost or delayed, and for how long.
const (
	leaveWithin  = 5 * time.Second  // a request leaves this soon after its intent or not at all
	sendDeadline = 15 * time.Second // and is given up after this: nothing lands later than
	settleTime   = 30 * time.Second // this after its intent
	nonceWindow  = time.Minute      // a nonce is surely remembered for this long (Discord: "a few minutes")
	findBefore   = 2 * time.Minute  // clocks may differ by this when history is read
	postLease    = time.Minute
	sendersMost  = 16 // posts in flight: enough for 50 a second at Discord's usual 200 ms
	retryAfter   = 5 * time.Second
	proveFor     = time.Hour // how long after its end an unreachable channel may still prove a post
)

// Deliverer sends what is written, exactly once. It is the one holder of the
// lease "deliver"; Run does one pass.
type Deliverer struct {
	Store   *store.Store
	Poster  Poster
	Holder  string
	Started time.Time // posts due before are looked for before they are sent: a restored backup forgets
	Now     func() time.Time
	Log     *slog.Logger
	Stopped func(ctx context.Context, ch store.Channel, reason string) // a channel was stopped: told once
	Step    func(point string)
	Settle  time.Duration // zero: settleTime; tests are faster

	mu   sync.Mutex
	seen map[int64]time.Time // when this process first met a post in doubt (monotonic: a clock that jumps shortens no wait)
}

func (d *Deliverer) settle() time.Duration {
	if d.Settle > 0 {
		return d.Settle
	}
	return settleTime
}

// Run sends what is due and returns how many posts are settled as sent.
func (d *Deliverer) Run(ctx context.Context) (int, error) {
	sent := 0
	for {
		if _, err := d.Store.TakeLease(ctx, "deliver", d.Holder, leaseTime); errors.Is(err, store.ErrLost) {
			return sent, ErrBusy
		} else if err != nil {
			return sent, err
		}
		posts, err := d.Store.ClaimPosts(ctx, 4*sendersMost, postLease)
		if err != nil || len(posts) == 0 {
			return sent, err
		}
		step(d.Step, "deliver: posts claimed")
		var g errgroup.Group
		g.SetLimit(sendersMost)
		for _, p := range posts {
			g.Go(func() error { return d.one(ctx, p) })
		}
		if err := g.Wait(); err != nil {
			return sent, err
		}
		sent += len(posts)
	}
}

// one moves one claimed post a step on. A lost claim is no error: another
// process has it.
func (d *Deliverer) one(ctx context.Context, p store.Post) error {
	ch, err := d.Store.Channel(ctx, p.Channel)
	if err == nil {
		err = d.move(ctx, p, ch)
	}
	if errors.Is(err, store.ErrLost) || ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return fmt.Errorf("deliver post %d: %w", p.ID, err)
	}
	return nil
}

func (d *Deliverer) move(ctx context.Context, p store.Post, ch store.Channel) error {
	over := !p.Expire.After(nowFunc(d.Now))
	doubt := p.State != "ready"
	switch {
	case !doubt && over:
		p.Error = firstOf(p.Error, "it could not be posted in time")
		return d.end(ctx, p, "expired", time.Time{}, true)
	case !doubt && !p.Due.Before(d.Started):
		return d.send(ctx, p, ch, store.First)
	case !doubt:
		return d.prove(ctx, p, ch, p.Due, over)
	}
	if !over {
		if err := d.send(ctx, p, ch, store.Resend); !errors.Is(err, store.ErrLost) {
			return err
		}
	}
	if wait := d.unsettled(p); wait > 0 {
		return d.end(ctx, p, "unknown", nowFunc(d.Now).Add(wait), false)
	}
	return d.prove(ctx, p, ch, p.First, over)
}

// unsettled is how long a request of this post may still land, by the row's
// clock and by this process's own.
func (d *Deliverer) unsettled(p store.Post) time.Duration {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.seen == nil {
		d.seen = map[int64]time.Time{}
	}
	if _, ok := d.seen[p.ID]; !ok {
		d.seen[p.ID] = time.Now()
	}
	return max(d.settle()-nowFunc(d.Now).Sub(p.Last), d.settle()-time.Since(d.seen[p.ID]))
}

// prove looks for a post in its channel's history: found it is sent, absent it
// is sent now.
func (d *Deliverer) prove(ctx context.Context, p store.Post, ch store.Channel, since time.Time, over bool) error {
	step(d.Step, "deliver: before history")
	id, err := d.Poster.Find(ctx, ch, since.Add(-findBefore), p.Marker)
	step(d.Step, "deliver: after history")
	doubt := p.State != "ready"
	switch {
	case err == nil:
		p.MessageID, p.Error = id, ""
		return d.end(ctx, p, "sent", time.Time{}, false)
	case errors.Is(err, ErrAbsent) && over:
		p.Error = firstOf(p.Error, "it could not be posted in time")
		return d.end(ctx, p, "expired", time.Time{}, false)
	case errors.Is(err, ErrAbsent):
		return d.send(ctx, p, ch, store.First)
	case ctx.Err() != nil:
		return ctx.Err()
	}
	p.Error = err.Error()
	var se *SendError
	if errors.As(err, &se) && se.Kind == Closed {
		if err := d.stop(ctx, ch, se.Reason); err != nil {
			return err
		}
	}
	now := nowFunc(d.Now)
	if over && (doubt && errors.As(err, &se) && se.Kind == Closed || now.After(p.Expire.Add(proveFor))) {
		return d.end(ctx, p, "unproven", time.Time{}, false)
	}
	if doubt {
		return d.end(ctx, p, "unknown", now.Add(time.Minute), false)
	}
	return d.end(ctx, p, "ready", now.Add(time.Minute), false)
}

// send commits the intent, then lets the message leave, then settles.
func (d *Deliverer) send(ctx context.Context, p store.Post, ch store.Channel, how store.Intent) error {
	var pay Payload
	if err := json.Unmarshal([]byte(p.Payload), &pay); err != nil {
		p.Error = "its content cannot be read: " + err.Error()
		return d.end(ctx, p, "failed", time.Time{}, false)
	}
	step(d.Step, "deliver: before intent")
	began := time.Now() // before the row's own stamp, so never later than it
	q, err := d.Store.Intend(ctx, p, how, d.settle(), nonceWindow)
	if err != nil {
		return err
	}
	step(d.Step, "deliver: after intent")
	sctx, cancel := context.WithDeadline(context.WithoutCancel(ctx), began.Add(sendDeadline)) // a stop does not cut what has left
	defer cancel()
	id, err := d.Poster.Post(sctx, ch, Message{Post: q.ID, Nonce: nonce(q.Key, q.Part), Leave: began.Add(leaveWithin), Payload: pay})
	step(d.Step, "deliver: after send")
	ctx = context.WithoutCancel(ctx)
	now := nowFunc(d.Now)
	if err == nil {
		q.MessageID, q.Error = id, ""
		return d.end(ctx, q, "sent", time.Time{}, false)
	}
	se := &SendError{Kind: Doubtful, Reason: err.Error(), Err: err}
	errors.As(err, &se)
	q.Error = se.Reason
	back, forget := "ready", how == store.First
	if how == store.Resend {
		back = "unknown" // the first attempt may have landed
	}
	switch se.Kind {
	case Unsent:
		return d.end(ctx, q, back, now.Add(max(se.Wait, retryAfter)), forget)
	case Closed:
		if err := d.stop(ctx, ch, se.Reason); err != nil {
			return err
		}
		return d.end(ctx, q, back, now, forget)
	case Rejected:
		if how == store.First {
			d.Log.Error("Discord refused a message", "post", q.ID, "err", se.Reason)
			return d.end(ctx, q, "failed", time.Time{}, false)
		}
		return d.end(ctx, q, "unknown", now.Add(d.settle()), false)
	}
	return d.end(ctx, q, "unknown", now.Add(time.Second), false)
}

// stop pauses a channel with the reason; its settings and posts stay.
func (d *Deliverer) stop(ctx context.Context, ch store.Channel, reason string) error {
	fresh, err := d.Store.SetChannel(ctx, ch.ID, "paused", reason)
	if err != nil {
		return err
	}
	if fresh && d.Stopped != nil {
		d.Stopped(ctx, ch, reason)
	}
	return nil
}

func (d *Deliverer) end(ctx context.Context, p store.Post, state string, due time.Time, forget bool) error {
	err := d.Store.Settle(ctx, p, state, due, forget)
	if err == nil {
		step(d.Step, "deliver: settled "+state)
		if state != "unknown" {
			d.mu.Lock()
			delete(d.seen, p.ID)
			d.mu.Unlock()
		}
	}
	return err
}

// nonce is the same for every attempt of a part, at most 25 characters.
func nonce(key string, part int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", key, part))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:22]
}
