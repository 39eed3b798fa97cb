package stories

import (
	"context"
	"io"
	"log/slog"
	"strings"
	"testing"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// derivedItems are reports of different things, each with words of its own.
func derivedItems() []feed.Item {
	var out []feed.Item
	for _, x := range []struct{ title, body string }{
		{"Pier at Velland is closed", "The pier at Velland was closed on Monday after divers found a crack. Repairs take six weeks."},
		{"Osterby opens a museum of clocks", "A museum of clocks has opened in Osterby. It shows four hundred clocks of the town's makers."},
		{"Bus fares rise in Marand", "Bus fares in Marand rise by a tenth in May. The council blames the price of fuel."},
	} {
		out = append(out, feed.Item{ID: x.title, Title: x.title, Text: x.body, Lang: "en", Outlet: "Town"})
	}
	return out
}

// derived is a store with three articles, each of which breakage may change
// before it is stored.
func derived(t *testing.T, s *store.Store, breakage func(n int, v *store.Version)) {
	t.Helper()
	ctx := context.Background()
	now := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://town.example/feed", Kind: state.SourceFeed}, store.Desk, "test")
	if err != nil {
		t.Fatal(err)
	}
	var rows []store.Incoming
	for i, it := range derivedItems() {
		sketch, err := text.SketchOf(it.Text).MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		v := store.Version{Seen: now, Hash: it.ID, Title: it.Title, Lang: it.Lang, Genre: "news", Text: it.Text, Spans: text.MarshalSpans(text.ReadSentences(it.Text, it.Lang)), Sketch: sketch}
		breakage(i, &v)
		rows = append(rows, store.Incoming{Article: store.Article{Domain: src.Domain, Ident: it.ID, ExtID: it.ID, Outlet: it.Outlet, Seen: now}, Version: v, Source: src.ID})
	}
	if _, err := s.AddArticles(ctx, rows); err != nil {
		t.Fatal(err)
	}
}

// Sentence spans and sketches that are damaged are made anew from the text:
// every article is placed, found and told.
func TestAssigner_DamagedRowsAreMadeAnew(t *testing.T) {
	for name, damage := range map[string]func(v *store.Version){
		"no spans":             func(v *store.Version) { v.Spans = nil },
		"half of the spans":    func(v *store.Version) { v.Spans = v.Spans[:len(v.Spans)-1] },
		"spans of a long text": func(v *store.Version) { v.Spans = text.MarshalSpans([]text.Span{{Start: 0, End: 9000}}) },
		"spans within letters": func(v *store.Version) {
			v.Text, v.Spans = "Ö "+v.Text, text.MarshalSpans([]text.Span{{Start: 1, End: 5}})
		},
		"no sketch":         func(v *store.Version) { v.Sketch = nil },
		"half of a sketch":  func(v *store.Version) { v.Sketch = v.Sketch[:100] },
		"nothing is intact": func(v *store.Version) { v.Spans, v.Sketch = []byte{0xff}, []byte{0xff} },
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				derived(t, s, func(n int, v *store.Version) {
					if n == 0 {
						damage(v)
					}
				})
				checkDerived(t, s, &Assigner{Store: s, Holder: "test"}, []string{"pier", "clocks", "fares"})
				w := &brief.Writer{Store: s}
				from := time.Date(2026, 11, 20, 0, 0, 0, 0, time.UTC)
				listed, err := w.List(context.Background(), store.Scope{Everything: true}, from, from.Add(24*time.Hour))
				if err != nil || len(listed) != 3 {
					t.Errorf("%d stories are listed (%v), want 3", len(listed), err)
				}
			})
		})
	}
}

// checkDerived places and indexes what is pending, before and after which each
// of the words finds its article; each article then stands in a story of its own.
func checkDerived(t *testing.T, s *store.Store, st *Assigner, words []string) {
	t.Helper()
	ctx := context.Background()
	ar := &archive.Archive{Store: s}
	search := func() {
		t.Helper()
		for _, w := range words {
			found, err := ar.Search(ctx, store.Scope{Everything: true}, archive.Lookup{Text: w, Limit: 5, At: time.Now().Add(1e6 * time.Hour)})
			if err != nil || len(found) == 0 || found[0].First > found[0].Last || !strings.Contains(strings.ToLower(found[0].Text()), w) {
				t.Errorf("%q finds %d passages (%v), want first one that holds it", w, len(found), err)
			}
		}
	}
	search()
	for pass, want := range []int{3, 0} {
		if n, err := st.Run(ctx); err != nil || n != want {
			t.Errorf("pass %d places %d (%v), want %d", pass+1, n, err, want)
		}
		if n, err := (&archive.Indexer{Store: s, Holder: "test"}).Run(ctx); err != nil || n != want {
			t.Errorf("pass %d indexes %d (%v), want %d", pass+1, n, err, want)
		}
	}
	search()
	stories := map[int64]bool{}
	items, err := s.ClusterWindow(ctx, store.Public, time.Unix(0, 0), time.Now().Add(1e6*time.Hour))
	for _, it := range items {
		stories[it.Article.Story] = true
	}
	if err != nil || len(stories) != 3 || stories[0] {
		t.Errorf("stories %v of %d articles (%v), want three", stories, len(items), err)
	}
}

// A damaged segment or list of it is dropped by whoever meets it, and what it
// held is found and indexed anew.
func TestIndexer_DamagedSegmentIsMadeAnew(t *testing.T) {
	ctx := context.Background()
	for name, postings := range map[string][]store.Posting{
		"its documents": {{Term: "pier", DF: 1, List: []byte{1}}},
		"a list":        {{Term: "pier", DF: 1, List: []byte{0xff, 0xff}}},
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				derived(t, s, func(int, *store.Version) {})
				if _, err := (&archive.Indexer{Store: s, Holder: "test"}).Run(ctx); err != nil {
					t.Fatal(err)
				}
				rows, err := s.Segments(ctx)
				if err != nil || len(rows) != 1 {
					t.Fatalf("%d segments, %v", len(rows), err)
				}
				whole, err := s.Segment(ctx, rows[0].ID)
				if err != nil {
					t.Fatal(err)
				}
				if name == "its documents" {
					whole.Docs = whole.Docs[:len(whole.Docs)-1]
				}
				lease, err := s.TakeLease(ctx, "index", "test", time.Minute)
				if err != nil {
					t.Fatal(err)
				}
				broken := store.NewSegment{SegmentRow: whole, Postings: postings, Replaces: []int64{whole.ID}}
				if _, err := s.SaveSegment(ctx, lease, broken); err != nil {
					t.Fatal(err)
				}
				checkDerived(t, s, &Assigner{Store: s, Holder: "test"}, []string{"pier", "clocks", "fares"})
			})
		})
	}
}

// A version over which preparing, placing or restoring it panics is set aside
// in a story of its own; the others are placed, now and when the stories are
// read again.
func TestAssigner_PanicIsOneVersions(t *testing.T) {
	ctx := context.Background()
	for _, doing := range []string{"prepare", "place", "restore"} {
		t.Run(doing, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				derived(t, s, func(int, *store.Version) {})
				panics := 0
				step := func(now string, version int64) {
					if now == doing && version == 2 {
						panics++
						panic("a text that nobody thought of")
					}
				}
				log := slog.New(slog.NewTextHandler(io.Discard, nil))
				checkDerived(t, s, &Assigner{Store: s, Holder: "test", Log: log, step: step}, []string{"pier", "clocks", "fares"})
				later(t, s, feed.Item{ID: "4", Title: "A glacier near Tolm has melted", Text: "The glacier near Tolm has melted.", Lang: "en"})
				if n, err := (&Assigner{Store: s, Holder: "restarted", Log: log, step: step}).Run(ctx); n != 1 || err != nil {
					t.Errorf("an article after it: %d placed (%v), want 1", n, err)
				}
				if panics == 0 {
					t.Error("nothing panicked")
				}
			})
		})
	}
}

// later stores one more item of the town's feed.
func later(t *testing.T, s *store.Store, it feed.Item) {
	t.Helper()
	ctx := context.Background()
	src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://town.example/feed", Kind: state.SourceFeed}, store.Desk, "test")
	if err != nil {
		t.Fatal(err)
	}
	in := &ingest.Ingester{Store: s, Now: func() time.Time { return time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC) }}
	if _, err := in.Add(ctx, src, src.URL, []feed.Item{it}); err != nil {
		t.Fatal(err)
	}
}
