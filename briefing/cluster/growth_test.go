package cluster

import (
	"testing"
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/texttest"
)

func TestGrowth_NoArticleIsQuadratic(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	texttest.Grows(t, []texttest.Reader{
		{Name: "Add", Read: func(s, lang string) {
			c := New(Options{})
			for i := range 2 {
				c.Add(NewDoc(Article{ID: int64(i + 1), Time: noon, Lang: lang, Genre: "news", Title: "Fire in Senn", Text: s, Spans: text.Sentences(s, lang)}))
			}
		}},
	})
}

// A new copy of a text is compared with some of those before it.
func TestFamilies_ABandKeepsTheLatest(t *testing.T) {
	var f Families
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s := text.SketchOf("A ferry with forty people on board caught fire off the coast of Senn.")
	for i := range 10 * bandMost {
		if got := f.Add(int64(i+1), s, noon.Add(time.Duration(i)*time.Minute)); got != 1 {
			t.Fatalf("copy %d is of family %d, want 1", i, got)
		}
	}
	for b, of := range f.byBand {
		if len(of) > bandMost {
			t.Errorf("band %d keeps %d texts", b.no, len(of))
		}
	}
}
