package feed_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/feed"
	"dateline/briefing/feed/feedtest"
)

// shared is an OPML list as readers export it: n groups of a feed each.
func shared(n int) (string, []feed.Feed) {
	var body strings.Builder
	var feeds []feed.Feed
	for i := range n {
		f := feed.Feed{URL: fmt.Sprintf("https://outlet%d.example/feed?a=1&b=%d", i, i), Title: fmt.Sprintf("Outlet %d “Ä&Ö” <%d>", i, i)}
		feeds = append(feeds, f)
		fmt.Fprintf(&body, "<outline text=\"Group %d\"><outline text=\"x\" title=\"Outlet %d “Ä&amp;Ö” &lt;%d&gt;\" type=\"rss\""+
			" xmlUrl=\"https://outlet%d.example/feed?a=1&amp;b=%d\" htmlUrl=\"https://outlet%d.example\"/></outline>\n", i, i, i, i, i, i)
	}
	return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<opml version=\"1.0\"><head><title>Mine</title></head><body>" + body.String() +
		"</body></opml>", feeds
}

func TestOPML_AListOf118ComesBackAsItWas(t *testing.T) {
	list, want := shared(118)
	got, err := feed.List("feeds.opml", []byte(list))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("read, -want +got:\n%s", diff)
	}
	written, err := feed.OPML(got)
	if err != nil {
		t.Fatal(err)
	}
	again, err := feed.List("export.opml", written)
	if diff := cmp.Diff(want, again); err != nil || diff != "" {
		t.Errorf("%v; written and read, -want +got:\n%s", err, diff)
	}
}

func TestOPML_AFeedWithoutATitleHasNoneAfterwards(t *testing.T) {
	written, err := feed.OPML([]feed.Feed{{URL: "https://x.example/feed"}})
	if err != nil {
		t.Fatal(err)
	}
	got, err := feed.List("x.opml", written)
	if diff := cmp.Diff([]feed.Feed{{URL: "https://x.example/feed"}}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

func TestList_WhatPeopleHandIn(t *testing.T) {
	for _, c := range []struct {
		name, file, body string
		want             []string
	}{
		{"OPML that is no XML", "a.opml", `<opml><body><outline text="A & B" xmlUrl="https://a.example/f"><outline xmlurl='https://b.example/f'></body>`,
			[]string{"https://a.example/f", "https://b.example/f"}},
		{"OPML under another name", "subscriptions.xml", `<?xml version="1.0"?><opml><body><outline xmlUrl="https://a.example/f"/></body></opml>`,
			[]string{"https://a.example/f"}},
		{"a text", "list.txt", "My feeds:\n- https://a.example/feed.xml,\n(https://b.example/rss) and https://a.example/feed.xml.\nftp://c.example/x\n",
			[]string{"https://a.example/feed.xml", "https://b.example/rss"}},
		{"a text in UTF-16", "list.txt", "\xff\xfeh\x00t\x00t\x00p\x00:\x00/\x00/\x00a\x00.\x00b\x00c\x00/\x00", []string{"http://a.bc/"}},
		{"bookmarks that name feeds", "b.html", `<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="https://a.example/" FEEDURL="https://a.example/f">A</A><DT><A HREF="https://b.example/">B</A></DL>`,
			[]string{"https://a.example/f"}},
		{"a page with links to feeds", "page.html", `<html><a href="https://a.example/about">x</a><a href="https://a.example/rss/news.xml">f</a><a href="https://b.example/feed/">g</a></html>`,
			[]string{"https://a.example/rss/news.xml", "https://b.example/feed/"}},
		{"a page that names its feed", "page.html", `<html><head><link rel="alternate" type="application/rss+xml" href="https://a.example/f"></head><body><a href="https://z.example/rss">z</a>`,
			[]string{"https://a.example/f"}},
		{"a page with links to sites", "page.html", `<ul><li><a href="https://a.example/">a</a><li><a href="javascript:alert(1)">b</a><li><a href="/c">c</a></ul>`,
			[]string{"https://a.example/"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			list, err := feed.List(c.file, []byte(c.body))
			var got []string
			for _, f := range list {
				got = append(got, f.URL)
			}
			if diff := cmp.Diff(c.want, got); err != nil || diff != "" {
				t.Errorf("%v, -want +got:\n%s", err, diff)
			}
		})
	}
}

func TestList_HostileFilesAreRefusedInLittleMemory(t *testing.T) {
	many, _ := shared(10_000)
	deep := strings.Repeat("<outline>", 200_000)
	attributes := "<opml><body><outline " + strings.Repeat(`a="" `, 300_000) + ` xmlUrl="https://a.example/f"/>`
	laughs := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>` +
		`<opml><body><outline text="&b;&b;" xmlUrl="https://a.example/&b;"/></body></opml>`
	for _, c := range []struct {
		name, file, body string
		want             error
	}{
		{"25 MB", "bomb.opml", "<opml><body>" + strings.Repeat(`<outline text="x"/>`, 25<<20/19), feed.ErrTooBig},
		{"10,000 outlines", "many.opml", many[:min(len(many), feed.ListMost)], feed.ErrManyFeeds},
		{"deep nesting", "deep.opml", "<opml><body>" + deep, nil},
		{"a million attributes", "wide.opml", attributes, nil},
		{"entities of entities", "laughs.opml", laughs, nil},
		{"10,000 addresses in a text", "many.txt", strings.Repeat("https://a.example/ ", 10_000), nil},
		{"10,000 different addresses in a text", "many.txt", strings.ReplaceAll(many[:feed.ListMost/2], "htmlUrl", " "), feed.ErrManyFeeds},
		{"nothing", "empty.opml", "  \n", feed.ErrEmpty},
		{"no list", "x.opml", "<opml><body><outline text='a'/></body></opml>", nil},
		{"a picture", "cat.png", "\x89PNG\r\n\x1a\n\x00\x00", feed.ErrNoList},
		{"a feed", "feed.xml", feedtest.RSS(feedtest.Item(1)), feed.ErrNoList},
		{"only addresses that nobody may read", "x.opml", `<opml><outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="javascript:x"/></opml>`, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []feed.Feed
			var err error
			began := time.Now()
			used := feedtest.Peak(func() { got, err = feed.List(c.file, []byte(c.body)) })
			if c.want != nil && !errors.Is(err, c.want) {
				t.Errorf("got %d feeds, %v; want %v", len(got), err, c.want)
			}
			if took := time.Since(began); used > 100<<20 || took > 10*time.Second {
				t.Errorf("it took %d MiB and %s", used>>20, took)
			}
			for _, f := range got {
				if !strings.HasPrefix(f.URL, "http") || len(f.URL) > 3000 || len(f.Title) > 3000 {
					t.Errorf("got %.200s, %.200s", f.URL, f.Title)
				}
			}
		})
	}
}

func TestFile_OPMLBombsAreRefused(t *testing.T) {
	var packed bytes.Buffer
	zipped := gzip.NewWriter(&packed)
	if _, err := zipped.Write(bytes.Repeat([]byte(`<outline text="x"/>`), 25<<20/19)); err != nil {
		t.Fatal(err)
	}
	if err := zipped.Close(); err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string][]byte{"bomb.opml.gz": packed.Bytes(),
		"bomb.opml": append([]byte("<opml><body>"), bytes.Repeat([]byte(`<outline text="x"/>`), 25<<20/19)...)} {
		if _, err := feed.File(name, bytes.NewReader(body)); !errors.Is(err, feed.ErrTooBig) {
			t.Errorf("%s: got %v, want ErrTooBig", name, err)
		}
	}
}

// Whatever is handed in is read or refused.
func FuzzList(f *testing.F) {
	list, _ := shared(3)
	for _, body := range []string{list, "https://a.example/feed", "<html><a href=x>", "\xff\xfe", `{"a":1}`, "<opml"} {
		f.Add("a.opml", []byte(body))
		f.Add("a.txt", []byte(body))
		f.Add("a.html", []byte(body))
		f.Add("a", []byte(body))
	}
	f.Fuzz(func(t *testing.T, name string, body []byte) {
		feeds, err := feed.List(name, body)
		if err == nil && len(feeds) == 0 {
			t.Error("no feed and no reason")
		}
		for _, f := range feeds {
			if !strings.HasPrefix(f.URL, "http") {
				t.Errorf("got %q", f.URL)
			}
		}
	})
}
