package archive

import (
	"context"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"testing"
	"time"

	"dateline/briefing/search"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/state"
	"dateline/store/storetest"
)

// looked is what an archive has in memory, to be held against it later.
type looked struct {
	segments, fresh []*search.Segment
	carriers        uintptr
}

func look(ar *Archive) looked {
	out := looked{carriers: reflect.ValueOf(ar.carriers.of).Pointer()}
	for _, s := range ar.segments {
		out.segments = append(out.segments, s.seg)
	}
	for _, f := range ar.fresh {
		out.fresh = append(out.fresh, f.memory.Segment())
	}
	return out
}

// less are segments that are not among others.
func less(all, others []*search.Segment) int {
	return len(slices.DeleteFunc(slices.Clone(all), func(s *search.Segment) bool { return slices.Contains(others, s) }))
}

// desk is an archive with what fills it.
type desk struct {
	t   *testing.T
	s   *store.Store
	src store.Source
	ar  *Archive
	ix  *Indexer
	now time.Time
	ids []int64 // of the articles, by number
}

func newDesk(t *testing.T, s *store.Store) *desk {
	t.Helper()
	src, err := s.OwnSource(context.Background(), store.Desk, state.SourceFile)
	if err != nil {
		t.Fatal(err)
	}
	return &desk{t: t, s: s, src: src, ar: &Archive{Store: s}, ix: &Indexer{Store: s, Holder: "test"},
		now: time.Date(2026, 1, 1, 6, 0, 0, 0, time.UTC)}
}

// add stores articles, of which each has a word of its own, and returns their ids.
func (d *desk) add(n int) []int64 {
	d.t.Helper()
	var in []store.Incoming
	for i := range n {
		no := len(d.ids) + i
		body := fmt.Sprintf("The port of Karsk opened on Monday with zq%dx.", no)
		x := storetest.Article(d.src, fmt.Sprint("a", no), "Port opens", body, d.now)
		x.Article.Seen, x.Version.Seen = d.now, d.now
		x.Version.Spans = text.MarshalSpans(text.Sentences(body, "en"))
		in = append(in, x)
	}
	outs, err := d.s.AddArticles(context.Background(), in)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, o := range outs {
		d.ids = append(d.ids, o.Article)
	}
	return d.ids[len(d.ids)-n:]
}

func (d *desk) run(f func(context.Context) (int, error)) {
	d.t.Helper()
	if _, err := f(context.Background()); err != nil {
		d.t.Fatal(err)
	}
}

// finds reports whether the article with a number is found, which brings the archive up to date.
func (d *desk) finds(i int) bool {
	d.t.Helper()
	hits, err := d.ar.Search(context.Background(), store.Scope{Everything: true}, Lookup{Text: fmt.Sprintf("zq%dx", i), At: d.now.Add(time.Hour), Limit: 3})
	if err != nil {
		d.t.Fatal(err)
	}
	return len(hits) > 0 && hits[0].Hit.Article == d.ids[i]
}

// A search after a sweep reads the segments that were written anew, and nothing else: no
// article that waits for the index is indexed again, and who carries what is not read.
func TestSearch_AfterASweepReadsOnlyWhatWasWrittenAnew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		old := d.add(20)
		d.run(d.ix.Run)
		d.add(20)
		d.run(d.ix.Run)
		d.add(2*freshPartMost + 3)
		if !d.finds(3) || !d.finds(30) || !d.finds(100) {
			t.Fatal("not all is found")
		}
		before := look(d.ar)
		if len(before.segments) != 2 || len(before.fresh) != 3 {
			t.Fatalf("%d segments and %d parts in memory", len(before.segments), len(before.fresh))
		}
		if err := s.DropArticles(context.Background(), old[:15]); err != nil {
			t.Fatal(err)
		}
		d.run(d.ix.Shrink)
		if d.finds(3) || !d.finds(17) || !d.finds(30) || !d.finds(100) {
			t.Error("what lives is not found, or what is gone is")
		}
		after := look(d.ar)
		if n := less(after.segments, before.segments); n != 1 || len(after.segments) != 2 {
			t.Errorf("%d of %d segments were read, want one", n, len(after.segments))
		}
		if n := less(after.fresh, before.fresh); n != 0 || len(after.fresh) != 3 {
			t.Errorf("%d of %d parts were indexed again", n, len(after.fresh))
		}
		if after.carriers != before.carriers {
			t.Error("who carries what was read again")
		}
	})
}

// What waits for the index is indexed in memory once: one more or one less costs no more
// than the part it belongs to.
func TestSearch_IndexesWhatWaitsInMemoryOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		waits := d.add(3 * freshPartMost)
		step := func(what string, want, all int) {
			t.Helper()
			before := look(d.ar)
			if !d.finds(len(d.ids) - 1) {
				t.Errorf("%s: the newest is not found", what)
			}
			if after := look(d.ar); less(after.fresh, before.fresh) != want || len(after.fresh) != all {
				t.Errorf("%s: %d of %d parts were indexed, want %d of %d", what, less(after.fresh, before.fresh), len(after.fresh), want, all)
			}
		}
		step("at first", 3, 3)
		d.add(1)
		step("one more", 1, 4)
		d.add(1)
		step("another", 1, 4)
		if _, err := s.Retract(context.Background(), recall.Order{Target: fmt.Sprint("article:", waits[0]), Action: recall.Removed, Why: "test", Actor: "test"}); err != nil {
			t.Fatal(err)
		}
		step("one less", 2, 4) // with the two that came
		d.run(d.ix.Run)
		step("all are indexed", 0, 0)
	})
}

// After a removal who carries what is not read again, but for what was removed; nor after a
// source was stopped or held, of which each reader's scope knows.
func TestSearch_AfterARemovalForgetsWhatWasRemovedAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, d := context.Background(), newDesk(t, s)
		ids := d.add(5)
		d.run(d.ix.Run)
		if !d.finds(2) {
			t.Fatal("an article is not found")
		}
		const known = -1 // an article that only a reading of all would forget
		d.ar.carriers.of[known] = store.Carrier{Outlet: "Nobody"}
		if _, err := s.Retract(ctx, recall.Order{Target: fmt.Sprint("article:", ids[2]), Action: recall.Removed, Why: "test", Actor: "test"}); err != nil {
			t.Fatal(err)
		}
		if err := s.PauseSource(ctx, store.Desk, d.src.ID, true); err != nil {
			t.Fatal(err)
		}
		if d.finds(2) || !d.finds(1) {
			t.Error("what was removed is found, or what was not is not")
		}
		if got, want := slices.Sorted(maps.Keys(d.ar.carriers.of)), []int64{known, ids[0], ids[1], ids[3], ids[4]}; !slices.Equal(got, want) {
			t.Errorf("carriers of %v are known, want %v", got, want)
		}
	})
}

// Refresh forgets who carried what the sweep has dropped, and loses nothing that came while it read.
func TestRefresh_ForgetsWhatIsGoneAndKeepsWhatCame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, d := context.Background(), newDesk(t, s)
		ids := d.add(5)
		d.run(d.ix.Run)
		if err := d.ar.Refresh(ctx); err != nil {
			t.Fatal(err)
		}
		before := look(d.ar)
		if !d.finds(2) || look(d.ar).carriers != before.carriers || less(look(d.ar).segments, before.segments) > 0 {
			t.Error("the first search reads what was read before it")
		}
		if err := s.DropArticles(ctx, ids[:2]); err != nil {
			t.Fatal(err)
		}
		whole, err := d.ar.carriersSince(ctx, carriers{})
		if err != nil {
			t.Fatal(err)
		}
		d.add(1)
		if !d.finds(5) {
			t.Error("what is new is not found")
		}
		if _, err := s.Retract(ctx, recall.Order{Target: fmt.Sprint("article:", ids[4]), Action: recall.Removed, Why: "test", Actor: "test"}); err != nil {
			t.Fatal(err)
		}
		if d.finds(4) {
			t.Error("what was removed is found")
		}
		if err := d.ar.replace(ctx, whole); err != nil {
			t.Fatal(err)
		}
		if !d.finds(5) || !d.finds(3) || d.finds(4) {
			t.Error("what came while all was read is lost, or what went came back")
		}
		if len(d.ar.carriers.of) != 3 {
			t.Errorf("who carries %d articles is known, want 3", len(d.ar.carriers.of))
		}
	})
}

// A segment that takes the place of one that is gone is read, though nobody has searched
// meanwhile: no two segments ever have one id.
func TestSearch_ReadsTheSegmentThatFollowsOneThatIsGone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		old := d.add(5)
		d.run(d.ix.Run)
		if !d.finds(3) {
			t.Fatal("an article is not found")
		}
		d.add(3)
		if err := s.DropArticles(context.Background(), old); err != nil {
			t.Fatal(err)
		}
		d.run(d.ix.Shrink)
		d.run(d.ix.Run)
		for i := range d.ids {
			if got, want := d.finds(i), i >= len(old); got != want {
				t.Errorf("article %d is found: %v, want %v", i, got, want)
			}
		}
	})
}
