package ingest_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/store"
	"dateline/store/recall"
	"dateline/store/state"
	"dateline/store/storetest"
)

// dated lets a feed stand with items by number, the first the newest.
func (w *web) dated(numbers ...int) {
	body := "<rss version='2.0'><channel><title>A</title>"
	for _, i := range numbers {
		first := ""
		if i == 0 {
			first = w.withdraws
		}
		body += fmt.Sprintf("<item><title>Harbour %[1]d of Lund closes</title><guid>g%[1]d</guid><link>https://a.example/%[1]d</link><pubDate>%[2]s</pubDate><description>%[4]sPier %[1]d is shut. %[3]s</description></item>",
			i, briefingtest.Noon.Add(-time.Duration(i)*time.Hour).Format(time.RFC1123Z), strings.Repeat(fmt.Sprintf("The office of Lund closed pier %d. ", i), 20), first)
	}
	w.pages[townFeed] = answered(http.StatusOK, "application/rss+xml", body+"</channel></rss>")
}

// tell has a channel told of an article.
func (r *round) tell(i int) store.Post {
	r.t.Helper()
	ctx := context.Background()
	known := briefingtest.Must[[]store.Item](r.t)(r.store.PendingIndex(ctx, 100))
	at := slices.IndexFunc(known, func(it store.Item) bool { return strings.HasSuffix(it.Article.URL, fmt.Sprint("/", i)) })
	title := known[at].Version.Title
	sum, _, err := r.store.BeginSummary(ctx, store.Summary{Key: title, Kind: "story", Domain: store.Public}, time.Minute)
	if err != nil {
		r.t.Fatal(err)
	}
	sum.Claims = []store.Claim{{Text: title, Kind: "headline", Cites: []store.Cite{{Version: known[at].Version.ID, Field: "title", End: len(title), Quote: title}}}}
	sum = briefingtest.Must[store.Summary](r.t)(r.store.FinishSummary(ctx, sum))
	channel := briefingtest.Must[store.Channel](r.t)(r.store.TerminalChannel(ctx, store.Desk, "world"))
	return briefingtest.Must[store.Post](r.t)(r.store.AddPost(ctx, store.Post{Key: title, Channel: channel.ID, Kind: state.PostTerminal, State: state.PostSent, Payload: "{}",
		Cut: r.now, Due: r.now, Expire: r.now, First: r.now}, []int64{sum.Claims[0].ID}))
}

// What was told is an outlet's withdrawal when it says so, or when it is missing between
// other items of its feed, is asked for once, and is gone for good; what is only not there
// may stand elsewhere.
func TestPoller_OutletWithdraws(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		r := newRound(t, s)
		now := func() time.Time { return r.now }
		p := &ingest.Poller{Store: s, Fetcher: &fetch.Fetcher{Client: &http.Client{Transport: r.web}, Now: now}, Ingest: &ingest.Ingester{Store: s, Now: now}, Now: now}
		r.add(townFeed)
		posts := map[int]store.Post{}
		visit := func(numbers []int, wantAsked int, withdrawn ...int) {
			t.Helper()
			r.now = r.now.Add(day)
			r.web.dated(numbers...)
			if _, err := p.Run(ctx); err != nil {
				t.Fatal(err)
			}
			if got := r.web.pagesAsked(); got != wantAsked {
				t.Errorf("%d pages were asked for, want %d: %v", got, wantAsked, r.web.asked)
			}
			for i, post := range posts {
				back := briefingtest.Must[[]recall.Retraction](t)(s.RecalledIn(ctx, post.ID))
				if got := len(back) == 1 && back[0].Actor == recall.Outlet && back[0].Action == recall.Corrected; got != slices.Contains(withdrawn, i) {
					t.Errorf("article %d: %+v", i, back)
				}
			}
		}
		all := []int{0, 1, 2, 3, 4, 5, 6, 7}
		visit(all, 0)
		for _, i := range []int{0, 1, 2, 3, 7} {
			posts[i] = r.tell(i)
		}
		r.web.pages["https://a.example/1"], r.web.pages["https://a.example/3"] = only(http.StatusGone), townPage(3)
		visit([]int{0, 4, 5, 6}, 3, 1) // 2 is not there, 3 is, 7 is older than the feed goes
		visit([]int{0, 4, 5, 6}, 3, 1)
		visit([]int{0, 5, 6}, 3, 1)
		r.web.withdraws = "The town has withdrawn this article. "
		for range 2 { // it says so from then on
			visit([]int{0, 5, 6}, 3, 0, 1)
		}
	})
}
