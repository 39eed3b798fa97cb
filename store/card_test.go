package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// newsroom is three stories of an article each, of a source of guild 7.
func newsroom(t *testing.T, s *store.Store) (scope store.Scope, stories []int64) {
	t.Helper()
	ctx := context.Background()
	src := must[store.Source](t)(s.OwnSource(ctx, "guild:7", state.SourceFile))
	var in []store.Incoming
	for i, id := range []string{"a", "b", "c"} {
		in = append(in, storetest.Article(src, id, "Title "+id, "Text of "+id+".", noon.Add(time.Duration(i)*time.Minute)))
	}
	place(t, s, must[[]store.Outcome](t)(s.AddArticles(ctx, in)))
	scope = must[store.Scope](t)(s.ScopeOf(ctx, "guild:7"))
	for _, it := range must[[]store.Item](t)(s.Window(ctx, scope, store.Range{To: noon.Add(time.Hour)})) {
		stories = append(stories, it.Article.Story)
	}
	return scope, stories
}

func TestStoryHandle_IsOneForEachStoryAndFollowsMerges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		_, ids := newsroom(t, s)
		handle := must[int64](t)(s.StoryHandle(ctx, ids[0]))
		if again := must[int64](t)(s.StoryHandle(ctx, ids[0])); again != handle || handle == ids[0] {
			t.Errorf("handles %d and %d of story %d", handle, again, ids[0])
		}
		if other := must[int64](t)(s.StoryHandle(ctx, ids[1])); other == handle {
			t.Error("two stories have one handle")
		}
		lease := must[store.Lease](t)(s.TakeLease(ctx, "cluster", "test", time.Minute))
		must[map[int64]int64](t)(s.SaveClusters(ctx, lease, nil, nil, []store.Merge{{From: ids[0], Into: ids[2]}}))
		if got := must[int64](t)(s.HandledStory(ctx, handle)); got != ids[2] {
			t.Errorf("the handle names story %d, want the one that lives on, %d", got, ids[2])
		}
		if _, err := s.HandledStory(ctx, handle+1); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a handle of none: %v", err)
		}
		if _, err := s.StoryHandle(ctx, 1<<40); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("a handle for no story: %v", err)
		}
	})
}

func TestNewest_ListsWhatTheScopeSeesNewestFirst(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		scope, _ := newsroom(t, s)
		titles := func(sc store.Scope, n int) (out []string) {
			for _, it := range must[[]store.Item](t)(s.Newest(ctx, sc, store.Range{From: noon.Add(-time.Hour), To: noon.Add(90 * time.Second)}, n)) {
				out = append(out, it.Version.Title)
			}
			return out
		}
		if diff := cmp.Diff([]string{"Title b", "Title a"}, titles(scope, 5)); diff != "" {
			t.Error(diff)
		}
		if got := titles(scope, 1); len(got) != 1 || got[0] != "Title b" {
			t.Errorf("the newest one: %v", got)
		}
		if got := titles(must[store.Scope](t)(s.ScopeOf(ctx, "guild:8")), 5); len(got) != 0 {
			t.Errorf("another server sees %v", got)
		}
	})
}

func TestHidden_IsOfOneOwnerForAWhileAndFollowsMerges(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		_, ids := newsroom(t, s)
		until := noon.Add(30 * 24 * time.Hour)
		hide := func(owner string, story int64, until time.Time) {
			t.Helper()
			if err := s.Hide(ctx, owner, story, until); err != nil {
				t.Fatal(err)
			}
		}
		hide("user:5", ids[0], noon.Add(time.Hour))
		hide("user:5", ids[0], until)
		hide("user:6", ids[1], until)
		hidden := func(owner string, at time.Time) map[int64]time.Time {
			return must[map[int64]time.Time](t)(s.Hidden(ctx, owner, at))
		}
		if diff := cmp.Diff(map[int64]time.Time{ids[0]: until}, hidden("user:5", noon)); diff != "" {
			t.Error(diff)
		}
		if got := hidden("user:5", until); len(got) != 0 {
			t.Errorf("when it is over: %v", got)
		}
		lease := must[store.Lease](t)(s.TakeLease(ctx, "cluster", "test", time.Minute))
		must[map[int64]int64](t)(s.SaveClusters(ctx, lease, nil, nil, []store.Merge{{From: ids[0], Into: ids[2]}}))
		if got := hidden("user:5", noon); !got[ids[2]].Equal(until) {
			t.Errorf("merged: %v, want story %d in it", got, ids[2])
		}
		if err := s.Unhide(ctx, "user:5", ids[2]); err != nil {
			t.Fatal(err)
		}
		if got := hidden("user:5", noon); len(got) != 0 {
			t.Errorf("shown again: %v", got)
		}
		must[int64](t)(s.ErasePerson(ctx, 6))
		if got := hidden("user:6", noon); len(got) != 0 {
			t.Errorf("of somebody who was erased: %v", got)
		}
	})
}
