package archive

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/state"
	"dateline/store/storetest"
)

// No segment is made that holds more than its share of all passages, once there are many.
func TestMergeable_NoSegmentHoldsMoreThanItsShare(t *testing.T) {
	var rows []store.SegmentRow
	for id := range int64(30) {
		rows = append(rows, store.SegmentRow{ID: id, Domain: store.Public, Level: 3, N: 20_000})
	}
	if got := mergeable(rows); got != nil {
		t.Errorf("six of 20,000 passages are merged of 600,000")
	}
	for i := range 6 {
		rows[10+i].N = 8000
	}
	if got := mergeable(rows); len(got) != mergeWidth || got[0].ID != 10 {
		t.Errorf("%d are merged, want the six small ones", len(got))
	}
	if got := mergeable(rows[:6]); got != nil {
		t.Errorf("120,000 passages are merged, %d may be in any case", mergeMost)
	}
}

// A segment of which little lives is written without the rest, and what lives in it is found as before.
func TestIndexer_ShrinkKeepsWhatLives(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := context.Background(), time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC)
		src, err := s.OwnSource(ctx, store.Desk, state.SourceFile)
		if err != nil {
			t.Fatal(err)
		}
		var in []store.Incoming
		for i := range 10 {
			body := fmt.Sprintf("The port of Karsk%d opened on Monday. Nobody came to Lund%d.", i, i)
			if i > 7 { // a name of two, and of one
				body += " The mayor of Visby" + []string{"", " and Vera Wexholm"}[i-8] + " spoke."
			}
			x := storetest.Article(src, fmt.Sprint("a", i), fmt.Sprint("Port ", i), body, now)
			x.Version.Spans = text.MarshalSpans(text.Sentences(body, "en"))
			in = append(in, x)
		}
		outs, err := s.AddArticles(ctx, in)
		if err != nil {
			t.Fatal(err)
		}
		ix, ar := &Indexer{Store: s, Holder: "test"}, &Archive{Store: s}
		run := func(what string, f func(context.Context) (int, error), want int) {
			t.Helper()
			if n, err := f(ctx); err != nil || n != want {
				t.Errorf("%s: %d, want %d; %v", what, n, want, err)
			}
		}
		found := func(i int) bool {
			t.Helper()
			hits, err := ar.Search(ctx, store.Scope{Everything: true}, Lookup{Text: fmt.Sprint("Karsk", i), At: now.Add(time.Hour), Limit: 9})
			if err != nil {
				t.Fatal(err)
			}
			return len(hits) > 0 && hits[0].Version == outs[i].Version
		}
		run("index", ix.Run, 10)
		if words, err := s.SpelledWords(ctx); err != nil || !slices.Contains(words, "wexholm") {
			t.Errorf("before spelled are %q, %v", words, err)
		}
		run("nothing to shrink", ix.Shrink, 0)
		if _, err := s.Retract(ctx, recall.Order{Target: fmt.Sprintf("article:%d", outs[9].Article), Action: recall.Removed, Why: "test", Actor: "test"}); err != nil {
			t.Fatal(err)
		}
		run("what was removed is written out", ix.Shrink, 1)
		if words, err := s.SpelledWords(ctx); err != nil || slices.Contains(words, "wexholm") || !slices.Contains(words, "visby") {
			t.Errorf("spelled are %q, %v", words, err)
		}
		run("once", ix.Shrink, 0)
		if terms, err := s.TermsLike(ctx, "k", 5, 9); err != nil || len(terms) != 9 {
			t.Errorf("the words %q are in the index, want those of nine articles; %v", terms, err)
		}
		var old []int64
		for _, o := range outs[:7] {
			old = append(old, o.Article)
		}
		if !found(0) {
			t.Error("an article is not found while it is there")
		}
		before, err := s.Revision(ctx)
		if err := errors.Join(err, s.DropArticles(ctx, old)); err != nil {
			t.Fatal(err)
		}
		if after, err := s.Revision(ctx); err != nil || after != before || found(0) || !found(7) {
			t.Errorf("what is gone is found, or everything is read anew for it: revision %d, then %d; %v", before, after, err)
		}
		run("what is mostly gone is written out", ix.Shrink, 1)
		if found(0) || !found(7) || !found(8) {
			t.Error("what lives is not found, or what is gone is found")
		}
		run("what lives is not pending", ix.Run, 0)
		if terms, err := s.TermsLike(ctx, "k", 5, 9); err != nil || len(terms) != 2 {
			t.Errorf("the words %q are in the index, want those of two articles; %v", terms, err)
		}
		if rows, err := s.Segments(ctx); err != nil || len(rows) != 1 {
			t.Errorf("%d segments, %v", len(rows), err)
		}
	})
}
