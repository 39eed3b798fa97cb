package fetch

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"

	"dateline/briefing/feed"
	"dateline/briefing/feed/feedtest"
)

// A feed with megabytes is read; of one beyond the limit what is newest, if it
// comes first, and it is said.
func TestFetch_LargeFeeds(t *testing.T) {
	text := strings.Repeat("The council meets on Monday and speaks of the bridge. ", 400) // 21 KB
	serving := func(n int, at func(i int) int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			head, tail, _ := strings.Cut(feedtest.Channel("T", "", "|"), "|")
			io.WriteString(w, head)
			for i := range n {
				io.WriteString(w, feedtest.Dated(at(i), text))
			}
			io.WriteString(w, tail)
		}
	}
	for _, c := range []struct {
		name        string
		serve       http.HandlerFunc
		first       string
		most, least int
		err         error
		refused     int
	}{
		{"7 MB", serving(320, func(i int) int { return i }), "319", 320, 320, nil, 0},
		{"22 MB, newest first", serving(1000, func(i int) int { return 5000 - i }), "5000", 500, 500, nil, 1},
		{"22 MB, oldest first", serving(1000, func(i int) int { return i }), "", 0, 0, feed.ErrTooBig, 0},
	} {
		f, address := serve(t, c.serve)
		var doc feed.Document
		var err error
		used := feedtest.Peak(func() { doc, err = f.Fetch(context.Background(), address, Known{}) })
		if !errors.Is(err, c.err) || len(doc.Items) < c.least || len(doc.Items) > c.most || len(doc.Refused) != c.refused {
			t.Errorf("%s: %d items, refused %+v, %v", c.name, len(doc.Items), doc.Refused, err)
			continue
		}
		if c.first != "" && doc.Items[0].Title != c.first {
			t.Errorf("%s: the first is %s, want %s", c.name, doc.Items[0].Title, c.first)
		}
		if used > 300<<20 { // three times what it takes: a collection of garbage may be late
			t.Errorf("%s: it took %d MiB", c.name, used>>20)
		}
	}
}
