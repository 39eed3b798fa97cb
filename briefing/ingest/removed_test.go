package ingest_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/ingest"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/state"
	"dateline/store/storetest"
)

// Whatever a feed changes of what was removed, it is recognised as before, and stays out.
func TestIdentify_WhatWasRemovedDoesNotComeBack(t *testing.T) {
	byWords := map[string]bool{ // of a title that was edited with all else, words alone would tell, and none are left
		"titles, ids and links edited over a short text": true, "titles alone, edited with their links": true}
	for _, c := range identityCases {
		if byWords[c.name] {
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, s := context.Background(), storetest.Open(t)
			src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://town.example/feed", Kind: state.SourceFeed}, store.Desk, "test")
			if err != nil {
				t.Fatal(err)
			}
			live := func() int {
				return briefingtest.Must[store.Extent](t)(s.Extent(ctx, store.Scope{Everything: true}, briefingtest.Noon.AddDate(1, 0, 0))).Articles
			}
			removed := 0
			for n := range 3 {
				in := &ingest.Ingester{Store: s, Now: func() time.Time { return briefingtest.Noon.Add(time.Duration(n) * time.Hour) }}
				briefingtest.Must[[]ingest.Outcome](t)(in.Add(ctx, src, src.URL, c.visits(n)))
				if n == 0 {
					removed = live()
					briefingtest.Must[recall.Effect](t)(s.Retract(ctx, recall.Order{Target: fmt.Sprint("source:", src.ID), Action: recall.Removed, Why: "withdrawn", Actor: "test"}))
				}
			}
			if got, want := live(), c.articles-removed; got != want {
				t.Errorf("%d articles live after %d were removed, want %d", got, removed, want)
			}
		})
	}
}
