package answer

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/archive"
	"dateline/store"
)

func TestForAnswer_OneStoryDoesNotFillIt(t *testing.T) {
	passages := func(stories ...int64) []archive.Found {
		out := make([]archive.Found, len(stories))
		for i, s := range stories {
			out[i].First = i
			out[i].Src.Item = store.Item{Article: store.Article{Story: s}}
		}
		return out
	}
	places := func(found []archive.Found) []int {
		var out []int
		for _, f := range limitPerStory(found, 12) {
			out = append(out, f.First)
		}
		return out
	}
	if d := cmp.Diff([]int{0, 1, 2, 3, 6, 7}, places(passages(1, 1, 1, 1, 1, 1, 2, 2, 1))); d != "" {
		t.Errorf("of two stories: %s", d)
	}
	newer := passages(1, 1, 1, 1, 1, 1)
	newer[5].Src.Item.Article.Published = time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC)
	if d := cmp.Diff([]int{0, 1, 2, 3, 5}, places(newer)); d != "" {
		t.Errorf("with a newer report: %s", d)
	}
	if d := cmp.Diff([]int{0, 1, 2, 3, 4, 5}, places(passages(0, 0, 0, 0, 0, 0))); d != "" {
		t.Errorf("articles that are in no story yet: %s", d)
	}
	if got := len(places(passages(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13))); got != 12 {
		t.Errorf("%d passages, want 12", got)
	}
}
