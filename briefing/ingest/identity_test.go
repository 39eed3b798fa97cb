package ingest_test

import (
	"context"
	"fmt"
	"math/rand/v2"
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

// visits is a feed as it stands at each visit, made for it.
type visits func(n int) []feed.Item

// articleText is a text of its own for each article, long enough to tell it from others.
func articleText(i int) string {
	places := []string{"Lund", "Malm", "Visby", "Ystad", "Kalmar", "Umea", "Lulea", "Gavle"}
	things := []string{"pier", "school", "tram", "museum", "bridge", "library", "market", "stadium"}
	place, thing := places[i%8], things[(i/8+i)%8]
	return fmt.Sprintf("The council of %s decided on Monday to close its %s number %d after a crack was found. Repairs take %d weeks, the %s office said. Nobody was hurt in %s, according to the police.", place, thing, i, i+2, thing, place)
}

func articleTitle(i int) string {
	return fmt.Sprintf("Council closes %s number %d", []string{"pier", "school", "tram", "museum", "bridge", "library", "market", "stadium"}[(i/8+i)%8], i)
}

// list makes n items, the newest first, each as f has it.
func list(n int, f func(i int, it *feed.Item)) []feed.Item {
	out := make([]feed.Item, n)
	for i := range out {
		out[i] = feed.Item{GUID: fmt.Sprintf("town-%d", i), URL: fmt.Sprintf("https://town.example/news/%d", i), Title: articleTitle(i), Text: articleText(i), Published: briefingtest.Noon.Add(-time.Duration(i) * time.Hour), PublishedFrom: "feed"}
		f(i, &out[i])
	}
	return out
}

var identityCases = []struct {
	name     string
	visits   visits
	articles int // after three visits
}{
	{"nothing changes", func(int) []feed.Item { return list(5, func(int, *feed.Item) {}) }, 5},
	{"ids made anew at each visit", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.GUID = fmt.Sprintf("%d-%d", rand.Int(), n) })
	}, 5},
	{"ids name places in the list and an item moves down", func(n int) []feed.Item {
		items := list(7, func(int, *feed.Item) {})[2-n : 7-n]
		for i := range items {
			items[i].GUID = fmt.Sprint(i + 1)
		}
		return items
	}, 7},
	{"ids name places in a list of one", func(n int) []feed.Item {
		return list(3, func(i int, it *feed.Item) { it.GUID = "1" })[2-n : 3-n]
	}, 3},
	{"one id for all items", func(int) []feed.Item { return list(5, func(i int, it *feed.Item) { it.GUID = "item" }) }, 5},
	{"one id and one link for all items", func(int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.GUID, it.URL = "item", "https://town.example/status" })
	}, 5},
	{"no ids", func(int) []feed.Item { return list(5, func(i int, it *feed.Item) { it.GUID = "" }) }, 5},
	{"ids equal to the links", func(int) []feed.Item { return list(5, func(i int, it *feed.Item) { it.GUID = it.URL }) }, 5},
	{"ids on some items only", func(int) []feed.Item {
		return list(6, func(i int, it *feed.Item) {
			if i%2 == 0 {
				it.GUID = ""
			}
		})
	}, 6},
	{"neither ids nor links", func(int) []feed.Item { return list(5, func(i int, it *feed.Item) { it.GUID, it.URL = "", "" }) }, 5},
	{"titles alone", func(int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.GUID, it.URL, it.Text = "", "", "" })
	}, 5},
	{"one link for all items", func(int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.URL = "https://town.example/status" })
	}, 5},
	{"one link, one item at a time", func(n int) []feed.Item {
		return list(3, func(i int, it *feed.Item) { it.URL = "https://town.example/status" })[n : n+1]
	}, 3},
	{"one link for all and no ids", func(int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.GUID, it.URL = "", "https://town.example/status" })
	}, 5},
	{"the front page for a link", func(n int) []feed.Item {
		return list(3, func(i int, it *feed.Item) { it.GUID, it.URL = "", "https://town.example/" })[n : n+1]
	}, 3},
	{"places of one page", func(int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			it.URL = fmt.Sprintf("https://town.example/log#v2-%d", i)
			it.GUID = it.URL
		})
	}, 5},
	{"places of one page, no ids, one item at a time", func(n int) []feed.Item {
		return list(3, func(i int, it *feed.Item) { it.URL, it.GUID = fmt.Sprintf("https://town.example/log#v2-%d", i), "" })[n : n+1]
	}, 3},
	{"links with a session", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.URL += fmt.Sprintf("?sid=%016x", rand.Uint64()) })
	}, 5},
	{"links with a session and no ids", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			it.URL += fmt.Sprintf(";jsessionid=%016X?PHPSESSID=%016x", rand.Uint64(), rand.Uint64())
			it.GUID = ""
		})
	}, 5},
	{"links with an unknown random parameter and no ids", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.URL += fmt.Sprintf("?q=%016x", rand.Uint64()); it.GUID = "" })
	}, 5},
	{"edited slugs", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.URL += fmt.Sprintf("-edited-%d-times", n) })
	}, 5},
	{"edited slugs and titles, no ids", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			it.GUID = ""
			if n > 0 {
				it.URL, it.Title = it.URL+fmt.Sprintf("-edited-%d-times", n), it.Title+" at last"
			}
		})
	}, 5},
	{"tracking parameters", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			it.GUID = ""
			it.URL += fmt.Sprintf("?utm_source=rss&utm_content=%d#xtor=RSS-%d", n, n)
		})
	}, 5},
	{"telling parameters", func(int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			it.GUID, it.URL = "", fmt.Sprintf("https://town.example/show?id=%d&story=%d", i, i)
		})
	}, 5},
	{"parameters that elsewhere are tracking tell the items apart", func(int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.GUID, it.URL = "", fmt.Sprintf("https://town.example/show?ref=%d", i) })
	}, 5},
	{"parameters that elsewhere are tracking, one item less each time", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.GUID, it.URL = "", fmt.Sprintf("https://town.example/show?ref=%d", i) })[:5-2*n]
	}, 5},
	{"id and link change at once", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			it.GUID, it.URL = fmt.Sprint(rand.Int()), fmt.Sprintf("https://town.example/%d", rand.Int())
		})
	}, 5},
	{"spellings of one link", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			it.GUID = ""
			it.URL = fmt.Sprintf([]string{"http://www.town.example/News/Pier-%d/", "https://town.example/news/pier-%d", "https://TOWN.example:443/news/pier-%d/"}[n], i)
		})
	}, 5},
	{"AMP for a link", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			it.GUID = ""
			it.URL = fmt.Sprintf([]string{"https://town.example/news/pier-%d", "https://town.example/news/pier-%d/amp", "https://amp.town.example/news/pier-%d?amp=1"}[n], i)
		})
	}, 5},
	{"links that only their case tells apart", func(int) []feed.Item {
		return list(2, func(i int, it *feed.Item) {
			it.GUID, it.URL = "", []string{"https://town.example/AbCdX", "https://town.example/aBcDx"}[i]
		})
	}, 2},
	{"permanent links as ids, links through a counter", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			it.GUID = it.URL
			it.URL = fmt.Sprintf("https://click.example/%d", rand.Int())
		})
	}, 5},
	{"title and text are written anew under the link", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			if it.GUID = ""; n > 0 && i == 2 {
				it.Title, it.Text = "Repairs begin", "Workers came with a crane in the night."
			}
		})
	}, 5},
	{"one item, all of it written anew under its own link and id", func(n int) []feed.Item {
		return []feed.Item{{GUID: "https://town.example/crash-on-line-4", URL: "https://town.example/crash-on-line-4", Published: briefingtest.Noon.Add(time.Duration(n) * time.Hour),
			Title: []string{"Crash near Halden traps five", "Rescuers free all after Halden crash", "Toll of crash revised"}[n], Text: articleText(17 * n)}}
	}, 1},
	{"two items, written anew under their numbers", func(n int) []feed.Item {
		return list(2, func(i int, it *feed.Item) {
			it.URL = fmt.Sprintf("https://town.example/a/%d", 48213+i)
			it.GUID, it.Title, it.Text, it.Published = it.URL, articleTitle(9*n+i), articleText(9*n+i), it.Published.Add(time.Duration(n)*24*time.Hour)
		})
	}, 2},
	{"one page for the newest item, one at a time", func(n int) []feed.Item {
		return list(3, func(i int, it *feed.Item) { it.GUID, it.URL = "newest", "https://town.example/newest" })[n : n+1]
	}, 3},
	{"a title is edited", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.Title += strings.Repeat(" again", n) })
	}, 5},
	{"two items with one title", func(int) []feed.Item { return list(5, func(i int, it *feed.Item) { it.Title = "Market report" }) }, 5},
	{"one title each week, neither text nor id", func(n int) []feed.Item {
		return list(3, func(i int, it *feed.Item) { it.GUID, it.Title, it.Text = "", "Market report", "" })[2-n:]
	}, 3},
	{"an item stands twice", func(int) []feed.Item {
		items := list(5, func(int, *feed.Item) {})
		return append(items, items[1], items[3])
	}, 5},
	{"an item stands twice, once as it was before", func(int) []feed.Item {
		items := list(5, func(int, *feed.Item) {})
		older := items[1]
		older.Text, older.Published = "Another text of the same news that the council had given out first.", older.Published.Add(-time.Hour)
		return append(items, older)
	}, 5},
	{"the date of each visit", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) { it.Published = briefingtest.Noon.Add(time.Duration(n) * time.Hour) })
	}, 5},
	{"new items push old ones out", func(n int) []feed.Item { return list(9, func(int, *feed.Item) {})[4-2*n : 9-2*n] }, 9},
	{"an id of 12,000 letters and a link as long", func(int) []feed.Item {
		return list(2, func(i int, it *feed.Item) {
			it.GUID += strings.Repeat("g", 12000)
			it.URL += strings.Repeat("l", 12000)
		})
	}, 2},
	{"titles alone, edited with their links", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			it.GUID, it.Text = "", ""
			it.Title += []string{"", " today", ", residents angry"}[n]
			it.URL = "https://town.example/news/" + strings.ReplaceAll(it.Title, " ", "-")
		})
	}, 5},
	{"titles alone of one day", func(n int) []feed.Item { // one at a time, and the next has half of its words
		return list(3, func(i int, it *feed.Item) {
			it.GUID, it.Text, it.Published = "", "", briefingtest.Noon.Truncate(24*time.Hour)
			it.Title = "Strike at the port of Lund" + []string{"", " ends", " begins anew"}[i]
			it.URL = "https://town.example/" + strings.ReplaceAll(it.Title, " ", "-")
		})[n : n+1]
	}, 3},
	{"titles, ids and links edited over a short text", func(n int) []feed.Item {
		return list(5, func(i int, it *feed.Item) {
			it.Title += []string{"", " today", ": what we know"}[n]
			it.Text = fmt.Sprintf("The council closed number %d after it had found a crack.", i)
			it.URL = fmt.Sprintf("https://town.example/2026/%d-%s", 100+i, strings.ReplaceAll(it.Title, " ", "-"))
			it.GUID, it.Published = it.URL, briefingtest.Noon.Add(time.Duration(n)*time.Hour)
		})
	}, 5},
	{"NUL and broken letters in ids", func(int) []feed.Item {
		return list(3, func(i int, it *feed.Item) { it.GUID += "\x00\xff"; it.URL += "\x00"; it.Title += "\x00\xff" })
	}, 3},
}

// A feed that is read three times holds the articles it holds, whatever its ids
// and links do.
func TestIdentify_ThreeVisitsOfOneFeed(t *testing.T) {
	for _, c := range identityCases {
		t.Run(c.name, func(t *testing.T) {
			if got := countArticles(t, storetest.Open(t), c.visits, 3); got != c.articles {
				t.Errorf("%d articles, want %d", got, c.articles)
			}
		})
	}
}

// On PostgreSQL too, the hardest ones.
func TestIdentify_OnPostgreSQL(t *testing.T) {
	for _, c := range identityCases {
		if strings.Contains(c.name, "12,000") || strings.Contains(c.name, "NUL") || strings.Contains(c.name, "at once") {
			t.Run(c.name, func(t *testing.T) {
				if got := countArticles(t, storetest.OpenPostgres(t), c.visits, 3); got != c.articles {
					t.Errorf("%d articles, want %d", got, c.articles)
				}
			})
		}
	}
}

func countArticles(t *testing.T, s *store.Store, f visits, times int) int {
	t.Helper()
	ctx := context.Background()
	src, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://town.example/feed", Kind: state.SourceFeed}, store.Desk, "test")
	if err != nil {
		t.Fatal(err)
	}
	for n := range times {
		in := &ingest.Ingester{Store: s, Now: func() time.Time { return briefingtest.Noon.Add(time.Duration(n) * time.Hour) }}
		out, err := in.Add(ctx, src, src.URL, f(n))
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range out {
			if o.Status == "refused" {
				t.Errorf("visit %d refuses %q: %s", n, o.Title, o.Reason)
			}
		}
	}
	e, err := s.Extent(ctx, store.Scope{Everything: true}, briefingtest.Noon.AddDate(1, 0, 0))
	if err != nil {
		t.Fatal(err)
	}
	return e.Articles
}
