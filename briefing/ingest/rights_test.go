package ingest_test

import (
	"context"
	"net/http"
	"testing"

	"dateline/store"
	"dateline/store/storetest"
)

// Each of feed, page and site speaks for itself: who is not read again stands by what it
// said, who is read and says nothing reserves nothing, and no version is made of it.
func TestPoller_KeepsWhatEachReserves(t *testing.T) {
	const site, address = "https://a.example/.well-known/tdmrep.json", "https://a.example/0"
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRound(t, s)
		r.web.teased(1)
		feed, page := r.web.pages[townFeed], r.web.pages[address]
		said := map[string]string{}
		head := func(answer func() *http.Response, of string) func() *http.Response {
			return func() *http.Response {
				resp := answer()
				if said[of] != "" {
					resp.Header.Set("X-Robots-Tag", said[of])
				}
				return resp
			}
		}
		r.web.pages[townFeed], r.web.pages[address] = head(feed, "feed"), head(page, "page")
		r.add(townFeed)
		for i, step := range []struct {
			feed, page string
			site       func() *http.Response
			want       string
		}{
			{"max-snippet:200", "nosnippet", answered(200, "application/json", `[{"tdm-reservation":1}]`), "feed1:snippet=200 page:snippet=0 site:tdm"},
			{"", "", only(http.StatusBadGateway), "page:snippet=0 site:tdm"}, // the page is not read again, the site cannot be
			{"noai", "", only(http.StatusNotFound), "feed1:tdm page:snippet=0"},
			{"noindex, follow", "", only(http.StatusNotFound), "page:snippet=0"},
		} {
			said["feed"], said["page"], r.web.pages[site] = step.feed, step.page, step.site
			if err := r.pass(2 * day); err != nil {
				t.Fatal(err)
			}
			items, err := s.PendingIndex(context.Background(), 10)
			if err != nil || len(items) != 1 {
				t.Fatalf("visit %d: %d versions, %v; want one", i+1, len(items), err)
			}
			if got := items[0].Version.Rights; got != step.want {
				t.Errorf("visit %d: %q, want %q", i+1, got, step.want)
			}
		}
	})
}
