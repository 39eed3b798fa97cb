package briefing

import (
	"testing"
	"time"

	"dateline/briefing/text"
	"dateline/store"

	"github.com/google/go-cmp/cmp"
)

func TestARememberedSentenceIsWhatATestWouldFind(t *testing.T) {
	body := "Rescuers found 40 people alive in Senn on Monday, the rescue service said. The bridge at Lysk reopens for cars tomorrow."
	var spans []byte
	published := time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)
	newOne := func(version int64, outlet string, at time.Time) source {
		if spans == nil {
			spans = text.MarshalSpans(text.Sentences(body, "en"))
		}
		s := newSource(store.Item{Article: store.Article{ID: 1, Outlet: outlet, Published: at}, Version: store.Version{ID: version, Lang: "en", Title: "Senn", Text: body, Spans: spans}})
		if len(s.spans) != 2 {
			t.Fatalf("%d sentences", len(s.spans))
		}
		return s
	}
	var mem tested
	for range 2 {
		for _, s := range []source{newOne(1, "Coast Radio", published), newOne(2, "Coast Radio", published.AddDate(0, 0, 7)), newOne(2, "Other", published)} {
			for i := range s.spans {
				want := s.quoted(i)
				got, holds := mem.quoted(s, i)
				if diff := cmp.Diff(want, got, cmp.AllowUnexported(Claim{}, Cite{})); diff != "" || holds != s.checked(want, i) {
					t.Errorf("sentence %d of %s: holds %v (-want +got)\n%s", i, s.item.Article.Outlet, holds, diff)
				}
				fresh, _ := (*tested)(nil).quoted(s, i)
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
