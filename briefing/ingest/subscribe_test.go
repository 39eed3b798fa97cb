package ingest_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/store"
	"dateline/store/storetest"
)

// withSourceName serves a feed with a title and one item.
func withSourceName(t *testing.T, title string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		io.WriteString(w, `<rss version="2.0"><channel><title>`+title+`</title><item><title>The dam of Senn holds</title><guid>`+title+`</guid><description>`+strings.Repeat("The dam of Senn holds, its keeper said. ", 20)+`</description></item></channel></rss>`)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/feed"
}

// A source is read at the address that was given for it, or that its page names, as long
// as nobody says that it has moved for good: where a temporary redirect ends today may be
// signed for some minutes.
func TestSubscribe_KeepsTheAddressBehindATemporaryRedirect(t *testing.T) {
	const typed, signed = "https://a.example/rss/feed", "https://cdn.example/f?X-Expires=300"
	page := answered(http.StatusOK, "text/html", "<html><head><title>A</title><link rel=alternate type='application/rss+xml' href='/rss/feed'></head><body></body></html>")
	for name, c := range map[string]struct {
		url, want string
		pages     map[string]func() *http.Response
	}{
		"none":                   {typed, typed, map[string]func() *http.Response{typed: channelOf("One")}},
		"temporary":              {typed, typed, map[string]func() *http.Response{typed: to(302, signed), signed: channelOf("One")}},
		"for good":               {typed, newFeed, map[string]func() *http.Response{typed: to(301, newFeed), newFeed: channelOf("One")}},
		"for good, then not":     {typed, newFeed, map[string]func() *http.Response{typed: to(308, newFeed), newFeed: to(307, signed), signed: channelOf("One")}},
		"a page names it":        {"https://a.example/", typed, map[string]func() *http.Response{"https://a.example/": page, typed: to(302, signed), signed: channelOf("One")}},
		"it moves too far":       {typed, typed, map[string]func() *http.Response{typed: to(301, newFeed+longQuery), newFeed + longQuery: channelOf("One")}},
		"the page is redirected": {"https://b.example/", typed, map[string]func() *http.Response{"https://b.example/": to(302, "https://a.example/"), "https://a.example/": page, typed: channelOf("One")}},
	} {
		s := storetest.Open(t)
		p := &ingest.Poller{Store: s, Fetcher: &fetch.Fetcher{Client: &http.Client{Transport: &web{pages: c.pages, asked: map[string]int{}}}}, Ingest: &ingest.Ingester{Store: s}}
		got, err := p.Subscribe(context.Background(), feed.Feed{URL: c.url}, store.Desk, "test")
		if err != nil || got.Source.URL != c.want {
			t.Errorf("%s: it is read at %s, want %s; %v", name, got.Source.URL, c.want, err)
		}
	}
}

// longQuery makes an address longer than one that is kept.
var longQuery = "?q=" + strings.Repeat("x", store.AddressLongest)

func TestSubscribe_TwoOutletsOfOneNameAreToldApart(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		p := &ingest.Poller{Store: s, Fetcher: &fetch.Fetcher{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, Ingest: &ingest.Ingester{Store: s}}
		first, second, fake := withSourceName(t, "Harbour Times"), withSourceName(t, "Harbour Times"), withSourceName(t, "Reuters")
		host := func(url string) string { return strings.TrimSuffix(strings.TrimPrefix(url, "http://"), "/feed") }
		for url, want := range map[string]string{fake: "Reuters (" + host(fake) + ")"} {
			if got := briefingtest.Must[ingest.Subscribed](t)(p.Subscribe(ctx, feed.Feed{URL: url}, store.Desk, "test")); got.Source.Outlet != want {
				t.Errorf("%s: outlet %q, want %q", url, got.Source.Outlet, want)
			}
		}
		for _, url := range []string{first, second, first} {
			if _, err := p.Subscribe(ctx, feed.Feed{URL: url}, store.Desk, "test"); err != nil {
				t.Fatal(err)
			}
		}
		got := map[string]bool{}
		carriers, _, err := s.Carriers(ctx, time.Time{})
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range carriers {
			got[c.Outlet] = true
		}
		for _, want := range []string{"Harbour Times", "Harbour Times (" + host(second) + ")", "Reuters (" + host(fake) + ")"} {
			if !got[want] {
				t.Errorf("no article of %q: %v", want, got)
			}
		}
		if len(got) != 3 {
			t.Errorf("outlets %v, want three", got)
		}
	})
}
