package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/catalogue"
	"dateline/briefing/feed/feedtest"
	"dateline/briefing/feed/fetch"
)

// outlets serves feeds as the catalogue meets them, and counts how many are asked at once.
func outlets(t *testing.T) (list func(paths ...string) []catalogue.Source, most *atomic.Int32) {
	t.Helper()
	most = &atomic.Int32{}
	var now atomic.Int32
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer now.Add(-1)
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		switch r.URL.Path {
		case "/gone":
			w.WriteHeader(http.StatusNotFound)
		case "/page":
			io.WriteString(w, feedtest.ArticlePage)
		case "/empty":
			io.WriteString(w, feedtest.RSS())
		case "/old":
			io.WriteString(w, feedtest.RSS(`<item><title>Old news</title><link>https://x.example/1</link><pubDate>Mon, 02 Jan 2023 07:00:00 GMT</pubDate></item>`))
		case "/private":
			http.Redirect(w, r, "http://169.254.169.254/", http.StatusFound)
		default:
			io.WriteString(w, feedtest.RSS(feedtest.Item(1), feedtest.Item(2)))
		}
	}))
	t.Cleanup(server.Close)
	return func(paths ...string) []catalogue.Source {
		var out []catalogue.Source
		for i, path := range paths {
			out = append(out, catalogue.Source{Name: fmt.Sprint("Outlet ", i+1), URL: server.URL + path, Country: "SE", Lang: "sv"})
		}
		return out
	}, most
}

func lookAt(t *testing.T, list []catalogue.Source, asJSON bool) (string, error) {
	t.Helper()
	var out bytes.Buffer
	a := &app{cli: &cli{JSON: asJSON}, out: &out, err: io.Discard, log: slog.New(slog.DiscardHandler),
		now: func() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }}
	err := a.testCatalogue(t.Context(), &fetch.Fetcher{Allow: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}, list)
	return out.String(), err
}

func TestCatalogueTest_NamesWhatFailsAndFails(t *testing.T) {
	t.Parallel()
	list, _ := outlets(t)
	all := list("/ok", "/gone", "/page", "/empty", "/old", "/private", "/ok2")
	got, err := lookAt(t, all, false)
	if !errors.Is(err, errReported) {
		t.Errorf("got %v, want exit code 1", err)
	}
	reasons := []string{"", "nothing is there (status 404): check the address", "a page is there, not a feed", "it holds no items",
		"its newest item is of 2023-01-02", "the address is private: an operator may allow it in FETCH_ALLOW", ""}
	want := ""
	for i, reason := range reasons {
		if reason != "" {
			want += fmt.Sprintf("%s  %s  %s\n", all[i].Name, all[i].URL, reason)
		}
	}
	want += "2 of 7 feeds can be read.\n"
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestCatalogueTest_WhereAllCanBeReadItSucceeds(t *testing.T) {
	t.Parallel()
	list, most := outlets(t)
	got, err := lookAt(t, list("/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8"), false)
	if err != nil || got != "8 of 8 feeds can be read.\n" {
		t.Errorf("got %q, %v", got, err)
	}
	if most.Load() != 1 {
		t.Errorf("%d requests to one host at once, want 1", most.Load())
	}
}

func TestCatalogueTest_JSONHasALineForEach(t *testing.T) {
	t.Parallel()
	list, _ := outlets(t)
	got, err := lookAt(t, list("/ok", "/gone"), true)
	if !errors.Is(err, errReported) {
		t.Errorf("got %v, want exit code 1", err)
	}
	var results []looked
	for line := range strings.Lines(got) {
		var result looked
		if err := json.Unmarshal([]byte(line), &result); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		results = append(results, result)
	}
	if len(results) != 2 || !results[0].OK || results[0].Items != 2 || results[0].Newest == nil || results[1].OK || results[1].Reason == "" {
		t.Errorf("got %+v", results)
	}
}
