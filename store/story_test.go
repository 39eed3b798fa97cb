package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

func TestResolve_MergedStoriesEndInOneAlive(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		src := must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourceFile))
		outs := must[[]store.Outcome](t)(s.AddArticles(ctx, []store.Incoming{
			storetest.Article(src, "a", "A", "Text a.", noon), storetest.Article(src, "b", "B", "Text b.", noon), storetest.Article(src, "c", "C", "Text c.", noon)}))
		place(t, s, outs)
		stories := func() (out []int64) {
			for _, o := range outs {
				for _, it := range must[[]store.Item](t)(s.Window(ctx, store.Scope{Everything: true}, store.Range{To: noon})) {
					if it.Article.ID == o.Article {
						out = append(out, it.Article.Story)
					}
				}
			}
			return out
		}
		ids := stories()
		l := must[store.Lease](t)(s.TakeLease(ctx, "cluster", "test", time.Minute))
		merges := []store.Merge{{From: ids[2], Into: ids[1]}, {From: ids[1], Into: ids[0]}}
		must[map[int64]int64](t)(s.SaveClusters(ctx, l, nil, nil, merges))
		for i, got := range stories() {
			if got != ids[0] {
				t.Errorf("article %d is in story %d, want %d", i, got, ids[0])
			}
			if to := must[int64](t)(s.Resolve(ctx, ids[i])); to != ids[0] {
				t.Errorf("story %d resolves to %d, want %d", ids[i], to, ids[0])
			}
		}
		if _, err := s.SaveClusters(ctx, l, nil, nil, merges); !errors.Is(err, store.ErrLost) {
			t.Errorf("a story was merged twice: %v", err)
		}
	})
}
