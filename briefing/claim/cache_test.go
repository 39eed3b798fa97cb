package claim

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/recall"
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

// What is remembered of an article is of the article as it may be shown: what one server
// took back, or a publisher allows, changes nothing for who may read all of it.
func TestCache_RemembersWhatMayBeShown(t *testing.T) {
	const body = "The rescue service said that the flood killed 1,500 people in Senn. Coast Radio reported that 40 people are missing. The bridge at Lysk reopens tomorrow."
	item := store.Item{Article: store.Article{ID: 1, Outlet: "Coast Radio"}, Version: store.Version{ID: 7, Lang: "en", Title: "Flood in Senn kills 1,500", Text: body}}
	spans := text.Sentences(body, "en")
	var articles []Article
	for taken := range 1 << len(spans) {
		it := item
		it.Withheld = recall.Prints{}
		for i, span := range spans {
			if taken>>i&1 == 1 {
				for _, x := range recall.PrintsOf(body[span.Start:span.End]) {
					it.Withheld[x] = true
				}
			}
		}
		articles = append(articles, NewArticle(it))
	}
	limited := item
	limited.Version.Rights = rights.Stated{rights.Page: {Limited: true, Snippet: 70}}.String()
	articles = append(articles, NewArticle(limited))
	asked := func(t *Cache, s Article) map[string]any {
		out := map[string]any{"cites": t.CitesSomebody(s), "credits": t.credits(s, outletsIn(articles))}
		for i := range s.Spans {
			quoted, holds := t.Quoted(s, i)
			out[fmt.Sprint(i)] = []any{quoted, holds, t.StandsAlone(s, i, s.Sentence(i)), t.Measures(s, i), t.Measures(s, HeadlineIndex)}
		}
		return out
	}
	for first := range articles {
		var mem Cache
		for k := range articles {
			s := articles[(first+k)%len(articles)]
			if diff := cmp.Diff(asked(nil, s), asked(&mem, s), cmp.AllowUnexported(Claim{}, Cite{})); diff != "" {
				t.Fatalf("%q, read after others of its version (-computed +remembered)\n%s", s.Item.Version.Text, diff)
			}
		}
	}
}
