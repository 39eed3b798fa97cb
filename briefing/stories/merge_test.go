package stories_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/cluster"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/stories"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/storetest"
)

// Whatever merges with one article, and whichever stories were told: every article is
// in a story that lives, under the id that was told, and nothing stays pending.
func TestAssigner_MergesOfOnePassEndInOneStory(t *testing.T) {
	t.Parallel()
	beginnings := []string{"Orrin bridge closed", "Lorries stranded near Karsk", "Ferries cancelled at Lund", "Mill burnt out in Senn"}
	together := 0
	for seed := range uint64(24) {
		random := rand.New(rand.NewPCG(seed, 1))
		random.Shuffle(len(beginnings), func(i, j int) { beginnings[i], beginnings[j] = beginnings[j], beginnings[i] })
		begun := beginnings[:2+random.IntN(3)]
		d := briefingtest.NewDesk(t, storetest.Open(t))
		channel := briefingtest.Must[store.Channel](t)(d.Store.TerminalChannel(context.Background(), store.Desk, "world"))
		keep := &stories.Assigner{Store: d.Store, Holder: "test"}
		read := func(items ...feed.Item) {
			t.Helper()
			briefingtest.Must[[]ingest.Outcome](t)((&ingest.Ingester{Store: d.Store}).Add(context.Background(), d.Src, "test", items))
			briefingtest.Must[int](t)(keep.Run(context.Background()))
		}
		told, note := map[int64]bool{}, ""
		for i, title := range begun {
			read(english(fmt.Sprint("b", i), title))
			if article := d.StoryOf(title); random.IntN(2) == 0 {
				d.Tell(channel, article, title)
				told[article.Story] = true
			}
		}
		whole := strings.ToLower(strings.Join(begun, ", "))
		note = fmt.Sprintf("seed %d, told %v: %s", seed, told, whole)
		read(english("whole", whole), english("other", "Chess open won by Vera Holm"))
		read(english("later", "Timber prices rise in Osterby"))
		ends := map[int64]bool{}
		for _, title := range append(slices.Clone(begun), whole) {
			article := d.StoryOf(title)
			ends[article.Story] = true
			if to, err := d.Store.Resolve(context.Background(), article.Story); err != nil || to != article.Story {
				t.Errorf("%s: %q is in story %d, which goes on in %d (%v)", note, title, article.Story, to, err)
			}
			if len(told) > 0 && len(ends) == 1 && title == whole && !told[article.Story] {
				t.Errorf("%s: all is story %d", note, article.Story)
			}
		}
		if len(ends) == 1 && len(begun) > 2 {
			together++
		}
	}
	if together < 3 {
		t.Errorf("%d times more than two stories became one, want 3 at least", together)
	}
}

// A report that no story in its language takes, and that is at once one with a story
// of another language, is of that story: also when both are read in one pass.
func TestAssigner_ReportThatMergesAtOnceHasAStory(t *testing.T) {
	t.Parallel()
	later := briefingtest.Noon.Add(71*time.Hour + 50*time.Minute)
	items := []feed.Item{{ID: "en", Title: "Quake near Thessaloniki kills six", Outlet: "A", Lang: "en", Published: briefingtest.Noon,
		Text: "A magnitude 6.3 earthquake near Thessaloniki killed six people on Friday, Greek fire brigade chief Nikos Varelas said."},
		{ID: "de", Title: "Griechenland nach dem Beben", Outlet: "B", Lang: "de", Published: later}}
	doc := func(it feed.Item, id int64) cluster.Doc {
		return cluster.NewDoc(cluster.Article{ID: id, Time: it.Published, Lang: it.Lang, Genre: "news", Title: it.Title, Text: it.Text, Spans: text.Sentences(it.Text, it.Lang)})
	}
	var merges []cluster.Merge
	for i := 0; i < 400 && len(merges) == 0; i++ { // so many other traits that it is near enough to merge and not to join
		items[1].Text = "Sechs Menschen starben beim Erdbeben in Thessaloniki, sagte Nikos Varelas, und in"
		for n := range i / 20 {
			items[1].Text += fmt.Sprintf(" Kavr%cx,", 'a'+n)
		}
		for n := range i % 20 {
			items[1].Text += fmt.Sprintf(" %d Zelte,", 4711+13*n)
		}
		items[1].Text += " Drama."
		alone := cluster.New(cluster.Options{})
		alone.Add(doc(items[0], 1))
		alone.Add(doc(items[1], 2))
		merges = alone.Merged()
	}
	if len(merges) == 0 {
		t.Fatal("no report merges at once")
	}
	d := briefingtest.NewDesk(t, storetest.Open(t))
	in := &ingest.Ingester{Store: d.Store, Now: func() time.Time { return later }}
	briefingtest.Must[[]ingest.Outcome](t)(in.Add(context.Background(), d.Src, "test", items))
	briefingtest.Must[int](t)((&stories.Assigner{Store: d.Store, Holder: "test"}).Run(context.Background()))
	read := briefingtest.Must[[]store.Item](t)(d.Store.Window(context.Background(), store.Scope{Everything: true}, store.Range{To: later.Add(time.Hour)}))
	if len(read) != 2 || read[0].Article.Story == 0 || read[0].Article.Story != read[1].Article.Story {
		t.Errorf("not two reports of one story: %+v", read)
	}
}
