package ingest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/store"
	"dateline/store/storetest"
)

const townFeed = "https://a.example/feed"

// teased lets a feed stand that teases n items, with their pages.
func (w *web) teased(n int) { w.teasing(n, "Pier %[1]d is shut.") }

// edited lets it say something else of them.
func (w *web) edited(n int) { w.teasing(n, "Pier %[1]d is shut again, says the mayor.") }

func (w *web) teasing(n int, teaser string) {
	var items strings.Builder
	for i := range n {
		fmt.Fprintf(&items, "<item><title>Harbour %[1]d of Lund closes</title><guid>g%[1]d</guid>"+
			"<link>https://a.example/%[1]d</link><description>"+teaser+"</description></item>", i)
		w.pages[fmt.Sprintf("https://a.example/%d", i)] = townPage(i)
	}
	body := "<rss version='2.0'><channel><title>A</title>" + items.String() + "</channel></rss>"
	w.pages[townFeed] = func() *http.Response {
		resp := answered(http.StatusOK, "application/rss+xml", body)()
		resp.Header.Set("ETag", `"same"`)
		return resp
	}
}

func townPage(i int) func() *http.Response {
	said := strings.Repeat(fmt.Sprintf("The harbour office of Lund closed pier %d after storm %d had torn boards out of it. ", i, i), 5)
	page := "<html lang=en><head><title>Harbour %d of Lund closes</title></head><body><article><p>%s</p></article></body></html>"
	return answered(http.StatusOK, "text/html", fmt.Sprintf(page, i, said))
}

// whole counts the articles that have the text of their page.
func (r *round) whole() int {
	r.t.Helper()
	items, err := r.store.PendingIndex(context.Background(), 1000)
	if err != nil {
		r.t.Fatal(err)
	}
	read := map[int64]bool{}
	for _, it := range items {
		if strings.Contains(it.Version.Text, "torn boards") {
			read[it.Article.ID] = true
		}
	}
	return len(read)
}

// pagesAsked is how many requests of pages there were.
func (w *web) pagesAsked() int {
	n := 0
	for address, times := range w.asked {
		if address != townFeed && !strings.HasSuffix(address, "/robots.txt") && !strings.HasSuffix(address, "/.well-known/tdmrep.json") {
			n += times
		}
	}
	return n
}

// Thirty pages are read in a pass; the others in the next ones, though the feed
// has not changed, and none twice.
func TestPoller_PagesLeftAreReadNextPass(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRound(t, s)
		r.web.teased(70)
		r.add(townFeed)
		for pass, want := range []int{30, 60, 70, 70} {
			if err := r.pass(day); err != nil {
				t.Fatal(err)
			}
			if got := r.whole(); got != want || r.web.pagesAsked() != want {
				t.Errorf("after pass %d: %d articles are whole after %d requests, want %d of both", pass+1, got, r.web.pagesAsked(), want)
			}
		}
	})
}

// What a server cannot give now is asked for again, three times in all; what it
// says is not there, and what was read, once.
func TestPoller_FailedPageIsReadLater(t *testing.T) {
	for _, c := range []struct {
		name   string
		fails  int // at so many visits
		status int
		asked  int // in four visits
		whole  int
	}{
		{"for a visit", 1, http.StatusServiceUnavailable, 2, 1},
		{"for two visits", 2, http.StatusTooManyRequests, 3, 1},
		{"for ever", 9, http.StatusInternalServerError, 3, 0},
		{"it is not there", 1, http.StatusNotFound, 1, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				r := newRound(t, s)
				r.web.teased(1)
				r.add(townFeed)
				visit := 0
				r.web.pages["https://a.example/0"] = func() *http.Response {
					if visit < c.fails {
						return only(c.status)()
					}
					return townPage(0)()
				}
				for ; visit < 4; visit++ {
					if err := r.pass(day); err != nil {
						t.Fatal(err)
					}
				}
				if got := r.web.pagesAsked(); got != c.asked || r.whole() != c.whole {
					t.Errorf("asked for %d times, %d articles are whole, want %d and %d", got, r.whole(), c.asked, c.whole)
				}
			})
		})
	}
}

// A server that answers no page is left alone after a few, and asked for the
// others later; while its robots.txt cannot be had it is not asked at all.
func TestPoller_FailingServerIsLeftAlone(t *testing.T) {
	const robots = "https://a.example/robots.txt"
	for name, down := range map[string]func(w *web){
		"its pages": func(w *web) {
			for i := range 20 {
				w.pages[fmt.Sprintf("https://a.example/%d", i)] = only(http.StatusBadGateway)
			}
		},
		"its robots.txt": func(w *web) { w.pages[robots] = only(http.StatusBadGateway) },
	} {
		t.Run(name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				r := newRound(t, s)
				r.web.teased(20)
				down(r.web)
				r.add(townFeed)
				for range 5 {
					if err := r.pass(day); err != nil {
						t.Fatal(err)
					}
				}
				if got := r.web.pagesAsked(); got > 5*7 { // three failures a visit, and what was under way
					t.Errorf("%d pages were asked for in five visits", got)
				}
				r.web.teased(20)
				delete(r.web.pages, robots)
				for range 2 {
					if err := r.pass(time.Hour + day); err != nil {
						t.Fatal(err)
					}
				}
				if got := r.whole(); got < 10 {
					t.Errorf("%d of 20 articles are whole when it works again", got)
				}
			})
		})
	}
}
