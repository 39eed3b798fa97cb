package bot

import (
	"context"
	"time"

	"dateline/bot/wire"
	"dateline/briefing/compare"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
)

// checkCommand holds a message, in whose menu the command was chosen, against what was
// read. Only whoever asked sees what is found; the message goes to no model and is not kept.
func (b *Bot) checkCommand(ctx context.Context, c *call) (response, error) {
	target, ok := c.in.Data.V.Resolved.V.Messages.V[c.in.Data.V.Target.String()]
	if !ok {
		return response{}, refuse("check_unseen")
	}
	query := c.here()
	query.text = target.Text()
	blocks, err := b.check(ctx, query)
	return response{blocks: blocks}, err
}

// checkForwarded does the same for what a person forwards in direct messages.
func (b *Bot) checkForwarded(ctx context.Context, m *wire.Message, words *phrases.Words) []message.Block {
	said := wire.Written{Content: m.Content, Snapshots: m.Snapshots}.Text()
	blocks, err := b.check(ctx, asking{channel: int64(m.ChannelID), user: int64(m.Author.ID), text: said, words: words})
	if err != nil {
		return b.replyForError(words, "forwarded message", err).blocks
	}
	return blocks
}

// check holds a text against what its reader may see, within his or her limits.
func (b *Bot) check(ctx context.Context, q asking) ([]message.Block, error) {
	done, err := b.limits.enter(q.user, time.Now())
	if err != nil {
		b.count("limited")
		return nil, err
	}
	defer done()
	scope, err := b.scope(ctx, q.guild, q.user)
	if err != nil {
		return nil, err
	}
	checker := compare.Checker{Archive: b.Answerer.Archive, Store: b.Store, Log: b.Log}
	var result compare.Result
	err = b.quoting(ctx, q, func(talk *rights.Tally) (err error) {
		result, err = checker.Check(ctx, compare.Question{Text: q.text, Scope: scope, At: b.now(), Talk: talk})
		return err
	})
	if err != nil {
		return nil, err
	}
	b.count("checked")
	if q.guild != 0 {
		if err := b.Store.SawIn(ctx, q.user, q.guild); err != nil {
			return nil, err
		}
	}
	return result.Blocks(b.now().In(b.zone(ctx, q.guild)), q.words), nil
}
