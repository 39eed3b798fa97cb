package store_test

import (
	"context"
	"testing"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// The name of an outlet is found in any case, in any alphabet.
func TestOutlet_IsFoundInAnyCaseOfAnyAlphabet(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for i, c := range []struct{ stored, asked string }{{"Österreich Heute", "österreich heute"}, {"Северный Вестник", "СЕВЕРНЫЙ вестник"}, {"North Wire", "north WIRE"}} {
			src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://" + string(rune('a'+i)) + ".example/feed", Kind: state.SourceFeed, Outlet: c.stored}, store.Desk, "test")
			if err != nil {
				t.Fatal(err)
			}
			in := storetest.Article(src, c.stored, "T", "Text of "+c.stored+".", noon)
			in.Article.Outlet = c.stored
			must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{in}))
			if got := must[[]int64](t)(s.ArticlesAt(ctx, "", c.asked)); len(got) != 1 {
				t.Errorf("%q: %d articles", c.asked, len(got))
			}
			if got := must[[]string](t)(s.Namesakes(ctx, c.asked)); len(got) != 1 || got[0] != src.URL {
				t.Errorf("%q: the sources %q", c.asked, got)
			}
		}
		if got := must[[]int64](t)(s.ArticlesAt(ctx, "", "")); len(got) != 0 {
			t.Errorf("of no outlet: %v", got)
		}
	})
}

// Where the last two end their choice at once, nobody reads the source any more.
func TestUnsubscribe_TheLastTwoAtOnceEndTheSource(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		for round := range 10 {
			one := store.Source{Domain: store.Public, URL: "https://a.example/" + string(rune('a'+round)), Kind: state.SourceFeed}
			var id int64
			for _, owner := range []string{"guild:1", "guild:2"} {
				src, _, err := s.AddSource(ctx, one, owner, "test")
				if err != nil {
					t.Fatal(err)
				}
				id = src.ID
			}
			done := make(chan error, 2)
			for _, owner := range []string{"guild:1", "guild:2"} {
				go func() { done <- s.Unsubscribe(ctx, owner, id) }()
			}
			for range 2 {
				if err := <-done; err != nil {
					t.Fatal(err)
				}
			}
			if live := store.Number(t, s, `SELECT count(*) FROM sources WHERE state <> 'removed'`); live != 0 {
				t.Errorf("round %d: the source is read for nobody", round)
			}
		}
	})
}
