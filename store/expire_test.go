package store_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/recall"
	"dateline/store/retain"
	"dateline/store/state"
	"dateline/store/storetest"

	"github.com/google/go-cmp/cmp"
)

// Of every table it is said what keeps it from growing for ever.
func TestTables_OfEachItIsSaidHowItIsBounded(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		got := store.TablesOf(t, s)
		slices.Sort(got)
		if diff := cmp.Diff(slices.Sorted(maps.Keys(retain.Tables)), got); diff != "" {
			t.Errorf("retain.Tables and the database's tables (-said +there):\n%s", diff)
		}
	})
}

// A backup has every table but those of processes and migrations; what is not in it is in
// no test of an erasure either.
func TestBackup_HasEveryTable(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		got := append(slices.Clone(store.BackupTables), "leases", "schema_files")
		want := store.TablesOf(t, s)
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the database's tables and those of a backup (-there +in it):\n%s", diff)
		}
	})
}

// What expires goes, however many rows it is, and nothing else.
func TestSweep_WhatIsOverGoes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := context.Background(), noon
		s.Now = func() time.Time { return now }
		for i := range 1100 { // more than one step takes
			must[bool](t)(s.Arrived(ctx, fmt.Sprint("event ", i)))
		}
		for user := range int64(3) {
			if err := s.CatchUp(ctx, user, 7, 70, now); err != nil {
				t.Fatal(err)
			}
		}
		now = noon.Add(retain.CatchUpKept)
		if err := s.CatchUp(ctx, 2, 7, 70, now); err != nil {
			t.Fatal(err)
		}
		must[bool](t)(s.Arrived(ctx, "late"))
		for _, days := range []int{0, 1} {
			now = noon.Add(retain.CatchUpKept + time.Duration(days)*time.Hour)
			if err := s.Sweep(ctx); err != nil {
				t.Fatal(err)
			}
			for user := range int64(3) {
				if kept := !must[time.Time](t)(s.CaughtUp(ctx, user, 70)).IsZero(); kept != (days == 0 || user == 2) {
					t.Errorf("after %d hours too many it is kept that %d has caught up: %v", days, user, kept)
				}
			}
		}
		for _, id := range []string{"event 0", "event 600", "event 1099"} {
			if !must[bool](t)(s.Arrived(ctx, id)) {
				t.Errorf("%s is remembered for more than a day", id)
			}
		}
		if must[bool](t)(s.Arrived(ctx, "late")) {
			t.Error("an event of the same hour is forgotten")
		}
	})
}

// What was taken out goes at the end of the archive's time, when the index is rid of it; a
// feed that still holds it does not bring it back.
func TestSweepEvidence_WhatWasTakenOutGoesInTheEnd(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://a.example/feed", Kind: state.SourceFeed}, store.Desk, "test")
		if err != nil {
			t.Fatal(err)
		}
		in := []store.Incoming{storetest.Article(src, "a", "One", "Text one.", noon), storetest.Article(src, "b", "Two", "Text two.", noon)}
		outs := must[[]store.Outcome](t)(s.AddArticles(ctx, in))
		lease := must[store.Lease](t)(s.TakeLease(ctx, "index", "test", time.Minute))
		segment := must[int64](t)(s.SaveSegment(ctx, lease, store.NewSegment{SegmentRow: store.SegmentRow{Domain: store.Public, N: 2, Docs: []byte("d")}, Versions: []int64{outs[0].Version, outs[1].Version}}))
		if _, err := s.Retract(ctx, recall.Order{Target: fmt.Sprintf("article:%d", outs[0].Article), Action: recall.Removed, Why: "test", Actor: "test"}); err != nil {
			t.Fatal(err)
		}
		age := retain.Age{Archive: noon.Add(time.Hour)}
		if got := must[[]int64](t)(s.SweepEvidence(ctx, age)); len(got) > 0 {
			t.Errorf("%v would go while a segment holds it", got)
		}
		must[int64](t)(s.SaveSegment(ctx, lease, store.NewSegment{SegmentRow: store.SegmentRow{Domain: store.Public, N: 1, Docs: []byte("d")}, Replaces: []int64{segment}, Gone: []int64{outs[0].Version}}))
		if got := must[[]int64](t)(s.SweepEvidence(ctx, retain.Age{Archive: noon})); len(got) > 0 {
			t.Errorf("%v would go before its time", got)
		}
		if got := must[[]int64](t)(s.SweepEvidence(ctx, age)); !slices.Equal(got, []int64{outs[0].Article}) {
			t.Errorf("%v would go, want %d", got, outs[0].Article)
		}
		in[0].Article.Seen = noon.Add(48 * time.Hour)
		if got := must[[]store.Outcome](t)(s.AddArticles(ctx, in[:1])); got[0].Status != "duplicate" {
			t.Errorf("what the feed still holds is %+v", got[0])
		}
		if got := must[[]int64](t)(s.SweepEvidence(ctx, age)); len(got) > 0 {
			t.Errorf("%v would go while a feed holds it", got)
		}
		age.Archive = noon.Add(49 * time.Hour)
		gone := must[[]int64](t)(s.SweepEvidence(ctx, age))
		if err := s.DropArticles(ctx, gone); err != nil || !slices.Equal(gone, []int64{outs[0].Article}) {
			t.Errorf("%v goes, %v", gone, err)
		}
		if known := must[[]store.Known](t)(s.Known(ctx, src, []string{"id:a"})); len(known) != 1 || known[0].Ident != "id:b" {
			t.Errorf("what is left is %+v", known)
		}
	})
}
