package store_test

import (
	"context"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/retain"
	"dateline/store/storetest"
)

// What a person was shown of articles is kept for a while, and goes with the person and
// with the server.
func TestDrawn_IsKeptForAWhileAndGoesWithItsPersonAndServer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c := &clock{noon}
		s.Now = c.now
		must[bool](t)(s.SeeGuild(ctx, 7))
		draw := func(conversation, owner string, user int64, shown string) {
			t.Helper()
			if err := s.Draw(ctx, retain.Drawn{Conversation: conversation, Owner: owner, User: user, Shown: shown, Expire: c.t.Add(24 * time.Hour)}); err != nil {
				t.Fatal(err)
			}
		}
		kept := func(when string, want ...string) {
			t.Helper()
			for i, key := range []string{"dm:5", "channel:9:5", "channel:9:6"} {
				if got := must[string](t)(s.Drawn(ctx, key)); got != want[i] {
					t.Errorf("%s: %s has %q, want %q", when, key, got, want[i])
				}
			}
		}
		kept("before anything was shown", "", "", "")
		draw("dm:5", "user:5", 5, "old")
		draw("dm:5", "user:5", 5, "one")
		draw("channel:9:5", "guild:7", 5, "two")
		draw("channel:9:6", "guild:7", 6, "three")
		kept("at once", "one", "two", "three")
		c.t = c.t.Add(23 * time.Hour)
		draw("dm:5", "user:5", 5, "more")
		c.t = c.t.Add(2 * time.Hour)
		kept("after a day", "more", "", "")
		if err := s.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		draw("channel:9:5", "guild:7", 5, "two")
		draw("channel:9:6", "guild:7", 6, "three")
		must[int64](t)(s.ErasePerson(ctx, 5))
		kept("without the person", "", "", "three")
		if err := s.EraseGuild(ctx, 7); err != nil {
			t.Fatal(err)
		}
		kept("without the server", "", "", "")
	})
}
