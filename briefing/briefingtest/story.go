package briefingtest

import (
	"context"
	"fmt"
	"time"

	"dateline/store"
	"dateline/store/state"
)

// StoryOf is where the article of a headline is now.
func (d *Desk) StoryOf(title string) store.Article {
	d.T.Helper()
	for _, it := range Must[[]store.Item](d.T)(d.Store.Window(context.Background(), store.Scope{Everything: true},
		store.Range{To: Noon.Add(time.Hour)})) {
		if it.Version.Title == title {
			return it.Article
		}
	}
	d.T.Fatalf("no article %q", title)
	return store.Article{}
}

// Tell sends a channel a post about an article.
func (d *Desk) Tell(ch store.Channel, a store.Article, title string) {
	d.T.Helper()
	ctx := context.Background()
	version := Must[[]store.Item](d.T)(d.Store.StoryItems(ctx, store.Scope{Everything: true}, []int64{a.Story},
		Noon.Add(time.Hour)))[0].Version
	sum, _, err := d.Store.BeginSummary(ctx, store.Summary{Key: title, Kind: "story", Domain: store.Public}, time.Minute)
	if err != nil {
		d.T.Fatal(err)
	}
	sum.Claims = []store.Claim{{Text: title, Kind: "quoted",
		Cites: []store.Cite{{Version: version.ID, Field: "title", End: len(title), Quote: title}}, Facts: []int64{1}}}
	sum = Must[store.Summary](d.T)(d.Store.FinishSummary(ctx, sum))
	Must[store.Post](d.T)(d.Store.AddPost(ctx, store.Post{Key: title, Channel: ch.ID, Kind: state.PostTerminal, State: state.PostSent,
		Cut: Noon, Due: Noon, Expire: Noon}, []int64{sum.Claims[0].ID}))
}

// Grouping says which articles are one story, whatever its id.
func (d *Desk) Grouping() string {
	d.T.Helper()
	first, out := map[int64]int{}, ""
	for i, it := range Must[[]store.Item](d.T)(d.Store.Window(context.Background(), store.Scope{Everything: true},
		store.Range{To: Noon.Add(100 * time.Hour)})) {
		if _, ok := first[it.Article.Story]; !ok {
			first[it.Article.Story] = i
		}
		out += fmt.Sprintf("%s=%d ", it.Article.ExtID, first[it.Article.Story])
	}
	return out
}
