package bot

import (
	"context"
	"time"

	"dateline/bot/wire"
	"dateline/store/recall"
)

// stand keeps in mind a message of a call that rests on sentences of articles and that more
// than its token can change: others read it, or it stands in direct messages. One that is
// written anew may rest on nothing any more.
func (c *call) stand(made wire.Landed, rests []recall.Quote) {
	if made.ID != 0 && c.private() == 0 && (c.stays || len(rests) > 0) {
		c.stood = append(c.stood, c.here().answer(made, rests, c.asked))
	}
}

// answer is a message that answers what was asked, found after a time.
func (q asking) answer(made wire.Landed, rests []recall.Quote, found time.Time) recall.Answer {
	out := recall.Answer{Message: int64(made.ID), Channel: int64(made.ChannelID), Owner: q.owner(), Lang: q.words.Lang(), Rests: rests,
		Found: found}
	if out.Channel == 0 {
		out.Channel = q.channel
	}
	return out
}

// stands notes which messages stand in Discord and on which sentences they rest, so that
// they are edited when one of them is taken back: once all are sent, for nobody waits for it.
// Between the two a crash leaves an answer that can only be deleted by hand.
func (b *Bot) stands(answers []recall.Answer) {
	const most = 20 * time.Second // for one of three tries
	if len(answers) == 0 {
		return
	}
	var err error
	for range 3 {
		ctx, cancel := context.WithTimeout(context.Background(), most)
		err = b.Store.AnswersStand(ctx, answers...)
		cancel()
		if err == nil {
			return
		}
	}
	b.Log.Error("answers stand that will not be taken back", "messages", len(answers), "first", answers[0].Message, "err", err)
}
