package archive_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"dateline/briefing/archive"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/state"
	"dateline/store/storetest"
)

// What somebody carries since the last search is found, whether it is new, was read long ago
// or stood elsewhere before; what was removed is not.
func TestSearch_KnowsWhoCarriesWhatSinceTheLastLook(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		ar := &archive.Archive{Store: s}
		now := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
		var sources [2]store.Source
		for i, url := range []string{"https://a.example/feed", "https://b.example/feed"} {
			src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: url, Kind: state.SourceFeed, Outlet: url[8:9]}, store.Desk, "test")
			if err != nil {
				t.Fatal(err)
			}
			sources[i] = src
		}
		add := func(src store.Source, ident, text string, seen time.Time) {
			t.Helper()
			x := storetest.Article(src, ident, text, text+" It was so on Monday.", seen)
			x.Article.Seen, x.Version.Seen = seen, seen
			if _, err := s.AddArticles(ctx, []store.Incoming{x}); err != nil {
				t.Fatal(err)
			}
		}
		find := func(what, word string, want ...int) {
			t.Helper()
			var got []int
			for i, src := range sources {
				hits, err := ar.Search(ctx, store.Scope{Sources: []int64{src.ID}}, archive.Lookup{Text: word, At: now.Add(time.Hour), Limit: 3})
				if err != nil {
					t.Fatal(err)
				}
				if len(hits) > 0 {
					got = append(got, i)
				}
			}
			if !slices.Equal(got, want) {
				t.Errorf("%s: carried by %v, want %v", what, got, want)
			}
		}
		add(sources[0], "bridge", "The bridge of Senn is closed to lorries", now)
		find("at first", "bridge", 0)
		add(sources[0], "levy", "The parliament keeps the levy on coal", now.Add(time.Minute))
		find("a new one", "levy", 0)
		find("the one before", "bridge", 0)
		add(sources[1], "bridge", "The bridge of Senn is closed to lorries", now.Add(2*time.Minute))
		find("by another source too", "bridge", 0, 1)
		add(sources[1], "port", "The port of Karsk was closed by a storm", now.Add(-90*24*time.Hour))
		find("read long ago", "storm", 1)
		add(sources[1], "flood", "The river Oru has flooded the fields of Hale", now.Add(-30*time.Minute))
		find("read a little before the newest", "flooded", 1)
		if _, err := s.Retract(ctx, recall.Order{Target: "article:1", Action: recall.Removed, Why: "wrong", Actor: "test"}); err != nil {
			t.Fatal(err)
		}
		add(sources[1], "vote", "Mira Tal won the vote for mayor in Karsk", now.Add(3*time.Minute))
		find("after it was removed", "bridge")
		find("what is new", "vote", 1)
		find("what stays", "levy", 0)
	})
}
