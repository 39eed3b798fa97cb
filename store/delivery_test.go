package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// clock is a clock that tests move.
type clock struct{ t time.Time }

func (c *clock) now() time.Time { return c.t }

// stage is a channel with a schedule, and a clock.
func stage(t *testing.T, s *store.Store) (*clock, store.Planned) {
	t.Helper()
	ctx := context.Background()
	c := &clock{noon}
	s.Now = c.now
	must[bool](t)(s.SeeGuild(ctx, 7))
	ch := must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "news", DiscordID: 70, GuildID: 7, Owner: "guild:7", SetBy: "ann"}))
	sch := must[store.Schedule](t)(s.AddSchedule(ctx, store.Schedule{Channel: ch.ID, Name: "World", Rule: "daily 12:00", Zone: "UTC", From: noon, CatchUp: 12 * time.Hour, Profile: "{}", SetBy: "ann"}))
	return c, store.Planned{Schedule: sch, Channel: ch}
}

func slotAt(t *testing.T, s *store.Store, p store.Planned, date string) {
	t.Helper()
	ctx := context.Background()
	l := must[store.Lease](t)(s.TakeLease(ctx, "plan", "me", time.Minute))
	for i, want := range []int{1, 0} {
		n, err := s.AddSlots(ctx, l, []store.Slot{{Schedule: p.Schedule.ID, Date: date, Time: "12:00", Due: s.Now(), State: state.SlotPlanned}})
		if err != nil || n != want {
			t.Fatalf("slot %s, time %d: %d added, %v", date, i, n, err)
		}
	}
}

func TestClaimSlot_WrittenOnceWithItsPosts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c, p := stage(t, s)
		if _, err := s.AddSchedule(ctx, p.Schedule); !errors.Is(err, store.ErrExists) {
			t.Errorf("a second schedule of one name: %v", err)
		}
		slotAt(t, s, p, "2026-11-20")
		x, got, err := s.ClaimSlot(ctx, time.Minute, store.Reading{})
		if err != nil || got.Schedule.ID != p.Schedule.ID || got.Channel.DiscordID != 70 {
			t.Fatalf("claim: %v, %+v", err, got)
		}
		if _, _, err := s.ClaimSlot(ctx, time.Minute, store.Reading{}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("claimed twice: %v", err)
		}
		c.t = c.t.Add(2 * time.Minute)
		again, _, err := s.ClaimSlot(ctx, time.Minute, store.Reading{})
		if err != nil {
			t.Fatalf("a lapsed claim is not taken over: %v", err)
		}
		posts := []store.NewPost{{Post: store.Post{Key: "slot:1", Part: 0, Channel: p.Channel.ID, Schedule: p.Schedule.ID, Slot: x.ID, Kind: state.PostBriefing, Payload: "{}", Marker: "m", State: state.PostReady, Due: c.t, Expire: c.t.Add(time.Hour)}},
			{Post: store.Post{Key: "slot:1", Part: 1, Channel: p.Channel.ID, Schedule: p.Schedule.ID, Slot: x.ID, Kind: state.PostBriefing, Payload: "{}", Marker: "m2", State: state.PostReady, Due: c.t, Expire: c.t.Add(time.Hour)}}}
		if err := s.FinishSlot(ctx, x, posts); !errors.Is(err, store.ErrLost) {
			t.Errorf("the first writer finished after the takeover: %v", err)
		}
		if err := s.FinishSlot(ctx, again, posts); err != nil {
			t.Fatal(err)
		}
		c.t = c.t.Add(time.Second)
		slotAt(t, s, p, "2026-11-21")
		if _, _, err := s.ClaimSlot(ctx, time.Minute, store.Reading{}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a slot is written while its channel waits for posts: %v", err)
		}
		for part := range 2 {
			due := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute))
			if len(due) != 1 || due[0].Part != part {
				t.Fatalf("part %d: claimed %+v", part, due)
			}
			q := must[store.Post](t)(s.Intend(ctx, due[0], store.First, 30*time.Second, time.Minute))
			q.MessageID = int64(100 + part)
			if err := s.Settle(ctx, q, state.PostSent, 0, false); err != nil {
				t.Fatal(err)
			}
			if err := s.Settle(ctx, q, state.PostReady, 0, false); !errors.Is(err, store.ErrLost) {
				t.Errorf("settled twice: %v", err)
			}
		}
		if got := must[store.Slot](t)(s.Slot(ctx, x.ID)); got.State != state.SlotDone {
			t.Errorf("slot is %s", got.State)
		}
		if all := must[[]store.Post](t)(s.SlotPosts(ctx, x.ID)); len(all) != 2 || all[1].MessageID != 101 || all[1].State != state.PostSent {
			t.Errorf("the slot's posts: %+v", all)
		}
		if last := must[store.Post](t)(s.LastPost(ctx, p.Channel.ID, p.Schedule.ID)); last.State != state.PostSent {
			t.Errorf("last post %+v", last)
		}
		if _, _, err := s.ClaimSlot(ctx, time.Minute, store.Reading{}); err != nil {
			t.Errorf("the next slot: %v", err)
		}
	})
}

func TestIntend_OnlyInItsWindowAndEpoch(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c, p := stage(t, s)
		post := must[store.Post](t)(s.AddPost(ctx, store.Post{Key: "k", Channel: p.Channel.ID, Kind: state.PostBriefing, Payload: "{}", Marker: "m", State: state.PostReady, Due: noon, Expire: noon.Add(time.Hour)}, nil))
		claim := func() store.Post {
			t.Helper()
			ps := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute))
			if len(ps) != 1 || ps[0].ID != post.ID {
				t.Fatalf("claimed %+v", ps)
			}
			return ps[0]
		}
		a := claim()
		if _, err := s.Intend(ctx, a, store.Resend, 30*time.Second, time.Minute); !errors.Is(err, store.ErrLost) {
			t.Errorf("a resend before any send: %v", err)
		}
		b := must[store.Post](t)(s.Intend(ctx, a, store.First, 30*time.Second, time.Minute))
		if b.State != state.PostSending || !b.First.Equal(b.Last) || b.First.Sub(noon).Abs() > time.Second {
			t.Errorf("intent %+v", b)
		}
		if _, err := s.Intend(ctx, a, store.First, 30*time.Second, time.Minute); !errors.Is(err, store.ErrLost) {
			t.Errorf("an intent of a lost epoch: %v", err)
		}
		if err := s.Settle(ctx, b, state.PostUnknown, 0, false); err != nil {
			t.Fatal(err)
		}
		c.t = noon.Add(20 * time.Second)
		b = must[store.Post](t)(s.Intend(ctx, claim(), store.Resend, 30*time.Second, time.Minute))
		if b.Last.Sub(b.First).Round(time.Second) != 20*time.Second {
			t.Errorf("a resend keeps the first time: %+v", b)
		}
		if err := s.Settle(ctx, b, state.PostUnknown, 0, false); err != nil {
			t.Fatal(err)
		}
		c.t = noon.Add(40 * time.Second)
		b = claim()
		if _, err := s.Intend(ctx, b, store.Resend, 30*time.Second, time.Minute); !errors.Is(err, store.ErrLost) {
			t.Errorf("a resend after the window: %v", err)
		}
		b = must[store.Post](t)(s.Intend(ctx, b, store.First, 30*time.Second, time.Minute))
		if err := s.Settle(ctx, b, state.PostReady, 10*time.Minute, true); err != nil {
			t.Fatal(err)
		}
		if ps := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute)); len(ps) > 0 {
			t.Errorf("claimed before its time: %+v", ps)
		}
		c.t = noon.Add(2 * time.Hour)
		b = claim()
		if !b.First.IsZero() {
			t.Errorf("a refused attempt is remembered: %+v", b)
		}
		if _, err := s.Intend(ctx, b, store.First, 30*time.Second, time.Minute); !errors.Is(err, store.ErrLost) {
			t.Errorf("an intent after the end: %v", err)
		}
	})
}

func TestSetChannel_PausedKeepsSettingsAndPosts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c, p := stage(t, s)
		must[store.Post](t)(s.AddPost(ctx, store.Post{Key: "k", Channel: p.Channel.ID, Kind: state.PostBriefing, Payload: "{}", Marker: "m", State: state.PostReady, Due: noon, Expire: noon.Add(time.Hour)}, nil))
		for i, want := range []bool{true, false} {
			if fresh := must[bool](t)(s.SetChannel(ctx, p.Channel.ID, state.ChannelPaused, "may not send")); fresh != want {
				t.Errorf("time %d: new is %v", i, fresh)
			}
		}
		if ps := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute)); len(ps) > 0 {
			t.Errorf("sent to a stopped channel: %+v", ps)
		}
		slotAt(t, s, p, "2026-11-20")
		must[bool](t)(s.SetChannel(ctx, p.Channel.ID, state.ChannelActive, ""))
		if ps := must[[]store.Post](t)(s.ClaimPosts(ctx, 9, time.Minute)); len(ps) != 1 {
			t.Errorf("not taken up again: %+v", ps)
		}
		if err := s.LoseGuild(ctx, 7, "sent away"); err != nil {
			t.Fatal(err)
		}
		if got := must[[]store.Planned](t)(s.ActiveSchedules(ctx)); len(got) != 0 {
			t.Errorf("planned for a guild that is lost: %+v", got)
		}
		if back := must[bool](t)(s.SeeGuild(ctx, 7)); !back {
			t.Error("the guild's return is not new")
		}
		if got := must[[]store.Planned](t)(s.ActiveSchedules(ctx)); len(got) != 1 || !got[0].Last.Equal(noon) {
			t.Errorf("after the return: %+v", got)
		}
		c.t = noon.Add(13 * time.Hour)
		if err := s.SkipLate(ctx); err != nil {
			t.Fatal(err)
		}
		if x := must[[]store.Slot](t)(s.Slots(ctx, p.Schedule.ID, 5)); len(x) != 1 || x[0].State != state.SlotSkipped {
			t.Errorf("a late slot: %+v", x)
		}
		if err := s.RemoveSchedule(ctx, p.Schedule.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.LoseGuild(ctx, 7, "sent away"); err != nil {
			t.Fatal(err)
		}
		if err := s.EraseGuilds(ctx, c.t.Add(time.Hour)); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Channel(ctx, p.Channel.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("not erased: %v", err)
		}
	})
}

func TestPauseSource_ForItsOwnerOnly(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		var src store.Source
		for _, o := range []string{"guild:1", "guild:2"} {
			var err error
			if src, _, err = s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://a.example/feed", Kind: state.SourceFeed}, o, "test"); err != nil {
				t.Fatal(err)
			}
		}
		sees := func(o string) bool {
			return len(must[store.Scope](t)(s.ScopeOf(ctx, o)).Sources) == 1
		}
		stored := func() state.Source { return must[store.Source](t)(s.Source(ctx, src.ID)).State }
		for _, step := range []struct {
			owner string
			pause bool
			one   bool
			two   bool
			want  state.Source
		}{{"guild:1", true, false, true, state.SourceActive}, {"guild:2", true, false, false, state.SourcePaused}, {"guild:1", false, true, false, state.SourceActive},
			{"guild:2", false, true, true, state.SourceActive}} {
			if err := s.PauseSource(ctx, step.owner, src.ID, step.pause); err != nil {
				t.Fatal(err)
			}
			if sees("guild:1") != step.one || sees("guild:2") != step.two || stored() != step.want {
				t.Errorf("%+v: guild 1 sees %v, guild 2 sees %v, state %s", step, sees("guild:1"), sees("guild:2"), stored())
			}
		}
		if err := s.PauseSource(ctx, "guild:3", src.ID, true); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a stranger paused it: %v", err)
		}
	})
}

func TestErasePerson_WhatIsKeptExpiresAndGoes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c := &clock{noon}
		s.Now = c.now
		for i, want := range []bool{true, false} {
			if got := must[bool](t)(s.Arrived(ctx, "i1")); got != want {
				t.Errorf("arrival %d is new: %v", i, got)
			}
		}
		must[bool](t)(s.SeeGuild(ctx, 7))
		for _, err := range []error{s.Reads(ctx, 5, "fr"), s.Reads(ctx, 5, "de"), s.SawDM(ctx, 5, 50, noon), s.SawIn(ctx, 5, 7), s.SawIn(ctx, 5, 8), s.AddTurn(ctx, store.Turn{Conversation: "dm:5", Owner: "user:5", User: 5, Question: "one?", Shown: "One (North Wire)", Expire: noon.Add(24 * time.Hour)}), s.AddTurn(ctx, store.Turn{Conversation: "dm:5", Owner: "user:5", User: 5, Question: "two?", Expire: noon.Add(24 * time.Hour)})} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if ts := must[[]store.Turn](t)(s.Turns(ctx, "dm:5", 10)); len(ts) != 2 || ts[0].Question != "one?" || ts[0].Shown != "One (North Wire)" || ts[1].Shown != "" {
			t.Errorf("turns %+v", ts)
		}
		if gs := must[[]int64](t)(s.GuildsOf(ctx, 5)); len(gs) != 1 || gs[0] != 7 {
			t.Errorf("guilds %v: only active ones count", gs)
		}
		if p := must[store.Person](t)(s.Person(ctx, 5)); p.Lang != "de" || must[map[string]int](t)(s.CountsOf(ctx, 5))["user_guilds"] != 2 {
			t.Errorf("%+v, in how many guilds of those that are noted?", p)
		}
		if ps := must[[]store.Person](t)(s.RecentDMs(ctx, 9)); len(ps) != 1 || ps[0].DM != 50 {
			t.Errorf("recent %+v", ps)
		}
		c.t = noon.Add(25 * time.Hour)
		if ts := must[[]store.Turn](t)(s.Turns(ctx, "dm:5", 10)); len(ts) != 0 {
			t.Errorf("expired turns %+v", ts)
		}
		if err := s.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if !must[bool](t)(s.Arrived(ctx, "i1")) {
			t.Error("an event is remembered for more than a day")
		}
		if n := must[int64](t)(s.ErasePerson(ctx, 5)); n != 3 {
			t.Errorf("erased %d rows, want 3", n)
		}
		if p := must[store.Person](t)(s.Person(ctx, 5)); p.Known || p.DM != 0 || p.Lang != "" {
			t.Errorf("still known: %+v", p)
		}
	})
}
