package bot

import (
	"cmp"
	"context"
	"fmt"
	"regexp"
	"strconv"

	"dateline/bot/card"
	"dateline/bot/layout"
	"dateline/briefing/message"
	"dateline/briefing/profile"
	"dateline/briefing/why"
	"dateline/store"
	"dateline/store/state"
)

// whyQuestion is what somebody wants to know about the channel he or she is in.
func (b *Bot) whyQuestion(ctx context.Context, c *call) (why.Question, error) {
	scope, err := b.scope(ctx, c.guild, c.user)
	return why.Question{Store: b.Store, Scope: scope, Guild: c.guild, User: c.user, Channel: int64(c.in.ChannelID), Name: c.channelName(),
		Now: b.now(), Zone: b.zone(ctx, c.guild)}, err
}

// channelName is the name of the channel a command was typed in.
func (c *call) channelName() string {
	return cmp.Or(layout.Clip(message.Printable(c.in.Channel.V.Name.V), 100), c.words.Say("why_here"))
}

// whyCommand is /why: what became of a story in this channel. It is asked for by
// its words, by an article's address, or by a message of ours.
func (b *Bot) whyCommand(ctx context.Context, c *call) (response, error) {
	asked := c.text("story")
	if part := ofMessage.FindStringSubmatch(asked); part != nil {
		message, err := strconv.ParseInt(cmp.Or(part[1], part[2]), 10, 64)
		if err != nil {
			return response{}, refuse("why_no_post")
		}
		return b.whyMessage(ctx, c, message)
	}
	question, err := b.whyQuestion(ctx, c)
	if err != nil {
		return response{}, err
	}
	question.Asked = asked
	answer, err := question.Answer(ctx)
	if err != nil {
		return response{}, err
	}
	if len(answer.Schedules)+answer.Posted == 0 || len(answer.Slots)+len(answer.Stories) == 0 {
		return b.noBriefing(ctx, c, answer)
	}
	return response{blocks: answer.Blocks(c.words), rows: b.whyRows(c, answer)}, nil
}

// ofMessage is the link to a message, or its number.
var ofMessage = regexp.MustCompile(`^<?https://(?:ptb\.|canary\.)?discord(?:app)?\.com/channels/[0-9]{1,20}/[0-9]{1,20}/([0-9]{1,20})>?$` +
	`|^([0-9]{17,20})$`)

// whyMessage explains the briefing that a message of ours in this channel tells.
func (b *Bot) whyMessage(ctx context.Context, c *call, message int64) (response, error) {
	post, channel, err := b.Store.PostedAs(ctx, c.guild, message)
	switch {
	case gone(err):
		return response{}, refuse("why_no_post")
	case err != nil:
		return response{}, err
	case channel.DiscordID != int64(c.in.ChannelID): // who asks may not be allowed to read there
		return response{}, refuse("why_other_channel")
	}
	return b.whyTold(ctx, c, post, channel)
}

// whyPost explains the briefing that a button stands under.
func (b *Bot) whyPost(ctx context.Context, c *call, id string) (response, error) {
	post, channel, err := b.postOf(ctx, c, id)
	if err != nil {
		return response{}, err
	}
	return b.whyTold(ctx, c, post, channel)
}

// whyTold explains what a post tells: a briefing, or an alert by the rule of its channel.
func (b *Bot) whyTold(ctx context.Context, c *call, post store.Post, channel store.Channel) (response, error) {
	if post.Kind == state.PostAlert {
		least := profile.ParseChannel(channel.Profile).Alerts.Reports
		return c.say("why_alert", c.words.Count(least, "independent_reports")), nil
	}
	return b.whySlot(ctx, c, post.Slot)
}

// whySlot explains one briefing.
func (b *Bot) whySlot(ctx context.Context, c *call, slot int64) (response, error) {
	question, err := b.whyQuestion(ctx, c)
	if err != nil {
		return response{}, err
	}
	question.Slot = slot
	answer, err := question.Answer(ctx)
	if gone(err) {
		return response{}, errOldButton
	}
	return response{blocks: answer.Blocks(c.words)}, err
}

// noBriefing says why a channel has had none lately, and when its next one comes.
func (b *Bot) noBriefing(ctx context.Context, c *call, got why.Answer) (response, error) {
	if len(got.Schedules) == 0 {
		all, err := b.Store.Schedules(ctx, c.guild)
		if len(all) == 0 {
			return c.say("why_no_schedule"), err
		}
		return c.say("why_not_here"), err
	}
	blocks, first := paras(c.words.Say("why_no_briefing")), true
	for _, x := range got.Schedules {
		first = first && x.Last.IsZero()
	}
	if first {
		blocks = paras(c.words.Say("why_first"))
	}
	if got.Asked != "" {
		blocks = append(got.Blocks(c.words), blocks...)
	}
	for _, x := range got.Schedules {
		blocks = append(blocks, message.Block{Kind: message.Item, Runs: b.speaker(c.words).Line(x)})
	}
	return response{blocks: blocks}, nil
}

// completeStory suggests the stories that were weighed for this channel.
func (b *Bot) completeStory(ctx context.Context, c *call, typed string) ([]choice, error) {
	titles, err := why.Question{Store: b.Store, Guild: c.guild, Channel: int64(c.in.ChannelID), Now: b.now()}.Titles(ctx)
	var out []choice
	for _, title := range titles {
		if holds(title, typed) {
			out = append(out, choice{title, card.Cut(title)})
		}
	}
	return out, err
}

// postOf is the post that a button stands under, if it is this server's.
func (b *Bot) postOf(ctx context.Context, c *call, id string) (store.Post, store.Channel, error) {
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return store.Post{}, store.Channel{}, errOldButton
	}
	post, err := b.Store.Post(ctx, n)
	if err != nil {
		if gone(err) {
			err = errOldButton
		}
		return post, store.Channel{}, err
	}
	channel, err := b.Store.Channel(ctx, post.Channel)
	if err != nil {
		return post, channel, err
	}
	if channel.GuildID != c.guild || c.guild == 0 && channel.UserID != c.user {
		return post, channel, errOldButton
	}
	return post, channel, nil
}

var errOldButton = refuse("button_old")

// openStory shows what stands behind one story of a briefing.
func (b *Bot) openStory(ctx context.Context, c *call, id string) (response, error) {
	post, _, err := b.postOf(ctx, c, id)
	if err != nil {
		return response{}, err
	}
	pay, err := message.ParsePayload(post.Payload)
	if err != nil {
		return response{}, fmt.Errorf("read post %d: %w", post.ID, err)
	}
	pos := -1
	if chosen := c.in.Data.V.Values.V; len(chosen) == 1 {
		if n, err := strconv.Atoi(chosen[0]); err == nil {
			pos = n
		}
	}
	if pos < 0 || pos >= len(pay.Menu) {
		return response{}, errOldButton
	}
	return b.openCard(ctx, c, pay.Menu[pos].Story)
}
