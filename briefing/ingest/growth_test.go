package ingest

import (
	"testing"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/text/texttest"
	"dateline/store"
)

func TestGrowth_Drafts(t *testing.T) {
	texttest.Grows(t, []texttest.Reader{
		{Name: "drafted", Read: func(s, lang string) {
			newDraft(store.Source{}, feed.Item{Title: s, Text: s, Lang: lang, Published: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)})
		}},
	})
}
