package feed

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"golang.org/x/net/html"
)

// Parse reads the bytes of a feed, a list, a sitemap or a page; what it is, it
// sees from the bytes.
func Parse(body []byte, base, contentType string) (Document, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return Document{}, ErrEmpty
	}
	b := toUTF8(body, contentType)
	if looksJSON(b) && bytes.Contains(b[:min(len(b), 4096)], []byte("jsonfeed.org")) || looksJSON(b) && bytes.Contains(b, []byte(`"items"`)) {
		return parseFeed(b, base)
	}
	switch rootOf(b) {
	case "rss", "feed", "rdf":
		return parseFeed(b, base)
	case "opml":
		return parseOPML(b, base)
	case "urlset":
		return parseSitemap(b, base)
	case "html", "":
		return parsePage(body, base, contentType)
	}
	return Document{}, fmt.Errorf("it is neither a feed nor a page: its first element is <%s>", head(rootOf(b), 30))
}

func head(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n])
	}
	return s
}

// rootOf is the local name of the first element, lower case.
func rootOf(b []byte) string {
	for i := 0; i < len(b); {
		j := bytes.IndexByte(b[i:], '<')
		if j < 0 {
			return ""
		}
		i += j
		if n := special(b[i:]); n > 0 {
			if bytes.HasPrefix(bytes.ToLower(b[i:min(len(b), i+15)]), []byte("<!doctype html")) {
				return "html"
			}
			i += n
			continue
		}
		name := b[i+1:]
		if k := bytes.IndexAny(name, " \t\r\n/>"); k >= 0 {
			name = name[:k]
		}
		if k := bytes.LastIndexByte(name, ':'); k >= 0 {
			name = name[k+1:]
		}
		s := strings.ToLower(string(name[:min(len(name), 40)]))
		if s == "head" || s == "body" || s == "p" || s == "div" {
			return "html"
		}
		return s
	}
	return ""
}

// parseFeed parses with gofeed what cannot hurt it; of a broken feed it keeps
// the complete items.
func parseFeed(b []byte, base string) (Document, error) {
	if depth(b) > depthMost {
		return Document{}, ErrTooDeep
	}
	b = firstItems(b)
	f, err := gofeed.NewParser().Parse(bytes.NewReader(b))
	truncated := false
	if err != nil {
		if f = complete(b); f == nil {
			return Document{}, fmt.Errorf("the feed cannot be read: %s", plainError(err))
		}
		truncated = true
	}
	doc := Document{Kind: kindOf(f), Title: Plain(f.Title), Lang: f.Language, Truncated: truncated}
	doc.Outlet = Outlet(firstOf(resolve(base, f.Link), base), doc.Title)
	for i, it := range f.Items {
		item := itemOf(it, base, doc)
		if item.Title == "" && item.Text == "" {
			doc.Refused = append(doc.Refused, Refusal{firstOf(item.URL, fmt.Sprintf("item %d", i+1)), "it has neither a title nor a text"})
			continue
		}
		doc.Items = append(doc.Items, item)
	}
	doc.Items = newestFirst(doc.Items)
	return doc, nil
}

func plainError(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

func firstOf(ss ...string) string {
	for _, s := range ss {
		if s != "" {
			return s
		}
	}
	return ""
}

func kindOf(f *gofeed.Feed) string {
	switch {
	case f.FeedType == "json":
		return "json"
	case f.FeedType == "atom":
		return "atom"
	case strings.HasPrefix(f.FeedVersion, "1.0") || f.FeedVersion == "0.9" || f.FeedVersion == "0.90":
		return "rdf"
	}
	return "rss"
}

var ends = []struct{ item, feed string }{{"</item>", "</channel></rss>"}, {"</entry>", "</feed>"}, {"</item>", "</channel></rdf:RDF>"}, {"</item>", "</rdf:RDF>"}}

// complete parses a feed up to its last complete item.
func complete(b []byte) *gofeed.Feed {
	for _, e := range ends {
		i := bytes.LastIndex(b, []byte(e.item))
		if i < 0 {
			continue
		}
		cut := append(append([]byte(nil), b[:i+len(e.item)]...), e.feed...)
		if f, err := gofeed.NewParser().Parse(bytes.NewReader(cut)); err == nil {
			return f
		}
	}
	return nil
}

// firstItems cuts a feed behind its 500th item, before a parser takes its time over more.
func firstItems(b []byte) []byte {
	for _, e := range ends[:2] {
		at := 0
		for n := 0; n < itemsMost; n++ {
			i := bytes.Index(b[at:], []byte(e.item))
			if i < 0 {
				at = 0
				break
			}
			at += i + len(e.item)
		}
		if at > 0 && bytes.Contains(b[at:], []byte(e.item)) {
			return append(append([]byte(nil), b[:at]...), e.feed...)
		}
	}
	return b
}

func itemOf(it *gofeed.Item, base string, doc Document) Item {
	out := Item{GUID: it.GUID, Title: oneLine(Plain(it.Title)), Outlet: doc.Outlet, Lang: doc.Lang, Sections: it.Categories}
	out.URL = resolve(base, it.Link)
	if out.URL == "" && strings.HasPrefix(it.GUID, "http") {
		out.URL = resolve(base, it.GUID) // a permanent link
	}
	out.Text = Plain(it.Content)
	if d := Plain(it.Description); len(d) > len(out.Text) {
		out.Text = d
	}
	for _, a := range it.Authors {
		if a != nil && a.Name != "" {
			out.Byline = oneLine(Plain(a.Name))
			break
		}
	}
	out.Published = published(it)
	if !out.Published.IsZero() {
		out.PublishedFrom = "feed"
	}
	out.Genre = genreOf(out.URL, out.Title, it.Categories)
	return out
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// published is the date of an item: what gofeed read, else what it cannot.
func published(it *gofeed.Item) time.Time {
	for _, s := range []struct {
		raw  string
		read *time.Time
	}{{it.Published, it.PublishedParsed}, {dcDate(it), nil}, {it.Updated, it.UpdatedParsed}} {
		if t, ok := Date(s.raw); ok {
			return t
		}
		if s.read != nil && sane(*s.read) {
			return s.read.UTC()
		}
	}
	return time.Time{}
}

func dcDate(it *gofeed.Item) string {
	for _, name := range []string{"issued", "created", "modified", "date"} {
		for _, space := range []string{"dcterms", "dc"} {
			if e := it.Extensions[space][name]; len(e) > 0 {
				return e[0].Value
			}
		}
	}
	return ""
}

// parseSitemap reads a news sitemap: titles and dates, no texts.
func parseSitemap(b []byte, base string) (Document, error) {
	if depth(b) > depthMost {
		return Document{}, ErrTooDeep
	}
	var set struct {
		URLs []struct {
			Loc  string `xml:"loc"`
			Mod  string `xml:"lastmod"`
			News struct {
				Title string `xml:"title"`
				Date  string `xml:"publication_date"`
				Pub   struct {
					Name string `xml:"name"`
					Lang string `xml:"language"`
				} `xml:"publication"`
			} `xml:"news"`
		} `xml:"url"`
	}
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	if err := d.Decode(&set); err != nil && len(set.URLs) == 0 {
		return Document{}, fmt.Errorf("the sitemap cannot be read: %s", plainError(err))
	}
	doc := Document{Kind: "sitemap", Outlet: Outlet(base, "")}
	for _, u := range set.URLs {
		it := Item{URL: resolve(base, u.Loc), Title: oneLine(u.News.Title), Outlet: firstOf(u.News.Pub.Name, doc.Outlet), Lang: u.News.Pub.Lang}
		if it.Title == "" || it.URL == "" {
			continue // a page that is no news
		}
		if t, ok := Date(u.News.Date); ok {
			it.Published, it.PublishedFrom = t, "feed"
		}
		it.Genre = genreOf(it.URL, it.Title, nil)
		doc.Items = append(doc.Items, it)
	}
	if len(doc.Items) == 0 {
		return doc, errors.New("the sitemap holds no news: give the address of a news sitemap or a feed")
	}
	doc.Items = newestFirst(doc.Items)
	return doc, nil
}

// parsePage reads a page: its article, and the feeds it names.
func parsePage(body []byte, base, contentType string) (Document, error) {
	if len(body) > pageMost {
		return Document{}, fmt.Errorf("%w (2 MiB for a page)", ErrTooBig)
	}
	doc := Document{Kind: "page", Feeds: pageFeeds(body, base)}
	it, err := extract(body, base, contentType)
	if err != nil {
		return doc, err
	}
	doc.Title, doc.Outlet, doc.Lang = it.Title, it.Outlet, it.Lang
	doc.Items = []Item{it}
	return doc, nil
}

// pageFeeds lists the feeds a page's head names.
func pageFeeds(body []byte, base string) []string {
	z := html.NewTokenizer(bytes.NewReader(body))
	var out []string
	for len(out) < 20 {
		switch z.Next() {
		case html.ErrorToken:
			return unique(out)
		case html.StartTagToken, html.SelfClosingTagToken:
			t := z.Token()
			if t.Data != "link" {
				continue
			}
			a := map[string]string{}
			for _, x := range t.Attr {
				a[strings.ToLower(x.Key)] = x.Val
			}
			kind := strings.ToLower(a["type"])
			if strings.Contains(strings.ToLower(a["rel"]), "alternate") && (strings.Contains(kind, "rss") || strings.Contains(kind, "atom") || strings.Contains(kind, "feed+json")) {
				out = append(out, resolve(base, a["href"]))
			}
		}
	}
	return unique(out)
}
