package brief

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/state"
)

const (
	turnAsked   = 200 * time.Millisecond // between two looks whether another's turn is over: without a model it takes less than a second
	turnRenewed = store.LeaseTime / 3    // like every lease: two renewals may fail before it ends
)

// Brief writes a briefing, shows it, and records for a terminal channel that it
// was told. Of several processes, holder names this one, one at a time does so:
// the next opens the ledger that holds what it told.
func (w *Writer) Brief(ctx context.Context, holder string, req Request, out io.Writer, show func(io.Writer, Briefing) error) error {
	if req.Channel.ID == 0 {
		return w.brief(ctx, req, out, show, nil)
	}
	name := fmt.Sprintf("terminal:%d", req.Channel.ID)
	lease, err := w.turn(ctx, name, holder)
	if err != nil {
		return fmt.Errorf("wait for channel %q: %w", req.Channel.Name, err)
	}
	defer func() { _ = w.Store.ReleaseLease(context.WithoutCancel(ctx), lease) }()
	if now := guard.Now(w.Now); req.Live { // the wait counts
		req.From, req.At = req.From.Add(now.Sub(req.At)), now
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go w.keepTurn(ctx, name, holder)
	return w.brief(ctx, req, out, show, func() error {
		now, err := w.Store.TakeLease(ctx, name, holder, store.LeaseTime)
		if err == nil && now.Epoch != lease.Epoch {
			err = store.ErrLost
		}
		if err != nil {
			return fmt.Errorf("nothing was told in channel %q, run it again: %w", req.Channel.Name, err)
		}
		return nil
	})
}

// brief writes and tells; sure, if there is one, proves at the last moment that
// this process may.
func (w *Writer) brief(ctx context.Context, req Request, out io.Writer, show func(io.Writer, Briefing) error, sure func() error) error {
	brief, err := w.Write(ctx, req)
	if err != nil {
		return err
	}
	if sure != nil {
		if err := sure(); err != nil {
			return err
		}
	}
	return w.Tell(ctx, brief, out, func(o io.Writer) error { return show(o, brief) })
}

// turn waits until no other process tells the channel anything.
func (w *Writer) turn(ctx context.Context, name, holder string) (store.Lease, error) {
	for said := false; ; said = true {
		lease, err := w.Store.TakeLease(ctx, name, holder, store.LeaseTime)
		if !errors.Is(err, store.ErrLost) {
			return lease, err
		}
		if !said {
			guard.Logger(w.Log).Info("another process tells this channel something: waiting for it")
		}
		select {
		case <-ctx.Done():
			return lease, ctx.Err()
		case <-time.After(turnAsked):
		}
	}
}

// keepTurn renews the lease while a model writes. That it is still ours is
// proved before anything is told.
func (w *Writer) keepTurn(ctx context.Context, name, holder string) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-time.After(turnRenewed):
			if _, err := w.Store.TakeLease(ctx, name, holder, store.LeaseTime); err != nil && ctx.Err() == nil {
				guard.Logger(w.Log).Warn("the lease of a channel was not renewed", "err", err)
			}
		}
	}
}

// Tell prints a briefing to a terminal channel and records that it was told:
// the post with its claims first, sent once the output is flushed.
func (w *Writer) Tell(ctx context.Context, b Briefing, out io.Writer, show func(io.Writer) error) error {
	if b.channel.ID == 0 {
		return flush(out, show)
	}
	now := guard.Now(w.Now)
	payload := message.Payload{Waits: b.Waits, Looked: b.Looked.UnixMilli(), Known: b.Known}
	var items []int64
	for _, x := range b.Items() {
		payload.Stories = append(payload.Stories, message.PostStory{Story: x.ID, Title: x.Title})
		items = append(items, x.ID)
	}
	body, err := json.Marshal(payload)
	if err != nil {
		return err
	}
	post, err := w.Store.AddNewPost(ctx, b.NewPost(store.Post{
		Key:     fmt.Sprintf("terminal:%d:%d:%d", b.channel.ID, b.At.UnixMilli(), now.UnixNano()),
		Channel: b.channel.ID,
		Kind:    state.PostTerminal, Payload: string(body), Marker: b.Heading(), State: state.PostReady, Cut: b.At, Due: now,
		Expire: now.Add(time.Hour)}, items))
	if err != nil {
		return fmt.Errorf("record the briefing of channel %q: %w", b.channel.Name, err)
	}
	if err := flush(out, show); err != nil {
		return err
	}
	if err := w.Store.MarkPost(ctx, post, state.PostReady, state.PostSent); err != nil {
		return fmt.Errorf("record that channel %q was told: %w", b.channel.Name, err)
	}
	return nil
}

func flush(out io.Writer, show func(io.Writer) error) error {
	buf := bufio.NewWriter(out)
	if err := show(buf); err != nil {
		return err
	}
	return buf.Flush()
}
