package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// seen is a slot of three parts, of a channel and schedule of its own, that
// moderators see until noon and a half.
func seen(t *testing.T, s *store.Store, channel int64) (*clock, store.Slot) {
	t.Helper()
	ctx := context.Background()
	c := &clock{noon}
	s.Now = c.now
	must[bool](t)(s.SeeGuild(ctx, 7))
	ch := must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: channel, GuildID: 7, Owner: "guild:7", SetBy: "ann"}))
	p := must[store.Schedule](t)(s.AddSchedule(ctx, store.Schedule{Channel: ch.ID, Name: "World", Rule: "daily 12:30", Zone: "UTC", From: noon, CatchUp: 12 * time.Hour, Profile: "{}", SetBy: "ann"}))
	l := must[store.Lease](t)(s.TakeLease(ctx, "plan", "me", time.Minute))
	due := noon.Add(30 * time.Minute)
	must[int](t)(s.AddSlots(ctx, l, []store.Slot{{Schedule: p.ID, Date: "2026-11-20", Time: "12:30", Due: due, Write: noon,
		State: state.SlotPlanned, Review: state.ReviewOpen}}))
	return c, write(t, s)
}

// write writes the slot that is to be written.
func write(t *testing.T, s *store.Store) store.Slot {
	t.Helper()
	ctx := context.Background()
	x, p, err := s.ClaimSlot(ctx, time.Minute, store.Reading{})
	if err != nil {
		t.Fatal(err)
	}
	var posts []store.NewPost
	for part := range 3 - len(x.Dropped) {
		posts = append(posts, store.NewPost{Post: store.Post{Key: fmt.Sprint("slot:", p.Schedule.ID), Part: part, Channel: p.Channel.ID, Schedule: p.Schedule.ID, Slot: x.ID,
			Kind: state.PostBriefing, Payload: "{}", Marker: fmt.Sprint("part ", part), State: state.PostReady, Cut: s.Now(), Due: x.Due, Expire: x.Due.Add(time.Hour)}})
	}
	posts = append(posts, store.NewPost{Post: store.Post{Key: fmt.Sprint("review:", p.Schedule.ID), Channel: p.Channel.ID, Schedule: p.Schedule.ID, Slot: x.ID, Kind: state.PostReview,
		Payload: fmt.Sprintf(`{"dropped":%d}`, len(x.Dropped)), Marker: "r", State: state.PostReady, Due: s.Now(), Expire: x.Due, Follow: state.FollowReview, FollowAt: x.Due}})
	if err := s.FinishSlot(ctx, x, posts); err != nil {
		t.Fatal(err)
	}
	return must[store.Slot](t)(s.Slot(ctx, x.ID))
}

// states are the states of a slot's parts.
func states(t *testing.T, s *store.Store, slot int64) (out []state.Post) {
	t.Helper()
	for _, p := range must[[]store.Post](t)(s.SlotPosts(context.Background(), slot)) {
		out = append(out, p.State)
	}
	return out
}

func all(t *testing.T, s *store.Store, slot int64, want state.Post) bool {
	t.Helper()
	return !slices.ContainsFunc(states(t, s, slot), func(got state.Post) bool { return got != want })
}

func TestReview_PartsWaitForTheirTimeTogether(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c, x := seen(t, s, 70)
		if x.State != state.SlotWritten || !x.Write.Equal(noon) || !all(t, s, x.ID, state.PostWaiting) {
			t.Fatalf("slot %+v, posts %v", x, states(t, s, x.ID))
		}
		due := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute))
		if len(due) != 1 || due[0].Kind != state.PostReview {
			t.Fatalf("before its time: %+v", due)
		}
		c.t = noon.Add(31 * time.Minute)
		due = must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute))
		if !slices.ContainsFunc(due, func(p store.Post) bool { return p.Kind == state.PostBriefing && p.Part == 0 }) || !all(t, s, x.ID, state.PostReady) {
			t.Errorf("at its time %+v, posts %v", due, states(t, s, x.ID))
		}
		for what, err := range map[string]error{"hold": s.HoldSlot(ctx, x.ID, "7"), "drop": s.DropStory(ctx, x, "7", 1)} {
			if !errors.Is(err, store.ErrLost) {
				t.Errorf("%s once it leaves: %v", what, err)
			}
		}
		if got := must[store.Slot](t)(s.Slot(ctx, x.ID)); got.Review != state.ReviewOpen || got.Reviewer != "" {
			t.Errorf("what came too late has left %+v", got)
		}
	})
}

func TestReview_ActsAreRefusedOutOfTurn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		_, x := seen(t, s, 70)
		for i, step := range []struct {
			act  func(context.Context, int64, string) error
			ok   bool
			want state.Post
		}{
			{s.ReleaseSlot, false, state.PostWaiting}, {s.HoldSlot, true, state.PostHeld}, {s.HoldSlot, false, state.PostHeld},
			{s.ReleaseSlot, true, state.PostWaiting}, {s.ReleaseSlot, false, state.PostWaiting}, {s.HoldSlot, true, state.PostHeld},
			{s.PostSlot, true, state.PostWaiting}, {s.PostSlot, false, state.PostWaiting}, {s.HoldSlot, false, state.PostWaiting}, {s.ReleaseSlot, false, state.PostWaiting},
		} {
			err := step.act(ctx, x.ID, fmt.Sprint(i))
			if step.ok != (err == nil) || err != nil && !errors.Is(err, store.ErrLost) || !all(t, s, x.ID, step.want) {
				t.Errorf("step %d: %v, posts %v", i, err, states(t, s, x.ID))
			}
			if got := must[store.Slot](t)(s.Slot(ctx, x.ID)).Reviewer; (got == fmt.Sprint(i)) != step.ok {
				t.Errorf("step %d: %q acted last", i, got)
			}
		}
		if err := s.HoldSlot(ctx, x.ID+1, "7"); !errors.Is(err, store.ErrLost) {
			t.Errorf("a slot that is not there: %v", err)
		}
	})
}

func TestReview_DroppedSlotIsWrittenAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c, x := seen(t, s, 70)
		claimed := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute))[0]
		claimed = must[store.Post](t)(s.Intend(ctx, claimed, store.First, time.Second, time.Minute))
		claimed.MessageID = 5
		if err := s.Settle(ctx, claimed, state.PostSent, 0, false); err != nil {
			t.Fatal(err)
		}
		if err := s.DropStory(ctx, x, "7", 41); err != nil {
			t.Fatal(err)
		}
		if got := must[store.Slot](t)(s.Slot(ctx, x.ID)); got.State != state.SlotPlanned || !slices.Equal(got.Dropped, []int64{41}) || len(states(t, s, x.ID)) != 0 {
			t.Errorf("slot %+v, posts %v", got, states(t, s, x.ID))
		}
		if err := s.DropStory(ctx, x, "8", 42); !errors.Is(err, store.ErrLost) {
			t.Errorf("dropped by who did not see what was dropped: %v", err)
		}
		c.t = noon.Add(time.Minute)
		x = write(t, s)
		if !all(t, s, x.ID, state.PostWaiting) || len(states(t, s, x.ID)) != 2 {
			t.Errorf("posts %v", states(t, s, x.ID))
		}
		follow := must[store.Post](t)(s.ClaimFollowUp(ctx, time.Minute, 10, time.Hour))
		if follow.Kind != state.PostReview || follow.Payload != `{"dropped":1}` || follow.MessageID != 5 {
			t.Errorf("moderators see %+v", follow)
		}
		if err := s.HoldSlot(ctx, x.ID, "7"); err != nil {
			t.Fatal(err)
		}
		if _, err := s.SettleFollowUp(ctx, follow, state.FollowReview, time.Hour); !errors.Is(err, store.ErrLost) {
			t.Errorf("what came up meanwhile is forgotten: %v", err)
		}
		// What was taken back or erased while the message was worked on does not come back.
		follow = must[store.Post](t)(s.ClaimFollowUp(ctx, time.Minute, 10, time.Hour))
		store.Exec(t, s, `UPDATE posts SET payload = '{}' WHERE id = $1`, follow.ID)
		if _, err := s.RewriteFollowUp(ctx, follow, `{"dropped":2}`); !errors.Is(err, store.ErrLost) {
			t.Errorf("written over: %v", err)
		}
		follow = must[store.Post](t)(s.SettleFollowUp(ctx, follow, state.FollowReview, time.Hour))
		if got := must[store.Post](t)(s.ReviewPost(ctx, x.ID)); got.Payload != `{}` {
			t.Errorf("the message says %s again", got.Payload)
		}
		follow.Payload = `{}`
		must[store.Post](t)(s.RewriteFollowUp(ctx, follow, `{"dropped":3}`))
		if got := must[store.Post](t)(s.ReviewPost(ctx, x.ID)); got.Payload != `{"dropped":3}` {
			t.Errorf("it says %s", got.Payload)
		}
	})
}

// Of moderators who press at the same time, and of the time that is over just then,
// one comes first: never is one part held and another posted.
func TestReview_OneOfThoseWhoActAtOnceWins(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for round := range 12 {
			c, x := seen(t, s, int64(100+round))
			if round%2 == 0 {
				c.t = noon.Add(31 * time.Minute)
			}
			var wg sync.WaitGroup
			errs := make([]error, 4)
			for i, act := range []func() error{
				func() error { return s.HoldSlot(ctx, x.ID, "1") },
				func() error { return s.PostSlot(ctx, x.ID, "2") },
				func() error { return s.DropStory(ctx, x, "3", 41) },
				func() error { _, err := s.ClaimPosts(ctx, 9, time.Minute); return err },
			} {
				wg.Go(func() { errs[i] = act() })
			}
			wg.Wait()
			for i, err := range errs {
				if err != nil && !errors.Is(err, store.ErrLost) {
					t.Errorf("act %d: %v", i, err)
				}
			}
			got := states(t, s, x.ID)
			if len(got) > 0 && slices.ContainsFunc(got, func(p state.Post) bool { return p != got[0] }) {
				t.Errorf("round %d: posts %v, %v", round, got, errs)
			}
		}
	})
}
