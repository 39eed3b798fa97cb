package answer_test

import (
	"context"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/store"
	"dateline/store/storetest"
)

// A number is known in figures and in words, of what it is a number.
func TestGrown_SameNumberIsKnownHoweverItIsWritten(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	d := briefingtest.NewDesk(t, storetest.Open(t))
	a := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}}
	d.Read(briefingtest.Article("old", "Right Radio", "Flood in Senn", "The flood in Senn cut off 15 houses, the fire service said."))
	until := store.Range{To: briefingtest.Noon.Add(time.Hour)}
	old := briefingtest.Must[[]store.Item](t)(d.Store.Window(ctx, d.Scope, until))
	for said, grown := range map[string]bool{
		"Fifteen houses in Senn were cut off by the flood, the fire service said.":           false,
		"Sixteen houses in Senn were cut off by the flood, the fire service said.":           true,
		"Of the houses in Senn 15 percent were cut off by the flood, said the fire service.": true,
	} {
		d.Read(briefingtest.Article(said, "Wire", "Flood in Senn", said))
		items := briefingtest.Must[[]store.Item](t)(d.Store.Window(ctx, d.Scope, until))
		newest := items[0]
		for _, x := range items {
			if x.Article.ID > newest.Article.ID {
				newest = x
			}
		}
		if got, ok := a.Grown(answer.Question{At: briefingtest.Noon}, []store.Item{newest}, old); ok != grown {
			t.Errorf("%s: grown %v with %v, want %v", said, ok, got.Passages, grown)
		}
	}
}
