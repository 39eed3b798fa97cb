package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"dateline/store/storetest"
)

// A list of feeds may name itself, or one that names it: lists are not followed from lists.
func TestIngest_AListThatNamesItselfEnds(t *testing.T) {
	var asked atomic.Int32
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		at := "http://" + r.Host
		switch r.URL.Path {
		case "/list.opml", "/other.opml":
			if asked.Add(1) > 20 {
				w.WriteHeader(http.StatusInternalServerError) // else it never ends
				return
			}
			fmt.Fprintf(w, `<opml version="2.0"><body><outline xmlUrl="%s/list.opml"/><outline xmlUrl="%s/other.opml"/><outline xmlUrl="%s/page"/><outline xmlUrl="%s/radio.xml"/></body></opml>`, at, at, at, at)
		case "/page":
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprintf(w, `<html lang=en><head><title>The pier of Senn is closed</title></head><body><article><p>%s</p></article></body></html>`, strings.Repeat("The council of Senn closed its pier on Monday after a crack was found. ", 12))
		case "/radio.xml":
			fmt.Fprint(w, `<rss version="2.0"><channel><title>Coast Radio</title><item><title>Rescuers find 40 alive in Senn</title><guid>1</guid></item></channel></rss>`)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	defer site.Close()
	t.Setenv("FETCH_ALLOW", "127.0.0.0/8")
	t.Setenv("OPENAI_MODEL", "")
	for _, args := range [][]string{{"--json", "ingest", site.URL + "/list.opml"}, {"try", site.URL + "/list.opml"}} {
		t.Setenv("DATABASE_URL", "sqlite:"+filepath.Join(storetest.Dir(t), "x.db"))
		asked.Store(0)
		out, code := command(t, "", args...)
		if n := asked.Load(); n > 3 || code != 0 {
			t.Errorf("%v: exit %d after %d lists", args, code, n)
		}
		if args[0] != "--json" {
			continue
		}
		for input, status := range map[string]string{"/list.opml": "refused", "/other.opml": "refused", "/page": "refused", "/radio.xml": "added"} {
			found := false
			for line := range strings.Lines(out) {
				found = found || strings.Contains(line, site.URL+input+`"`) && strings.Contains(line, `"status":"`+status+`"`)
			}
			if !found {
				t.Errorf("%s is not %s in:\n%s", input, status, out)
			}
		}
	}
}
