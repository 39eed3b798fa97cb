package ingest_test

import (
	"context"
	"encoding/xml"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/storetest"
)

// served is a feed as a server writes it at a visit, with the pages behind it.
var served = map[string]func(visit int, it *feed.Item, i int){
	"a status page for all": func(visit int, it *feed.Item, i int) { it.URL = "https://a.example/status" },
	"places of release notes": func(visit int, it *feed.Item, i int) {
		it.URL = fmt.Sprintf("https://a.example/log#v2-%d", i)
		it.GUID = it.URL
	},
	"a session in the link": func(visit int, it *feed.Item, i int) {
		it.URL = fmt.Sprintf("https://a.example/page/%d?sid=%08x", i, 1<<30+visit*7919+i)
	},
	"the date of the visit and counters": func(visit int, it *feed.Item, i int) {
		it.Published = briefingtest.Noon.Add(time.Duration(visit) * time.Hour)
		it.Text += fmt.Sprintf("<p>Points: %d</p><p># Comments: %d</p>", 50+7*visit+i, 5+2*visit)
	},
	"a board of links, whose pages are read": func(visit int, it *feed.Item, i int) {
		it.URL = fmt.Sprintf("https://a.example/page/%d", i)
		it.Text = fmt.Sprintf("<p>Article URL: %s</p><p>Points: %d</p><p># Comments: %d</p>", it.URL, 50+7*visit+i, 5+2*visit)
	},
	"a line of invitation that changes": func(visit int, it *feed.Item, i int) {
		it.Text += []string{" Read more on our site.", " Subscribe to our newsletter today."}[visit%2]
	},
	"counters in words that nobody listed": func(visit int, it *feed.Item, i int) {
		it.Text += fmt.Sprintf(" %d просмотров", 1000+visit*37+i)
	},
	"counters in brackets, ids made of the text": func(visit int, it *feed.Item, i int) {
		it.Text += fmt.Sprintf(" (%d katselukertaa)", 1000+visit*37+i)
		it.GUID = fmt.Sprintf("%x", it.Text)
	},
	"the age of an item before its text": func(visit int, it *feed.Item, i int) {
		it.Text = fmt.Sprintf("<p>%d tuntia sitten</p><p>", 2+visit*24+i) + it.Text + "</p>"
	},
	"an age that ends or begins a sentence": func(visit int, it *feed.Item, i int) {
		it.Text = fmt.Sprintf("%d tuntia sitten — %s il y a %d jours", 2+visit*24+i, it.Text, 1+visit)
	},
	"times of change in other scripts": func(visit int, it *feed.Item, i int) {
		it.Text += fmt.Sprintf("<br>最終更新: 2026年11月%d日 %02d時13分", 20+visit, i)
	},
	"ids made anew": func(visit int, it *feed.Item, i int) { it.GUID = fmt.Sprint(visit*1000 + i) },
}

// document writes a feed of five items at a visit.
func document(visit int, set func(visit int, it *feed.Item, i int)) func() *http.Response {
	var b strings.Builder
	b.WriteString("<rss version='2.0'><channel><title>A</title><link>https://a.example/</link>")
	for i, it := range list(5, func(int, *feed.Item) {}) {
		it.Text = "<p>" + it.Text + "</p>"
		set(visit, &it, i)
		fmt.Fprintf(&b, "<item><title>%s</title><guid isPermaLink='false'>%s</guid><link>%s</link><pubDate>%s</pubDate><description>", it.Title, it.GUID, it.URL, it.Published.Format(time.RFC1123Z))
		_ = xml.EscapeText(&b, []byte(it.Text)) // a Builder takes everything
		b.WriteString("</description></item>")
	}
	return answered(http.StatusOK, "application/rss+xml", b.String()+"</channel></rss>")
}

// The archive after three visits is the one after the first, whatever a server
// writes anew each time.
func TestPoller_ThreeVisitsLeaveTheFirstsArchive(t *testing.T) {
	for name, set := range served {
		t.Run(name, func(t *testing.T) {
			r := newRound(t, storetest.Open(t))
			r.add(oldFeed)
			for i := range 5 {
				r.web.pages[fmt.Sprintf("https://a.example/page/%d", i)] = answered(http.StatusOK, "text/html",
					"<html><body><article><h1>"+articleTitle(i)+"</h1><p>"+strings.Repeat(articleText(i)+" ", 4)+"</p></article></body></html>")
			}
			var first []string
			for visit := range 3 {
				r.web.pages[oldFeed] = document(visit, set)
				if err := r.pass(day); err != nil {
					t.Fatal(err)
				}
				if visit == 0 {
					first = r.archive()
				}
			}
			if len(first) != 5 {
				t.Errorf("%d articles after the first visit, want 5: %q", len(first), first)
			}
			if d := cmp.Diff(first, r.archive()); d != "" {
				t.Errorf("after three visits:\n%s", d)
			}
			for address, n := range r.web.asked {
				if strings.Contains(address, "/page/") && n > 1 {
					t.Errorf("%s was read %d times", address, n)
				}
			}
		})
	}
}

// archive lists every version that is stored, as "title: text".
func (r *round) archive() []string {
	r.t.Helper()
	ctx := context.Background()
	items, err := r.store.Window(ctx, store.Scope{Everything: true}, store.Range{To: r.now.AddDate(1, 0, 0)})
	if err != nil {
		r.t.Fatal(err)
	}
	var out []string
	for _, it := range items {
		versions, err := r.store.Versions(ctx, it.Article.ID)
		if err != nil {
			r.t.Fatal(err)
		}
		for _, v := range versions {
			out = append(out, v.Title+": "+v.Text)
		}
	}
	slices.Sort(out)
	return out
}

// A figure that changes in a few of the items that have it in the same words is
// news; in most of them it is a counter.
func TestPoller_FigureFewItemsChangeIsNews(t *testing.T) {
	for changing, want := range map[int]int{0: 5, 1: 6, 2: 7, 3: 5, 5: 5} {
		r := newRound(t, storetest.Open(t))
		r.add(oldFeed)
		for visit := range 2 {
			r.web.pages[oldFeed] = document(visit, func(visit int, it *feed.Item, i int) {
				hurt := 10 + i
				if i < changing {
					hurt += 20 * visit
				}
				it.Text += fmt.Sprintf(" %d people were hurt.", hurt)
			})
			if err := r.pass(day); err != nil {
				t.Fatal(err)
			}
		}
		if got := len(r.archive()); got != want {
			t.Errorf("%d of 5 change: %d versions, want %d", changing, got, want)
		}
	}
}
