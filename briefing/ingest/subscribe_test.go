package ingest_test

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

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
		for _, c := range briefingtest.Must[map[int64]store.Carrier](t)(s.Carriers(ctx)) {
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
