package bot

import (
	"context"

	"dateline/bot/wire"
	"dateline/store/recall"
)

// stand notes a message of a call that rests on sentences of articles and that more than
// its token can change: others read it, or it stands in direct messages.
func (c *call) stand(ctx context.Context, b *Bot, made wire.Landed, rests []recall.Quote) {
	if c.private() == 0 {
		b.stands(ctx, c.here(), made, rests)
	}
}

// stands notes that a message stands in Discord and on which sentences it rests, so that it
// is edited when one of them is taken back.
func (b *Bot) stands(ctx context.Context, of asking, made wire.Landed, rests []recall.Quote) {
	if len(rests) == 0 || made.ID == 0 {
		return
	}
	answer := recall.Answer{Message: int64(made.ID), Channel: int64(made.ChannelID), Owner: of.owner(), Lang: of.words.Lang(), Rests: rests}
	if answer.Channel == 0 {
		answer.Channel = of.channel
	}
	b.note(ctx, "that an answer stands", b.Store.AnswerStands(context.WithoutCancel(ctx), answer))
}
