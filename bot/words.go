package bot

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"dateline/bot/layout"
	"dateline/bot/wire"
	"dateline/briefing/message"
	"dateline/briefing/profile"
)

// scheduleWords sets the words that a channel hides or leaves out.
func (b *Bot) scheduleWords(ctx context.Context, c *call) (response, error) {
	postable, err := b.postable(ctx, c, cmp.Or(c.id("channel"), int64(c.in.ChannelID)))
	if err != nil {
		return response{}, err
	}
	channel, err := b.channelOf(ctx, c, postable)
	if err != nil {
		return response{}, err
	}
	action := message.Spoiler
	if c.text("action") == message.LeaveOut {
		action = message.LeaveOut
	}
	list := message.NewWordList(c.text("words"), action)
	if err := b.changeChannel(ctx, channel.ID, func(set *profile.Channel) { set.WordList = list }); err != nil {
		return response{}, err
	}
	switch {
	case len(list.Words) == 0:
		return c.say("words_none", channel.Name), nil
	case action == message.LeaveOut:
		return c.say("words_left_out", channel.Name, c.words.List(list.Words)), nil
	}
	return c.say("words_hidden", channel.Name, c.words.List(list.Words)), nil
}

// roomWords is the list of the channel a reply goes to.
type roomWords struct{ message.WordList }

// wordsOf is a channel's list; a thread without its own has that of the channel
// it hangs on. Discord is asked what the channel is where only its id is known.
func (b *Bot) wordsOf(ctx context.Context, guild int64, at wire.ChannelInfo) (roomWords, error) {
	chs, err := b.Store.GuildChannels(ctx, guild)
	if err != nil {
		return roomWords{}, fmt.Errorf("look up a channel's words: %w", err)
	}
	lists := map[int64]message.WordList{}
	for _, ch := range chs {
		if list := profile.ParseChannel(ch.Profile).WordList; len(list.Words) > 0 {
			lists[ch.DiscordID] = list
		}
	}
	if list, ok := lists[int64(at.ID)]; ok || len(lists) == 0 {
		return roomWords{list}, nil
	}
	spot := place{ChannelInfo: at}
	if at.Name.V == "" { // what an interaction brings has one
		if spot, err = b.channel(ctx, int64(at.ID)); err != nil {
			return roomWords{}, fmt.Errorf("look up whether channel %s is a thread: %w", at.ID, err)
		}
	}
	if !spot.thread() {
		return roomWords{}, nil
	}
	return roomWords{lists[int64(spot.Parent)]}, nil
}

// hide is a text of ours as the channel may read it, line by line. The small
// lines only say how it was made.
func (l roomWords) hide(shown string) (string, error) {
	lines := strings.Split(shown, "\n")
	for i, s := range lines {
		if strings.HasPrefix(s, "-# ") || !l.Holds(s) {
			continue
		}
		if l.Action == message.LeaveOut {
			return "", refuse("words_not_here")
		}
		mark := lineStart(s)
		lines[i] = s[:mark] + "||" + s[mark:] + "||"
	}
	if shown = strings.Join(lines, "\n"); layout.Units(shown) > layout.PartMost {
		return "", refuse("words_too_long")
	}
	return shown, nil
}

// lineStart is how many bytes of a line only say what kind it is.
func lineStart(s string) int {
	for _, m := range []string{"### ", "- "} {
		if strings.HasPrefix(s, m) {
			return len(m)
		}
	}
	return 0
}
