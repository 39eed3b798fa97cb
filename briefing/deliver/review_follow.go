package deliver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/store"
	"dateline/store/state"
)

const (
	watchAgain = 5 * time.Second // between looks at a briefing that is about to arrive
	watchWhile = 2 * time.Minute // so long after its time, then every followAgain
	watchFor   = 24 * time.Hour  // after its time a message that cannot be changed is left as it is
)

// tellReview lets a message for moderators say how the briefing stands that it is
// about, until that has ended.
func (f *Follower) tellReview(ctx context.Context, p store.Post, ch store.Channel) error {
	pay, err := message.ParsePayload(p.Payload)
	if err == nil && pay.Review == nil {
		err = errors.New("it is none")
	}
	if err != nil {
		return f.leave(ctx, p, fmt.Errorf("read the review %s: %w", p.Key, err))
	}
	slot, err := f.Store.Slot(ctx, p.Slot)
	if errors.Is(err, store.ErrNotFound) {
		return f.leave(ctx, p, err)
	} else if err != nil {
		return err
	}
	text := reviewText{layout: f.Layout, words: phrases.In(pay.Lang), review: *pay.Review, slot: slot}
	if text.posts, err = f.Store.SlotPosts(ctx, slot.ID); err != nil {
		return err
	}
	if len(text.posts) > 0 {
		if text.channel, err = f.Store.Channel(ctx, text.posts[0].Channel); err != nil {
			return err
		}
	}
	var stage message.Stage
	if pay.Content, stage = text.draw(); pay.Content != pay.Review.Shown || stage != pay.Review.Stage {
		pay.Review.Stage = stage
		if p, err = f.edit(ctx, p, ch, pay); err != nil {
			return f.editFailed(ctx, p, text, err)
		}
	}
	return f.watch(ctx, p, text)
}

// edit changes a message for moderators, soon after it began or not at all: what it
// says would be out of date. What stands is unknown until that is done; whoever finds
// it so changes it once more, which does no harm.
func (f *Follower) edit(ctx context.Context, p store.Post, ch store.Channel, pay message.Payload) (store.Post, error) {
	note := func(shown string) error {
		pay.Review.Shown = shown
		body, err := json.Marshal(pay)
		if err == nil {
			p, err = f.Store.RewriteFollowUp(ctx, p, string(body))
		}
		return err
	}
	began := guard.Now(f.Now)
	err := note("")
	if err != nil {
		return p, err
	}
	if p, err = f.Store.SettleFollowUp(ctx, p, state.FollowReview, followLease); err != nil {
		return p, err
	}
	step(f.Step, "follow: before edit")
	sctx, cancel := context.WithTimeout(ctx, sendDeadline)
	defer cancel()
	err = f.Poster.Edit(sctx, ch, p.MessageID, Message{Post: p.ID, Marker: p.Marker, Leave: began.Add(leaveWithin), Payload: pay})
	step(f.Step, "follow: after edit")
	if err != nil {
		return p, err
	}
	err = note(pay.Content)
	return p, err
}

// editFailed tries again later, unless the message is gone or its time long over.
func (f *Follower) editFailed(ctx context.Context, p store.Post, t reviewText, cause error) error {
	if errors.Is(cause, store.ErrLost) {
		return cause
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	failed := &SendError{Kind: Doubtful, Reason: cause.Error(), Err: cause}
	errors.As(cause, &failed)
	if p.Error = failed.Reason; failed.Kind == Rejected || errors.Is(cause, ErrAbsent) ||
		guard.Now(f.Now).Sub(time.UnixMilli(t.review.Due)) > watchFor {
		return f.leave(ctx, p, cause)
	}
	_, err := f.Store.SettleFollowUp(ctx, p, state.FollowReview, max(failed.Wait, followAgain))
	return err
}

// leave leaves a message as it is.
func (f *Follower) leave(ctx context.Context, p store.Post, why error) error {
	guard.Logger(f.Log).Warn("a message for moderators is not kept up to date", "post", p.ID, "err", why)
	_, err := f.Store.SettleFollowUp(ctx, p, "", 0)
	return err
}

// watch looks again when something may have changed by itself: at the briefing's
// time, and from then on until it has arrived or ended.
func (f *Follower) watch(ctx context.Context, p store.Post, t reviewText) error {
	if t.slot.State == state.SlotDone || t.slot.State == state.SlotSkipped {
		_, err := f.Store.SettleFollowUp(ctx, p, "", 0)
		step(f.Step, "follow: review ended")
		return err
	}
	now, due := guard.Now(f.Now), time.UnixMilli(t.review.Due)
	wait := followAgain
	switch stage := t.stage(); {
	case stage == message.StageHeld && len(t.posts) > 0:
		wait = t.posts[0].Expire.Sub(now)
	case stage == message.StageOpen && !t.unwritten() && now.Before(due):
		wait = due.Sub(now)
	case now.Sub(due) < watchWhile:
		wait = watchAgain
	}
	_, err := f.Store.SettleFollowUp(ctx, p, state.FollowReview, max(wait, time.Second))
	return err
}
