package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/audit"
	"dateline/store/brake"
	"dateline/store/state"
	"dateline/store/storetest"
)

// stop stops something, and gives back what lets it go on.
func stop(t *testing.T, s *store.Store, b brake.Brake) (release func()) {
	t.Helper()
	ctx := audit.By(context.Background(), "command line")
	if !must[bool](t)(s.Stop(ctx, b)) || must[bool](t)(s.Stop(ctx, b)) {
		t.Fatalf("%+v was not stopped once", b)
	}
	return func() {
		t.Helper()
		if !must[bool](t)(s.Release(ctx, b)) || must[bool](t)(s.Release(ctx, b)) {
			t.Fatalf("%+v was not resumed once", b)
		}
	}
}

// What is stopped everywhere, for the guild, or because the guild is blocked is
// stopped; for another guild it is not.
func TestStop_ASlotIsNotWrittenAndAPostIsNotSent(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c, p := stage(t, s)
		slotAt(t, s, p, "2026-11-20")
		for _, b := range []brake.Brake{{What: state.BrakeWriting}, {What: state.BrakeWriting, Guild: 7}, {What: state.BrakePosting},
			{What: state.BrakePosting, Guild: 7}, {What: state.BrakeBlocked, Guild: 7}} {
			release := stop(t, s, b)
			if _, _, err := s.ClaimSlot(ctx, time.Minute, store.Reading{}); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("with %+v stopped a slot is written: %v", b, err)
			}
			release()
		}
		stop(t, s, brake.Brake{What: state.BrakePosting, Guild: 8})
		x, _, err := s.ClaimSlot(ctx, time.Minute, store.Reading{})
		if err != nil {
			t.Fatal("another guild's brake holds:", err)
		}
		posts := []store.NewPost{{Post: store.Post{Key: "slot:1", Channel: p.Channel.ID, Schedule: p.Schedule.ID, Slot: x.ID,
			Kind: state.PostBriefing, Payload: "{}", Marker: "m", State: state.PostReady, Due: c.t, Expire: c.t.Add(time.Hour)}}}
		if err := s.FinishSlot(ctx, x, posts); err != nil {
			t.Fatal(err)
		}
		release := stop(t, s, brake.Brake{What: state.BrakePosting})
		if got := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute)); len(got) != 0 {
			t.Errorf("with posting stopped %d posts leave", len(got))
		}
		release()
		got := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute))
		if len(got) != 1 {
			t.Fatalf("resumed, %d posts leave, want 1", len(got))
		}
		release = stop(t, s, brake.Brake{What: state.BrakePosting, Guild: 7})
		if _, err := s.Intend(ctx, got[0], store.First, time.Second, time.Minute); !errors.Is(err, store.ErrLost) {
			t.Errorf("a post that was claimed before leaves: %v", err)
		}
		c.t = c.t.Add(2 * time.Hour)
		if over := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute)); len(over) != 1 {
			t.Errorf("%d posts may expire, want the one whose time is over", len(over))
		}
		release()
	})
}

func TestStop_ASourceIsNeitherReadNorUsedNorAdded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		feed := store.Source{Domain: store.Public, URL: "https://blog.example/feed/", Kind: state.SourceFeed}
		src, _, err := s.AddSource(ctx, feed, "guild:7", "1")
		if err != nil {
			t.Fatal(err)
		}
		used := func() bool {
			t.Helper()
			return len(must[store.Scope](t)(s.ScopeOf(ctx, "guild:7")).Sources) == 1
		}
		release := stop(t, s, brake.Brake{What: state.BrakeReading, Source: src.ID})
		if got := must[[]store.Source](t)(s.ClaimSources(ctx, 9, time.Minute)); len(got) != 0 || used() {
			t.Errorf("a stopped source is read %d times, used %t", len(got), used())
		}
		if got := must[[]store.Source](t)(s.Sources(ctx, "guild:7")); len(got) != 1 || got[0].Stopped != state.BrakeReading {
			t.Errorf("its list says %+v, want that it is stopped", got)
		}
		if _, err := s.ClaimSource(ctx, "guild:7", src.ID, time.Minute); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a stopped source is read at once: %v", err)
		}
		release()
		if got := must[[]store.Source](t)(s.ClaimSources(ctx, 9, time.Minute)); len(got) != 1 || !used() {
			t.Errorf("a resumed source is read %d times, used %t", len(got), used())
		}
		stop(t, s, brake.Brake{What: state.BrakeBlocked, Source: src.ID})
		feed.URL = "http://www.BLOG.example/feed"
		if _, _, err := s.AddSource(ctx, feed, "guild:8", "2"); !errors.Is(err, brake.ErrBlocked) || used() {
			t.Errorf("a blocked source is added (%v), used %t", err, used())
		}
		if _, err := s.Stop(ctx, brake.Brake{What: state.BrakeBlocked, Source: 99}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a source that is not there is blocked: %v", err)
		}
	})
}
