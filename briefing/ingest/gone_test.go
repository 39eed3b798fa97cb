package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/ingest"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/retain"
	"dateline/store/state"
	"dateline/store/storetest"
)

// goneWays are how the articles of a source go.
var goneWays = map[string]func(ctx context.Context, s *store.Store, source int64) error{
	"removed": func(ctx context.Context, s *store.Store, source int64) error {
		_, err := s.Retract(ctx, recall.Order{Target: fmt.Sprint("source:", source), Action: recall.Removed, Why: "withdrawn", Actor: "test"})
		return err
	},
	"too old": func(ctx context.Context, s *store.Store, _ int64) error {
		old, _, err := s.SweepArticles(ctx, retain.Age{Archive: briefingtest.Noon.AddDate(1, 0, 0), Most: 100})
		return errors.Join(err, s.DropArticles(ctx, old))
	},
}

// Whatever a feed changes of what is gone, it is recognised as before, and stays out.
func TestIdentify_WhatIsGoneDoesNotComeBack(t *testing.T) {
	byWords := map[string]bool{ // of a title that was edited with all else, words alone would tell, and none are left
		"titles, ids and links edited over a short text": true, "titles alone, edited with their links": true}
	for _, c := range identityCases {
		for name, goes := range goneWays {
			if byWords[c.name] {
				continue
			}
			t.Run(c.name+", "+name, func(t *testing.T) {
				t.Parallel()
				ctx, s := context.Background(), storetest.Open(t)
				src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://town.example/feed", Kind: state.SourceFeed}, store.Desk, "test")
				if err != nil {
					t.Fatal(err)
				}
				live := func() int {
					return briefingtest.Must[store.Extent](t)(s.Extent(ctx, store.Scope{Everything: true}, briefingtest.Noon.AddDate(1, 0, 0))).Articles
				}
				gone := 0
				for n := range 3 {
					in := &ingest.Ingester{Store: s, Now: func() time.Time { return briefingtest.Noon.Add(time.Duration(n) * time.Hour) }}
					for _, o := range briefingtest.Must[[]ingest.Outcome](t)(in.Add(ctx, src, src.URL, c.visits(n))) {
						if _, err := s.Article(ctx, store.Scope{Everything: true}, o.Article); o.Article != "" && err != nil {
							t.Errorf("%+v names an article that cannot be shown: %v", o, err)
						}
					}
					if n > 0 {
						continue
					}
					gone = live()
					if err := goes(ctx, s, src.ID); err != nil {
						t.Fatal(err)
					}
				}
				if got, want := live(), c.articles-gone; got != want {
					t.Errorf("%d articles live after %d were gone, want %d", got, gone, want)
				}
			})
		}
	}
}
