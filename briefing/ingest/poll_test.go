package ingest_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// wallPage is what a site shows in the place of every article.
const wallPage = `<html lang=en><head><title>Making sure you are human</title><meta name=robots content=noindex></head><body><main>
<p>The people who run this server have put a calculation before it, because companies that train models ask it for every page many times a day.</p>
<p>Your browser solves the calculation in a moment. Nothing of it is stored, and no account is needed for it.</p></main></body></html>`

// walledSite serves a feed of three teasers, and their pages or a wall.
type walledSite struct{ open bool }

var walledItems = []struct{ title, teaser, text string }{
	{"Pier 1 closed after crack", "The harbour office closed pier 1 on Monday.",
		"The harbour office of Lund closed pier 1 on Monday after a crack was found in one of its pillars, and the ferries use another pier for three weeks."},
	{"Council votes on bus fares", "The council votes on Tuesday on a fare of 3 crowns.",
		"The council of Karsk votes on Tuesday on a fare of 3 crowns for its buses, and the mayor says that he will not stand in the way of it this time."},
	{"Museum buys a painting", "The museum paid 2 million crowns for a painting.",
		"The museum of Velland paid 2 million crowns for a painting of the storm of 1921, which it wants to show in its new hall from the first of May on."},
}

// RoundTrip answers a request.
func (w *walledSite) RoundTrip(r *http.Request) (*http.Response, error) {
	status, body, page := http.StatusOK, wallPage, 0
	switch n, _ := fmt.Sscanf(r.URL.Path, "/a/%d", &page); {
	case r.URL.Path == "/robots.txt":
		status = http.StatusNotFound
	case r.URL.Path == "/feed.xml":
		body = `<rss version="2.0"><channel><title>The Post</title><link>https://post.example/</link>`
		for i, it := range walledItems {
			body += fmt.Sprintf(`<item><title>%s</title><link>https://post.example/a/%d</link><guid>g%d</guid><description>%s</description></item>`, it.title, i, i, it.teaser)
		}
		body += `</channel></rss>`
	case n == 1 && w.open:
		body = "<html lang=en><head><title>" + walledItems[page].title + "</title></head><body><article><p>" + walledItems[page].text + "</p></article></body></html>"
	}
	return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body)), Request: r}, nil
}

// Teasers stay the texts of what stands behind a wall, each its own article and
// family, and the source says so; when the wall is gone the pages are read.
func TestPoller_WallKeepsTheTeasers(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx, site := context.Background(), &walledSite{}
		if _, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://post.example/feed.xml", Kind: state.SourceFeed}, store.Desk, "test"); err != nil {
			t.Fatal(err)
		}
		visit := func() store.Source {
			t.Helper()
			p := &ingest.Poller{Store: s, Fetcher: &fetch.Fetcher{Client: &http.Client{Transport: site}}, Ingest: &ingest.Ingester{Store: s},
				Now: func() time.Time { return time.Now().Add(-24 * time.Hour) }} // the next visit is due at once
			sources, err := s.ClaimSources(ctx, 1, time.Minute)
			if err != nil || len(sources) != 1 {
				t.Fatal(err, len(sources))
			}
			if _, err := p.One(ctx, sources[0]); err != nil {
				t.Fatal(err)
			}
			src, err := s.Source(ctx, sources[0].ID)
			if err != nil {
				t.Fatal(err)
			}
			return src
		}
		for range 2 {
			if src := visit(); !strings.Contains(src.Reason, "3 pages are hidden behind a wall") || src.Fails != 0 {
				t.Errorf("the source says %q after %d faults", src.Reason, src.Fails)
			}
			for i, it := range storedTexts(t, s) {
				if it != walledItems[i].teaser {
					t.Errorf("article %d: %q, want its teaser", i, it)
				}
			}
		}
		site.open = true
		if src := visit(); src.Reason != "" {
			t.Errorf("behind the wall the source says %q", src.Reason)
		}
		for i, it := range storedTexts(t, s) {
			if it != walledItems[i].text {
				t.Errorf("article %d: %q, want the text of its page", i, it)
			}
		}
	})
}

// storedTexts are the texts of the newest versions of three articles, as they were added.
func storedTexts(t *testing.T, s *store.Store) []string {
	t.Helper()
	var out []string
	for i := range walledItems {
		a, err := s.Article(context.Background(), store.Scope{Everything: true}, fmt.Sprintf("+%d", i+1))
		if err != nil {
			t.Fatal(err)
		}
		versions, err := s.Versions(context.Background(), a.ID)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, versions[len(versions)-1].Text)
	}
	return out
}

// A page where the feed was is a fault of the source, never an article.
func TestPoller_PageForFeedIsAFault(t *testing.T) {
	s, ctx := storetest.Open(t), context.Background()
	if _, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: "https://post.example/a/0", Kind: state.SourceFeed}, store.Desk, "test"); err != nil {
		t.Fatal(err)
	}
	p := &ingest.Poller{Store: s, Fetcher: &fetch.Fetcher{Client: &http.Client{Transport: &walledSite{open: true}}}, Ingest: &ingest.Ingester{Store: s}}
	if n, err := p.Run(ctx); n != 0 || err != nil {
		t.Errorf("%d articles, %v; want none", n, err)
	}
	src, err := s.Source(ctx, 1)
	if err != nil || src.Fails != 1 || !strings.Contains(src.Reason, "a page stands where the feed was") {
		t.Errorf("%v: %d faults, %q", err, src.Fails, src.Reason)
	}
}
