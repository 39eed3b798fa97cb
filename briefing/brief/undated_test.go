package brief_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/storetest"
)

// A date that is stated and cannot be read may be years old.
func TestBriefing_WhatHasAnUnreadableDateIsNeverNew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		old := briefingtest.Article("bridge", "Harbour Times", "Bridge of Marand opens after repairs", "The bridge of Marand opened on Saturday after repairs that took two years, the road office said.")
		old.Published, old.PublishedFrom = time.Time{}, feed.FromUnread
		undated := briefingtest.Article("dam", "Velland Herald", "Dam of Ostra holds after the rain", "The dam of Ostra holds after three days of rain, its keeper said on Saturday in the evening.")
		undated.Published, undated.PublishedFrom = time.Time{}, ""
		d.Read(briefingtest.Flood, old, undated)
		for _, live := range []bool{true, false} {
			now := time.Now()
			w := &brief.Writer{Store: d.Store}
			b, err := w.Write(context.Background(), brief.Request{Name: "World", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour), At: now.Add(time.Hour), Live: live, Zone: time.UTC, Stories: 5, Length: "normal"})
			if err != nil {
				t.Fatal(err)
			}
			text := briefingtest.Say(b.Blocks())
			if strings.Contains(text, "Marand") {
				t.Errorf("live %v: told as new:\n%s", live, text)
			}
			if !strings.Contains(text, "Ostra") {
				t.Errorf("live %v: what states no date is not told:\n%s", live, text)
			}
		}
	})
}
