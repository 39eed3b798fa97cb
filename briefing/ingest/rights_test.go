package ingest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/ingest"
	"dateline/store"
	"dateline/store/state"
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
			{"max-snippet:200", "nosnippet", answered(200, "application/json", `[{"tdm-reservation":1}]`), "feed1:snippet=200 feedsite1:tdm page:snippet=0 site:tdm"},
			{"", "", only(http.StatusBadGateway), "feedsite1:tdm page:snippet=0 site:tdm"}, // the page is not read again, the site cannot be
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

// stated are the rights of what is stored, by the site of its address.
func (r *round) stated() map[string]string {
	r.t.Helper()
	out := map[string]string{}
	for _, it := range briefingtest.Must[[]store.Item](r.t)(r.store.PendingIndex(context.Background(), 1000)) {
		out[outlet.Host(it.Article.URL)] = it.Version.Rights
	}
	return out
}

// linked lets a feed stand that does not change, with one item of each of some sites.
func (w *web) linked(sites ...string) {
	w.quiet = true
	body := "<rss version='2.0'><channel><title>A</title>"
	for i, site := range sites {
		body += fmt.Sprintf("<item><title>Harbour %[1]d of Lund closes</title><guid>g%[1]d</guid><link>https://%[2]s/a</link><description>%[3]s</description></item>",
			i, site, strings.Repeat(fmt.Sprintf("The office of Lund closed pier %d. ", i), 20))
	}
	w.pages[townFeed] = func() *http.Response {
		resp := answered(http.StatusOK, "application/rss+xml", body+"</channel></rss>")()
		resp.Header.Set("ETag", `"same"`)
		return resp
	}
}

const siteFile = "/.well-known/tdmrep.json"

// The feed's site and an item's each speak for themselves: that one of them cannot say
// what it reserves silences no other. One that could not say is asked again, though the feed
// has not changed.
func TestPoller_EachSiteSpeaksForItself(t *testing.T) {
	reserves, down, none := answered(200, "application/json", `[{"tdm-reservation":1}]`), only(http.StatusServiceUnavailable), only(http.StatusNotFound)
	for _, c := range []struct {
		name            string
		feed, item      func() *http.Response
		want, whenKnown string // when the item is new, and when its site says that it reserves nothing: whoever has said is not asked again
	}{
		{"the feed's cannot say", down, reserves, "site:tdm", "site:tdm"},
		{"the item's cannot say", none, down, "pending:tdm", ""},
		{"neither can", down, down, "pending:tdm", ""},
		{"the item's cannot say, the feed's reserves", reserves, down, "feedsite1:tdm pending:tdm", "feedsite1:tdm"},
		{"both do", reserves, reserves, "feedsite1:tdm site:tdm", "feedsite1:tdm site:tdm"},
		{"nobody does", none, none, "", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				r := newRound(t, s)
				r.web.linked("b.example")
				r.web.pages["https://a.example"+siteFile], r.web.pages["https://b.example"+siteFile] = c.feed, c.item
				r.add(townFeed)
				for i, want := range []string{c.want, c.want, c.whenKnown} {
					if i == 2 {
						r.web.pages["https://b.example"+siteFile] = none
					}
					if err := r.pass(day); err != nil {
						t.Fatal(err)
					}
					if got := r.stated()["b.example"]; got != want {
						t.Errorf("visit %d: %q, want %q", i+1, got, want)
					}
				}
			})
		})
	}
}

// Of a list of many sites those that were not asked yet are kept from models until they
// are, at the next visits, for which the feed is asked as a whole.
func TestPoller_SitesNotAskedYetArePending(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r := newRound(t, s)
		var sites []string
		for i := range 70 {
			sites = append(sites, fmt.Sprintf("s%d.example", i))
		}
		r.web.linked(sites...)
		r.add(townFeed)
		for i, want := range []int{41, 12, 0, 0} { // 30 a visit, at the first the feed's own among them
			if err := r.pass(day); err != nil {
				t.Fatal(err)
			}
			pending := 0
			for _, stated := range r.stated() {
				if stated == "pending:tdm" {
					pending++
				}
			}
			if pending != want {
				t.Errorf("after visit %d %d sites are pending, want %d", i+1, pending, want)
			}
			src := briefingtest.Must[[]store.Source](t)(s.Sources(context.Background(), store.Desk))[0]
			if whole := src.ETag == ""; whole != (want > 0) {
				t.Errorf("after visit %d the feed is asked for as a whole: %v", i+1, whole)
			}
		}
	})
}

// A page that is handed in by its address is read once: one whose site cannot say what it
// reserves is refused, and can be handed in again.
func TestPoller_APageWhoseSiteCannotSayIsRefused(t *testing.T) {
	const page, cannot = "https://b.example/2026/harbour-7", "its site cannot say now what it reserves of it: try again in an hour"
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		r, ctx := newRound(t, s), context.Background()
		r.web.pages[page] = townPage(7)
		src := briefingtest.Must[store.Source](t)(s.OwnSource(ctx, store.Desk, state.SourcePage))
		src.Outlet = "B"
		for i, step := range []struct {
			site                   func() *http.Response
			status, reason, stated string
		}{
			{only(http.StatusServiceUnavailable), "refused", cannot, ""},
			{answered(200, "application/json", `[{"tdm-reservation":1}]`), "added", "", "feedsite1:tdm site:tdm"},
			{only(http.StatusServiceUnavailable), "duplicate", "", "feedsite1:tdm site:tdm"}, // it has said before
		} {
			r.web.pages["https://b.example"+siteFile] = step.site
			p := r.poller()
			doc := briefingtest.Must[feed.Document](t)(p.Fetcher.Discover(ctx, page))
			out := briefingtest.Must[[]ingest.Outcome](t)(p.Add(ctx, src, page, doc))
			if len(out) != 1 || out[0].Status != step.status || out[0].Reason != step.reason {
				t.Errorf("hand-in %d: %+v, want %s: %q", i+1, out, step.status, step.reason)
			}
			if got := r.stated()["b.example"]; got != step.stated {
				t.Errorf("hand-in %d: %q is stored, want %q", i+1, got, step.stated)
			}
		}
	})
}
