package claim

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/text"
	"dateline/store"
)

func TestCache_RememberedSentenceIsAsFound(t *testing.T) {
	body := "Rescuers found 40 people alive in Senn on Monday, the rescue service said. The bridge at Lysk reopens for cars tomorrow."
	var spans []byte
	published := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	newOne := func(version int64, outlet string, at time.Time) Article {
		if spans == nil {
			spans = text.MarshalSpans(text.Sentences(body, "en"))
		}
		s := NewArticle(store.Item{Article: store.Article{ID: 1, Outlet: outlet, Published: at}, Version: store.Version{ID: version, Lang: "en", Title: "Senn", Text: body, Spans: spans}})
		if len(s.Spans) != 2 {
			t.Fatalf("%d sentences", len(s.Spans))
		}
		return s
	}
	var mem Cache
	for range 2 {
		for _, s := range []Article{newOne(1, "Coast Radio", published), newOne(2, "Coast Radio", published.AddDate(0, 0, 7)), newOne(2, "Other", published)} {
			for i := range s.Spans {
				want := s.Quoted(i)
				got, holds := mem.Quoted(s, i)
				if diff := cmp.Diff(want, got, cmp.AllowUnexported(Claim{}, Cite{})); diff != "" || holds != s.Checked(want, i) {
					t.Errorf("sentence %d of %s: holds %v (-want +got)\n%s", i, s.Item.Article.Outlet, holds, diff)
				}
				fresh, _ := (*Cache)(nil).Quoted(s, i)
				if diff := cmp.Diff(want, fresh, cmp.AllowUnexported(Claim{}, Cite{})); diff != "" {
					t.Errorf("without memory: %s", diff)
				}
			}
		}
	}
	if n := mem.known.lru.Len(); n != 6 {
		t.Errorf("%d sentences are remembered, want 6: another day or outlet is another test", n)
	}
}
