package search

import (
	"testing"
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/texttest"
)

func TestGrowth_NoArticleIsQuadratic(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	texttest.Grows(t, []texttest.Reader{
		{Name: "Build", Read: func(s, lang string) {
			Build([]Doc{{Version: 1, Article: 1, Visible: noon, Time: noon, Lang: lang, Title: "Fire", Text: s, Spans: text.Sentences(s, lang)}})
		}},
	})
}
