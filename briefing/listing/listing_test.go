package listing_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/feed"
	"dateline/briefing/listing"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/storetest"
)

// asked is when the articles are looked for.
var asked = briefingtest.Noon.Add(time.Hour)

// harbours are n articles, some of which share words, published hour by hour.
func harbours(n int) []feed.Item {
	towns := []string{"Senn", "Karsk", "Marr", "Lysk", "Hale", "Norde", "Velland"}
	var out []feed.Item
	for i := range n {
		town := towns[i%len(towns)]
		item := briefingtest.Article(fmt.Sprint("h", i), fmt.Sprint("Wire ", i%4), fmt.Sprintf("Harbour of %s closes, part %d", town, i),
			fmt.Sprintf("The harbour of %s closes for %d days because of a storm, the port office said. Ships %d to %d wait outside of %s.", town, i+2, i, i+9, town))
		item.Published = briefingtest.Noon.Add(-time.Duration(i) * 24 * time.Hour)
		out = append(out, item)
	}
	return out
}

func find(t *testing.T, d *briefingtest.Desk, words string, page int) listing.List {
	t.Helper()
	q := listing.Query{Archive: &archive.Archive{Store: d.Store}, Scope: d.Scope, Text: words, At: asked}
	return briefingtest.Must[listing.List](t)(q.Find(t.Context(), page))
}

// Whatever is looked for: the pages together list each article once, none is longer than
// a page, a page that is none is the nearest, and what is quoted stands in its article.
func TestFind_PagesShareOutWhatWasFound(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		d.Read(harbours(23)...)
		r := rand.New(rand.NewPCG(1, 2))
		vocabulary := strings.Fields("harbour storm Senn Karsk days ships office wait closes zebra the part 7 Wire of 3 Hale \u202eevil <@1> **")
		most := 0
		for range 15 {
			var words []string
			for range 1 + r.IntN(5) {
				words = append(words, vocabulary[r.IntN(len(vocabulary))])
			}
			query := strings.Join(words, " ")
			first := find(t, d, query, 0)
			seen := map[string]bool{}
			for page := range max(first.Pages(), 1) {
				got := find(t, d, query, page)
				if got.All != first.All || got.Page != page || len(got.Hits) > listing.PageMost || got.Pages() > 1 && len(got.Hits) == 0 {
					t.Errorf("%q, page %d: %d hits of %d, page %d", query, page, len(got.Hits), got.All, got.Page)
				}
				for _, h := range got.Hits {
					if seen[h.Cite.Article] {
						t.Errorf("%q lists %s twice", query, h.Cite.Article)
					}
					seen[h.Cite.Article] = true
					for _, cite := range h.Sentence.Cites {
						if cite.Article != h.Cite.Article || cite.Body[cite.Start:cite.End] != cite.Quote || !strings.HasSuffix(h.Sentence.Text, cite.Quote) {
							t.Errorf("%q: %q does not stand in %s", query, h.Sentence.Text, h.Cite.Article)
						}
					}
				}
			}
			if len(seen) != first.All {
				t.Errorf("%q: %d articles on the pages, %d in all", query, len(seen), first.All)
			}
			most = max(most, first.All)
			low, high := find(t, d, query, -7), find(t, d, query, 1<<40)
			if low.Page != 0 || high.Page != max(first.Pages()-1, 0) || len(low.Hits) != len(first.Hits) {
				t.Errorf("%q: pages below and above are %d and %d of %d", query, low.Page, high.Page, first.Pages())
			}
		}
		if most < 20 {
			t.Errorf("at most %d articles were found: the test looks at no pages", most)
		}
	})
}

// What is shown holds nothing of the query, whoever may not see an article finds none, and
// no query is too odd.
func TestFind_TakesAnyQueryAndRepeatsNone(t *testing.T) {
	t.Parallel()
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(harbours(8)...)
	for _, query := range []string{"harbour canary", "canary", "since canary 3 May", "harbour in May canary 1999", "canary\x00\xff harbour", "\u202ecanary harbour",
		strings.Repeat("canary ", 3000), strings.Repeat("canary", 3000) + " harbour", `harbour "canary`, "harbour -canary OR (canary", "%canary_ harbour' --", "港 canary", "canary harbour according to Wire 1"} {
		for _, lang := range phrases.Languages() {
			found := find(t, d, query, 0)
			if said := briefingtest.Say(found.Blocks(asked, phrases.In(lang))); strings.Contains(strings.ToLower(said), "canary") {
				t.Errorf("%.40q in %s repeats what was typed:\n%s", query, lang, said)
			}
		}
	}
	d.Scope = store.Scope{Domains: []string{"guild:7"}}
	if got := find(t, d, "harbour", 0); got.All != 0 || len(got.Hits) != 0 {
		t.Errorf("who may see nothing finds %d", got.All)
	}
}

// Days, months and outlets of a query narrow it; days to come do not.
func TestFind_DaysAndOutletsNarrow(t *testing.T) {
	t.Parallel()
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(harbours(23)...) // the 20th of November, the 19th …
	for query, want := range map[string]int{"harbour": 23, "harbour since 18 November 2026": 3, "harbour on 19 November 2026": 1, "harbour before 1 November 2026": 3,
		"harbour in May 2020": 0, "harbour since 3 May 2030": 23, "harbour according to Wire 2": 6} {
		got := find(t, d, query, 0)
		if got.All != want {
			t.Errorf("%q finds %d, want %d", query, got.All, want)
		}
		for page := range got.Pages() {
			for _, h := range find(t, d, query, page).Hits {
				if at := h.Cite.Published; !got.From.IsZero() && at.Before(got.From) || !got.To.IsZero() && !at.Before(got.To) {
					t.Errorf("%q lists an article of %s", query, at)
				}
			}
		}
	}
}

// An article is listed whatever may be shown of it: without a sentence where its publisher
// allows none or the conversation has shown enough, without what was taken back, and
// without a headline that accuses somebody.
func TestFind_ShowsOfAnArticleWhatMayBeShown(t *testing.T) {
	t.Parallel()
	d := briefingtest.NewDesk(t, storetest.Open(t))
	kept := briefingtest.Article("kept", "Quiet Gazette", "Crane falls in the harbour of Karsk", "A crane fell into the harbour of Karsk on Friday, its office said.")
	kept.State(rights.Page, rights.None)
	accuses := briefingtest.Article("fraud", "Karsk Post", "Harbour master Rolf Stade stole 3 million crowns", "Harbour master Rolf Stade stole 3 million crowns, the Karsk Post wrote.")
	back := briefingtest.Article("back", "North Wire", "Pier of Karsk harbour to be mended", "The pier of Karsk harbour cost 7 million crowns, the mayor said. Divers of Karsk harbour mend the pier on Sunday, her office said.")
	d.Read(kept, accuses, back)
	order := recall.Order{Target: "article:" + fmt.Sprint(d.StoryOf(back.Title).ID), Action: recall.Removed, Why: "withdrawn", Actor: "command line"}
	shown := func(words string) (lines []string) {
		for _, h := range find(t, d, words, 0).Hits {
			lines = append(lines, h.Cite.Outlet+"|"+h.Title+"|"+h.Sentence.Text)
		}
		slices.Sort(lines)
		return lines
	}
	before := strings.Join(shown("Karsk harbour crane pier million"), "\n") + "\n"
	for _, part := range []string{"Quiet Gazette|Crane falls in the harbour of Karsk|\n", "Karsk Post||", "North Wire|Pier of Karsk harbour to be mended|The pier"} {
		if !strings.Contains(before, part) || strings.Contains(before, "Stade") {
			t.Errorf("%q is not in, or somebody is accused in\n%s", part, before)
		}
	}
	if _, err := d.Store.Retract(t.Context(), order); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(shown("Karsk harbour crane pier million"), "\n"); strings.Contains(got, "7 million") || strings.Contains(got, "Divers") {
		t.Errorf("after it was taken back:\n%s", got)
	}
	report := briefingtest.LongReport()
	d.Read(report)
	talk := rights.Together.Tally()
	q := listing.Query{Archive: &archive.Archive{Store: d.Store}, Scope: d.Scope, At: asked, Talk: talk}
	var quoted []string
	silent := false
	for i := range 60 {
		q.Text = fmt.Sprintf("Holm%d of the Karsk harbour", i)
		for _, h := range briefingtest.Must[listing.List](t)(q.Find(t.Context(), 0)).Hits {
			if h.Cite.Article != report.ID {
				continue
			}
			quoted = append(quoted, h.Sentence.Text)
			silent = silent || h.Sentence.Text == "" && h.Title == report.Title
		}
	}
	if n := briefingtest.DrawnWords(report.Text, quoted); n > 300 || n < 250 || !silent {
		t.Errorf("%d words in a conversation; it is listed without a sentence: %v", n, silent)
	}
}

// A sentence that is too long is cut between characters, and an article without a headline
// or an outlet is still a line with a link.
func TestBlocks_OfLongAndBareArticles(t *testing.T) {
	t.Parallel()
	long := claim.Claim{Text: strings.Repeat("ü", 900), Cites: []claim.Cite{{}}}
	list := listing.List{All: 3, Hits: []listing.Hit{{Title: "Harbour closes", Sentence: long, Cite: claim.Cite{URL: "https://a.example/"}},
		{Cite: claim.Cite{Outlet: "Wire", URL: "https://b.example/", Published: asked}}}}
	blocks := list.Blocks(asked, phrases.In("en"))
	said := briefingtest.Say(blocks)
	if n := strings.Count(said, "ü"); n != 250 || !strings.Contains(said, "ü …”") || !strings.Contains(said, "a source without a name") {
		t.Errorf("%d characters:\n%s", n, said)
	}
	links := 0
	for _, b := range blocks {
		for _, r := range b.Runs {
			if r.Link != "" {
				links++
			}
		}
	}
	if links != 2 {
		t.Errorf("%d links, want one an article", links)
	}
}
