package deliver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/state"
)

const (
	// publishMost is how many messages of a channel Discord publishes in publishIn
	// (https://support.discord.com/hc/en-us/articles/360032008192-Announcement-Channels-FAQ)
	publishMost = 10
	publishIn   = time.Hour // after this a message that was not published is given up: it is no news any more
	followLease = time.Minute
	followAgain = time.Minute // between two tries
	followMost  = 100         // messages that one pass looks after
)

// Follower does what is left to do once a message stands: it takes out of messages what
// was taken back, publishes briefings of announcement channels to the servers that
// follow them, and lets the messages in which moderators see a briefing say what has
// become of it. What fails here holds up no post. What was taken back is leased message by
// message, the rest is done under the Deliverer's lease. Run does one pass.
type Follower struct {
	Store  *store.Store
	Poster Poster
	Layout func([]message.Block) []message.Part
	Holder string // the Deliverer's
	Now    func() time.Time
	Log    *slog.Logger // nil: silent
	Step   func(point string)

	busy   map[int64]time.Time // until when a channel publishes nothing more, by Discord's word
	forgot bool                // this process has looked for words of removed claims
}

// Run does what is due and returns how many messages it has looked after: first what
// was taken back is taken out of what is stored and of the messages.
func (f *Follower) Run(ctx context.Context) (int, error) {
	recalled, err := f.recall(ctx)
	if err != nil {
		return recalled, err
	}
	answers, err := f.recallAnswers(ctx)
	if err != nil {
		return recalled + answers, err
	}
	followed, err := f.followAll(ctx)
	return recalled + answers + followed, err
}

func (f *Follower) followAll(ctx context.Context) (int, error) {
	for n := range followMost {
		if _, err := f.Store.TakeLease(ctx, "deliver", f.Holder, store.LeaseTime); errors.Is(err, store.ErrLost) {
			return n, store.ErrBusy
		} else if err != nil {
			return n, err
		}
		post, err := f.Store.ClaimFollowUp(ctx, followLease, publishMost, publishIn)
		if errors.Is(err, store.ErrNotFound) {
			return n, nil
		} else if err != nil {
			return n, fmt.Errorf("claim what is left to do with a message: %w", err)
		}
		step(f.Step, "follow: claimed")
		if err := f.follow(ctx, post); err != nil && !errors.Is(err, store.ErrLost) {
			return n, fmt.Errorf("look after post %d: %w", post.ID, err)
		}
	}
	return followMost, nil
}

// follow does what is left to do with one message.
func (f *Follower) follow(ctx context.Context, p store.Post) error {
	channel, err := f.Store.Channel(ctx, p.Channel)
	if err != nil {
		return err
	}
	if p.Follow == state.FollowReview {
		return f.tellReview(ctx, p, channel)
	}
	return f.publish(ctx, p, channel)
}

// publish publishes one message, or gives it up: when Discord refuses it for good
// or wants to wait for longer than publishIn.
func (f *Follower) publish(ctx context.Context, p store.Post, ch store.Channel) error {
	now := guard.Now(f.Now)
	left := publishIn - now.Sub(p.Last)
	if left <= 0 {
		return f.giveUp(ctx, p, "it waited for an hour")
	}
	if wait := f.busy[ch.ID].Sub(now); wait > 0 {
		return f.later(ctx, p, wait, left)
	}
	sctx, cancel := context.WithTimeout(ctx, sendDeadline)
	err := f.Poster.Publish(sctx, ch, p.MessageID)
	cancel()
	step(f.Step, "follow: after publishing")
	if err == nil {
		p.Error = ""
		if _, err := f.Store.SettleFollowUp(ctx, p, state.FollowPublished, 0); err != nil {
			return err
		}
		step(f.Step, "follow: published")
		return nil
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	failed := &SendError{Kind: Doubtful, Reason: err.Error(), Err: err}
	errors.As(err, &failed)
	p.Error = failed.Reason
	if failed.Kind == Rejected {
		return f.giveUp(ctx, p, failed.Reason)
	}
	if failed.Wait > 0 {
		if f.busy == nil {
			f.busy = map[int64]time.Time{}
		}
		f.busy[ch.ID] = now.Add(failed.Wait)
	}
	return f.later(ctx, p, max(failed.Wait, followAgain), left)
}

// later publishes after a while, if there is time for it.
func (f *Follower) later(ctx context.Context, p store.Post, wait, left time.Duration) error {
	if wait >= left {
		return f.giveUp(ctx, p, "Discord publishes no more messages of this channel for an hour")
	}
	_, err := f.Store.SettleFollowUp(ctx, p, state.FollowPublish, wait)
	return err
}

// giveUp leaves a message unpublished.
func (f *Follower) giveUp(ctx context.Context, p store.Post, why string) error {
	if p.Error == "" {
		p.Error = why
	}
	guard.Logger(f.Log).Warn("a message was not published to the channel's followers", "post", p.ID, "channel", p.Channel,
		"reason", p.Error)
	_, err := f.Store.SettleFollowUp(ctx, p, state.FollowUnpublished, 0)
	return err
}
