package briefing_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/storetest"
)

// A date that is stated and cannot be read may be years old.
func TestBriefing_WhatHasAnUnreadableDateIsNeverNew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		old := article("bridge", "Harbour Times", "Bridge of Marand opens after repairs", "The bridge of Marand opened on Saturday after repairs that took two years, the road office said.")
		old.Published, old.PublishedFrom = time.Time{}, feed.FromUnread
		undated := article("dam", "Velland Herald", "Dam of Ostra holds after the rain", "The dam of Ostra holds after three days of rain, its keeper said on Saturday in the evening.")
		undated.Published, undated.PublishedFrom = time.Time{}, ""
		d.read(flood, old, undated)
		for _, live := range []bool{true, false} {
			now := time.Now()
			w := &briefing.Writer{Store: d.store}
			b, err := w.Write(context.Background(), briefing.BriefRequest{Name: "World", Scope: d.scope, From: noon.Add(-time.Hour), At: now.Add(time.Hour), Live: live, Zone: time.UTC, Stories: 5, Length: "normal"})
			if err != nil {
				t.Fatal(err)
			}
			text := say(b.Blocks())
			if strings.Contains(text, "Marand") {
				t.Errorf("live %v: told as new:\n%s", live, text)
			}
			if !strings.Contains(text, "Ostra") {
				t.Errorf("live %v: what states no date is not told:\n%s", live, text)
			}
		}
		read, err := briefing.ReadStories(context.Background(), d.store, d.scope, store.Range{From: noon.Add(-time.Hour), To: time.Now().Add(time.Hour)}, "bridge Marand")
		if err != nil || len(read) != 1 || !read[0].Unread {
			t.Errorf("/why knows %+v, %v", read, err)
		}
	})
}
