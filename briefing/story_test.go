package briefing_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dateline/briefing"
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
	must[store.Post](d.t)(d.store.AddPost(ctx, store.Post{Key: title, Channel: ch.ID, Kind: store.PostTerminal, State: store.PostSent, Cut: noon, Due: noon, Expire: noon}, []int64{sum.Claims[0].ID}))
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
				told := must[map[int64][]store.Post](t)(s.ToldStories(ctx, ch.ID, ids[:]))
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

// english is a headline whose language its source states: it is too short to tell.
func english(id, title string) feed.Item {
	it := article(id, "Outlet", title, "")
	it.Lang = "en"
	return it
}

func TestAPrivateArticleMergesNoPublicStories(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := newDesk(t, s)
		const overlay = "Orrin bridge closed, Karsk mill stranded"
		own := *d
		own.src = must[store.Source](t)(s.OwnSource(ctx, "guild:7", store.SourceFile))
		if own.src.Domain == store.Public {
			t.Fatal("an upload is public")
		}
		own.read(english("p1", bridge[1])) // a private story that is older than
		d.read(english("b0", bridge[0]))
		own.read(english("p0", overlay)) // the public one this is attached to
		public, private := d.storyOf(bridge[0]).Story, d.storyOf(bridge[1]).Story
		if got := d.storyOf(overlay).Story; got != public {
			t.Fatalf("the overlay is in story %d, want %d", got, public)
		}
		own.read(english("p2", "Lorries stranded near Karsk mill"))
		if got := d.storyOf(bridge[0]).Story; got != public || public == private {
			t.Errorf("the public article moved from story %d to %d", public, got)
		}
		for _, id := range []int64{public, private} {
			if to := must[int64](t)(s.Resolve(ctx, id)); to != id {
				t.Errorf("story %d was merged into %d", id, to)
			}
		}
	})
}

// grouping says which articles are one story, whatever its id.
func (d *desk) grouping() string {
	d.t.Helper()
	first, out := map[int64]int{}, ""
	for i, it := range must[[]store.Item](d.t)(d.store.Window(context.Background(), store.Scope{Everything: true}, store.Range{To: noon.Add(100 * time.Hour)})) {
		if _, ok := first[it.Article.Story]; !ok {
			first[it.Article.Story] = i
		}
		out += fmt.Sprintf("%s=%d ", it.Article.ExtID, first[it.Article.Story])
	}
	return out
}

// mixed is a stream of headlines about ten events, some late by a day or five.
func mixed() []feed.Item {
	var items []feed.Item
	for i := range 60 {
		e := i % 10
		it := article(fmt.Sprint("m", i), "Outlet", fmt.Sprintf("Event%c harbour%d bridge%d closed%d", 'a'+e, e, e+i/10%2, e*3+i/20), "")
		it.Published = noon.Add(time.Duration(i) * time.Hour)
		switch {
		case i%17 == 5:
			it.Published = it.Published.Add(-24 * time.Hour)
		case i%19 == 7:
			it.Published = it.Published.Add(-120 * time.Hour)
		}
		items = append(items, it)
	}
	return items
}

func TestStoriesInMemoryAreThoseInTheDatabase(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		name string
		run  func(s *store.Store) func() *briefing.Stories
	}{
		{"two processes in turn", func(s *store.Store) func() *briefing.Stories {
			both, n := []*briefing.Stories{{Store: s, Holder: "a"}, {Store: s, Holder: "b"}}, 0
			return func() *briefing.Stories { n++; return both[n/3%2] }
		}},
		{"one process", func(s *store.Store) func() *briefing.Stories {
			one := &briefing.Stories{Store: s, Holder: "a"}
			return func() *briefing.Stories { return one }
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got [2]string
			for i := range got {
				d := newDesk(t, storetest.Open(t))
				next := c.run(d.store)
				in := &briefing.Ingester{Store: d.store, Now: func() time.Time { return noon.Add(100 * time.Hour) }}
				for _, it := range mixed() {
					must[[]briefing.Outcome](t)(in.Add(ctx, d.src, "test", []feed.Item{it}))
					st := next()
					if i == 0 { // as if it had just started
						st = &briefing.Stories{Store: d.store, Holder: st.Holder}
					}
					must[int](t)(st.Run(ctx))
				}
				got[i] = d.grouping()
			}
			if got[0] != got[1] {
				t.Errorf("read again each time\n%s, kept in memory\n%s", got[0], got[1])
			}
		})
	}
}

func TestAVeryLateArticleIsPlacedAmongItsOwnDays(t *testing.T) {
	ctx := context.Background()
	d := newDesk(t, storetest.Open(t))
	in := &briefing.Ingester{Store: d.store, Now: func() time.Time { return noon }}
	add := func(st *briefing.Stories, id, title string, at time.Time) int64 {
		t.Helper()
		it := english(id, title)
		it.Published = at
		must[[]briefing.Outcome](t)(in.Add(ctx, d.src, "test", []feed.Item{it}))
		must[int](t)(st.Run(ctx))
		return d.storyOf(title).Story
	}
	old := noon.AddDate(0, 0, -12)
	before := add(&briefing.Stories{Store: d.store, Holder: "a"}, "b0", bridge[0], old)
	st := &briefing.Stories{Store: d.store, Holder: "a"} // the process was restarted
	add(st, "now", "Dockers end strike in Lund", noon)
	if got := add(st, "late", bridge[0]+" again", old.Add(3*time.Hour)); got != before {
		t.Errorf("the late article is in story %d, want %d", got, before)
	}
}
