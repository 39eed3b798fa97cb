package store_test

import (
	"context"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// A clock that showed next year for a minute keeps no source from being read,
// no lease from being taken and no text from being written once it is right.
func TestTakeLease_ClockAheadHoldsNothingUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := time.Now()
		s.Now = func() time.Time { return now }
		handed := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		for _, address := range []string{"https://a.example/feed", "https://b.example/feed"} {
			if _, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: address, Kind: state.SourceFeed}, store.Desk, "test"); err != nil {
				t.Fatal(err)
			}
		}
		text := store.Summary{Key: "k", Kind: "story", Domain: store.Public, Lang: "en", Model: "m"}
		now = now.AddDate(1, 0, 0)
		claimed := must[[]store.Source](t)(s.ClaimSources(ctx, 9, time.Minute))
		if len(claimed) != 2 {
			t.Fatalf("%d sources are due, want 2", len(claimed))
		}
		claimed[0].Next = now.Add(time.Hour) // the other's visit never ended: its process died
		if err := s.FinishSource(ctx, claimed[0]); err != nil {
			t.Fatal(err)
		}
		if _, err := s.TakeLease(ctx, "cluster", "dead", time.Minute); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.BeginSummary(ctx, text, time.Minute); err != nil {
			t.Fatal(err)
		}
		now = now.AddDate(-1, 0, 0).Add(time.Minute)
		if got := must[[]store.Source](t)(s.ClaimSources(ctx, 9, time.Minute)); len(got) != 2 {
			t.Errorf("%d sources are due after the clock was set right, want 2", len(got))
		}
		for _, x := range must[[]store.Source](t)(s.ClaimSources(ctx, 9, time.Minute)) {
			t.Errorf("%s is claimed twice (what was handed in is %d)", x.URL, handed.ID)
		}
		if _, err := s.TakeLease(ctx, "cluster", "alive", time.Minute); err != nil {
			t.Errorf("the lease: %v", err)
		}
		if _, mine, err := s.BeginSummary(ctx, text, time.Minute); err != nil || !mine {
			t.Errorf("the text: mine %v, %v", mine, err)
		}
	})
}

// A source that waits as long as any is not due before.
func TestClaimSources_KeepsTheLongestWait(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := time.Now()
		s.Now = func() time.Time { return now }
		if _, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://a.example/feed", Kind: state.SourceFeed}, store.Desk, "test"); err != nil {
			t.Fatal(err)
		}
		x := must[[]store.Source](t)(s.ClaimSources(ctx, 9, time.Minute))[0]
		x.Next = now.Add(48 * time.Hour)
		if err := s.FinishSource(ctx, x); err != nil {
			t.Fatal(err)
		}
		for _, hours := range []int{1, 47} {
			now = x.Next.Add(-48 * time.Hour).Add(time.Duration(hours) * time.Hour)
			if got := must[[]store.Source](t)(s.ClaimSources(ctx, 9, time.Minute)); len(got) != 0 {
				t.Errorf("it is due after %d hours of 48", hours)
			}
		}
	})
}

// Slots that were planned by a clock that was ahead do not keep the days they
// are of from being written; what the channel was told then is no mark of what
// was read since.
func TestDropAhead_ForgetsSlotsOfAnotherYear(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := time.Now()
		s.Now = func() time.Time { return now }
		ch := must[store.Channel](t)(s.TerminalChannel(ctx, store.Desk, "c"))
		x := must[store.Schedule](t)(s.AddSchedule(ctx, store.Schedule{Channel: ch.ID, Name: "World", Rule: "daily 08:00", Zone: "UTC", CatchUp: time.Hour, Profile: "{}"}))
		slot := func(date string, due time.Time) store.Slot {
			return store.Slot{Schedule: x.ID, Date: date, Time: "08:00", Due: due, From: due, Cut: due, State: state.SlotPlanned}
		}
		today, nextYear := slot("2026-11-29", now), slot("2027-11-29", now.AddDate(1, 0, 0))
		l := must[store.Lease](t)(s.TakeLease(ctx, "plan", "test", time.Minute))
		must[int](t)(s.AddSlots(ctx, l, []store.Slot{today, nextYear}))
		if err := s.DropAhead(ctx, l); err != nil {
			t.Fatal(err)
		}
		if slots := must[[]store.Slot](t)(s.Slots(ctx, x.ID, 9)); len(slots) != 1 || slots[0].Date != today.Date {
			t.Errorf("slots: %+v, want today's alone", slots)
		}
		if n := must[int](t)(s.AddSlots(ctx, l, []store.Slot{nextYear})); n != 1 {
			t.Error("next year's slot cannot be planned when its day has come")
		}
	})
}
