package watch_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/bot/layout"
	"dateline/briefing/briefingtest"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/storetest"
	"dateline/store/watching"
)

// What a person was told in sentences of sources is taken back there too.
func TestWatcher_WhatWasToldIsTakenBack(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		r := newRoom(t, s)
		r.Follow.Layout = layout.Parts
		flood := "The river Oru flooded Senn on Friday, the rescue service said. In Senn 12 people died, the rescue service of Senn said."
		r.Report(briefingtest.Article("f1", "Coast Radio", "Oru river floods the town of Senn", flood))
		story := r.Desk.StoryOf("Oru river floods the town of Senn").Story
		r.Clock.Add(time.Minute)
		if _, _, err := s.AddWatch(ctx, watching.Watch{User: 13, Question: "Oru river floods the town of Senn", Story: story, Lang: "en"}); err != nil {
			t.Fatal(err)
		}
		r.Clock.Add(time.Minute)
		r.Report(append(reports[:2:2], briefingtest.Article("f2", "Velland Herald", "River Oru floods the town of Senn", strings.ReplaceAll(flood, "12", "15")))...)
		r.Clock.Add(time.Second)
		if n := r.pass(); n != 2 {
			t.Fatalf("told %d, want the question and the story", n)
		}
		first := map[int64]string{11: "The harbour of Karsk will reopen", 13: "In Senn 15 people died"}
		for user, said := range first {
			if got := r.box(user); len(got) != 1 || !strings.Contains(got[0], said) {
				t.Fatalf("person %d has %q", user, got)
			}
		}
		if got := r.box(13)[0]; !strings.Contains(got, "### River Oru floods the town of Senn\n") {
			t.Errorf("the story has no heading: %s", got)
		}
		for _, ident := range []string{"karsk", "f2"} {
			article := briefingtest.Must[store.Article](t)(s.Article(ctx, store.Scope{Everything: true}, ident))
			effect := briefingtest.Must[recall.Effect](t)(s.Retract(ctx, recall.Order{Target: fmt.Sprint("article:", article.ID), Action: recall.Removed, Why: "withdrawn", Actor: "test"}))
			if effect.Messages != 1 {
				t.Errorf("%s: %+v", ident, effect)
			}
		}
		if _, err := r.Follow.Run(ctx); err != nil {
			t.Fatal(err)
		}
		for user, want := range map[int64]string{11: "A sentence stood here. It was removed", 13: "A story stood here. It was removed"} {
			got := r.box(user)[0]
			if !strings.Contains(got, want) || strings.Contains(got, first[user]) || strings.Contains(got, "River Oru") || !strings.Contains(got, "no longer watch") {
				t.Errorf("person %d has:\n%s", user, got)
			}
		}
	})
}
