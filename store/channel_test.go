package store_test

import (
	"context"
	"testing"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// A channel that becomes one for announcements remembers what it was told; a thread
// never has the id of another channel.
func TestDiscordChannel_FollowsItsKind(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		note := func(kind state.ChannelKind, discord int64) store.Channel {
			return must[store.Channel](t)(s.DiscordChannel(context.Background(), store.Channel{Kind: kind, Name: "news", DiscordID: discord, GuildID: 7, Owner: "guild:7"}))
		}
		text := note(state.ChannelText, 5)
		for _, kind := range []state.ChannelKind{state.ChannelNews, state.ChannelText, state.ChannelText} {
			if got := note(kind, 5); got.ID != text.ID || got.Kind != kind {
				t.Errorf("as %s it is %d, a %s channel, want %d", kind, got.ID, got.Kind, text.ID)
			}
		}
		if got := note(state.ChannelNews, 6); got.ID == text.ID {
			t.Error("another channel has the same row")
		}
		if got := note(state.ChannelForum, 5); got.ID == text.ID {
			t.Error("a forum has the row of a text channel")
		}
	})
}
