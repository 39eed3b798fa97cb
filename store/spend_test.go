package store_test

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/storetest"
)

// spent compares what Spent says of the day of noon.
func spent(t *testing.T, s *store.Store, owner string, used, reserved int) {
	t.Helper()
	x, err := s.Spent(context.Background(), "2026-11-20", owner)
	if err != nil || x.Used != used || x.Reserved != reserved {
		t.Errorf("%s used %d and reserved %d (%v), want %d and %d", owner, x.Used, x.Reserved, err, used, reserved)
	}
}

// reserve counts a call of the day of noon against the whole installation.
func reserve(s *store.Store, tokens, limit int) (store.Reservation, error) {
	return s.ReserveCall(context.Background(), "2026-11-20", store.Cost{Tokens: tokens}, store.Share{Owner: store.All, Limit: limit})
}

// settle ends one with what it used.
func settle(s *store.Store, r store.Reservation, used int) error {
	return s.SettleCall(context.Background(), r, store.Cost{Tokens: used}, nil)
}

func TestReserveCall_ReservedThenSettled(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		spent(t, s, store.All, 0, 0)
		id := must[store.Reservation](t)(reserve(s, 600, 1000))
		spent(t, s, store.All, 0, 600)
		if _, err := reserve(s, 600, 1000); !errors.Is(err, store.ErrSpent) {
			t.Errorf("a second call of 600 in 1000: %v, want ErrSpent", err)
		}
		for day, owner := range map[string]string{"2026-11-21": store.All, "2026-11-20": "guild:1"} {
			if _, err := s.ReserveCall(t.Context(), day, store.Cost{Tokens: 600}, store.Share{Owner: owner, Limit: 1000}); err != nil {
				t.Errorf("%s on %s has a budget of its own: %v", owner, day, err)
			}
		}
		if err := settle(s, id, 400); err != nil {
			t.Fatal(err)
		}
		spent(t, s, store.All, 400, 0)
		if err := settle(s, id, 400); !errors.Is(err, store.ErrLost) {
			t.Errorf("settled twice: %v, want ErrLost", err)
		}
		must[store.Reservation](t)(reserve(s, 600, 1000)) // exactly what is left
		spent(t, s, store.All, 400, 600)
		if _, err := s.ReserveCall(t.Context(), "2026-11-22", store.Cost{Tokens: 1001}, store.Share{Owner: store.All, Limit: 1000}); !errors.Is(err, store.ErrSpent) {
			t.Errorf("the first call of a day above the limit: %v, want ErrSpent", err)
		}
	})
}

func TestReserveCall_TwentyAtOnceNeverOverspend(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var got, refused atomic.Int64
		var wg sync.WaitGroup
		for range 20 {
			wg.Go(func() {
				_, err := reserve(s, 100, 750)
				switch {
				case err == nil:
					got.Add(1)
				case errors.Is(err, store.ErrSpent):
					refused.Add(1)
				default:
					t.Error(err)
				}
			})
		}
		wg.Wait()
		if got.Load() != 7 || refused.Load() != 13 {
			t.Errorf("%d calls of 100 went into 750 and %d were refused, want 7 and 13", got.Load(), refused.Load())
		}
		spent(t, s, store.All, 0, 700)
	})
}

func TestReserveCall_DeadProcessCountsAsUsed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		now := noon
		s.Now = func() time.Time { return now }
		id := must[store.Reservation](t)(reserve(s, 600, 1000))
		now = noon.Add(14 * time.Minute)
		spent(t, s, store.All, 0, 600)
		now = noon.Add(16 * time.Minute)
		spent(t, s, store.All, 600, 0)
		if _, err := reserve(s, 600, 1000); !errors.Is(err, store.ErrSpent) {
			t.Errorf("a dead call's tokens were given again: %v", err)
		}
		if err := settle(s, id, 250); err != nil { // it was only slow
			t.Fatal(err)
		}
		spent(t, s, store.All, 250, 0)
	})
}

func TestSweep_CallsGoAndTheirSumStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		now := noon
		s.Now = func() time.Time { return now }
		id := must[store.Reservation](t)(reserve(s, 600, 1000))
		if err := settle(s, id, 400); err != nil {
			t.Fatal(err)
		}
		open := must[store.Reservation](t)(reserve(s, 600, 1000))
		now = noon.Add(8 * 24 * time.Hour)
		if err := s.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		if err := settle(s, open, 1); !errors.Is(err, store.ErrLost) {
			t.Errorf("a call of last week is still open: %v", err)
		}
		spent(t, s, store.All, 400, 600)
	})
}

func TestReserveCall_InEveryShareOrNone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		shares := []store.Share{{Owner: store.All, Limit: 1000}, {Owner: "guild:1", Limit: 700}, {Owner: "user:2", Limit: 100}}
		_, err := s.ReserveCall(ctx, "2026-11-20", store.Cost{Tokens: 600}, shares...)
		var over *store.OverError
		if !errors.As(err, &over) || over.Owner != "user:2" || !errors.Is(err, store.ErrSpent) {
			t.Fatalf("got %v, want that user:2 has no more", err)
		}
		for _, x := range shares {
			spent(t, s, x.Owner, 0, 0)
		}
		shares[2].Limit = 0 // none
		id := must[store.Reservation](t)(s.ReserveCall(ctx, "2026-11-20", store.Cost{Tokens: 600, Micros: 90}, shares...))
		for _, x := range shares {
			spent(t, s, x.Owner, 0, 600)
		}
		if err := s.SettleCall(ctx, id, store.Cost{Tokens: 50, Micros: 7}, nil); err != nil {
			t.Fatal(err)
		}
		for _, x := range shares {
			spent(t, s, x.Owner, 50, 0)
			if got := must[store.Spending](t)(s.Spent(ctx, "2026-11-20", x.Owner)); got.Micros != 7 {
				t.Errorf("%s spent %d, want 7 millionths", x.Owner, got.Micros)
			}
		}
	})
}

func TestReply_KeptUntilItsTextIsStored(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		now := noon
		s.Now = func() time.Time { return now }
		sum, mine, err := s.BeginSummary(ctx, store.Summary{Key: "k", Kind: "story", Domain: store.Public, Lang: "en", Model: "m"}, time.Minute)
		if err != nil || !mine {
			t.Fatalf("%v, %v", mine, err)
		}
		for _, text := range []string{"k", "other"} {
			id := must[store.Reservation](t)(reserve(s, 600, 0))
			if err := s.SettleCall(ctx, id, store.Cost{Tokens: 9}, &store.KeptReply{Text: text, Request: "r", Reply: "yes"}); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := s.Reply(ctx, "k", "r"); err != nil || got != "yes" {
			t.Errorf("kept %q, %v", got, err)
		}
		if _, err := s.FinishSummary(ctx, sum); err != nil {
			t.Fatal(err)
		}
		gone := func(text string) {
			t.Helper()
			if got, err := s.Reply(ctx, text, "r"); !errors.Is(err, store.ErrNotFound) {
				t.Errorf("of %s is still kept: %q, %v", text, got, err)
			}
		}
		gone("k")
		if got := must[string](t)(s.Reply(ctx, "other", "r")); got != "yes" {
			t.Errorf("another text's reply went with it")
		}
		now = noon.Add(25 * time.Hour)
		if err := s.Sweep(ctx); err != nil {
			t.Fatal(err)
		}
		gone("other")
	})
}

func TestSweep_UseOfGuildsAndPeopleGoes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		now := noon
		s.Now = func() time.Time { return now }
		for _, owner := range []string{"user:2", "guild:1", store.All} {
			id := must[store.Reservation](t)(s.ReserveCall(t.Context(), "2026-11-20", store.Cost{Tokens: 9}, store.Share{Owner: owner}))
			if err := settle(s, id, 9); err != nil {
				t.Fatal(err)
			}
		}
		for _, c := range []struct {
			after time.Duration
			want  int
		}{{24 * time.Hour, 9}, {73 * time.Hour, 0}} {
			now = noon.Add(c.after)
			if err := s.Sweep(t.Context()); err != nil {
				t.Fatal(err)
			}
			spent(t, s, "user:2", c.want, 0)
			spent(t, s, "guild:1", c.want, 0)
			spent(t, s, store.All, 9, 0)
		}
	})
}

// What a person has used of today's limit stays until midnight: an erasure is no new share.
func TestErase_UseBeforeTodayGoes(t *testing.T) {
	for owner, erase := range map[string]func(ctx context.Context, s *store.Store) error{
		"guild:7": func(ctx context.Context, s *store.Store) error { return s.EraseGuilds(ctx, noon.Add(time.Hour)) },
		"user:7":  func(ctx context.Context, s *store.Store) error { _, err := s.ErasePerson(ctx, 7); return err },
	} {
		storetest.Each(t, func(t *testing.T, s *store.Store) {
			ctx := t.Context()
			s.Now = func() time.Time { return noon }
			must[bool](t)(s.SeeGuild(ctx, 7))
			if err := s.LoseGuild(ctx, 7, "kicked"); err != nil {
				t.Fatal(err)
			}
			days := map[string]store.Reservation{}
			for _, day := range []string{"2026-11-19", "2026-11-20"} {
				days[day] = must[store.Reservation](t)(s.ReserveCall(ctx, day, store.Cost{Tokens: 9}, store.Share{Owner: owner}))
				must[store.Reservation](t)(s.ReserveCall(ctx, day, store.Cost{Tokens: 9}, store.Share{Owner: "user:8"}))
			}
			if err := erase(ctx, s); err != nil {
				t.Fatal(err)
			}
			for day, want := range map[string]int{"2026-11-19": 0, "2026-11-20": 9} {
				if owner == "guild:7" {
					want = 0
				}
				if got := must[store.Spending](t)(s.Spent(ctx, day, owner)); got.Reserved != want {
					t.Errorf("%s on %s: %d, want %d", owner, day, got.Reserved, want)
				}
				if got := must[store.Spending](t)(s.Spent(ctx, day, "user:8")); got.Reserved != 9 {
					t.Errorf("another's use on %s: %d", day, got.Reserved)
				}
				if err := settle(s, days[day], 5); errors.Is(err, store.ErrLost) != (want == 0) {
					t.Errorf("%s: the single call of %s: %v", owner, day, err)
				}
			}
		})
	}
}
