package briefing_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/storetest"
)

// bridge are two beginnings of one story, and the headline that shows it.
var bridge = [3]string{"Orrin bridge closed", "Lorries stranded near Karsk", "Orrin bridge closed, lorries stranded near Karsk"}

// storyOf is where the article of a headline is now.
func (d *desk) storyOf(title string) store.Article {
	d.t.Helper()
	for _, it := range must[[]store.Item](d.t)(d.store.Window(context.Background(), store.Scope{Everything: true}, store.Range{To: noon.Add(time.Hour)})) {
		if it.Version.Title == title {
			return it.Article
		}
	}
	d.t.Fatalf("no article %q", title)
	return store.Article{}
}

// tell sends a channel a post about an article.
func (d *desk) tell(ch store.Channel, a store.Article, title string) {
	d.t.Helper()
	ctx := context.Background()
	v := must[[]store.Item](d.t)(d.store.StoryItems(ctx, store.Scope{Everything: true}, []int64{a.Story}, noon.Add(time.Hour)))[0].Version
	sum, _, err := d.store.BeginSummary(ctx, store.Summary{Key: title, Kind: "story", Domain: store.Public}, time.Minute)
	if err != nil {
		d.t.Fatal(err)
	}
	sum.Claims = []store.Claim{{Text: title, Kind: "quoted", Cites: []store.Cite{{Version: v.ID, Field: "title", End: len(title), Quote: title}}, Facts: []int64{1}}}
	sum = must[store.Summary](d.t)(d.store.FinishSummary(ctx, sum))
	must[store.Post](d.t)(d.store.AddPost(ctx, store.Post{Key: title, Channel: ch.ID, Kind: "terminal", State: "sent", Cut: noon, Due: noon, Expire: noon}, []int64{sum.Claims[0].ID}))
}

func TestOfTwoStoriesThatMergeTheToldIdSurvives(t *testing.T) {
	for _, c := range []struct {
		name string
		told []int // which of the two beginnings the channel was told
		want int   // whose id lives on
	}{{"none was told: the older", nil, 0}, {"the older was told", []int{0}, 0}, {"the younger was told", []int{1}, 1}, {"both were told: the older", []int{0, 1}, 0}} {
		t.Run(c.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				ctx := context.Background()
				d := newDesk(t, s)
				ch := must[store.Channel](t)(s.TerminalChannel(ctx, store.Desk, "world"))
				var ids [2]int64
				for i, title := range bridge[:2] {
					d.read(article(fmt.Sprint("b", i), fmt.Sprint("Outlet ", i), title, ""))
					ids[i] = d.storyOf(title).Story
				}
				if ids[0] == ids[1] {
					t.Fatal("the two beginnings are one story from the start")
				}
				for _, i := range c.told {
					d.tell(ch, d.storyOf(bridge[i]), bridge[i])
				}
				d.read(article("b2", "Outlet 2", bridge[2], ""))
				for i, title := range bridge {
					if got := d.storyOf(title).Story; got != ids[c.want] {
						t.Errorf("%q is in story %d, want %d of %v", title, got, ids[c.want], ids)
					}
					if i < 2 && must[int64](t)(s.Resolve(ctx, ids[i])) != ids[c.want] {
						t.Errorf("story %d does not resolve to %d", ids[i], ids[c.want])
					}
				}
				told := must[map[int64]store.Post](t)(s.ToldStories(ctx, ch.ID, 0, ids[:]))
				if _, ok := told[ids[c.want]]; ok != (len(c.told) > 0) {
					t.Errorf("the story that lives on counts as told: %v", ok)
				}
			})
		})
	}
}

func TestANewVersionFollowsItsMergedStory(t *testing.T) {
	d := newDesk(t, storetest.Open(t))
	d.read(article("b0", "Outlet 0", bridge[0], ""), article("b1", "Outlet 1", bridge[1], ""))
	again := article("b1", "Outlet 1", "Lorries still stranded near Karsk", "")
	items := []feed.Item{article("b2", "Outlet 2", bridge[2], "")}
	for i := range 500 { // more than one commit holds
		items = append(items, article(fmt.Sprint("x", i), "Outlet", fmt.Sprintf("Xa%d yb%d zc%d", i, i, i), ""))
	}
	d.read(append(items, again)...)
	if a, b := d.storyOf(bridge[0]).Story, d.storyOf(bridge[2]).Story; a != b {
		t.Fatalf("not merged: stories %d and %d", a, b)
	}
	if got, want := d.storyOf(again.Title).Story, d.storyOf(bridge[0]).Story; got != want {
		t.Errorf("the new version took its article to story %d, want %d", got, want)
	}
}
