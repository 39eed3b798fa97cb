package feed

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/mmcdole/gofeed"

	"dateline/briefing/feed/clock"
	"dateline/briefing/feed/link"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/feed/page"
	"dateline/briefing/text"
)

// Parse reads the bytes of a feed, a list, a sitemap or a page; what it is, it
// sees from the bytes.
func Parse(body []byte, base, contentType string) (Document, error) {
	if len(bytes.TrimSpace(body)) == 0 {
		return Document{}, ErrEmpty
	}
	utf8 := toUTF8(body, contentType)
	if looksJSON(utf8) && bytes.Contains(utf8[:min(len(utf8), 4096)], []byte("jsonfeed.org")) || looksJSON(utf8) &&
		bytes.Contains(utf8, []byte(`"items"`)) {
		return parseFeed(utf8, base)
	}
	switch rootOf(utf8) {
	case "rss", "feed", "rdf":
		return parseFeed(utf8, base)
	case "opml":
		return parseOPML(utf8, base)
	case "urlset":
		return parseSitemap(utf8, base)
	case "html", "":
		return parsePage(body, base, contentType)
	}
	return Document{}, fmt.Errorf("it is neither a feed nor a page: its first element is <%.30s>", rootOf(utf8))
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
		if end := bytes.IndexAny(name, " \t\r\n/>"); end >= 0 {
			name = name[:end]
		}
		if colon := bytes.LastIndexByte(name, ':'); colon >= 0 {
			name = name[colon+1:]
		}
		lower := strings.ToLower(strings.ToValidUTF8(string(name[:min(len(name), 40)]), ""))
		if lower == "head" || lower == "body" || lower == "p" || lower == "div" {
			return "html"
		}
		return lower
	}
	return ""
}

// parseFeed reads a feed with gofeed, item by item, the newest first; of a
// broken feed it keeps the complete items.
func parseFeed(b []byte, base string) (Document, error) {
	var p pieces
	if looksJSON(b) {
		p = splitJSON(b)
	} else if p = splitXML(b); depth(p.frame) > depthMost || depth(p.rest) > depthMost {
		return Document{}, ErrTooDeep
	}
	feed, err := parseOne(p.frame)
	if err != nil {
		p.truncated = true
		if feed, _ = parseOne(bytes.Join([][]byte{p.head, p.wrap[1]}, nil)); feed == nil {
			feed = &gofeed.Feed{}
		}
	}
	doc := Document{Kind: kindOf(feed), Title: page.Plain(feed.Title), Lang: feed.Language, Truncated: p.truncated}
	name := outlet.Stated(cmp.Or(link.Resolve(base, feed.Link), base), doc.Title)
	doc.Outlet = outlet.Attributed(name, base)
	fault := itemReader{base: base, home: cmp.Or(link.Resolve(base, feed.Link), base), name: name, doc: doc}.items(p, &doc)
	switch {
	case len(doc.Items) > 0:
		return doc, nil
	case fault != nil:
		return Document{}, fault
	case err != nil:
		return Document{}, fmt.Errorf("the feed cannot be read: %s", plainError(err))
	}
	return doc, nil
}

func plainError(err error) string { return strings.Join(strings.Fields(err.Error()), " ") }

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

// sitemapURL is one address of a sitemap.
type sitemapURL struct {
	Loc  string `xml:"loc"`
	News struct {
		Title string `xml:"title"`
		Date  string `xml:"publication_date"`
		Pub   struct {
			Name string `xml:"name"`
			Lang string `xml:"language"`
		} `xml:"publication"`
	} `xml:"news"`
}

// parseSitemap reads a news sitemap: titles and dates, no texts.
func parseSitemap(b []byte, base string) (Document, error) {
	if depth(b) > depthMost {
		return Document{}, ErrTooDeep
	}
	doc := Document{Kind: "sitemap", Outlet: outlet.Name(base, "")}
	decoder := xml.NewDecoder(bytes.NewReader(b))
	decoder.Strict = false
	for {
		token, err := decoder.Token()
		if err != nil {
			doc.Truncated = err != io.EOF
			break
		}
		var u sitemapURL
		if start, ok := token.(xml.StartElement); !ok || start.Name.Local != "url" || decoder.DecodeElement(&u, &start) != nil {
			continue
		}
		item := Item{URL: link.Resolve(base, u.Loc), Title: text.OneLine(u.News.Title),
			Outlet: outlet.Attributed(cmp.Or(text.OneLine(u.News.Pub.Name), doc.Outlet), base), Lang: u.News.Pub.Lang}
		if item.Title == "" || item.URL == "" {
			continue // a page that is no news
		}
		if date, ok := clock.Date(u.News.Date); ok {
			item.Published, item.PublishedFrom = date, "feed"
		} else if !clock.StatesNone(u.News.Date) {
			item.PublishedFrom = FromUnread
		}
		item.Genre = genreOf(item.URL, item.Title, nil)
		if doc.Items = append(doc.Items, item); len(doc.Items) >= 2*itemsMost {
			doc.Items = newestFirst(doc.Items)
		}
	}
	if len(doc.Items) == 0 {
		return doc, errors.New("the sitemap holds no news: give the address of a news sitemap or a feed")
	}
	doc.Items = newestFirst(doc.Items)
	return doc, nil
}

// parsePage reads a page: its article, and the feeds it names.
func parsePage(body []byte, base, contentType string) (Document, error) {
	if len(body) > PageMost {
		return Document{}, fmt.Errorf("%w (2 MiB for a page)", ErrTooBig)
	}
	doc := Document{Kind: "page", Feeds: pageFeeds(body, base)}
	item, err := extract(body, base, contentType)
	if err != nil {
		return doc, err
	}
	if base != "" && !outlet.SameSite(item.URL, base) {
		item.URL = base // a page cannot speak for another site, whatever it calls its own address
	}
	item.Outlet = outlet.Attributed(item.Outlet, base)
	doc.Title, doc.Outlet, doc.Lang = item.Title, item.Outlet, item.Lang
	doc.Items = []Item{item}
	return doc, nil
}
