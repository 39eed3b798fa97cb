package store_test

import (
	"context"
	"errors"
	"testing"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

func TestPostedAs_KnowsAGuildsOwnMessagesOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		ch := must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: 5, GuildID: 1, Owner: "guild:1", SetBy: "7"}))
		post := must[store.Post](t)(s.AddPost(ctx, store.Post{Key: "k", Channel: ch.ID, Kind: state.PostBriefing, Payload: "{}", State: state.PostSending, Due: noon, Expire: noon}, nil))
		post.MessageID = 99
		if err := s.MarkPost(ctx, post, state.PostSending, state.PostSent); err != nil {
			t.Fatal(err)
		}
		got, at, err := s.PostedAs(ctx, 1, 99)
		if err != nil || got.ID != post.ID || at.DiscordID != 5 {
			t.Errorf("got post %d in %d, %v", got.ID, at.DiscordID, err)
		}
		for guild, message := range map[int64]int64{2: 99, 1: 98} {
			if _, _, err := s.PostedAs(ctx, guild, message); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("message %d of guild %d: %v, want none", message, guild, err)
			}
		}
	})
}
