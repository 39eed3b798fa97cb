package ingest_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

const pier = "The harbour office of Lund closed pier 1 on Monday after a crack was found. Repairs take three weeks, the office said. Ferries use pier 9 until then."

// versionCases are texts of one item at each visit, and how many versions stay.
var versionCases = []struct {
	name     string
	item     func(n int) feed.Item
	versions int // after six visits
}{
	{"points in the text", func(n int) feed.Item {
		return feed.Item{Title: "Pier closed", Text: pier + fmt.Sprintf("\n\nPoints: %d\n\n# Comments: %d", 100+17*n, 10+3*n)}
	}, 1},
	{"points in one line with it", func(n int) feed.Item {
		return feed.Item{Title: "Pier closed", Text: pier + fmt.Sprintf(" %d points, %d comments", 100+17*n, 9+4*n)}
	}, 1},
	{"comments in the title", func(n int) feed.Item {
		return feed.Item{Title: fmt.Sprintf("Pier closed [%d comments]", n), Text: pier}
	}, 1},
	{"the time of the last change", func(n int) feed.Item {
		return feed.Item{Title: "Pier closed", Text: fmt.Sprintf("Last updated at 12:%02d\n\n%s", n, pier)}
	}, 1},
	{"minutes ago", func(n int) feed.Item {
		return feed.Item{Title: "Pier closed", Text: fmt.Sprintf("%d minutes ago\n\n%s", 5*n, pier)}
	}, 1},
	{"readers, in German", func(n int) feed.Item {
		return feed.Item{Title: "Pier closed", Text: pier + fmt.Sprintf("\n\n%d Aufrufe · %d Kommentare", 300+n, n)}
	}, 1},
	{"teasers in another order", func(n int) feed.Item {
		teasers := []string{"Bus fares rise in May.", "The museum buys a painting.", "Two schools are merged."}
		return feed.Item{Title: "Lund today", Text: strings.Join([]string{teasers[n%3], teasers[(n+1)%3], teasers[(n+2)%3]}, "\n\n")}
	}, 1},
	{"an invitation that changes", func(n int) feed.Item {
		return feed.Item{Title: "Pier closed", Text: pier + []string{" Read more on our site.", " Subscribe to our newsletter today."}[n%2]}
	}, 1},
	{"cut off at another place", func(n int) feed.Item {
		return feed.Item{Title: "Pier closed", Text: strings.TrimSpace(pier[:len(pier)-7*n]) + []string{"", "…"}[min(n, 1)]}
	}, 1},
	{"two servers with two texts", func(n int) feed.Item {
		return feed.Item{Title: "Pier closed", Text: pier + []string{" Divers look at it today.", " The mayor came to see it."}[n%2]}
	}, 4}, // to and fro once, as a correction may go; then they are known
	{"two headlines", func(n int) feed.Item {
		return feed.Item{Title: []string{"Pier closed", "Crack found in harbour"}[n%2], Text: pier}
	}, 4},
	{"a toll that rises", func(n int) feed.Item {
		return feed.Item{Title: "Fire on a ferry", Text: fmt.Sprintf("%d people died in the fire, the police said.", 2+n)}
	}, 6},
	{"a magnitude that is corrected", func(n int) feed.Item {
		return feed.Item{Title: "Earthquake near Malm", Text: fmt.Sprintf("Magnitude: 5.%d", n)}
	}, 6},
	{"a headline that changes", func(n int) feed.Item {
		return feed.Item{Title: fmt.Sprintf("Ferry fire: %d dead", n+1)}
	}, 6},
}

// What says nothing new is no version; what does is one.
func TestSaysNew_OnlyThatMakesAVersion(t *testing.T) {
	for _, c := range versionCases {
		t.Run(c.name, func(t *testing.T) {
			s := storetest.Open(t)
			if got := len(readTimes(t, s, 6, c.item)); got != c.versions {
				t.Errorf("%d versions, want %d", got, c.versions)
			}
		})
	}
}

// readTimes reads one item of a feed at each visit, and lists the versions that are stored.
func readTimes(t *testing.T, s *store.Store, times int, item func(n int) feed.Item) []store.Version {
	t.Helper()
	ctx := context.Background()
	src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://town.example/feed", Kind: state.SourceFeed}, store.Desk, "test")
	if err != nil {
		t.Fatal(err)
	}
	for n := range times {
		it := item(n)
		it.GUID, it.URL, it.Lang = "a", "https://town.example/a", "en"
		in := &ingest.Ingester{Store: s, Now: func() time.Time { return briefingtest.Noon.Add(time.Duration(n) * time.Hour) }}
		if _, err := in.Add(ctx, src, src.URL, []feed.Item{it}); err != nil {
			t.Fatal(err)
		}
	}
	e, err := s.Extent(ctx, store.Scope{Everything: true}, briefingtest.Noon.AddDate(1, 0, 0))
	if err != nil || e.Articles != 1 {
		t.Fatalf("%d articles (%v), want one", e.Articles, err)
	}
	a, err := s.Article(ctx, store.Scope{Everything: true}, "1")
	if err != nil {
		t.Fatal(err)
	}
	v, err := s.Versions(ctx, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// Of an article that changes at every visit the first version stays, the newest,
// and what was cited; on both databases, also once everything is placed and indexed.
func TestIngester_KeepsTwentyVersionsAndCitedOnes(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		toll := func(n int) feed.Item {
			return feed.Item{Title: "Fire on a ferry", Text: fmt.Sprintf("%d people died in the fire, the police said.", 2+n)}
		}
		first := readTimes(t, s, 5, toll)
		settle(t, s)
		cited := first[2]
		quote := cited.Text[:10]
		memo, _, err := s.BeginSummary(ctx, store.Summary{Key: "k", Kind: "story", Domain: store.Public, Lang: "en", Model: "extract"}, time.Minute)
		if err != nil {
			t.Fatal(err)
		}
		memo.Claims = []store.Claim{{Text: quote, Kind: "quoted", Cites: []store.Cite{{Version: cited.ID, Field: "text", End: len(quote), Quote: quote}}}}
		if _, err := s.FinishSummary(ctx, memo); err != nil {
			t.Fatal(err)
		}
		got := readTimes(t, s, 55, func(n int) feed.Item { return toll(n + 5) })
		settle(t, s)
		var numbers []int
		for _, v := range got {
			numbers = append(numbers, v.No)
		}
		want := []int{1, cited.No}
		for n := 42; n <= 60; n++ {
			want = append(want, n)
		}
		if d := cmp.Diff(want, numbers); d != "" {
			t.Errorf("numbers of the versions kept:\n%s", d)
		}
		ar := &archive.Archive{Store: s}
		found, err := ar.Search(ctx, store.Scope{Everything: true}, archive.Lookup{Text: "people died in the fire", At: briefingtest.Noon.AddDate(0, 1, 0), Limit: 5})
		if err != nil || len(found) != 1 || !strings.HasPrefix(found[0].Text(), "61 people") {
			t.Errorf("a search finds %d passages (%v), want the newest version's", len(found), err)
		}
	})
}

func settle(t *testing.T, s *store.Store) {
	t.Helper()
	ctx := context.Background()
	if _, err := (&stories.Assigner{Store: s, Holder: "test"}).Run(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := (&archive.Indexer{Store: s, Holder: "test"}).Run(ctx); err != nil {
		t.Fatal(err)
	}
}
