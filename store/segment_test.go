package store_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/storetest"

	"github.com/google/go-cmp/cmp"
)

func TestSaveSegment_ReplacesTheMerged(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		l := must[store.Lease](t)(s.TakeLease(ctx, "index", "test", time.Minute))
		first := must[int64](t)(s.SaveSegment(ctx, l, store.NewSegment{SegmentRow: store.SegmentRow{Domain: store.Public, N: 1, Docs: []byte("d")}, Postings: []store.Posting{{Term: "b", DF: 1, List: []byte{1}}, {Term: "É", DF: 2, List: []byte{2}}, {Term: "a", DF: 3, List: []byte{3}}}}))
		var order []string
		if err := s.SegmentPostings(ctx, []int64{first}, func(p store.Posting) error { order = append(order, p.Term); return nil }); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(order, " "); got != "a b É" {
			t.Errorf("terms come as %q, want byte order", got)
		}
		second := must[int64](t)(s.SaveSegment(ctx, l, store.NewSegment{SegmentRow: store.SegmentRow{Domain: store.Public, Level: 1, N: 1}, Postings: []store.Posting{{Term: "a", DF: 4, List: []byte{4}}}, Replaces: []int64{first}}))
		if rows := must[[]store.SegmentRow](t)(s.Segments(ctx)); len(rows) != 1 || rows[0].ID != second {
			t.Errorf("segments %+v, want only %d", rows, second)
		}
		if a, b := must[int](t)(s.SweepPostings(ctx, l)), must[int](t)(s.SweepPostings(ctx, l)); a != 4 || b != 0 {
			t.Errorf("%d rows of the merged went, then %d; want three lists and the segment", a, b)
		}
		if diff := cmp.Diff([]string{"a"}, must[[]string](t)(s.TermsLike(ctx, "a", 1, 1))); diff != "" {
			t.Errorf("terms that begin with a (-want +got):\n%s", diff)
		}
		if got := must[[]string](t)(s.TermsLike(ctx, "a", 2, 9)); len(got) > 0 {
			t.Errorf("terms of another length: %v", got)
		}
		ps := must[[]store.Posting](t)(s.Postings(ctx, []string{"a", "b"}, []int64{first, second}))
		if d := cmp.Diff([]store.Posting{{Term: "a", Segment: second, DF: 4, List: []byte{4}}}, ps); d != "" {
			t.Error(d)
		}
	})
}

// Of a segment of many lists all go, step by step, and none of another's with the same terms.
func TestSweepPostings_TakesAllListsOfTheHiddenAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, terms := context.Background(), []string(nil)
		l := must[store.Lease](t)(s.TakeLease(ctx, "index", "test", time.Minute))
		segment := store.NewSegment{SegmentRow: store.SegmentRow{Domain: store.Public, N: 1}}
		for i := range 1201 { // in no order of the database's
			terms = append(terms, fmt.Sprintf("%c%d", []rune("aÉzпZß")[i%6], i))
			segment.Postings = append(segment.Postings, store.Posting{Term: terms[i], DF: 1, List: []byte{1}})
		}
		first := must[int64](t)(s.SaveSegment(ctx, l, segment))
		segment.ID, segment.Replaces = 0, []int64{first}
		second := must[int64](t)(s.SaveSegment(ctx, l, segment))
		if n := must[int](t)(s.SweepPostings(ctx, l)); n != 1202 {
			t.Errorf("%d rows went, want 1201 lists and their segment", n)
		}
		for some := range slices.Chunk(terms, 100) {
			for _, p := range must[[]store.Posting](t)(s.Postings(ctx, some, []int64{first, second})) {
				if p.Segment == first {
					t.Fatalf("the list of %q is left", p.Term)
				}
			}
		}
		kept := 0
		if err := s.SegmentPostings(ctx, []int64{first, second}, func(store.Posting) error { kept++; return nil }); err != nil || kept != 1201 {
			t.Errorf("%d lists are left, want those of the other; %v", kept, err)
		}
	})
}

// A segment whose writing is broken off, here by another holder of the lease or by an
// erasure, is found by nobody, and goes.
func TestSaveSegment_BrokenOffItStaysHidden(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, now := context.Background(), noon
		s.Now = func() time.Time { return now }
		l := must[store.Lease](t)(s.TakeLease(ctx, "index", "test", time.Minute))
		segment := store.NewSegment{SegmentRow: store.SegmentRow{Domain: store.Public, N: 1, Docs: []byte("d")}, Postings: []store.Posting{{Term: "a", DF: 1, List: []byte{1}}}}
		late := segment
		late.Replaces = []int64{999}
		if _, err := s.SaveSegment(ctx, l, late); !errors.Is(err, store.ErrLost) {
			t.Errorf("a segment of what is erased: %v", err)
		}
		if rows := must[[]store.SegmentRow](t)(s.Segments(ctx)); len(rows) > 0 {
			t.Errorf("%+v is found", rows)
		}
		now = noon.Add(time.Hour) // the lease has lapsed, and nobody has taken it
		if n := must[int](t)(s.SweepPostings(ctx, l)); n != 2 {
			t.Errorf("%d rows went, want a list and its segment", n)
		}
		must[int64](t)(s.SaveSegment(ctx, l, segment))
		now = noon.Add(2 * time.Hour)
		other := must[store.Lease](t)(s.TakeLease(ctx, "index", "other", time.Minute))
		if _, err := s.SaveSegment(ctx, l, segment); !errors.Is(err, store.ErrLost) {
			t.Errorf("under a lease that another holds: %v", err)
		}
		if _, err := s.SweepPostings(ctx, other); err != nil || len(must[[]store.SegmentRow](t)(s.Segments(ctx))) != 1 {
			t.Errorf("one segment is to stay; %v", err)
		}
	})
}

func TestTermsLike_ByLetterInEveryScript(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		l := must[store.Lease](t)(s.TakeLease(ctx, "index", "test", time.Minute))
		var ps []store.Posting
		for _, term := range []string{"zürich", "zzzzzy", "путин", "пушка", "берег", "Пушка", "αθήνα", "ørsted", "østers", "øøøøøø", "ozone"} {
			ps = append(ps, store.Posting{Term: term, DF: 1, List: []byte{1}})
		}
		must[int64](t)(s.SaveSegment(ctx, l, store.NewSegment{SegmentRow: store.SegmentRow{Domain: store.Public, N: 1, Docs: []byte("d")}, Postings: ps}))
		for letter, want := range map[string]string{"z": "zzzzzy zürich", "п": "путин пушка", "α": "αθήνα", "ø": "ørsted østers øøøøøø", "o": "ozone"} {
			got := must[[]string](t)(s.TermsLike(ctx, letter, 5, 6))
			slices.Sort(got)
			if strings.Join(got, " ") != want {
				t.Errorf("terms with %s: %v, want %s", letter, got, want)
			}
		}
	})
}
