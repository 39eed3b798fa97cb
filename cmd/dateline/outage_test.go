package main

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing/feed/feedtest"
	"dateline/store/storetest"
)

// gate stands before a feed: it lets requests through, holds them, or refuses.
type gate struct {
	URL  string
	feed *feedtest.Feed
	held chan struct{} // gets one for each request that is held

	mu     sync.Mutex
	open   chan struct{} // held requests wait for its end; nil: none is held
	broken bool
}

func newGate(t *testing.T, n *newsroom, outlet string) *gate {
	t.Helper()
	g := &gate{feed: feedtest.New(t, outlet), held: make(chan struct{}, 100)}
	g.feed.Now = n.now
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.mu.Lock()
		open, broken := g.open, g.broken
		g.mu.Unlock()
		if open != nil {
			g.held <- struct{}{}
			select {
			case <-open:
			case <-r.Context().Done():
			}
		}
		if broken {
			http.Error(w, "out of order", http.StatusInternalServerError)
			return
		}
		got, err := http.Get(strings.TrimSuffix(g.feed.URL, "/feed") + r.URL.Path)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		defer got.Body.Close()
		w.WriteHeader(got.StatusCode)
		_, _ = io.Copy(w, got.Body) // whoever asks sees what is missing
	}))
	t.Cleanup(s.Close)
	t.Cleanup(g.release)
	g.URL = s.URL + "/feed"
	return g
}

func (g *gate) hold() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.open = make(chan struct{})
}

func (g *gate) release() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.open != nil {
		close(g.open)
		g.open = nil
	}
}

func (g *gate) breakDown() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.broken = true
}

// staysSilent waits until a feed is being read, then until a hasty program
// would have posted.
func (n *newsroom) staysSilent(g *gate, posts int) {
	n.t.Helper()
	select {
	case <-g.held:
	case <-time.After(hang):
		n.t.Fatalf("the feed was not asked for\nlog:\n%s", n.logs.text())
	}
	n.passes("plan", "write briefings")
	if w := n.metric("dateline_posts_waiting"); w != 0 {
		n.t.Fatalf("%d posts were written before the feed was read", w)
	}
	if all := n.d.ByBot(n.news); len(all) != posts {
		n.t.Fatalf("posted before the feed was read:\n%s", all[len(all)-1].Content)
	}
}

// A briefing waits for a feed that comes late, not for one that fails or is
// gone: after a start, after a sleep of the machine, and no longer than two minutes.
func TestRun_ABriefingWaitsForItsSources(t *testing.T) {
	t.Parallel()
	for name, db := range map[string]func(t *testing.T) string{
		"sqlite":   func(t *testing.T) string { return "sqlite:" + filepath.Join(storetest.Dir(t), "desk.db") },
		"postgres": func(t *testing.T) string { return storetest.PostgresURL(t) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := newNewsroom(t, db(t))
			late, failing, dead := newGate(t, n, "Coast Radio"), newGate(t, n, "North Wire"), newGate(t, n, "The Ledger")
			n.start()
			for _, g := range []*gate{late, failing, dead} {
				g.feed.Publish("Old news of "+g.URL, "The harbour of Karsk was dredged in spring, the port office said.")
				n.editorTypes("source add", map[string]any{"sources": g.URL}, "Old news")
			}
			n.editorTypes("schedule add", map[string]any{"when": "daily " + n.now().UTC().Add(2*time.Minute).Format("15:04"), "city": "UTC", "name": "World"}, "Saved.")
			n.wait(3 * time.Minute)
			n.posted(0)

			t.Log("the program is off over the slot")
			if err := n.stop(); err != nil {
				t.Fatal(err)
			}
			failing.breakDown()
			dead.breakDown()
			late.feed.Publish(sennTitle, sennText)
			late.hold()
			n.wait(24*time.Hour + 20*time.Minute)
			n.start()
			n.staysSilent(late, 1)
			late.release()
			if got := n.posted(1); !strings.Contains(got, sennTitle) || !strings.Contains(got, "(1 story, posted late, 2 of 3 sources not read)") {
				t.Errorf("after a start:\n%s", got)
			}

			t.Log("the machine sleeps over the slot")
			late.feed.Publish(laterTitle, laterText)
			late.hold()
			n.wait(24 * time.Hour)
			n.staysSilent(late, 2)
			late.release()
			if got := n.posted(2); !strings.Contains(got, "15 people") {
				t.Errorf("after a sleep:\n%s", got)
			}

			t.Log("the feed does not answer")
			late.hold()
			n.wait(24 * time.Hour)
			n.staysSilent(late, 3)
			for range 3 {
				n.wait(50 * time.Second) // a minute would be a sleep
				n.passes("plan")
			}
			if got := n.posted(3); !strings.Contains(got, ": I cannot say what is new") || !strings.Contains(got, "3 of 3 sources ") {
				t.Errorf("without an answer:\n%s", got)
			}
			if all := n.d.ByBot(n.news); len(all) != 4 {
				t.Errorf("%d posts: %s", len(all), fmt.Sprint(all))
			}
		})
	}
}
