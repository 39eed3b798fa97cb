package store_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"

	"github.com/google/go-cmp/cmp"
)

func TestEmbeddings_NewestOfModelAndText(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := t.Context()
		src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		a := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(src, "a", "One", "Text one.", noon)}))[0].Article
		vectors := []store.Embedding{{Hash: "h2", Article: a, Vector: []byte{2}}, {Hash: "h1", Article: a, Vector: []byte{1}}, {Hash: "gone", Article: a + 1, Vector: []byte{9}}}
		for range 2 {
			if err := s.AddEmbeddings(ctx, "m", vectors); err != nil {
				t.Fatal(err)
			}
			vectors = []store.Embedding{{Hash: "h2", Article: a, Vector: []byte{0, 255}}}
		}
		many := []string{"h1", "h2", "gone"}
		for i := range 200 {
			many = append(many, fmt.Sprintf("unknown %d", i))
		}
		for _, c := range []struct {
			model  string
			hashes []string
			want   map[string][]byte
		}{
			{"m", many, map[string][]byte{"h1": {1}, "h2": {0, 255}}}, {"other", many, map[string][]byte{}}, {"m", nil, map[string][]byte{}},
		} {
			if d := cmp.Diff(c.want, must[map[string][]byte](t)(s.Embeddings(ctx, c.model, c.hashes))); d != "" {
				t.Errorf("of %s, %d hashes, -want +got:\n%s", c.model, len(c.hashes), d)
			}
		}
		if err := s.AddEmbeddings(ctx, "m", nil); err != nil {
			t.Error(err)
		}
	})
}

func TestErase_VectorsAndListsGoWithText(t *testing.T) {
	for name, erase := range map[string]func(ctx context.Context, s *store.Store) error{
		"guild:7": func(ctx context.Context, s *store.Store) error { return s.EraseGuilds(ctx, time.Now().Add(time.Hour)) },
		"user:7":  func(ctx context.Context, s *store.Store) error { _, err := s.ErasePerson(ctx, 7); return err },
	} {
		t.Run(strings.ReplaceAll(name, ":", ""), func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				ctx := t.Context()
				desk := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
				own := must[store.Source](t)(s.OwnSource(ctx, name, state.SourceFile))
				outs := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{storetest.Article(desk, "open", "Open", "Open text.", noon), storetest.Article(own, "secret", "Secret", "Secret text.", noon)}))
				if err := s.AddEmbeddings(ctx, "m", []store.Embedding{{Hash: "open", Article: outs[0].Article, Vector: []byte{1}}, {Hash: "secret", Article: outs[1].Article, Vector: []byte{2}}}); err != nil {
					t.Fatal(err)
				}
				lease := must[store.Lease](t)(s.TakeLease(ctx, "index", "test", time.Minute))
				var segments []int64
				for i, domain := range []string{store.Public, name} {
					segments = append(segments, must[int64](t)(s.SaveSegment(ctx, lease, store.NewSegment{SegmentRow: store.SegmentRow{Domain: domain, N: 1, Docs: []byte("d")}, Postings: []store.Posting{{Term: domain, DF: 1, List: []byte{1}}}, Versions: []int64{outs[i].Version}})))
				}
				must[bool](t)(s.SeeGuild(ctx, 7))
				if err := s.LoseGuild(ctx, 7, "kicked"); err != nil {
					t.Fatal(err)
				}
				if err := erase(ctx, s); err != nil {
					t.Fatal(err)
				}
				rows := must[[]store.SegmentRow](t)(s.Segments(ctx))
				if len(rows) != 1 || rows[0].Domain != store.Public {
					t.Errorf("segments %v are left, want the public one", rows)
				}
				if left := must[[]store.Posting](t)(s.Postings(ctx, []string{store.Public, name}, segments)); len(left) != 1 {
					t.Errorf("the lists %v are left, want the public one", left)
				}
				if live := must[map[int64]bool](t)(s.LiveVersions(ctx, []int64{outs[0].Version, outs[1].Version})); len(live) != 1 || !live[outs[0].Version] { // a merge that began before
					t.Errorf("live versions %v, want %d", live, outs[0].Version)
				}
				for _, late := range []store.NewSegment{{Versions: []int64{outs[1].Version}}, {Replaces: segments[1:]}} { // of an indexer that began before
					late.SegmentRow = store.SegmentRow{Domain: name, N: 1, Docs: []byte("d")}
					if _, err := s.SaveSegment(ctx, lease, late); !errors.Is(err, store.ErrLost) {
						t.Errorf("a segment of what is erased was stored: %v", err)
					}
				}
				// What a search that began before the erasure would still keep.
				if err := s.AddEmbeddings(ctx, "m", []store.Embedding{{Hash: "late", Article: outs[1].Article, Vector: []byte{3}}}); err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(map[string][]byte{"open": {1}}, must[map[string][]byte](t)(s.Embeddings(ctx, "m", []string{"open", "secret", "late"}))); d != "" {
					t.Errorf("-want +got:\n%s", d)
				}
			})
		})
	}
}
