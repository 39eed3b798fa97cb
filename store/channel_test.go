package store_test

import (
	"context"
	"errors"
	"strings"
	"sync"
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

// Two people set different things at the same time: neither is lost.
func TestChangeChannel_AsItStands(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		ch := must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: 5, GuildID: 7, Owner: "guild:7"}))
		const people = 8
		var done sync.WaitGroup
		failures := make([]error, people)
		for i := range people {
			done.Go(func() {
				failures[i] = s.ChangeChannel(ctx, ch.ID, func(stored string) string { return stored + "." })
			})
		}
		done.Wait()
		if err := errors.Join(failures...); err != nil {
			t.Fatal(err)
		}
		if got, want := must[store.Channel](t)(s.Channel(ctx, ch.ID)).Profile, "{}"+strings.Repeat(".", people); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
		if err := s.ChangeChannel(ctx, ch.ID+1, func(stored string) string { return stored }); !errors.Is(err, store.ErrLost) {
			t.Errorf("a channel that is not there: %v", err)
		}
	})
}
