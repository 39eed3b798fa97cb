package bot

import (
	"cmp"
	"context"
	"time"

	"dateline/briefing/message"
	"dateline/briefing/recap"
	"dateline/briefing/rights"
	"dateline/store"
)

// catchUpCommand is /catchup: what this channel was told since the person asked last.
func (b *Bot) catchUpCommand(ctx context.Context, c *call) (response, error) {
	const first, most = 24 * time.Hour, 14 * 24 * time.Hour // how far back it goes the first time, and at most
	if c.guild == 0 {
		return c.say("catchup_dm"), nil
	}
	channel, err := b.toldChannel(ctx, c)
	if err != nil {
		return response{}, err
	}
	if channel.ID == 0 {
		return c.say("catchup_not_here"), nil
	}
	before, err := b.Store.CaughtUp(ctx, c.user, channel.DiscordID)
	if err != nil {
		return response{}, err
	}
	scope, err := b.scope(ctx, c.guild, c.user)
	if err != nil {
		return response{}, err
	}
	now := b.now()
	after := before
	switch {
	case before.IsZero():
		after = now.Add(-first)
	case before.Before(now.Add(-most)):
		after = now.Add(-most)
	}
	hidden, err := b.Store.Hidden(ctx, c.person(), now)
	if err != nil {
		return response{}, err
	}
	var told recap.Recap
	err = b.quoting(ctx, c.here(), func(talk *rights.Tally) (err error) {
		told, err = recap.Question{Store: b.Store, Scope: scope, Channel: channel, Hidden: hidden, After: after, Till: now,
			Talk: talk}.Read(ctx)
		return err
	})
	if err != nil {
		return response{}, err
	}
	blocks := told.Blocks(cmp.Or(channel.Name, c.channelName()), after, now.In(b.zone(ctx, c.guild)), c.words)
	ends := "catchup_next"
	if before.IsZero() {
		ends = "catchup_first"
	}
	blocks = append(blocks, message.Block{Kind: message.Small, Runs: message.Plain(c.words.Say(ends))})
	if err := b.Store.CatchUp(ctx, c.user, c.guild, channel.DiscordID, now); err != nil {
		return response{}, err
	}
	return response{blocks: blocks}, b.Store.SawIn(ctx, c.user, c.guild)
}

// toldChannel is the channel that a command was typed in, or which its thread hangs on,
// as far as something may be posted there; without id where nothing is.
func (b *Bot) toldChannel(ctx context.Context, c *call) (store.Channel, error) {
	all, err := b.Store.GuildChannels(ctx, c.guild)
	if err != nil {
		return store.Channel{}, err
	}
	for _, id := range []int64{int64(c.in.ChannelID), int64(c.in.Channel.V.Parent)} {
		for _, ch := range all {
			if id != 0 && ch.DiscordID == id {
				return ch, nil
			}
		}
	}
	return store.Channel{}, nil
}
