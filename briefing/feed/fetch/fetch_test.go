package fetch

import (
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/feed/feedtest"
)

var loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}

func serve(t *testing.T, h http.HandlerFunc) (*Fetcher, string) {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return &Fetcher{Allow: loopback}, s.URL
}

func TestFetch_TruncatedFeedKeepsCompleteItems(t *testing.T) {
	body := feedtest.RSS(feedtest.Item(1), feedtest.Item(2), feedtest.Item(3))
	f, url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Length", fmt.Sprint(len(body)))
		io.WriteString(w, body[:len(body)-200])
	})
	doc, err := f.Fetch(context.Background(), url, Known{})
	if err != nil || len(doc.Items) != 2 || !doc.Truncated {
		t.Errorf("got %d items, truncated %v, %v; want 2 and no error", len(doc.Items), doc.Truncated, err)
	}
}

func TestDiscover_LoginPageIsNoFeed(t *testing.T) {
	f, url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		io.WriteString(w, `<!doctype html><html><head><title>Log in</title></head><body><form><input name=user><input name=password><button>Log in</button></form><p>Please log in.</p></body></html>`)
	})
	doc, err := f.Discover(context.Background(), url+"/feed.xml")
	if !errors.Is(err, feed.ErrNotNews) || len(doc.Items) != 0 {
		t.Errorf("got %d items, %v; want ErrNotNews", len(doc.Items), err)
	}
}

func TestFetch_RefusesBombsInLittleMemory(t *testing.T) {
	zeros := func(w io.Writer, n int) {
		buf := make([]byte, 1<<20)
		for range n {
			if _, err := w.Write(buf); err != nil {
				return
			}
		}
	}
	for name, c := range map[string]struct {
		serve http.HandlerFunc
		want  error
	}{
		"10 GB of gzipped zeros": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			zeros(z, 10<<10)
		}, feed.ErrTooBig},
		"endless stream": {func(w http.ResponseWriter, _ *http.Request) { zeros(w, 1<<20) }, feed.ErrTooBig},
		"nested extensions": {func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, feedtest.RSS("<item><title>a</title>"+strings.Repeat("<x:a>", 700_000)))
		}, feed.ErrTooDeep},
	} {
		t.Run(name, func(t *testing.T) {
			f, url := serve(t, c.serve)
			var err error
			used := feedtest.Peak(func() { _, err = f.Fetch(context.Background(), url, Known{}) })
			if !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
			if used > 200<<20 {
				t.Errorf("it took %d MiB", used>>20)
			}
		})
	}
}

func TestFetch_RefusesPrivateAddressesBehindRedirects(t *testing.T) {
	f, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data/", http.StatusFound)
	})
	if _, err := f.Fetch(context.Background(), url, Known{}); !errors.Is(err, ErrPrivate) {
		t.Errorf("redirect to the metadata address: %v, want ErrPrivate", err)
	}
	closed := &Fetcher{}
	for _, u := range []string{url, "http://127.0.0.1:80/", "http://[::1]/", "http://0.0.0.0/", "http://10.1.2.3/", "http://192.168.1.1/", "http://100.64.0.1/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[fd00::1]/", "http://2130706433/"} {
		if _, err := closed.Fetch(context.Background(), u, Known{}); err == nil {
			t.Errorf("%s: %v", u, err)
		}
	}
	for _, u := range []string{"http://168.63.129.16/", "http://[::ffff:168.63.129.16]/", "http://100.100.100.200/", "http://192.0.0.192/", "http://[fd00:ec2::254]/"} {
		if _, err := closed.Fetch(context.Background(), u, Known{}); !errors.Is(err, ErrPrivate) {
			t.Errorf("%s, where a cloud hands out passwords: %v, want ErrPrivate", u, err)
		}
	}
	for u, want := range map[string]string{"ftp://x.example/": "neither http", "http://user:pw@x.example/": "refused", "http:///x": "no host"} {
		if _, err := closed.Fetch(context.Background(), u, Known{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", u, err, want)
		}
	}
}

func TestFetch_ConditionalRequestIsNotModified(t *testing.T) {
	f, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Cache-Control", "max-age=900")
		if r.Header.Get("If-None-Match") == `"1"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		io.WriteString(w, feedtest.RSS(feedtest.Item(1)))
	})
	first, err := f.Fetch(context.Background(), url, Known{})
	if err != nil || first.ETag != `"1"` || first.Wait != 15*time.Minute {
		t.Fatalf("got %+v, %v", first, err)
	}
	second, err := f.Fetch(context.Background(), url, Known{ETag: first.ETag})
	if err != nil || !second.NotModified || second.ETag != first.ETag {
		t.Errorf("got %+v, %v; want not modified", second, err)
	}
}

func TestFetch_BusyServerSaysTheWait(t *testing.T) {
	f, url := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "120")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	doc, err := f.Fetch(context.Background(), url, Known{})
	if err == nil || doc.Wait != 2*time.Minute {
		t.Errorf("wait %s, %v; want 2m and an error", doc.Wait, err)
	}
}

func TestDiscover_PageLeadsToItsFeed(t *testing.T) {
	f, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/all.xml" {
			io.WriteString(w, feedtest.RSS(feedtest.Item(1)))
			return
		}
		io.WriteString(w, `<html><head><link rel="alternate" type="application/rss+xml" href="/all.xml"></head><body><h1>Front page</h1></body></html>`)
	})
	doc, err := f.Discover(context.Background(), url)
	if err != nil || doc.Kind != "rss" || len(doc.Items) != 1 {
		t.Errorf("got %s with %d items, %v", doc.Kind, len(doc.Items), err)
	}
}

// An article is read itself, though its site has a feed.
func TestDiscover_AFileIsNoFrontPage(t *testing.T) {
	f, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/feed.xml" {
			io.WriteString(w, feedtest.RSS(feedtest.Item(1)))
			return
		}
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, "<html><head><title>Pier closed</title></head><body><article>"+
			"<p>The harbour office closed the pier on Monday after divers had found a crack in it.</p><p>Four ships wait outside of the port until its office opens another pier to them.</p></article></body></html>")
	})
	for path, kind := range map[string]string{"/art.html": "page", "/index.html": "rss", "/": "rss"} {
		if doc, err := f.Discover(context.Background(), url+path); err != nil || doc.Kind != kind {
			t.Errorf("%s is %q, %v; want %s", path, doc.Kind, err, kind)
		}
	}
}

func TestFullText_ReplacesATeaserAndKeepsIt(t *testing.T) {
	f, url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/robots.txt":
			io.WriteString(w, "User-agent: *\nDisallow: /private")
		default:
			io.WriteString(w, feedtest.ArticlePage)
		}
	})
	it, err := f.FullText(context.Background(), feed.Item{URL: url + "/boats", Title: "Boats", Text: "Ten boats …"})
	if err != nil || it.SourceText != "Ten boats …" || !strings.Contains(it.Text, "nine metres") {
		t.Errorf("got %+v, %v", it, err)
	}
	if _, err := f.FullText(context.Background(), feed.Item{URL: url + "/private/x"}); err == nil || !strings.Contains(err.Error(), "robots.txt") {
		t.Errorf("a forbidden page was read: %v", err)
	}
}

func mustURL(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
