package ingest_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/retention"
	"dateline/store"
	"dateline/store/storetest"
)

// What is too old and still in its feed is left alone, shown or not: its page is not asked
// for, though its source edits it, the feed is asked for conditionally, and when the feed
// has not held it for long nothing of it is left.
func TestPoller_WhatIsTooOldIsNotReadAgain(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		r := newRound(t, s)
		r.web.teased(40)
		r.add(townFeed)
		visit := func(later time.Duration) {
			t.Helper()
			if err := r.pass(later); err != nil {
				t.Fatal(err)
			}
		}
		for range 2 {
			visit(day)
		}
		r.tell(0)
		sweeper := &retention.Sweeper{Store: s, Index: &archive.Indexer{Store: s, Holder: "test"}, Holder: "test", Archive: 180 * day, Evidence: 730 * day, Now: s.Now}
		briefingtest.Must[int](t)(sweeper.Index.Run(ctx))
		asked := r.web.pagesAsked()
		for range 3 {
			visit(181 * day)
			briefingtest.Must[int](t)(sweeper.Run(ctx))
			r.web.edited(40)
			visit(day)
		}
		if got := r.web.pagesAsked(); got != asked || asked != 40 {
			t.Errorf("%d pages were asked for, %d of them while they were young; want 40 of both", got, asked)
		}
		if live := briefingtest.Must[store.Extent](t)(s.Extent(ctx, store.Scope{Everything: true}, r.now)).Articles; live != 0 {
			t.Errorf("%d articles live", live)
		}
		src := briefingtest.Must[[]store.Source](t)(s.Sources(ctx, store.Desk))[0]
		if src.ETag != `"same"` {
			t.Errorf("the feed is asked for as a whole: %+v", src)
		}
		r.web.teased(0)
		visit(day)
		visit(731 * day)
		for range 2 {
			briefingtest.Must[int](t)(sweeper.Run(ctx))
			visit(181 * day)
		}
		if known := briefingtest.Must[[]store.Known](t)(s.Known(ctx, src, nil)); len(known) != 0 {
			t.Errorf("%d articles are known after the feed has long lacked them", len(known))
		}
	})
}

// What a feed still holds is recognised however long it had nothing to say; what it no
// longer holds is forgotten when it has brought other things for a month.
func TestPoller_QuietFeedsOldItemsStayKnown(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		r := newRound(t, s)
		r.add(townFeed)
		sweeper := &retention.Sweeper{Store: s, Index: &archive.Indexer{Store: s, Holder: "test"}, Holder: "test", Archive: 180 * day, Now: s.Now}
		visit := func(later time.Duration, wantPages, wantKnown int) {
			t.Helper()
			if err := r.pass(later); err != nil {
				t.Fatal(err)
			}
			briefingtest.Must[int](t)(sweeper.Index.Run(ctx))
			briefingtest.Must[int](t)(sweeper.Run(ctx))
			known := briefingtest.Must[[]store.Known](t)(s.Known(ctx, store.Source{ID: 1, Domain: store.Public}, nil))
			if got := r.web.pagesAsked(); got != wantPages || len(known) != wantKnown {
				t.Errorf("%d pages asked for, %d articles known, want %d and %d", got, len(known), wantPages, wantKnown)
			}
		}
		r.web.teased(3)
		visit(day, 3, 3)
		visit(181*day, 3, 3)
		r.web.pages[townFeed] = only(http.StatusNotModified)
		visit(60*day, 3, 3)
		r.web.teased(4)
		visit(day, 4, 4)
		r.web.dated(4, 5)
		visit(28*day, 4, 6)
		r.web.dated(6, 7)
		visit(2*day, 4, 5)
	})
}
