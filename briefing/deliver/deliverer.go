// Package deliver turns a schedule's slots into posts, each of which arrives once.
package deliver

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/state"
)

// Protocol I of the delivery model: what may be lost or delayed, and for how long.
const (
	leaveWithin    = 5 * time.Second  // a request leaves this soon after its intent or not at all
	sendDeadline   = 15 * time.Second // and is given up after this: nothing lands later than
	settleTime     = 30 * time.Second // this after its intent
	nonceWindow    = time.Minute      // a nonce is surely remembered for this long (Discord: "a few minutes")
	findBefore     = 2 * time.Minute  // clocks may differ by this when history is read
	stopGrace      = 3 * time.Second  // for a reply, when the program is stopped
	findDeadline   = 20 * time.Second // for reading a channel's history
	postLease      = time.Minute      // longer than findDeadline and sendDeadline
	sendersMost    = 16               // posts in flight: enough for 50 a second at Discord's usual 200 ms
	resendAfter    = time.Second      // between tries with one nonce
	retryAfter     = 5 * time.Second  // after a refusal that named no time
	reconcileAfter = time.Minute      // between looks at a history that cannot be read
	closedAfter    = 10 * time.Minute // the same in a channel that is closed: Discord bans who is refused 10,000 times in 10 minutes
	reconcileFor   = time.Hour        // how long after its end an unreachable channel may still prove a post
)

// errNonceExpired says that Discord may have forgotten a nonce by now, so that a
// resend could post twice.
var errNonceExpired = errors.New("the nonce may be forgotten")

// Deliverer sends what is written, exactly once. It is the one holder of the
// lease "deliver"; Run does one pass.
type Deliverer struct {
	Store   *store.Store
	Poster  Poster
	Holder  string
	Started time.Time // posts due before are looked for before they are sent: a restored backup forgets. Zero: the first Run
	Now     func() time.Time
	Log     *slog.Logger                                               // nil: silent
	Stopped func(ctx context.Context, ch store.Channel, reason string) // a channel was stopped: told once
	Step    func(point string)
	Settle  time.Duration // zero: settleTime; tests are faster

	mu       sync.Mutex
	attempts map[int64]attempt
}

// attempt tracks a post in state "unknown". first and last are the times of its
// attempts as stored in the row (database clock). metFirst and metLast are when
// this process first saw them (monotonic clock): a changed wall clock so neither
// reopens nor shortens the time in which a nonce may be used again.
type attempt struct{ first, last, metFirst, metLast time.Time }

func (d *Deliverer) settleWindow() time.Duration {
	if d.Settle > 0 {
		return d.Settle
	}
	return settleTime
}

// Run sends what is due and returns how many messages have arrived. A place in
// flight is filled again as soon as it is free: a slow channel holds up itself.
func (d *Deliverer) Run(ctx context.Context) (int, error) {
	if d.Started.IsZero() {
		d.Started = guard.Now(d.Now)
	}
	type outcome struct {
		sent bool
		err  error
	}
	done := make(chan outcome, sendersMost)
	running, sent := 0, 0
	var failed error
	for {
		var posts []store.Post
		if failed == nil {
			posts, failed = d.claim(ctx, sendersMost-running)
		}
		for _, p := range posts {
			running++
			go func() {
				var ended outcome
				defer func() { done <- ended }()
				defer func() {
					if panicked := recover(); panicked != nil {
						ended.err = guard.Caught(panicked)
					}
				}()
				ended.sent, ended.err = d.deliverPost(ctx, p)
			}()
		}
		if running == 0 {
			return sent, failed
		}
		for first := true; first || len(done) > 0; first = false {
			ended := <-done
			running--
			if ended.sent {
				sent++
			}
			failed = cmp.Or(failed, ended.err)
		}
	}
}

// claim renews the lease and claims up to n posts.
func (d *Deliverer) claim(ctx context.Context, n int) ([]store.Post, error) {
	if _, err := d.Store.TakeLease(ctx, "deliver", d.Holder, store.LeaseTime); errors.Is(err, store.ErrLost) {
		return nil, store.ErrBusy
	} else if err != nil {
		return nil, err
	}
	posts, err := d.Store.ClaimPosts(ctx, n, postLease)
	if err != nil {
		return nil, fmt.Errorf("claim posts: %w", err)
	}
	if len(posts) > 0 {
		step(d.Step, "deliver: posts claimed")
	}
	return posts, nil
}

// deliverPost moves one claimed post one step on, and reports whether it is sent.
// A lost claim, which another process has, is no error.
func (d *Deliverer) deliverPost(ctx context.Context, p store.Post) (bool, error) {
	channel, err := d.place(ctx, p)
	sent := false
	if err == nil {
		sent, err = d.advance(ctx, p, channel)
	}
	if errors.Is(err, store.ErrLost) || ctx.Err() != nil {
		return sent, nil
	}
	if err != nil {
		return sent, fmt.Errorf("deliver post %d: %w", p.ID, err)
	}
	return sent, nil
}

// advance chooses the step for a post by its state. A ready one is sent, expires,
// or is looked for first if it was due before this process started. An unknown one
// is sent again while its nonce is remembered, waits while a request may still
// land, and is then looked for in the history.
func (d *Deliverer) advance(ctx context.Context, p store.Post, ch store.Channel) (bool, error) {
	over := !p.Expire.After(guard.Now(d.Now))
	switch {
	case p.State != state.PostReady:
	case possibleSince(p).Before(d.Started):
		return d.reconcile(ctx, p, ch, over)
	case over:
		return d.expire(ctx, p)
	default:
		return d.send(ctx, p, ch, store.First)
	}
	tracked := d.track(p)
	remembered := !nonceless(ch) && guard.Now(d.Now).Sub(tracked.metFirst)+d.settleWindow() <= nonceWindow
	if !over && ch.State == state.ChannelActive && remembered {
		if sent, err := d.send(ctx, p, ch, store.Resend); !errors.Is(err, errNonceExpired) {
			return sent, err
		}
	}
	if wait := d.unknownFor(tracked); wait > 0 {
		return d.settle(ctx, p, state.PostUnknown, wait, false)
	}
	return d.reconcile(ctx, p, ch, over)
}

// possibleSince is when a ready post may have been sent first, though its row does
// not know it: a restored backup forgets, and moderators may let what was written
// before its time be posted at once.
func possibleSince(p store.Post) time.Time {
	if p.Cut.IsZero() {
		return p.Due
	}
	return earlierOf(p.Due, p.Cut)
}

// track records that the fate of a post is unknown, and returns its attempts.
func (d *Deliverer) track(p store.Post) attempt {
	now := guard.Now(d.Now)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.attempts == nil {
		d.attempts = map[int64]attempt{}
	}
	tracked, ok := d.attempts[p.ID]
	if !ok || !tracked.first.Equal(p.First) {
		tracked.first, tracked.metFirst = p.First, now
	}
	if !ok || !tracked.last.Equal(p.Last) {
		tracked.last, tracked.metLast = p.Last, now
	}
	d.attempts[p.ID] = tracked
	return tracked
}

// unknownFor returns how long a request may still land; zero or less when none
// can. It takes the earlier of both clocks; a row whose time is ahead of the clock
// is ignored.
func (d *Deliverer) unknownFor(x attempt) time.Duration {
	now := guard.Now(d.Now)
	age := now.Sub(x.metLast)
	if row := now.Sub(x.last); row >= 0 {
		age = min(age, row)
	}
	return d.settleWindow() - age
}

// reconcile looks for a post in its channel's history. If it is there, the post is
// sent; if it is not, it is sent now, or expires when over is true.
func (d *Deliverer) reconcile(ctx context.Context, p store.Post, ch store.Channel, over bool) (bool, error) {
	since := p.First
	if p.State == state.PostReady {
		since = possibleSince(p)
	}
	step(d.Step, "deliver: before history")
	fctx, cancel := context.WithTimeout(ctx, findDeadline)
	id, err := d.Poster.Find(fctx, ch, since.Add(-findBefore), p.Marker)
	cancel()
	step(d.Step, "deliver: after history")
	switch {
	case err == nil:
		p.MessageID, p.Error = id, ""
		return d.settle(ctx, p, state.PostSent, 0, false)
	case errors.Is(err, ErrAbsent) && over:
		return d.expire(ctx, p)
	case errors.Is(err, ErrAbsent) && ch.State != state.ChannelActive:
		return d.settle(ctx, p, state.PostReady, 0, true)
	case errors.Is(err, ErrAbsent):
		return d.send(ctx, p, ch, store.First)
	case ctx.Err() != nil:
		return false, ctx.Err()
	}
	return d.historyUnreadable(ctx, p, ch, err)
}

// historyUnreadable decides about a post whose channel's history cannot be read:
// it is tried again later, and given up after reconcileFor.
func (d *Deliverer) historyUnreadable(ctx context.Context, p store.Post, ch store.Channel, cause error) (bool, error) {
	failed := &SendError{Kind: Doubtful, Reason: cause.Error()}
	errors.As(cause, &failed)
	wait := reconcileAfter
	if failed.cutsOff(p) {
		p.Error = failed.Reason
		if p.State == state.PostReady {
			return d.settle(ctx, p, state.PostFailed, 0, false)
		}
		return d.settle(ctx, p, state.PostUnproven, 0, false)
	}
	if failed.Kind == Closed {
		wait = closedAfter
		if err := d.stop(ctx, ch, failed.Reason); err != nil {
			return false, err
		}
	}
	now := guard.Now(d.Now)
	last := now.After(p.Expire.Add(reconcileFor)) || failed.Kind == Closed && !now.Before(p.Expire)
	switch {
	case p.State == state.PostReady && last:
		return d.expire(ctx, p)
	case p.State == state.PostReady:
		// Nothing is stored: the time it is due says that it must be proved. Its lease ends in a minute.
		guard.Logger(d.Log).Warn("a channel's history cannot be read", "channel", ch.ID, "post", p.ID, "err", cause)
		return false, nil
	case last:
		p.Error = failed.Reason
		return d.settle(ctx, p, state.PostUnproven, 0, false)
	}
	p.Error = failed.Reason
	return d.settle(ctx, p, state.PostUnknown, max(wait, failed.Wait), false)
}

// send stores the intent, posts the message, and stores the outcome. how is
// store.First or store.Resend. It returns errNonceExpired when a resend would come
// too late.
func (d *Deliverer) send(ctx context.Context, p store.Post, ch store.Channel, how store.Intent) (bool, error) {
	step(d.Step, "deliver: before intent")
	began := guard.Now(d.Now) // before the row's own stamp, so never later than it
	intended, err := d.Store.Intend(ctx, p, how, d.settleWindow(), nonceWindow)
	if errors.Is(err, store.ErrLost) && how == store.Resend {
		return false, errNonceExpired
	} else if err != nil {
		return false, err
	}
	step(d.Step, "deliver: after intent")
	id, err := d.post(ctx, ch, intended, began)
	step(d.Step, "deliver: after send")
	ctx = context.WithoutCancel(ctx) // how it ended is stored also while stopping
	if err == nil {
		intended.MessageID, intended.Error = id, ""
		return d.settle(ctx, intended, state.PostSent, 0, false)
	}
	failed := &SendError{Kind: Doubtful, Reason: err.Error(), Err: err}
	errors.As(err, &failed)
	intended.Error = failed.Reason
	back, forget := state.PostReady, how == store.First
	if how == store.Resend {
		back = state.PostUnknown // the first attempt may have landed
	}
	rejected := failed.Kind == Rejected || failed.cutsOff(p)
	switch {
	case rejected && how == store.First:
		guard.Logger(d.Log).Error("a message was refused for good", "post", intended.ID, "err", err)
		return d.settle(ctx, intended, state.PostFailed, 0, false)
	case rejected:
		return d.settle(ctx, intended, state.PostUnknown, d.settleWindow(), false)
	case failed.Kind == Unsent:
		return d.settle(ctx, intended, back, max(failed.Wait, retryAfter), forget)
	case failed.Kind == Closed:
		if err := d.stop(ctx, ch, failed.Reason); err != nil {
			return false, err
		}
		return d.settle(ctx, intended, back, max(failed.Wait, retryAfter), forget)
	}
	return d.settle(ctx, intended, state.PostUnknown, max(failed.Wait, resendAfter), false)
}

// post lets a message leave, soon after its intent began or not at all.
func (d *Deliverer) post(ctx context.Context, ch store.Channel, q store.Post, began time.Time) (int64, error) {
	letter := Message{Post: q.ID, Marker: q.Marker, Nonce: nonce(q.Key, q.Part), Leave: began.Add(leaveWithin)}
	var err error
	if letter.Payload, err = message.ParsePayload(q.Payload); err != nil {
		return 0, &SendError{Kind: Rejected, Reason: "its content cannot be read", Err: err}
	}
	now := guard.Now(d.Now)
	if letter.TooLate(now) {
		return 0, &SendError{Kind: Unsent, Reason: "this machine stood still before it could be sent"}
	}
	// A stop does not cut what has left, at once: a reply that comes in the
	// grace spares the next start the look at the channel's history.
	sctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), sendDeadline-now.Sub(began))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(stopGrace, cancel) })()
	return d.Poster.Post(sctx, ch, letter)
}

// stop pauses a channel with the reason; its settings and posts stay.
func (d *Deliverer) stop(ctx context.Context, ch store.Channel, reason string) error {
	fresh, err := d.Store.SetChannel(ctx, ch.ID, state.ChannelPaused, reason)
	if err != nil {
		return err
	}
	if fresh && d.Stopped != nil {
		d.Stopped(ctx, ch, reason)
	}
	return nil
}

// expire gives up a post that certainly did not arrive.
func (d *Deliverer) expire(ctx context.Context, p store.Post) (bool, error) {
	p.Error = cmp.Or(p.Error, "it could not be posted in time")
	return d.settle(ctx, p, state.PostExpired, 0, true)
}

// settle stores the state in which an attempt ended, and when the post is tried
// again (after wait). forget clears the times of its attempts. It reports whether
// the post is sent.
func (d *Deliverer) settle(ctx context.Context, p store.Post, end state.Post, wait time.Duration, forget bool) (bool, error) {
	if err := d.Store.Settle(ctx, p, end, wait, forget); err != nil {
		return false, err
	}
	step(d.Step, "deliver: settled "+string(end))
	if end == state.PostUnknown {
		d.track(p)
	} else {
		d.mu.Lock()
		delete(d.attempts, p.ID)
		d.mu.Unlock()
	}
	return end == state.PostSent, nil
}

// nonce returns the Discord nonce of a part of a message: the same for every
// attempt, 22 characters (25 are allowed).
func nonce(key string, part int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s/%d", key, part))
	return base64.RawURLEncoding.EncodeToString(sum[:])[:22]
}
