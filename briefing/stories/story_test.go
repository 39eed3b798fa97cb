package stories_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// bridge are two beginnings of one story, and the headline that shows it.
var bridge = [3]string{"Orrin bridge closed", "Lorries stranded near Karsk", "Orrin bridge closed, lorries stranded near Karsk"}

func TestAssigner_ToldIdSurvivesAMerge(t *testing.T) {
	for _, c := range []struct {
		name string
		told []int // which of the two beginnings the channel was told
		want int   // whose id lives on
	}{{"none was told: the older", nil, 0}, {"the older was told", []int{0}, 0}, {"the younger was told", []int{1}, 1}, {"both were told: the older", []int{0, 1}, 0}} {
		t.Run(c.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				ctx := context.Background()
				d := briefingtest.NewDesk(t, s)
				ch := briefingtest.Must[store.Channel](t)(s.TerminalChannel(ctx, store.Desk, "world"))
				var ids [2]int64
				for i, title := range bridge[:2] {
					d.Read(briefingtest.Article(fmt.Sprint("b", i), fmt.Sprint("Outlet ", i), title, ""))
					ids[i] = d.StoryOf(title).Story
				}
				if ids[0] == ids[1] {
					t.Fatal("the two beginnings are one story from the start")
				}
				for _, i := range c.told {
					d.Tell(ch, d.StoryOf(bridge[i]), bridge[i])
				}
				d.Read(briefingtest.Article("b2", "Outlet 2", bridge[2], ""))
				for i, title := range bridge {
					if got := d.StoryOf(title).Story; got != ids[c.want] {
						t.Errorf("%q is in story %d, want %d of %v", title, got, ids[c.want], ids)
					}
					if i < 2 && briefingtest.Must[int64](t)(s.Resolve(ctx, ids[i])) != ids[c.want] {
						t.Errorf("story %d does not resolve to %d", ids[i], ids[c.want])
					}
				}
				told := briefingtest.Must[map[int64][]store.Post](t)(s.ToldStories(ctx, ch.ID, ids[:]))
				if _, ok := told[ids[c.want]]; ok != (len(c.told) > 0) {
					t.Errorf("the story that lives on counts as told: %v", ok)
				}
			})
		})
	}
}

func TestAssigner_NewVersionFollowsItsMergedStory(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(briefingtest.Article("b0", "Outlet 0", bridge[0], ""), briefingtest.Article("b1", "Outlet 1", bridge[1], ""))
	again := briefingtest.Article("b1", "Outlet 1", "Lorries still stranded near Karsk", "")
	items := []feed.Item{briefingtest.Article("b2", "Outlet 2", bridge[2], "")}
	for i := range 500 { // more than one commit holds
		items = append(items, briefingtest.Article(fmt.Sprint("x", i), "Outlet", fmt.Sprintf("Xa%d yb%d zc%d", i, i, i), ""))
	}
	d.Read(append(items, again)...)
	if a, b := d.StoryOf(bridge[0]).Story, d.StoryOf(bridge[2]).Story; a != b {
		t.Fatalf("not merged: stories %d and %d", a, b)
	}
	if got, want := d.StoryOf(again.Title).Story, d.StoryOf(bridge[0]).Story; got != want {
		t.Errorf("the new version took its article to story %d, want %d", got, want)
	}
}

// english is a headline whose language its source states: it is too short to tell.
func english(id, title string) feed.Item {
	it := briefingtest.Article(id, "Outlet", title, "")
	it.Lang = "en"
	return it
}

func TestAssigner_PrivateArticleMergesNoPublicStories(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := briefingtest.NewDesk(t, s)
		const overlay = "Orrin bridge closed, Karsk mill stranded"
		own := *d
		own.Src = briefingtest.Must[store.Source](t)(s.OwnSource(ctx, "guild:7", state.SourceFile))
		if own.Src.Domain == store.Public {
			t.Fatal("an upload is public")
		}
		own.Read(english("p1", bridge[1])) // a private story that is older than
		d.Read(english("b0", bridge[0]))
		own.Read(english("p0", overlay)) // the public one this is attached to
		public, private := d.StoryOf(bridge[0]).Story, d.StoryOf(bridge[1]).Story
		if got := d.StoryOf(overlay).Story; got != public {
			t.Fatalf("the overlay is in story %d, want %d", got, public)
		}
		own.Read(english("p2", "Lorries stranded near Karsk mill"))
		if got := d.StoryOf(bridge[0]).Story; got != public || public == private {
			t.Errorf("the public article moved from story %d to %d", public, got)
		}
		for _, id := range []int64{public, private} {
			if to := briefingtest.Must[int64](t)(s.Resolve(ctx, id)); to != id {
				t.Errorf("story %d was merged into %d", id, to)
			}
		}
	})
}

// mixed is a stream of headlines about ten events, some late by a day or five.
func mixed() []feed.Item {
	var items []feed.Item
	for i := range 60 {
		e := i % 10
		it := briefingtest.Article(fmt.Sprint("m", i), "Outlet", fmt.Sprintf("Event%c harbour%d bridge%d closed%d", 'a'+e, e, e+i/10%2, e*3+i/20), "")
		it.Published = briefingtest.Noon.Add(time.Duration(i) * time.Hour)
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

func TestAssigner_MemoryMatchesTheDatabase(t *testing.T) {
	ctx := context.Background()
	for _, c := range []struct {
		name string
		run  func(s *store.Store) func() *stories.Assigner
	}{
		{"two processes in turn", func(s *store.Store) func() *stories.Assigner {
			both, n := []*stories.Assigner{{Store: s, Holder: "a"}, {Store: s, Holder: "b"}}, 0
			return func() *stories.Assigner { n++; return both[n/3%2] }
		}},
		{"one process", func(s *store.Store) func() *stories.Assigner {
			one := &stories.Assigner{Store: s, Holder: "a"}
			return func() *stories.Assigner { return one }
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got [2]string
			for i := range got {
				d := briefingtest.NewDesk(t, storetest.Open(t))
				next := c.run(d.Store)
				in := &ingest.Ingester{Store: d.Store, Now: func() time.Time { return briefingtest.Noon.Add(100 * time.Hour) }}
				for _, it := range mixed() {
					briefingtest.Must[[]ingest.Outcome](t)(in.Add(ctx, d.Src, "test", []feed.Item{it}))
					st := next()
					if i == 0 { // as if it had just started
						st = &stories.Assigner{Store: d.Store, Holder: st.Holder}
					}
					briefingtest.Must[int](t)(st.Run(ctx))
				}
				got[i] = d.Grouping()
			}
			if got[0] != got[1] {
				t.Errorf("read again each time\n%s, kept in memory\n%s", got[0], got[1])
			}
		})
	}
}

func TestAssigner_LateArticleAmongItsOwnDays(t *testing.T) {
	ctx := context.Background()
	d := briefingtest.NewDesk(t, storetest.Open(t))
	in := &ingest.Ingester{Store: d.Store, Now: func() time.Time { return briefingtest.Noon }}
	add := func(st *stories.Assigner, id, title string, at time.Time) int64 {
		t.Helper()
		it := english(id, title)
		it.Published = at
		briefingtest.Must[[]ingest.Outcome](t)(in.Add(ctx, d.Src, "test", []feed.Item{it}))
		briefingtest.Must[int](t)(st.Run(ctx))
		return d.StoryOf(title).Story
	}
	old := briefingtest.Noon.AddDate(0, 0, -12)
	before := add(&stories.Assigner{Store: d.Store, Holder: "a"}, "b0", bridge[0], old)
	st := &stories.Assigner{Store: d.Store, Holder: "a"} // the process was restarted
	add(st, "now", "Dockers end strike in Lund", briefingtest.Noon)
	if got := add(st, "late", bridge[0]+" again", old.Add(3*time.Hour)); got != before {
		t.Errorf("the late article is in story %d, want %d", got, before)
	}
}
