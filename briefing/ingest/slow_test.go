package ingest_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"dateline/store"
	"dateline/store/storetest"
)

// after lets an address answer after a while; whoever does not wait so long gets nothing.
type after struct {
	web   *web
	waits func(address string) time.Duration
}

// RoundTrip answers a request.
func (a *after) RoundTrip(r *http.Request) (*http.Response, error) {
	select {
	case <-time.After(a.waits(r.URL.String())):
		return a.web.RoundTrip(r)
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
}

// Four feeds of one outlet share its one connection: that their pages wait for each other
// is no failure of a page, however slow each is.
func TestPoller_WaitingForATurnIsNoFailure(t *testing.T) {
	for _, each := range []time.Duration{2500 * time.Millisecond, 12 * time.Second} {
		synctest.Test(t, func(t *testing.T) {
			s := storetest.Open(t)
			r := newRound(t, s)
			for n := range 4 {
				var items strings.Builder
				for i := range 4 {
					fmt.Fprintf(&items, "<item><title>Harbour %[1]d of Lund closes</title><guid>g%[1]d</guid><link>https://a.example/%[1]d</link><description>Pier %[1]d is shut.</description></item>", 4*n+i)
					r.web.pages[fmt.Sprintf("https://a.example/%d", 4*n+i)] = townPage(4*n + i)
				}
				address := fmt.Sprintf("%s%d", townFeed, n)
				r.web.pages[address] = answered(http.StatusOK, "application/rss+xml", "<rss version='2.0'><channel><title>A</title>"+items.String()+"</channel></rss>")
				r.add(address)
			}
			r.slow = &after{r.web, func(string) time.Duration { return each }}
			for range 6 {
				began := time.Now()
				if err := r.pass(day); err != nil {
					t.Fatal(err)
				}
				if took := time.Since(began); took > store.PollLease {
					t.Errorf("%s a page: the visits take %s, longer than they are leased", each, took)
				}
			}
			if got := r.whole(); got != 16 {
				t.Errorf("%s a page: %d of 16 articles are whole after six visits", each, got)
			}
		})
	}
}
