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
	"dateline/briefing/unsay"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/state"
)

const (
	rewriteMost = 50            // posts that are read at once
	editFirst   = time.Minute   // before the second try of an edit, doubled with each one
	editWaits   = time.Hour     // at most between two tries,
	editShut    = 6 * time.Hour // in a channel that is closed
	editTries   = 60            // two weeks in a closed channel, two days in another
	messageMost = 1990          // UTF-16 units of a message
)

// recall takes out of what is stored, and then of the messages, what was taken back.
func (f *Follower) recall(ctx context.Context) (int, error) {
	rewritten, err := f.Rewrite(ctx)
	if err != nil {
		return rewritten, err
	}
	for n := range followMost {
		post, err := f.Store.ClaimEdit(ctx, followLease)
		if errors.Is(err, store.ErrNotFound) {
			return rewritten + n, nil
		}
		if err != nil {
			return rewritten + n, fmt.Errorf("claim a message to edit: %w", err)
		}
		step(f.Step, "recall: claimed")
		if err := f.unsay(ctx, post); err != nil && !errors.Is(err, store.ErrLost) {
			return rewritten + n, fmt.Errorf("edit post %d: %w", post.ID, err)
		}
	}
	return rewritten + followMost, nil
}

// Rewrite stores posts without what was taken back, whatever has become of them, and
// erases the words of what was removed once no post is stored with them. It takes no lease
// and sends nothing: a command may do it beside a running program.
func (f *Follower) Rewrite(ctx context.Context) (int, error) {
	done := 0
	for {
		posts, err := f.Store.Rewrites(ctx, rewriteMost)
		if err != nil {
			return done, err
		}
		for _, p := range posts {
			if err := f.rewriteOne(ctx, p); err != nil && !errors.Is(err, store.ErrLost) {
				return done, fmt.Errorf("rewrite post %d: %w", p.ID, err)
			}
			step(f.Step, "recall: rewritten")
			done++
		}
		if len(posts) == 0 {
			break
		}
	}
	if done == 0 && f.forgot {
		return 0, nil
	}
	_, err := f.Store.ForgetRemoved(ctx)
	f.forgot = err == nil
	step(f.Step, "recall: forgotten")
	return done, err
}

func (f *Follower) rewriteOne(ctx context.Context, p store.Post) error {
	back, err := f.Store.RecalledIn(ctx, p.ID)
	if err != nil {
		return err
	}
	channel, err := f.Store.Channel(ctx, p.Channel)
	if err != nil {
		return err
	}
	server, err := serverOf(ctx, f.Store, channel)
	if err != nil {
		return err
	}
	body, err := f.without(p, back, unsay.Text{Zone: zoneOf(server), Layout: f.Layout, Most: messageMost})
	if err != nil {
		return err
	}
	return f.Store.Rewritten(ctx, p, body)
}

// without is a post's content without what was taken back. What cannot be read is
// emptied.
func (f *Follower) without(p store.Post, back []recall.Retraction, say unsay.Text) (string, error) {
	pay, err := message.ParsePayload(p.Payload)
	changed := false
	if err == nil {
		err = guard.Run(f.Log, fmt.Sprint("rewrite post ", p.ID), func() error { // its places may be damaged
			say.Words = phrases.In(pay.Lang)
			pay, changed = say.Payload(pay, p.Marker, back)
			return nil
		})
	}
	if err != nil {
		guard.Logger(f.Log).Warn("a post that shows what was taken back cannot be read and is emptied", "post", p.ID, "err", err)
		return `{}`, nil
	}
	if !changed {
		return p.Payload, nil
	}
	body, err := json.Marshal(pay)
	return string(body), err
}

// unsay edits one message as its post is stored.
func (f *Follower) unsay(ctx context.Context, p store.Post) error {
	channel, err := f.Store.Channel(ctx, p.Channel)
	if err != nil {
		return err
	}
	pay, err := message.ParsePayload(p.Payload)
	if err != nil {
		return f.Store.SettleEdit(ctx, p, state.RecallFailed, err.Error(), 0)
	}
	began := guard.Now(f.Now)
	sctx, cancel := context.WithTimeout(ctx, sendDeadline)
	defer cancel()
	err = f.standing(sctx, &p, &channel)
	if err == nil && p.MessageID != 0 {
		step(f.Step, "recall: before edit")
		err = f.Poster.Edit(sctx, channel, p.MessageID, Message{Post: p.ID, Marker: p.Marker, Leave: began.Add(leaveWithin), Payload: pay,
			Retitle: p.Kind == state.PostAlert})
		step(f.Step, "recall: after edit")
	}
	switch {
	case err == nil:
		err = f.Store.SettleEdit(context.WithoutCancel(ctx), p, state.RecallEdited, "", 0)
		step(f.Step, "recall: edited")
		return err
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrAbsent):
		return f.Store.SettleEdit(ctx, p, state.RecallGone, "the message is not there", 0)
	}
	return f.unsayLater(ctx, p, err)
}

// standing finds the message of a post, of which none may be known, and its place.
func (f *Follower) standing(ctx context.Context, p *store.Post, ch *store.Channel) error {
	if ch.Kind == state.ChannelForum && p.Part > 0 {
		thread, err := f.Store.Thread(ctx, *p)
		if err != nil {
			return fmt.Errorf("%w: its thread is not known", ErrAbsent)
		}
		ch.Kind, ch.DiscordID = state.ChannelThread, thread
	}
	if p.MessageID != 0 || p.State != state.PostUnproven {
		return nil
	}
	id, err := f.Poster.Find(ctx, *ch, p.First.Add(-findBefore), p.Marker)
	p.MessageID = id
	return err
}

// unsayLater tries an edit again after a while, or gives it up.
func (f *Follower) unsayLater(ctx context.Context, p store.Post, cause error) error {
	failed := &SendError{Kind: Doubtful, Reason: cause.Error(), Err: cause}
	errors.As(cause, &failed)
	wait, again := failed.editAgain(p.RecallTries)
	if !again {
		guard.Logger(f.Log).Error("a message goes on showing what was taken back: delete it by hand", "post", p.ID, "channel", p.Channel,
			"message", p.MessageID, "reason", failed.Reason)
		return f.Store.SettleEdit(ctx, p, state.RecallFailed, failed.Reason, 0)
	}
	return f.Store.SettleEdit(ctx, p, state.RecallEdit, failed.Reason, wait)
}

// editAgain is after what time an edit is tried again that has failed, and failed so often before;
// false gives it up.
func (e *SendError) editAgain(tries int) (time.Duration, bool) {
	most := editWaits
	if e.Kind == Closed {
		most = editShut
	}
	return max(min(editFirst<<min(tries, 10), most), e.Wait), tries < editTries && e.Kind != Rejected
}
