package sample_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/bot/layout"
	"dateline/briefing/feed/feedtest"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/sample"
)

func fetcher() *fetch.Fetcher {
	return &fetch.Fetcher{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
}

var wish = sample.Wish{Name: "World", Zone: time.UTC, Stories: 5}

// text is a sample as people read it.
func text(s sample.Sample) string {
	var parts []string
	for _, p := range layout.Parts(s.Briefing.Blocks()) {
		parts = append(parts, p.Content)
	}
	return strings.Join(parts, "\n")
}

func TestDraw_TellsWhatTheFeedsHold(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	coast, wire := feedtest.New(t, "Coast Radio"), feedtest.New(t, "North Wire")
	coast.Publish("Rescuers find 40 alive in Senn", "Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said.")
	wire.Publish("40 found alive in flooded Senn", "Rescuers who reached the village of Senn found 40 people alive in the school, the rescue service said on Sunday.")
	wire.Publish("Karsk port strike may end", "The dockers' union said that a deal to end the strike at the port of Karsk is ready to sign.")
	got, err := sample.New(fetcher(), nil).Draw(context.Background(), []sample.Feed{{Name: "Coast Radio", URL: coast.URL}, {Name: "North Wire", URL: wire.URL}}, wish)
	if err != nil {
		t.Fatal(err)
	}
	said := text(got)
	for _, want := range []string{"**World, ", "(2 stories)", "### 40 found alive in flooded Senn", "Also Coast Radio", "### Karsk port strike may end", "One source so far.",
		"Read 3 articles from 2 outlets."} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is missing in:\n%s", want, said)
		}
	}
	if got.Items != 3 || len(got.Unread) != 0 {
		t.Errorf("read %d items, not %v", got.Items, got.Unread)
	}
	if left, _ := filepath.Glob(filepath.Join(os.TempDir(), "*")); len(left) != 0 {
		t.Errorf("left behind: %v", left)
	}
}

func TestDraw_NamesWhatCannotBeReadInTime(t *testing.T) {
	coast := feedtest.New(t, "Coast Radio")
	coast.Publish("Rescuers find 40 alive in Senn", "Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said.")
	held := make(chan struct{})
	silent := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-held:
		case <-r.Context().Done():
		}
	}))
	t.Cleanup(silent.Close)
	t.Cleanup(func() { close(held) })
	page := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("<html><p>Hello")) }))
	t.Cleanup(page.Close)
	s := sample.New(fetcher(), nil)
	s.Wait = 300 * time.Millisecond
	others := []sample.Feed{{Name: "Silent", URL: silent.URL}, {Name: "Page", URL: page.URL}, {Name: "Private", URL: "http://10.0.0.1/feed"}, {Name: "No address", URL: "feed://x"}}
	got, err := s.Draw(context.Background(), append(slices.Clone(others), sample.Feed{Name: "Coast Radio", URL: coast.URL}), wish)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"Silent", "Page", "Private", "No address"}, got.Unread); diff != "" || !strings.Contains(text(got), "40 alive in Senn") {
		t.Errorf("%s\n%s", diff, text(got))
	}
	if got, err := s.Draw(context.Background(), others, wish); !errors.Is(err, sample.ErrNothing) || len(got.Unread) != 4 {
		t.Errorf("of feeds none of which can be read: %v, %v", got.Unread, err)
	}
}

func TestDraw_ReadsAFeedOnceForAll(t *testing.T) {
	var visits atomic.Int32
	feed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed" {
			visits.Add(1)
			_, _ = w.Write([]byte(feedtest.RSS(feedtest.Item(1))))
		}
	}))
	t.Cleanup(feed.Close)
	now := time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC)
	s := sample.New(fetcher(), nil)
	s.Now = func() time.Time { return now }
	done := make(chan error)
	draw := func() {
		_, err := s.Draw(context.Background(), []sample.Feed{{Name: "Post", URL: feed.URL + "/feed"}}, wish)
		done <- err
	}
	for range 5 {
		go draw()
	}
	for range 5 {
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
	now = now.Add(9 * time.Minute)
	go draw()
	if err := <-done; err != nil || visits.Load() != 1 {
		t.Errorf("read %d times, %v", visits.Load(), err)
	}
	now = now.Add(2 * time.Minute)
	go draw()
	if err := <-done; err != nil || visits.Load() != 2 {
		t.Errorf("read %d times after ten minutes, %v", visits.Load(), err)
	}
}
