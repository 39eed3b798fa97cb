package ingest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// habits are how the feeds of the wild treat one part of an item; each feed has
// one of each list. A function gets the feed, the article and the visit.
type habit struct {
	name string
	set  func(f *wild, a, visit, place int, it *feed.Item)
}

var idHabits = []habit{
	{"ids of their own", func(f *wild, a, visit, place int, it *feed.Item) { it.GUID = fmt.Sprintf("%s-%d", f.site, a) }},
	{"permanent links as ids", func(f *wild, a, visit, place int, it *feed.Item) {
		it.GUID = fmt.Sprintf("https://%s/?p=%d", f.site, a)
	}},
	{"ids made anew", func(f *wild, a, visit, place int, it *feed.Item) { it.GUID = fmt.Sprintf("%016x", f.rnd.Uint64()) }},
	{"ids of places", func(f *wild, a, visit, place int, it *feed.Item) { it.GUID = strconv.Itoa(place) }},
	{"one id for all", func(f *wild, a, visit, place int, it *feed.Item) { it.GUID = "item" }},
	{"no ids", func(*wild, int, int, int, *feed.Item) {}},
	{"ids on some", func(f *wild, a, visit, place int, it *feed.Item) {
		if a%3 == 0 {
			it.GUID = fmt.Sprintf("%s-%d", f.site, a)
		}
	}},
}

var linkHabits = []habit{
	{"links of their own", func(f *wild, a, visit, place int, it *feed.Item) {
		it.URL = fmt.Sprintf("https://%s/news/%d", f.site, a)
	}},
	{"a session in the link", func(f *wild, a, visit, place int, it *feed.Item) {
		it.URL = fmt.Sprintf("https://%s/news/%d?sid=%016x", f.site, a, f.rnd.Uint64())
	}},
	{"a random parameter", func(f *wild, a, visit, place int, it *feed.Item) {
		it.URL = fmt.Sprintf("https://%s/news/%d?q=%08x", f.site, a, f.rnd.Uint32())
	}},
	{"edited slugs", func(f *wild, a, visit, place int, it *feed.Item) {
		it.URL = fmt.Sprintf("https://%s/news/%d-%s", f.site, a, []string{"closed", "closed-again", "open"}[(a+visit)/4%3])
	}},
	{"one link for all", func(f *wild, a, visit, place int, it *feed.Item) { it.URL = fmt.Sprintf("https://%s/status", f.site) }},
	{"places of one page", func(f *wild, a, visit, place int, it *feed.Item) {
		it.URL = fmt.Sprintf("https://%s/log#v%d", f.site, a)
	}},
	{"telling parameters", func(f *wild, a, visit, place int, it *feed.Item) {
		it.URL = fmt.Sprintf("https://%s/show?story=%d&utm_source=rss%d", f.site, a, visit)
	}},
	{"spellings of the link", func(f *wild, a, visit, place int, it *feed.Item) {
		it.URL = fmt.Sprintf([]string{"http://www.%s/News/Pier-%d/", "https://%s/news/pier-%d", "https://%s/news/pier-%d/amp"}[(a+visit)%3], f.site, a)
	}},
	{"the front page", func(f *wild, a, visit, place int, it *feed.Item) { it.URL = fmt.Sprintf("https://%s/", f.site) }},
	{"no links", func(*wild, int, int, int, *feed.Item) {}},
}

var textHabits = []habit{
	{"texts that stay", func(*wild, int, int, int, *feed.Item) {}},
	{"counters", func(f *wild, a, visit, place int, it *feed.Item) {
		it.Text += fmt.Sprintf("\n\nPoints: %d\n\n# Comments: %d", f.rnd.IntN(900), f.rnd.IntN(90))
	}},
	{"times of change", func(f *wild, a, visit, place int, it *feed.Item) {
		it.Text = fmt.Sprintf("Last updated at %02d:%02d\n\n", f.rnd.IntN(24), f.rnd.IntN(60)) + it.Text
	}},
	{"sentences in another order", func(f *wild, a, visit, place int, it *feed.Item) {
		s := strings.SplitAfter(it.Text, ". ")
		f.rnd.Shuffle(len(s), func(i, j int) { s[i], s[j] = s[j], s[i] })
		it.Text = strings.Join(s, "\n\n")
	}},
	{"an edit", func(f *wild, a, visit, place int, it *feed.Item) {
		if n := (visit + a) / 5; n > 0 {
			it.Text += fmt.Sprintf(" The mayor came to see it %d times.", n)
		}
	}},
	{"edited titles", func(f *wild, a, visit, place int, it *feed.Item) {
		if (visit+a)/5%2 == 1 {
			it.Title += " at last"
		}
	}},
	{"no texts", func(f *wild, a, visit, place int, it *feed.Item) { it.Text = "" }},
}

var dateHabits = []habit{
	{"dates that stay", func(f *wild, a, visit, place int, it *feed.Item) {
		it.Published, it.PublishedFrom = briefingtest.Noon.Add(time.Duration(a)*time.Hour), "feed"
	}},
	{"the date of the visit", func(f *wild, a, visit, place int, it *feed.Item) {
		it.Published, it.PublishedFrom = briefingtest.Noon.Add(time.Duration(visit)*24*time.Hour), "feed"
	}},
	{"no dates", func(*wild, int, int, int, *feed.Item) {}},
}

// wild is one feed with its habits.
type wild struct {
	site   string
	rnd    *rand.Rand
	habits []habit
	shown  int // items in the document
	grows  int // new items at a visit
	twice  bool
}

func newWild(n int, rnd *rand.Rand) *wild {
	f := &wild{site: fmt.Sprintf("town%d.example", n), rnd: rnd, shown: 1 + rnd.IntN(12), grows: rnd.IntN(3), twice: rnd.IntN(8) == 0}
	for _, list := range [][]habit{textHabits, idHabits, linkHabits, dateHabits} {
		f.habits = append(f.habits, list[rnd.IntN(len(list))])
	}
	return f
}

// String names the feed's habits.
func (f *wild) String() string {
	var names []string
	for _, h := range f.habits {
		names = append(names, h.name)
	}
	return fmt.Sprintf("%d items, %d new a visit: %s", f.shown, f.grows, strings.Join(names, ", "))
}

// visit is the document at a visit, the newest first; shown says which articles it holds.
func (f *wild) visit(n int) (items []feed.Item, shown []int) {
	newest := f.shown + n*f.grows
	for place := range f.shown {
		a := newest - place
		it := feed.Item{Title: articleTitle(a), Text: articleText(a), Lang: "en"}
		for _, h := range f.habits {
			h.set(f, a, n, place, &it)
		}
		items, shown = append(items, it), append(shown, a)
	}
	if f.twice {
		items = append(items, items[f.rnd.IntN(len(items))])
	}
	return items, shown
}

const sweepVisits = 10

// A thousand feeds with the habits of the wild, read ten times: hardly an
// article is stored twice, none is lost, none becomes another's version, and
// versions stay few. DATELINE_SWEEP=full reads all of them, DATELINE_SEED
// chooses others.
func TestIdentify_FeedsWithHabitsOfTheWild(t *testing.T) {
	feeds, seed := 100, uint64(1)
	switch {
	case briefingtest.Full():
		feeds = 1000
	case briefingtest.Raced:
		feeds = 20
	}
	if s := os.Getenv("DATELINE_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		seed = n
	}
	t.Logf("DATELINE_SEED=%d", seed)
	s := storetest.Open(t)
	var all tally
	for n := range feeds {
		f := newWild(n, rand.New(rand.NewPCG(seed, uint64(n))))
		got := f.read(t, s)
		if got.stored != got.held || got.lost > 0 || got.mixed > 0 {
			t.Logf("feed %d: %+v: %v", n, got, f)
		}
		all.add(got)
	}
	t.Logf("%d feeds, %d visits each: %d articles, %d stored, %d lost, %d with the text of two, %d versions, at most %d of one",
		feeds, sweepVisits, all.held, all.stored, all.lost, all.mixed, all.versions, all.most)
	if all.stored*100 > all.held*101 {
		t.Errorf("%d articles are stored of %d: more than 1 %% too many", all.stored, all.held)
	}
	if all.lost > 0 || all.mixed > 0 {
		t.Errorf("%d articles are lost, %d hold the text of two", all.lost, all.mixed)
	}
	if all.most > 4 { // an edit or two, to and fro
		t.Errorf("an article has %d versions", all.most)
	}
}

// tally is what a feed held and what was stored of it.
type tally struct{ held, stored, lost, mixed, versions, most int }

func (t *tally) add(o tally) {
	t.held, t.stored, t.lost, t.mixed, t.versions = t.held+o.held, t.stored+o.stored, t.lost+o.lost, t.mixed+o.mixed, t.versions+o.versions
	t.most = max(t.most, o.most)
}

var articleNumber = regexp.MustCompile(`number (\d+)`)

// read reads the feed at each visit and counts what is stored.
func (f *wild) read(t *testing.T, s *store.Store) tally {
	t.Helper()
	ctx := context.Background()
	src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://" + f.site + "/feed", Kind: state.SourceFeed}, store.Desk, "test")
	if err != nil {
		t.Fatal(err)
	}
	held := map[int]bool{}
	for n := range sweepVisits {
		items, shown := f.visit(n)
		for _, a := range shown {
			held[a] = false
		}
		in := &ingest.Ingester{Store: s, Now: func() time.Time { return briefingtest.Noon.Add(time.Duration(n) * 24 * time.Hour) }}
		if _, err := in.Add(ctx, src, src.URL, items); err != nil {
			t.Fatal(err)
		}
	}
	known, err := s.Known(ctx, src, nil)
	if err != nil {
		t.Fatal(err)
	}
	var ids []int64
	for _, k := range known {
		ids = append(ids, k.Article)
	}
	versions, err := s.VersionsOf(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	out := tally{held: len(held), stored: len(known)}
	for _, list := range versions {
		var numbers []string
		for _, v := range list {
			numbers = append(numbers, articleNumber.FindStringSubmatch(v.Title)[1])
		}
		out.versions, out.most = out.versions+len(list), max(out.most, len(list))
		slices.Sort(numbers)
		if numbers = slices.Compact(numbers); len(numbers) > 1 {
			out.mixed++
		}
		for _, n := range numbers {
			a, err := strconv.Atoi(n)
			if err != nil {
				t.Fatal(err)
			}
			held[a] = len(numbers) == 1 || held[a]
		}
	}
	for _, found := range held {
		if !found {
			out.lost++
		}
	}
	return out
}
