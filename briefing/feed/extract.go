package feed

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"dateline/briefing/feed/clock"
	"dateline/briefing/feed/link"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/feed/page"
	"dateline/briefing/rights"
	"dateline/briefing/text"
)

// extracting bounds how many pages are taken apart at once: each may take
// tens of megabytes.
var extracting = make(chan struct{}, 2)

// Extract reads the article of a page.
func Extract(body []byte, rawURL string) (Item, error) { return extract(body, rawURL, "") }

// extract reads the article of a page that stands for itself.
func extract(body []byte, rawURL, contentType string) (Item, error) {
	page, err := ReadPage(body, rawURL, contentType)
	if err == nil && !page.states() {
		err = ErrNotNews
	}
	return page.Item, err
}

// Page is what was read of a page.
type Page struct {
	Item
	Marks    Marks
	Unquoted bool // a part of its text is kept from being quoted, and is not here
}

// ReadPage takes a page apart. ErrNotNews says that it has hardly a sentence.
func ReadPage(body []byte, rawURL, contentType string) (Page, error) {
	if len(body) > PageMost {
		return Page{}, fmt.Errorf("%w (2 MiB for a page)", ErrTooBig)
	}
	extracting <- struct{}{}
	defer func() { <-extracting }()
	var r io.Reader = bytes.NewReader(body)
	if !utf8.Valid(body) { // valid UTF-8 wins over any declaration
		coding, name, certain := charset.DetermineEncoding(body, contentType)
		if !certain && name == "windows-1252" { // it is taken where nothing is stated, too
			coding = guessed(body)
		}
		r = coding.NewDecoder().Reader(r)
	}
	tree, err := html.Parse(r)
	if err != nil {
		return Page{}, fmt.Errorf("the page cannot be read: %s", plainError(err))
	}
	parsed, err := url.Parse(rawURL)
	if err != nil || rawURL == "" {
		parsed = &url.URL{Scheme: "http", Host: "page.invalid"}
	}
	said := rightsOf(tree)
	page.DropHidden(tree)
	read := Page{Item: facts(tree, rawURL)}
	read.Marks = marksOf(tree, read.Item)
	read.State(rights.Page, said)
	read.Unquoted = page.DropUnquoted(tree)
	var blocks []page.Block
	blocks, read.Title = page.Article(tree, parsed, read.Title)
	read.Text = page.Text(blocks)
	if page.Prose(blocks) < page.LeastText {
		return read, ErrNotNews
	}
	return read, nil
}

// rightsOf are the rights that the <meta> elements of a page reserve.
func rightsOf(tree *html.Node) rights.Rights {
	var out rights.Rights
	for n := range tree.Descendants() {
		if n.DataAtom == atom.Meta {
			out = out.And(rights.OfMeta(page.Attr(n, "name"), page.Attr(n, "content")))
		}
	}
	return out
}

// facts reads what a page states about itself: title, author, date, language,
// kind. The date is taken only from where publishers state it, never guessed.
func facts(tree *html.Node, rawURL string) Item {
	stated := statements{url: rawURL, item: Item{URL: rawURL}, meta: map[string]string{}}
	for n := range tree.Descendants() {
		if n.Type == html.ElementNode {
			stated.read(n)
		}
	}
	item, meta := stated.item, stated.meta
	item.Title = text.OneLine(cmp.Or(item.Title, meta["og:title"], meta["twitter:title"], stated.title))
	item.Byline = text.OneLine(cmp.Or(item.Byline, meta["author"], meta["article:author"]))
	if strings.HasPrefix(item.Byline, "http") {
		item.Byline = ""
	}
	for _, name := range dateNames {
		if !item.Published.IsZero() {
			break
		}
		if date, ok := clock.DateIn(meta[name], clock.OrderOf([]string{meta[name]}, item.Lang)); ok {
			item.Published = date
		} else if !clock.StatesNone(meta[name]) {
			item.PublishedFrom = FromUnread
		}
	}
	if !item.Published.IsZero() {
		item.PublishedFrom = "page"
	}
	item.Outlet = outlet.Name(cmp.Or(item.URL, rawURL), meta["og:site_name"])
	if genre := genreOf(cmp.Or(item.URL, rawURL), item.Title, []string{meta["article:section"]}); item.Genre == "" || genre != "news" {
		item.Genre = genre
	}
	return item
}

// dateNames are the meta elements in which publishers state the date, the surest first.
var dateNames = []string{
	"article:published_time", "datepublished", "og:article:published_time", "parsely-pub-date",
	"sailthru.date", "date", "dc.date.issued", "dc.date", "pubdate", "time",
}

// statements are what the elements of a page say about it.
type statements struct {
	url   string            // from which it was read, "" if not known
	item  Item              // from <html>, <link> and JSON-LD
	title string            // of <title>
	meta  map[string]string // of <meta>, by name in lower case; "time" is of <time> also
}

// read takes in an element; of several the first counts.
func (st *statements) read(n *html.Node) {
	switch n.DataAtom {
	case atom.Html:
		st.item.Lang = page.Attr(n, "lang")
	case atom.Title:
		st.title = cmp.Or(st.title, text.OneLine(childText(n)))
	case atom.Meta:
		name := strings.ToLower(cmp.Or(page.Attr(n, "property"), page.Attr(n, "name"), page.Attr(n, "itemprop")))
		st.meta[name] = cmp.Or(st.meta[name], page.Attr(n, "content"))
	case atom.Link:
		if page.Attr(n, "rel") == "canonical" && st.url != "" {
			st.item.URL = cmp.Or(link.Resolve(st.url, page.Attr(n, "href")), st.item.URL)
		}
	case atom.Time:
		if page.Attr(n, "pubdate") != "" || page.Attr(n, "itemprop") == "datePublished" {
			st.meta["time"] = cmp.Or(st.meta["time"], page.Attr(n, "datetime"))
		}
	case atom.Script:
		if page.Attr(n, "type") == "application/ld+json" {
			readLD(childText(n), &st.item)
		}
	}
}

func pageDate(s string) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if parsed, err := time.Parse(time.RFC3339, s); err == nil && clock.Sane(parsed) {
		return parsed.UTC(), true
	}
	return clock.Date(s)
}

func childText(n *html.Node) string {
	if n.FirstChild != nil && n.FirstChild.Type == html.TextNode {
		return n.FirstChild.Data
	}
	return ""
}

// ldTypes are schema.org types of articles that are not plain news.
var ldTypes = map[string]string{
	"OpinionNewsArticle": "opinion", "AnalysisNewsArticle": "analysis", "BackgroundNewsArticle": "analysis",
	"ReviewNewsArticle": "review", "Review": "review", "AdvertiserContentArticle": "advert",
	"SatiricalArticle": "satire", "LiveBlogPosting": "live",
}

// readLD reads a JSON-LD block: dates, headline, author, kind.
func readLD(s string, it *Item) {
	if len(s) > 1<<20 {
		return
	}
	var v any
	if json.Unmarshal([]byte(s), &v) != nil {
		return
	}
	walkLD(v, it, 0)
}

func walkLD(v any, it *Item, deep int) {
	if deep > 6 {
		return
	}
	switch value := v.(type) {
	case []any:
		for _, y := range value {
			walkLD(y, it, deep+1)
		}
	case map[string]any:
		if graph, ok := value["@graph"]; ok {
			walkLD(graph, it, deep+1)
		}
		kind := strings.Join(stringsOf(value["@type"]), " ")
		if strings.Contains(kind, "Article") || strings.Contains(kind, "BlogPosting") || strings.Contains(kind, "Review") {
			readArticle(value, kind, it)
		}
	}
}

// readArticle reads a JSON-LD object of a kind of articles; what an earlier one
// said stays.
func readArticle(object map[string]any, kind string, it *Item) {
	for name, genre := range ldTypes {
		if strings.Contains(kind, name) && it.Genre == "" {
			it.Genre = genre
		}
	}
	if dates := stringsOf(object["datePublished"]); len(dates) > 0 && it.Published.IsZero() {
		if it.Published, _ = pageDate(dates[0]); it.Published.IsZero() && !clock.StatesNone(dates[0]) {
			it.PublishedFrom = FromUnread
		}
	}
	if headlines := stringsOf(object["headline"]); len(headlines) > 0 && it.Title == "" {
		it.Title = text.OneLine(html.UnescapeString(headlines[0]))
	}
	if it.Byline == "" {
		it.Byline = strings.Join(authors(object["author"]), ", ")
	}
}

func stringsOf(v any) []string {
	switch value := v.(type) {
	case string:
		return []string{value}
	case []any:
		var out []string
		for _, y := range value {
			if text, ok := y.(string); ok {
				out = append(out, text)
			}
		}
		return out
	}
	return nil
}

func authors(v any) []string {
	switch value := v.(type) {
	case string:
		return []string{value}
	case map[string]any:
		return stringsOf(value["name"])
	case []any:
		var out []string
		for _, y := range value {
			out = append(out, authors(y)...)
		}
		return out[:min(len(out), 5)]
	}
	return nil
}
