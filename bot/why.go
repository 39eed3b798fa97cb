package bot

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dateline/bot/layout"
	"dateline/briefing/brief"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/state"
)

// whySpan is how far back "why?" looks; without words it tells of the newest
// briefing and those of the day before it.
const whySpan = 7 * 24 * time.Hour

// whyCommand is /why: what became of a story in this channel.
func (b *Bot) whyCommand(ctx context.Context, c *call) (response, error) {
	since := b.now().Add(-whySpan)
	slots, err := brief.RecentSlots(ctx, b.Store, c.guild, int64(c.in.ChannelID), since)
	if err != nil {
		return response{}, err
	}
	query := brief.WhyQuery{Channel: cmp.Or(layout.Clip(c.in.Channel.V.Name.V, 100), "this channel"), Words: c.text("story"),
		Zone: b.zone(ctx, c.guild)}
	if len(slots) == 0 {
		return b.noBriefing(ctx, c)
	}
	if query.Slots = slots; query.Words == "" {
		day := slots[0].Due.Add(-24 * time.Hour)
		query.Slots = slices.DeleteFunc(slots, func(x store.Slot) bool { return !x.Due.After(day) })
	}
	if query.Unsent, err = b.unsent(ctx, query.Slots); err != nil {
		return response{}, err
	}
	if query.Words == "" {
		return response{blocks: brief.Why(query)}, nil
	}
	scope, err := b.scope(ctx, c.guild, c.user)
	if err != nil {
		return response{}, err
	}
	if query.Read, err = brief.ReadStories(ctx, b.Store, scope, store.Range{From: since, To: b.now()}, query.Words); err != nil {
		return response{}, err
	}
	return response{blocks: brief.Why(query)}, nil
}

// unsent says of slots that were written and have not arrived what became of them.
func (b *Bot) unsent(ctx context.Context, slots []store.Slot) (map[int64]string, error) {
	out := map[int64]string{}
	for _, x := range slots {
		posts, err := b.Store.SlotPosts(ctx, x.ID)
		if err != nil {
			return nil, err
		}
		for _, p := range posts {
			switch p.State {
			case state.PostSent:
			case state.PostFailed, state.PostExpired:
				out[x.ID] = "could not be posted"
			case state.PostUnproven:
				out[x.ID] = "may not have arrived"
			default:
				out[x.ID] = "is not posted yet"
			}
		}
	}
	return out, nil
}

// noBriefing says why a channel has had none lately, and when its next one comes.
func (b *Bot) noBriefing(ctx context.Context, c *call) (response, error) {
	all, err := b.Store.Schedules(ctx, c.guild)
	if err != nil {
		return response{}, err
	}
	var here []message.Block
	for _, x := range all {
		if x.Channel.DiscordID == int64(c.in.ChannelID) {
			here = append(here, message.Block{Kind: message.Item, Runs: b.scheduleLine(x)})
		}
	}
	switch {
	case len(here) > 0:
		return response{blocks: append(paras("No briefing was written for this channel in the last 7 days."), here...)}, nil
	case len(all) == 0:
		return say("Nothing is posted by itself in this server yet, so there is nothing to explain. Those who manage the server can " +
			"change that with /schedule add."), nil
	}
	return say("No briefings are posted in this channel. Ask in a channel where they are."), nil
}

// completeStory suggests the stories that were weighed for this channel.
func (b *Bot) completeStory(ctx context.Context, c *call, typed string) ([]choice, error) {
	slots, err := brief.RecentSlots(ctx, b.Store, c.guild, int64(c.in.ChannelID), b.now().Add(-whySpan))
	var out []choice
	seen := map[string]bool{}
	for _, x := range slots {
		for _, t := range brief.Traces(x) {
			if t.Title != "" && !seen[t.Title] && holds(t.Title, typed) {
				seen[t.Title] = true
				out = append(out, choice{t.Title, wholeWords(t.Title, 100)})
			}
		}
	}
	return out, err
}

// wholeWords is the start of a text of at most n characters that ends with a word.
func wholeWords(s string, n int) string {
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	cut := string(runes[:n])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		return cut[:i]
	}
	return cut
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

var errOldButton = userErrorf("I no longer know what this belongs to: its briefing was erased.")

// whyPost explains one briefing.
func (b *Bot) whyPost(ctx context.Context, c *call, id string) (response, error) {
	post, channel, err := b.postOf(ctx, c, id)
	if err != nil {
		return response{}, err
	}
	slot, err := b.Store.Slot(ctx, post.Slot)
	if err != nil {
		if gone(err) {
			err = errOldButton
		}
		return response{}, err
	}
	return response{blocks: brief.Why(brief.WhyQuery{Channel: channel.Name, Slots: []store.Slot{slot}, Zone: b.zone(ctx, c.guild)})}, nil
}

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
	scope, err := b.scope(ctx, c.guild, c.user)
	if err != nil {
		return response{}, err
	}
	blocks, err := b.Press.Writer.Dossier(ctx, scope, pay.Menu[pos].Story, b.zone(ctx, c.guild))
	if gone(err) {
		return response{}, userErrorf("What I read about this can no longer be shown here: its sources were removed.")
	}
	if err != nil {
		return response{}, err
	}
	return response{blocks: blocks, rows: row(askButton(post.ID))}, nil
}
