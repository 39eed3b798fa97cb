package feed

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"net/url"
	"path"
	"regexp"
	"strings"

	"golang.org/x/net/html"

	"dateline/briefing/feed/link"
	"dateline/briefing/text"
)

// Lists of feeds: what readers of feeds hand one another (OPML), bookmarks, and
// addresses in a text.

// Feed is one entry of a list.
type Feed struct{ URL, Title string }

// Caps on lists. The largest that were found shared have a few thousand feeds.
const (
	ListMost  = 2 << 20 // bytes of a list that a person hands in
	FeedsMost = 5000    // feeds of one list
	pageLinks = 20      // feeds that a page's head names
)

// ErrNoList says that a file names no feed.
var ErrNoList = errors.New("it names no feed: send an OPML list, or a text or page with the addresses of feeds")

// ErrManyFeeds says that a list is longer than is read.
var ErrManyFeeds = fmt.Errorf("it names more than %d feeds: split it", FeedsMost)

type outline struct {
	Text  string `xml:"text,attr"`
	Title string `xml:"title,attr,omitempty"`
	Type  string `xml:"type,attr"`
	URL   string `xml:"xmlUrl,attr"`
}

type opml struct {
	XMLName xml.Name  `xml:"opml"`
	Version string    `xml:"version,attr"`
	Title   string    `xml:"head>title"`
	Body    []outline `xml:"body>outline"`
}

// OPML writes a list of feeds.
func OPML(feeds []Feed) ([]byte, error) {
	document := opml{Version: "2.0", Title: "Dateline sources"}
	for _, f := range feeds {
		document.Body = append(document.Body, outline{Text: cmp.Or(f.Title, f.URL), Title: f.Title, Type: "rss", URL: f.URL})
	}
	encoded, err := xml.MarshalIndent(document, "", "  ")
	return append([]byte(xml.Header), append(encoded, '\n')...), err
}

// List reads the feeds that a file names which somebody handed in: OPML, a page or
// bookmarks (.html), or addresses in a text. Of two equal addresses the first
// stays. Nothing is fetched.
func List(name string, body []byte) ([]Feed, error) {
	if len(body) > ListMost {
		return nil, fmt.Errorf("%w (%d MiB for a list)", ErrTooBig, ListMost>>20)
	}
	if len(bytes.TrimSpace(body)) == 0 {
		return nil, ErrEmpty
	}
	var feeds []Feed
	var err error
	switch extension, root := strings.ToLower(path.Ext(name)), rootOf(toUTF8(body, "")); {
	case extension != ".txt" && extension != ".md" && root == "opml":
		var doc Document
		doc, err = parseOPML(toUTF8(body, ""), "")
		feeds = doc.Feeds
	case extension == ".txt", extension == ".md", extension == ".csv", root == "" && extension == "":
		feeds = textFeeds(string(toUTF8Text(body)))
	case root == "html", extension == ".html", extension == ".htm":
		feeds = bookmarks(toUTF8(body, ""))
	}
	switch {
	case err != nil:
		return nil, err
	case len(feeds) == 0:
		return nil, ErrNoList
	case len(feeds) > FeedsMost:
		return nil, ErrManyFeeds
	}
	return feeds, nil
}

// parseOPML reads a list with an HTML tokenizer: half of the lists people
// share are not well-formed XML. It knows no entities but HTML's, and builds no
// tree, so that neither can be used to fill the memory.
func parseOPML(b []byte, base string) (Document, error) {
	doc := Document{Kind: "opml"}
	tokens := html.NewTokenizer(bytes.NewReader(b))
	inTitle := false
	for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
		token := tokens.Token()
		switch {
		case kind == html.TextToken && inTitle:
			doc.Title = cmp.Or(doc.Title, text.OneLine(token.Data))
		case token.Data == "title":
			inTitle = kind == html.StartTagToken
		case token.Data == "outline" && kind != html.EndTagToken:
			attrs := attributes(token)
			title := text.OneLine(cmp.Or(attrs["title"], attrs["text"]))
			if title == attrs["xmlurl"] {
				title = "" // as we write one that has none
			}
			doc.Feeds = append(doc.Feeds, Feed{link.Resolve(base, attrs["xmlurl"]), title})
		}
	}
	doc.Feeds = unique(doc.Feeds)
	switch {
	case len(doc.Feeds) == 0:
		return doc, errors.New("the OPML list names no feed")
	case len(doc.Feeds) > FeedsMost:
		return doc, ErrManyFeeds
	}
	return doc, nil
}

// attributes are those of an element by their name in lower case.
func attributes(token html.Token) map[string]string {
	out := make(map[string]string, len(token.Attr))
	for _, a := range token.Attr {
		if key := strings.ToLower(a.Key); out[key] == "" {
			out[key] = a.Val
		}
	}
	return out
}

// pageFeeds lists the feeds a page's head names.
func pageFeeds(body []byte, base string) []Feed {
	tokens := html.NewTokenizer(bytes.NewReader(body))
	var out []Feed
	for len(out) < pageLinks {
		switch tokens.Next() {
		case html.ErrorToken:
			return unique(out)
		case html.StartTagToken, html.SelfClosingTagToken:
			if token := tokens.Token(); token.Data == "link" {
				if named, ok := alternate(attributes(token), base); ok {
					out = append(out, named)
				}
			}
		}
	}
	return unique(out)
}

// alternate is the feed that a link element names.
func alternate(attrs map[string]string, base string) (Feed, bool) {
	kind := strings.ToLower(attrs["type"])
	ok := strings.Contains(strings.ToLower(attrs["rel"]), "alternate") && (strings.Contains(kind, "rss") ||
		strings.Contains(kind, "atom") || strings.Contains(kind, "feed+json"))
	return Feed{URL: link.Resolve(base, attrs["href"])}, ok
}

// feedLike is a path of an address that is a feed's by its look.
var feedLike = regexp.MustCompile(`(?i)(^|[/._-])(rss|atom|rdf|feeds?)([/._-]|$)|\.xml$`)

// bookmarks lists the feeds that a saved page or a file of bookmarks links to: what
// it calls feeds, else addresses that look like one, else all addresses.
func bookmarks(body []byte) []Feed {
	tokens := html.NewTokenizer(bytes.NewReader(body))
	var called, alike, all []Feed
	for kind := tokens.Next(); kind != html.ErrorToken; kind = tokens.Next() {
		if kind != html.StartTagToken && kind != html.SelfClosingTagToken {
			continue
		}
		token := tokens.Token()
		attrs := attributes(token)
		named, ok := alternate(attrs, "")
		switch address := link.Resolve("", attrs["href"]); {
		case token.Data == "link" && ok:
			called = append(called, named)
		case token.Data != "a":
		case attrs["feedurl"] != "":
			called = append(called, Feed{URL: link.Resolve("", attrs["feedurl"])})
		default:
			all = append(all, Feed{URL: address})
			if parsed, err := url.Parse(address); err == nil && feedLike.MatchString(parsed.Path) {
				alike = append(alike, Feed{URL: address})
			}
		}
	}
	for _, list := range [][]Feed{called, alike} {
		if list = unique(list); len(list) > 0 {
			return list
		}
	}
	return unique(all)
}

// textAddress is one in a text; what closes a sentence or a bracket does not belong to it.
var textAddress = regexp.MustCompile(`https?://[^\s<>"']+`)

// textFeeds lists the addresses in a text.
func textFeeds(body string) []Feed {
	var out []Feed
	for _, found := range textAddress.FindAllString(body, FeedsMost+1) {
		out = append(out, Feed{URL: link.Resolve("", strings.TrimRight(found, ".,;:!?)]}|"))})
	}
	return unique(out)
}

// unique drops what has no address, and of equal addresses all but the first.
func unique(feeds []Feed) []Feed {
	seen := map[string]bool{}
	out := feeds[:0]
	for _, f := range feeds {
		if f.URL != "" && !seen[f.URL] {
			seen[f.URL] = true
			out = append(out, f)
		}
	}
	return out
}
