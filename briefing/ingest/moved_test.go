package ingest_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/briefingtest"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/ingest"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// web plays servers by address; an address it does not know is not there.
type web struct {
	withdraws string // what the text of item 0 begins with
	quiet     bool   // who knows the ETag is told that nothing has changed
	mu        sync.Mutex
	pages     map[string]func() *http.Response
	asked     map[string]int
}

// RoundTrip answers a request.
func (w *web) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	w.asked[r.URL.String()]++
	f := w.pages[r.URL.String()]
	w.mu.Unlock()
	if f == nil {
		f = only(http.StatusNotFound)
	}
	resp := f()
	if tag := resp.Header.Get("ETag"); w.quiet && tag != "" && tag == r.Header.Get("If-None-Match") {
		resp = only(http.StatusNotModified)()
	}
	resp.Request = r
	return resp, nil
}

func answered(code int, kind, body string) func() *http.Response {
	return func() *http.Response {
		return &http.Response{StatusCode: code, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(body))}
	}
}

func only(n int) func() *http.Response { return answered(n, "text/plain", "") }

func to(code int, address string) func() *http.Response {
	return func() *http.Response {
		resp := answered(code, "text/plain", "")()
		resp.Header.Set("Location", address)
		return resp
	}
}

func channelOf(items ...string) func() *http.Response {
	var b strings.Builder
	for i, title := range items {
		fmt.Fprintf(&b, "<item><title>%s</title><guid>g%d</guid><link>https://a.example/%d</link><description>%s. %s</description></item>", title, i, i, title, strings.Repeat("The harbour office of Lund closed a pier. ", 15))
	}
	return answered(http.StatusOK, "application/rss+xml", "<rss version='2.0'><channel><title>A</title>"+b.String()+"</channel></rss>")
}

// round is a poller over a web, with a clock.
type round struct {
	t     *testing.T
	store *store.Store
	web   *web
	now   time.Time
	log   bytes.Buffer
	slow  http.RoundTripper // before the web, when it is not nil
}

func newRound(t *testing.T, s *store.Store) *round {
	r := &round{t: t, store: s, web: &web{pages: map[string]func() *http.Response{}, asked: map[string]int{}}, now: briefingtest.Noon}
	s.Now = func() time.Time { return r.now }
	return r
}

func (r *round) add(address string) {
	r.t.Helper()
	if _, _, err := r.store.AddSource(context.Background(), store.Source{Domain: store.Public, URL: address, Kind: state.SourceFeed}, store.Desk, "test"); err != nil {
		r.t.Fatal(err)
	}
}

// pass reads what is due some time later.
func (r *round) pass(later time.Duration) error {
	r.now = r.now.Add(later)
	_, err := r.poller().Run(context.Background())
	return err
}

// poller is a program that has just been started.
func (r *round) poller() *ingest.Poller {
	now := func() time.Time { return r.now }
	log := slog.New(slog.NewTextHandler(&r.log, nil))
	transport := http.RoundTripper(r.web)
	if r.slow != nil {
		transport = r.slow
	}
	return &ingest.Poller{Store: r.store, Fetcher: &fetch.Fetcher{Client: &http.Client{Transport: transport}, Now: now}, Ingest: &ingest.Ingester{Store: r.store, Now: now, Log: log}, Now: now, Log: log}
}

// sources are the desk's, each as "address state: reason".
func (r *round) sources() []string {
	r.t.Helper()
	srcs, err := r.store.Sources(context.Background(), store.Desk)
	if err != nil {
		r.t.Fatal(err)
	}
	var out []string
	for _, s := range srcs {
		out = append(out, strings.TrimSuffix(s.URL+" "+string(s.State)+": "+s.Reason, ": "))
	}
	return out
}

const day = 25 * time.Hour // and a little, so that everything is due again

const (
	oldFeed, newFeed = "https://a.example/feed", "https://b.example/new.xml"
	saysMoved        = "it says that it has moved to " + newFeed + ", and is read there for good when it still says so tomorrow"
)

var movedCases = []struct {
	name  string
	days  []map[string]func() *http.Response // what stands where, day by day
	other string                             // a source that is read besides
	want  []string
}{
	{"one day is not believed", []map[string]func() *http.Response{{oldFeed: to(301, newFeed), newFeed: channelOf("One")}}, "", []string{oldFeed + " active: " + saysMoved}},
	{"two days are", []map[string]func() *http.Response{{oldFeed: to(301, newFeed), newFeed: channelOf("One")}, {}}, "", []string{newFeed + " active"}},
	{"308 is as good", []map[string]func() *http.Response{{oldFeed: to(308, newFeed), newFeed: channelOf("One")}, {}}, "", []string{newFeed + " active"}},
	{"a temporary redirect is not", []map[string]func() *http.Response{{oldFeed: to(302, newFeed), newFeed: channelOf("One")}, {}, {}}, "", []string{oldFeed + " active"}},
	{"a chain ends where it is no longer for good", []map[string]func() *http.Response{{oldFeed: to(301, newFeed), newFeed: to(302, "https://c.example/x"), "https://c.example/x": channelOf("One")}, {}}, "", []string{newFeed + " active"}},
	{"a chain of both kinds for good", []map[string]func() *http.Response{{oldFeed: to(301, "https://c.example/x"), "https://c.example/x": to(308, newFeed), newFeed: channelOf("One")}, {}}, "", []string{newFeed + " active"}},
	{"to a page", []map[string]func() *http.Response{{oldFeed: to(301, "https://a.example/login"), "https://a.example/login": answered(200, "text/html", "<html><body><article><h1>Log in</h1><p>"+strings.Repeat("Please log in to read the news of the town. ", 20)+"</p></article></body></html>")}, {}, {}}, "",
		[]string{oldFeed + " active: a page stands where the feed was: a check for programs, a consent, or the feed is gone"}},
	{"to another address the next day", []map[string]func() *http.Response{{oldFeed: to(301, "https://c.example/x"), "https://c.example/x": channelOf("One")}, {oldFeed: to(301, newFeed), newFeed: channelOf("One")}}, "", []string{oldFeed + " active: " + saysMoved}},
	{"taken back", []map[string]func() *http.Response{{oldFeed: to(301, newFeed), newFeed: channelOf("One")}, {oldFeed: channelOf("One")}, {}}, "", []string{oldFeed + " active"}},
	{"to a source that is read already", []map[string]func() *http.Response{{oldFeed: to(301, newFeed), newFeed: channelOf("One")}, {}}, newFeed, []string{newFeed + " active"}},
	{"gone", []map[string]func() *http.Response{{oldFeed: channelOf("One")}, {oldFeed: only(410)}, {}}, "", []string{oldFeed + " paused: its publisher has removed it for good (status 410)"}},
	{"gone, and back", []map[string]func() *http.Response{{oldFeed: channelOf("One")}, {oldFeed: only(410)}, {}, {oldFeed: channelOf("One")}}, "", []string{oldFeed + " active"}},
	{"gone, and back unchanged", []map[string]func() *http.Response{{oldFeed: channelOf("One")}, {oldFeed: only(410)}, {oldFeed: only(304)}}, "", []string{oldFeed + " active"}},
	{"gone, then not to be read", []map[string]func() *http.Response{{oldFeed: channelOf("One")}, {oldFeed: only(410)}, {oldFeed: only(404)}}, "", []string{oldFeed + " paused: nothing is there (status 404): check the address"}},
	{"moved and then gone", []map[string]func() *http.Response{{oldFeed: to(301, newFeed), newFeed: channelOf("One")}, {oldFeed: only(410)}}, "", []string{newFeed + " active"}},
	{"not found is tried again", []map[string]func() *http.Response{{oldFeed: only(404)}, {}}, "", []string{oldFeed + " active: nothing is there (status 404): check the address"}},
}

func TestPoller_SourceThatMovesOrEnds(t *testing.T) {
	for _, c := range movedCases {
		t.Run(c.name, func(t *testing.T) {
			r := newRound(t, storetest.Open(t))
			r.add(oldFeed)
			if c.other != "" {
				r.add(c.other)
			}
			for _, pages := range c.days {
				for address, page := range pages {
					r.web.pages[address] = page
				}
				if err := r.pass(day); err != nil {
					t.Fatal(err)
				}
			}
			if d := cmp.Diff(c.want, r.sources()); d != "" {
				t.Error(d)
			}
		})
	}
}

// Who chose a feed that moved to another one's address sees what both have read.
func TestPoller_MovedSourcesArticlesStayVisible(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		r := newRound(t, s)
		r.add(oldFeed)
		r.web.pages[oldFeed], r.web.pages[newFeed] = channelOf("One"), channelOf("One")
		if err := r.pass(day); err != nil {
			t.Fatal(err)
		}
		if _, _, err := s.AddSource(ctx, store.Source{Domain: store.Public, URL: newFeed, Kind: state.SourceFeed}, "guild:1", "test"); err != nil {
			t.Fatal(err)
		}
		r.web.pages[oldFeed] = to(301, newFeed)
		for range 2 {
			if err := r.pass(day); err != nil {
				t.Fatal(err)
			}
		}
		for _, owner := range []string{store.Desk, "guild:1"} {
			sc, err := s.ScopeOf(ctx, owner)
			if err != nil {
				t.Fatal(err)
			}
			if e, err := s.Extent(ctx, sc, r.now); err != nil || e.Articles == 0 {
				t.Errorf("%s sees %d articles (%v)", owner, e.Articles, err)
			}
		}
	})
}

// A source that ended is read again once somebody chooses it anew.
func TestPoller_EndedSourceMayBeChosenAgain(t *testing.T) {
	r := newRound(t, storetest.Open(t))
	r.add(oldFeed)
	r.web.pages[oldFeed] = only(410)
	if err := r.pass(day); err != nil {
		t.Fatal(err)
	}
	srcs, err := r.store.Sources(context.Background(), store.Desk)
	if err != nil {
		t.Fatal(err)
	}
	if err := r.store.Unsubscribe(context.Background(), store.Desk, srcs[0].ID); err != nil {
		t.Fatal(err)
	}
	r.web.pages[oldFeed] = channelOf("One")
	r.add(oldFeed)
	if err := r.pass(day); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{oldFeed + " active"}, r.sources()); d != "" {
		t.Error(d)
	}
}

// What one source breaks is that source's: the others are read, it waits, its
// owner is told, and the stack is in the log.
func TestPoller_FaultStaysWithItsSource(t *testing.T) {
	r := newRound(t, storetest.Open(t))
	for i := range 9 {
		address := fmt.Sprintf("https://s%d.example/feed", i)
		r.add(address)
		r.web.pages[address] = channelOf(fmt.Sprintf("News %d", i))
	}
	r.web.pages["https://s3.example/feed"] = func() *http.Response { panic("a server nobody thought of") }
	if err := r.pass(day); err != nil {
		t.Errorf("the pass fails: %v", err)
	}
	for i, s := range r.sources() {
		want := fmt.Sprintf("https://s%d.example/feed active", i)
		if i == 3 {
			want += ": a fault of this program: it is in the log"
		}
		if s != want {
			t.Errorf("got %q, want %q", s, want)
		}
	}
	if !strings.Contains(r.log.String(), "a server nobody thought of") || !strings.Contains(r.log.String(), "moved_test.go") {
		t.Errorf("the log holds no stack:\n%s", r.log.String())
	}
}

// When nothing at all can be stored the pass says so: health knows it by that.
func TestPoller_NothingStoredIsThePassesError(t *testing.T) {
	r := newRound(t, storetest.Open(t))
	r.add(oldFeed)
	r.web.pages[oldFeed] = func() *http.Response { panic("each time") }
	if err := r.pass(day); err == nil {
		t.Error("the pass is well although nothing was stored")
	}
}

// What a document's items are refused for stands with its source until it is
// read again.
func TestPoller_SaysRefusedItemsAtTheSource(t *testing.T) {
	r := newRound(t, storetest.Open(t))
	r.add(oldFeed)
	r.web.pages[oldFeed] = answered(200, "application/rss+xml", "<rss version='2.0'><channel><title>A</title><item><title>One</title><guid>1</guid></item><item><guid>2</guid></item></channel></rss>")
	if err := r.pass(day); err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff([]string{oldFeed + " active: 1 of 2 items refused, the first because: it has neither a title nor a text"}, r.sources()); d != "" {
		t.Error(d)
	}
}

// A page is read once, and again only when its teaser tells something new.
func TestPoller_PageIsReadOnce(t *testing.T) {
	page := func(text string) func() *http.Response {
		return answered(200, "text/html", "<html><body><article><h1>Pier closed</h1><p>"+text+strings.Repeat(" The harbour office of Lund gave out the plans of the repair on Monday.", 12)+"</p></article></body></html>")
	}
	teaser := func(text string) func() *http.Response {
		return answered(200, "application/rss+xml", "<rss version='2.0'><channel><title>A</title><item><title>Pier closed</title><guid>1</guid><link>https://a.example/pier</link><description>"+text+"</description></item></channel></rss>")
	}
	r := newRound(t, storetest.Open(t))
	r.add(oldFeed)
	r.web.pages["https://a.example/pier"] = page("The pier is closed.")
	r.web.pages["https://a.example/robots.txt"] = only(404)
	for n := range 6 {
		r.web.pages[oldFeed] = teaser(fmt.Sprintf("The pier is closed.&lt;br&gt;&lt;br&gt;%d points, %d comments", 7*n, n))
		if err := r.pass(day); err != nil {
			t.Fatal(err)
		}
	}
	if n := r.web.asked["https://a.example/pier"]; n != 1 {
		t.Errorf("the page was read %d times while only counters changed", n)
	}
	r.web.pages[oldFeed] = teaser("The pier is closed. Divers found a second crack.")
	r.web.pages["https://a.example/pier"] = page("The pier is closed. Divers found a second crack.")
	for range 3 {
		if err := r.pass(day); err != nil {
			t.Fatal(err)
		}
	}
	if n := r.web.asked["https://a.example/pier"]; n != 2 {
		t.Errorf("the page was read %d times after one change", n)
	}
	for n := range 12 { // a teaser of which no change is on the page
		r.web.pages[oldFeed] = teaser(fmt.Sprintf("Today in the town: %s opens its doors.", []string{"a museum", "a school", "the library", "the market"}[n%4]+strings.Repeat(" again", n)))
		if err := r.pass(day); err != nil {
			t.Fatal(err)
		}
	}
	if n := r.web.asked["https://a.example/pier"]; n > 6 {
		t.Errorf("the page was read %d times for a teaser that changes at each visit", n)
	}
}
