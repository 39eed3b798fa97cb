package deliver

import (
	"context"
	"errors"
	"fmt"

	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/unsay"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/state"
)

// recallAnswers edits the answers that stand in Discord and rest on what was taken back: of
// an answer no words are kept, so dated words take its place, and it can be asked for again.
func (f *Follower) recallAnswers(ctx context.Context) (int, error) {
	for n := range followMost {
		answer, back, err := f.Store.ClaimAnswer(ctx, followLease)
		if errors.Is(err, store.ErrNotFound) {
			return n, nil
		}
		if err != nil {
			return n, err
		}
		step(f.Step, "recall: answer claimed")
		if err := f.unsayAnswer(ctx, answer, back); err != nil && !errors.Is(err, store.ErrLost) {
			return n, fmt.Errorf("edit the answer %d: %w", answer.Message, err)
		}
	}
	return followMost, nil
}

func (f *Follower) unsayAnswer(ctx context.Context, a recall.Answer, back recall.Retraction) error {
	channel := store.Channel{Kind: state.ChannelDM, DiscordID: a.Channel, Owner: a.Owner}
	if _, err := fmt.Sscanf(a.Owner, "guild:%d", &channel.GuildID); err == nil {
		channel.Kind = state.ChannelText
	}
	server, err := serverOf(ctx, f.Store, channel)
	if err != nil {
		return err
	}
	say := unsay.Text{Words: phrases.In(a.Lang), Zone: zoneOf(server), Layout: f.Layout, Most: messageMost}
	leave := guard.Now(f.Now).Add(leaveWithin)
	sctx, cancel := context.WithTimeout(ctx, sendDeadline)
	defer cancel()
	step(f.Step, "recall: before edit of an answer")
	err = f.Poster.Edit(sctx, channel, a.Message, Message{Leave: leave, Payload: message.Payload{Content: say.Answer(back), Lang: a.Lang}})
	step(f.Step, "recall: after edit of an answer")
	failed := &SendError{Kind: Doubtful}
	switch {
	case err == nil:
		return f.Store.SettleAnswer(context.WithoutCancel(ctx), a, state.RecallEdited, "", 0)
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, ErrAbsent):
		return f.Store.SettleAnswer(ctx, a, state.RecallGone, "the message is not there", 0)
	case !errors.As(err, &failed):
		failed.Reason = err.Error()
	}
	if wait, again := failed.editAgain(a.Tries); again {
		return f.Store.SettleAnswer(ctx, a, state.RecallEdit, failed.Reason, wait)
	}
	guard.Logger(f.Log).Error("an answer goes on showing what was taken back: delete it by hand", "channel", a.Channel,
		"message", a.Message, "reason", failed.Reason)
	return f.Store.SettleAnswer(ctx, a, state.RecallFailed, failed.Reason, 0)
}
