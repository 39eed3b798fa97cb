package store_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

func TestBeginSummary_TextIsWrittenOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		v := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(src, "a", "T", "Text.", noon)}))[0].Version
		sum := store.Summary{Key: "k", Kind: "story", Domain: store.Public, Lang: "en", Model: "m"}
		var mu sync.Mutex
		wins := 0
		var won store.Summary
		var wg sync.WaitGroup
		for range 8 {
			wg.Go(func() {
				got, mine, err := s.BeginSummary(ctx, sum, time.Minute)
				if err != nil && !errors.Is(err, store.ErrLost) {
					t.Error(err)
				}
				if mine {
					mu.Lock()
					wins, won = wins+1, got
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		if wins != 1 {
			t.Fatalf("%d writers began the same text", wins)
		}
		if err := s.RenewSummary(ctx, won, 2*time.Minute); err != nil {
			t.Errorf("who writes it renews it: %v", err)
		}
		late := won
		late.Epoch--
		if err := s.RenewSummary(ctx, late, time.Minute); !errors.Is(err, store.ErrLost) {
			t.Errorf("who wrote it before renews it: %v", err)
		}
		won.Claims = []store.Claim{{Text: "Text.", Kind: "quoted", Cites: []store.Cite{{Version: v, Field: "text", Start: 0, End: 5, Quote: "Text."}}, Facts: []int64{7, -8}}}
		done := must[store.Summary](t)(s.FinishSummary(ctx, won))
		if err := s.RenewSummary(ctx, won, time.Minute); !errors.Is(err, store.ErrLost) {
			t.Errorf("a text that is done is renewed: %v", err)
		}
		if _, err := s.FinishSummary(ctx, won); !errors.Is(err, store.ErrLost) {
			t.Errorf("a text was finished twice: %v", err)
		}
		got, mine, err := s.BeginSummary(ctx, sum, time.Minute)
		if err != nil || mine || len(got.Claims) != 1 || got.Claims[0].ID != done.Claims[0].ID || len(got.Claims[0].Cites) != 1 || !slices.Equal(got.Claims[0].Facts, []int64{-8, 7}) {
			t.Errorf("the written text came back as %+v, mine %v, %v", got, mine, err)
		}
	})
}

func TestErase_MemosAndRepliesGoWithDomain(t *testing.T) {
	for owner, erase := range map[string]func(ctx context.Context, s *store.Store) error{
		"guild:7": func(ctx context.Context, s *store.Store) error { return s.EraseGuilds(ctx, time.Now().Add(time.Hour)) },
		"user:7":  func(ctx context.Context, s *store.Store) error { _, err := s.ErasePerson(ctx, 7); return err },
	} {
		t.Run(strings.ReplaceAll(owner, ":", ""), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				ctx := t.Context()
				desk := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
				own := must[store.Source](t)(s.OwnSource(ctx, owner, state.SourceFile))
				outs := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(desk, "open", "Open", "Open text.", noon), storetest.Article(own, "secret", "Secret", "Secret text.", noon)}))
				write := func(key, domain string, cites ...int64) bool {
					t.Helper()
					sum, mine, err := s.BeginSummary(ctx, store.Summary{Key: key, Kind: "story", Domain: domain, Lang: "en", Model: "m"}, time.Minute)
					if err != nil || !mine {
						return err != nil
					}
					for _, v := range cites {
						sum.Claims = append(sum.Claims, store.Claim{No: len(sum.Claims), Text: "x", Kind: "written", Cites: []store.Cite{{Version: outs[v].Version, Field: "text", End: 4, Quote: "text"}}})
					}
					if len(cites) > 0 {
						_, err = s.FinishSummary(ctx, sum)
					}
					if err != nil {
						t.Fatal(err)
					}
					return true
				}
				write("public", store.Public, 0)
				write("its own", owner, 1)
				write("another's, of its text", "user:8", 0, 1)
				write("begun", owner)
				for _, key := range []string{"begun", "failed"} { // of which no text is left
					call := must[store.Reservation](t)(reserve(s, 600, 0))
					if err := s.SettleCall(ctx, call, store.Cost{Tokens: 9}, &store.KeptReply{Text: key, Request: "r", Reply: "secret"}); err != nil {
						t.Fatal(err)
					}
				}
				must[bool](t)(s.SeeGuild(ctx, 7))
				if err := s.LoseGuild(ctx, 7, "kicked"); err != nil {
					t.Fatal(err)
				}
				late := must[store.Summary](t)(begun(s, "of two", "user:8"))
				late.Claims = []store.Claim{{Text: "x", Kind: "written", Cites: []store.Cite{{Version: outs[1].Version, Field: "text", End: 4, Quote: "text"}}}}
				if err := erase(ctx, s); err != nil {
					t.Fatal(err)
				}
				if _, err := s.FinishSummary(ctx, late); !errors.Is(err, store.ErrLost) {
					t.Errorf("a text of what is erased was stored: %v", err)
				}
				for key, gone := range map[string]bool{"public": false, "its own": true, "another's, of its text": true, "begun": true} {
					if got := write(key, owner); got != gone {
						t.Errorf("%s: gone is %v, want %v", key, got, gone)
					}
				}
				for _, key := range []string{"begun", "failed"} {
					if got, err := s.Reply(ctx, key, "r"); !errors.Is(err, store.ErrNotFound) {
						t.Errorf("%s: the reply %q is still kept (%v)", key, got, err)
					}
				}
			})
		})
	}
}

// begun is a text that is being written.
func begun(s *store.Store, key, domain string) (store.Summary, error) {
	sum, _, err := s.BeginSummary(context.Background(), store.Summary{Key: key, Kind: "story", Domain: domain, Lang: "en", Model: "m"}, time.Minute)
	return sum, err
}
