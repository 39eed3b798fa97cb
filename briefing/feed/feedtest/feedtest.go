// Package feedtest gives tests a feed on loopback that they add items to. It
// is never linked into the product.
package feedtest

import (
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"
)

// Feed is an RSS feed; its items' pages cannot be read, so the teaser is the text.
type Feed struct {
	URL  string
	Now  func() time.Time
	Link string // of every item; "" is an address of the feed's own

	mu    sync.Mutex
	items []string
}

// New serves an empty feed of an outlet until the test ends.
func New(t testing.TB, outlet string) *Feed {
	t.Helper()
	feed := &Feed{Now: time.Now}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		feed.mu.Lock()
		defer feed.mu.Unlock()
		if r.URL.Path != "/feed" {
			w.WriteHeader(http.StatusNotFound)
			return
		}
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>%s</title>%s</channel></rss>`, html.EscapeString(outlet),
			strings.Join(feed.items, ""))
	}))
	t.Cleanup(server.Close)
	feed.URL = server.URL + "/feed"
	return feed
}

// Publish adds an item that was published a second ago.
func (f *Feed) Publish(title, text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	link := f.Link
	if link == "" {
		link = fmt.Sprintf("/%d", len(f.items))
	}
	item := fmt.Sprintf(`<item><title>%s</title><link>%s</link><pubDate>%s</pubDate><description>%s</description></item>`,
		html.EscapeString(title), link, f.Now().Add(-time.Second).UTC().Format(time.RFC1123Z), html.EscapeString(text))
	f.items = append([]string{item}, f.items...)
}
