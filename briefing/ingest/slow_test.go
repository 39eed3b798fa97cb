package ingest_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/store"
	"dateline/store/state"
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

// hurried reads sources whose feeds take so long each, by address, and says after how long
// each was first answered. The clocks are the bubble's.
func hurried(t *testing.T, s *store.Store, feeds map[string]time.Duration) map[string]time.Duration {
	t.Helper()
	r := newRound(t, s)
	s.Now = time.Now
	began, answered, lock := time.Now(), map[string]time.Duration{}, sync.Mutex{}
	for address := range feeds {
		r.web.pages[address] = func() *http.Response {
			lock.Lock()
			defer lock.Unlock()
			if _, again := answered[address]; !again {
				answered[address] = time.Since(began)
			}
			return channelOf("One")()
		}
	}
	transport := &after{r.web, func(address string) time.Duration { return feeds[address] }}
	p := &ingest.Poller{Store: s, Fetcher: &fetch.Fetcher{Client: &http.Client{Transport: transport}}, Ingest: &ingest.Ingester{Store: s}}
	if _, err := p.Run(context.Background()); err != nil {
		t.Fatal(err)
	}
	return answered
}

const slowly = 29 * time.Second // just in time

// A feed that takes its time, of whoever it is, holds up no other: neither those that are
// due with it, nor one that falls due while it is read.
func TestPoller_ASlowFeedHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, feeds := storetest.Open(t), map[string]time.Duration{}
		add := func(owner, address string, takes, due time.Duration) {
			t.Helper()
			feeds[address] = takes
			src := store.Source{Domain: store.Public, URL: address, Kind: state.SourceFeed, Next: time.Now().Add(due)}
			if _, _, err := s.AddSource(context.Background(), src, owner, "test"); err != nil {
				t.Fatal(err)
			}
		}
		add(store.Desk, "https://slow.example/feed", slowly, -time.Hour)
		want := map[string]time.Duration{}
		for i := range 8 {
			address := fmt.Sprintf("https://n%d.example/feed", i)
			add(store.Desk, address, time.Second, time.Duration(i-10)*time.Second)
			want[address] = 4 * time.Second
		}
		add(store.Desk, "https://late.example/feed", time.Second, 10*time.Second)
		want["https://late.example/feed"] = 13 * time.Second
		for address, got := range hurried(t, s, feeds) {
			if most := want[address]; most > 0 && got > most {
				t.Errorf("%s is read after %s, want %s at most", address, got, most)
			}
			delete(want, address)
		}
		if len(want) > 0 {
			t.Errorf("not read: %v", want)
		}
	})
}

// Feeds of one host that wait for their turn there longer than a visit may take are read all
// the same, and none of them has failed.
func TestPoller_FeedsThatWaitForTheirTurnHaveNotFailed(t *testing.T) {
	for _, takes := range []time.Duration{16 * time.Second, slowly} {
		synctest.Test(t, func(t *testing.T) {
			ctx, s, feeds := context.Background(), storetest.Open(t), map[string]time.Duration{}
			add := func(address string, takes time.Duration) {
				t.Helper()
				feeds[address] = takes
				src := store.Source{Domain: store.Public, URL: address, Kind: state.SourceFeed}
				if _, _, err := s.AddSource(ctx, src, store.Desk, "test"); err != nil {
					t.Fatal(err)
				}
			}
			for i := range 9 {
				add(fmt.Sprintf("https://slow.example/%d", i), takes)
			}
			add("https://other.example/feed", time.Second)
			read := hurried(t, s, feeds)
			for _, src := range briefingtest.Must[[]store.Source](t)(s.Sources(ctx, store.Desk)) {
				if src.Fails != 0 || src.Reason != "" || read[src.URL] == 0 {
					t.Errorf("%s, in %s: read after %s, %d fails, %q", src.URL, takes, read[src.URL], src.Fails, src.Reason)
				}
			}
			if after := read["https://other.example/feed"]; after > 2*time.Minute {
				t.Errorf("%s: another host's feed is read after %s", takes, after)
			}
		})
	}
}

// However many slow feeds one owner has, those of the others are read beside them.
func TestPoller_AnOwnersSlowFeedsHoldUpNoOtherOwner(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, s, feeds := context.Background(), storetest.Open(t), map[string]time.Duration{}
		for i := range 30 {
			address, owner := fmt.Sprintf("https://n%d.example/feed", i), "guild:1"
			if feeds[address] = slowly; i >= 20 {
				feeds[address], owner = time.Second, []string{"guild:2", store.Desk}[i%2]
			}
			src := store.Source{Domain: store.Public, URL: address, Kind: state.SourceFeed, Next: time.Now().Add(time.Duration(i-60) * time.Second)}
			if _, _, err := s.AddSource(ctx, src, owner, "test"); err != nil {
				t.Fatal(err)
			}
		}
		got := hurried(t, s, feeds)
		for address, takes := range feeds {
			if after, read := got[address]; !read || takes == time.Second && after > 8*time.Second {
				t.Errorf("%s, which takes %s, is read after %s: %v", address, takes, after, read)
			}
		}
	})
}

// A visit ends before its source may be claimed again, however slowly its feed, the sites
// of its items and their pages answer; what is left is read at the next ones.
func TestPoller_AVisitEndsBeforeItsLease(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := storetest.Open(t)
		r := newRound(t, s)
		var items strings.Builder
		for i := range 12 {
			page := fmt.Sprintf("https://s%d.example/%d", i, i)
			fmt.Fprintf(&items, "<item><title>Harbour %[1]d of Lund closes</title><guid>g%[1]d</guid><link>%[2]s</link><description>Pier %[1]d is shut.</description></item>", i, page)
			r.web.pages[page] = townPage(i)
		}
		r.web.pages[townFeed] = answered(http.StatusOK, "application/rss+xml", "<rss version='2.0'><channel><title>A</title>"+items.String()+"</channel></rss>")
		r.slow = &after{r.web, func(string) time.Duration { return slowly }}
		r.add(townFeed)
		p := r.poller()
		for visit := range 12 {
			began := time.Now()
			r.now = r.now.Add(2 * time.Hour)
			if _, err := p.Run(context.Background()); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(began); took >= store.PollLease {
				t.Errorf("visit %d takes %s", visit+1, took)
			}
		}
		if got := r.whole(); got != 12 {
			t.Errorf("%d of 12 articles are whole in the end", got)
		}
	})
}
