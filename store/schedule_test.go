package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/store"
	"dateline/store/audit"
	"dateline/store/state"
	"dateline/store/storetest"
)

// active are the names of the schedules that are planned.
func active(t *testing.T, s *store.Store) (names []string) {
	t.Helper()
	for _, x := range must[[]store.Planned](t)(s.ActiveSchedules(context.Background())) {
		names = append(names, x.Schedule.Name+" "+x.Schedule.Rule)
	}
	return names
}

func TestChangeSchedule_OnlyWhatIsGivenAndItIsNoted(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := audit.By(context.Background(), "8")
		_, p := stage(t, s)
		other := must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: "late", DiscordID: 71, GuildID: 7, Owner: "guild:7", SetBy: "ann"}))
		change := func(f func(x *store.Schedule)) error {
			_, err := s.ChangeSchedule(ctx, p.Schedule.ID, func(x store.Schedule) (store.Schedule, error) {
				x.SetBy = "8"
				f(&x)
				return x, nil
			})
			return err
		}
		if err := change(func(x *store.Schedule) {
			x.Channel, x.Rule, x.Profile, x.From, x.CatchUp = other.ID, "weekdays 08:00", `{"stories":3}`, noon.Add(time.Hour), time.Hour
		}); err != nil {
			t.Fatal(err)
		}
		if err := change(func(*store.Schedule) {}); err != nil { // nothing to note
			t.Fatal(err)
		}
		got := must[[]store.Planned](t)(s.Schedules(ctx, 7))
		want := p.Schedule
		want.Channel, want.Rule, want.Profile, want.From, want.CatchUp, want.SetBy = other.ID, "weekdays 08:00", `{"stories":3}`, noon.Add(time.Hour), time.Hour, "8"
		if diff := cmp.Diff([]store.Schedule{want}, []store.Schedule{got[0].Schedule}); diff != "" || got[0].Channel.Name != "late" {
			t.Errorf("in %s (-want +got):\n%s", got[0].Channel.Name, diff)
		}
		if got := lines(t, s, "guild:7"); len(got) != 2 || got[0] != `8 schedule-changed World in late, rule "daily 12:00" to "weekdays 08:00", channel "news" to "late", stories "" to "3"` {
			t.Errorf("noted: %q", got)
		}
		if err := change(func(x *store.Schedule) { x.Rule = "" }); err != nil {
			t.Fatal(err)
		}
		if _, err := s.ChangeSchedule(ctx, p.Schedule.ID, func(x store.Schedule) (store.Schedule, error) { return x, errors.New("no") }); err == nil || err.Error() != "no" {
			t.Errorf("a change that is refused: %v", err)
		}
		if _, err := s.ChangeSchedule(ctx, 1, func(x store.Schedule) (store.Schedule, error) { return x, nil }); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a schedule that is none: %v", err)
		}
	})
}

func TestChangeSchedule_NamesOfTheRemovedAreFree(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		_, p := stage(t, s)
		second := p.Schedule
		second.Name = "Evening"
		second = must[store.Schedule](t)(s.AddSchedule(ctx, second))
		rename := func(name string) error {
			_, err := s.ChangeSchedule(ctx, second.ID, func(x store.Schedule) (store.Schedule, error) { x.Name = name; return x, nil })
			return err
		}
		if err := rename("World"); !errors.Is(err, store.ErrExists) {
			t.Errorf("the name of another: %v", err)
		}
		if err := s.RemoveSchedule(ctx, p.Schedule.ID); err != nil {
			t.Fatal(err)
		}
		if err := rename("World"); err != nil {
			t.Errorf("the name of a removed one: %v", err)
		}
		back := must[store.Planned](t)(s.ResumeSchedule(ctx, 7, p.Schedule.ID, noon))
		if diff := cmp.Diff([]string{back.Schedule.Name + " daily 12:00", "World daily 12:00"}, active(t, s), cmp.Transformer("set", func(x []string) map[string]bool {
			set := map[string]bool{}
			for _, name := range x {
				set[name] = true
			}
			return set
		})); diff != "" || back.Schedule.Name == "World" {
			t.Errorf("%q (-want +got):\n%s", back.Schedule.Name, diff)
		}
	})
}

func TestPauseSchedule_PostsNothingUntilResumed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c, p := stage(t, s)
		slotAt(t, s, p, "2026-11-20")
		if err := s.PauseSchedule(ctx, p.Schedule.ID); err != nil {
			t.Fatal(err)
		}
		if err := s.PauseSchedule(ctx, p.Schedule.ID); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("paused twice: %v", err)
		}
		if _, _, err := s.ClaimSlot(ctx, time.Minute, store.Reading{}); !errors.Is(err, store.ErrNotFound) || len(active(t, s)) != 0 {
			t.Errorf("a paused schedule is written: %v, planned: %q", err, active(t, s))
		}
		if slot := must[[]store.Slot](t)(s.Slots(ctx, p.Schedule.ID, 1))[0]; slot.State != state.SlotSkipped || slot.Reason != "the schedule was paused" {
			t.Errorf("its slot: %+v", slot)
		}
		if all := must[[]store.Planned](t)(s.Schedules(ctx, 7)); len(all) != 1 || all[0].Schedule.State != state.SchedulePaused {
			t.Errorf("it is not listed: %+v", all)
		}
		if err := s.AddSlotNow(ctx, p.Schedule.ID, "2026-11-20", "12:05"); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("now, while paused: %v", err)
		}
		if _, err := s.ResumeSchedule(ctx, 8, p.Schedule.ID, c.t); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("resumed by another server: %v", err)
		}
		back := must[store.Planned](t)(s.ResumeSchedule(ctx, 7, p.Schedule.ID, c.t.Add(time.Hour)))
		if back.Schedule.State != state.ScheduleActive || !back.Schedule.From.Equal(c.t.Add(time.Hour)) || len(active(t, s)) != 1 {
			t.Errorf("resumed: %+v", back.Schedule)
		}
		if _, err := s.ResumeSchedule(ctx, 7, p.Schedule.ID, c.t); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("resumed twice: %v", err)
		}
		want := []string{" schedule-resumed World in news", " schedule-paused World in news"}
		if diff := cmp.Diff(want, lines(t, s, "guild:7")[:2]); diff != "" {
			t.Errorf("noted (-want +got):\n%s", diff)
		}
	})
}

func TestAddSlotNow_OneAtATime(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		c, p := stage(t, s)
		now := func(clock string) error { return s.AddSlotNow(ctx, p.Schedule.ID, "2026-11-20", clock) }
		errs := make(chan error, 8)
		for i := range cap(errs) {
			go func() { errs <- now([]string{"12:05", "12:06"}[i%2]) }()
		}
		made := 0
		for range cap(errs) {
			switch err := <-errs; {
			case err == nil:
				made++
			case !errors.Is(err, store.ErrExists):
				t.Errorf("pressed at once: %v", err)
			}
		}
		if made != 1 {
			t.Errorf("%d slots of those who press at once, want 1", made)
		}
		pressed := c.t
		c.t = c.t.Add(time.Minute) // the clock of the test stands while one waits for another in the database
		x, _, err := s.ClaimSlot(ctx, time.Minute, store.Reading{})
		if err != nil || x.Due.Before(pressed) || x.Due.Sub(pressed) > time.Minute {
			t.Fatalf("it is not due at once: %+v, %v", x, err)
		}
		if err := now("12:07"); !errors.Is(err, store.ErrExists) {
			t.Errorf("while it is written: %v", err)
		}
		if err := s.FinishSlot(ctx, x, nil); err != nil {
			t.Fatal(err)
		}
		if err := now(x.Time); !errors.Is(err, store.ErrExists) {
			t.Errorf("in the same minute: %v", err)
		}
		if err := now("12:07"); err != nil {
			t.Errorf("later: %v", err)
		}
	})
}

func TestSchedules_AreInTheOrderOfChannelAndName(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		must[bool](t)(s.SeeGuild(ctx, 7))
		for i, name := range []string{"world", "Alpha", "news"} {
			ch := must[store.Channel](t)(s.DiscordChannel(ctx, store.Channel{Kind: state.ChannelText, Name: name, DiscordID: int64(71 + i), GuildID: 7, Owner: "guild:7", SetBy: "ann"}))
			for _, called := range []string{"b", "C", "a"} {
				must[store.Schedule](t)(s.AddSchedule(ctx, store.Schedule{Channel: ch.ID, Name: called, Rule: "daily 12:00", Zone: "UTC", Profile: "{}", SetBy: "8", From: noon}))
			}
		}
		var got, rooms []string
		for _, x := range must[[]store.Planned](t)(s.Schedules(ctx, 7)) {
			got = append(got, x.Channel.Name+" "+x.Schedule.Name)
		}
		for _, c := range must[[]store.Channel](t)(s.GuildChannels(ctx, 7)) {
			rooms = append(rooms, c.Name)
		}
		want := []string{"Alpha a", "Alpha b", "Alpha C", "news a", "news b", "news C", "world a", "world b", "world C"}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		if diff := cmp.Diff([]string{"Alpha", "news", "world"}, rooms); diff != "" {
			t.Error(diff)
		}
	})
}
