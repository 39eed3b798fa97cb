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
		s := strings.ToLower(strings.ToValidUTF8(string(name[:min(len(name), 40)]), ""))
		if s == "head" || s == "body" || s == "p" || s == "div" {
			return "html"
		}
		return s
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
	f, err := parseOne(p.frame)
	if err != nil {
		p.truncated = true
		if f, _ = parseOne(bytes.Join([][]byte{p.head, p.wrap[1]}, nil)); f == nil {
			f = &gofeed.Feed{}
		}
	}
	doc := Document{Kind: kindOf(f), Title: Plain(f.Title), Lang: f.Language, Truncated: p.truncated}
	name := outletName(cmp.Or(resolve(base, f.Link), base), doc.Title)
	doc.Outlet = Attributed(name, base)
	fault := itemReader{base: base, home: cmp.Or(resolve(base, f.Link), base), name: name, doc: doc}.items(p, &doc)
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

// oneLine has one space where s has white space, and none around it.
func oneLine(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	for w := range strings.FieldsSeq(s) {
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String()
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
	doc := Document{Kind: "sitemap", Outlet: Outlet(base, "")}
	d := xml.NewDecoder(bytes.NewReader(b))
	d.Strict = false
	for {
		t, err := d.Token()
		if err != nil {
			doc.Truncated = err != io.EOF
			break
		}
		var u sitemapURL
		if start, ok := t.(xml.StartElement); !ok || start.Name.Local != "url" || d.DecodeElement(&u, &start) != nil {
			continue
		}
		it := Item{URL: resolve(base, u.Loc), Title: oneLine(u.News.Title), Outlet: Attributed(cmp.Or(oneLine(u.News.Pub.Name), doc.Outlet), base), Lang: u.News.Pub.Lang}
		if it.Title == "" || it.URL == "" {
			continue // a page that is no news
		}
		if t, ok := Date(u.News.Date); ok {
			it.Published, it.PublishedFrom = t, "feed"
		} else if !statesNone(u.News.Date) {
			it.PublishedFrom = FromUnread
		}
		it.Genre = genreOf(it.URL, it.Title, nil)
		if doc.Items = append(doc.Items, it); len(doc.Items) >= 2*itemsMost {
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
	if len(body) > pageMost {
		return Document{}, fmt.Errorf("%w (2 MiB for a page)", ErrTooBig)
	}
	doc := Document{Kind: "page", Feeds: pageFeeds(body, base)}
	it, err := extract(body, base, contentType)
	if err != nil {
		return doc, err
	}
	if base != "" && !SameSite(it.URL, base) {
		it.URL = base // a page cannot speak for another site, whatever it calls its own address
	}
	it.Outlet = Attributed(it.Outlet, base)
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
