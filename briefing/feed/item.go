package feed

import (
	"cmp"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	rssfeed "github.com/mmcdole/gofeed/rss"
	"golang.org/x/net/html"

	"dateline/briefing/feed/clock"
	"dateline/briefing/feed/link"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/feed/page"
	"dateline/briefing/text"
)

// FromUnread is the PublishedFrom of an item whose date is stated and cannot be
// read: it may be years old, so that it is never told as new.
const FromUnread = "unread"

// itemReader knows what an item stands in.
type itemReader struct {
	base  string // the address the feed was read from
	home  string // the address of its site, as the feed gives it
	name  string // of its outlet, as the feed gives it
	doc   Document
	order clock.DayOrder
}

// itemOf reads the only item of a feed, and the HTML of its text.
func (r itemReader) itemOf(f *gofeed.Feed) (Item, string) {
	item := f.Items[0]
	out := Item{GUID: item.GUID, Title: text.OneLine(page.Plain(item.Title)), Lang: r.doc.Lang, Sections: item.Categories}
	out.URL = link.Resolve(r.base, item.Link)
	if out.URL == "" && strings.HasPrefix(item.GUID, "http") {
		out.URL = link.Resolve(r.base, item.GUID) // a permanent link
	}
	if out.Title == "" {
		out.Title = text.OneLine(page.Plain(mediaText(item.Extensions, "title")))
	}
	out.Outlet = r.outletOf(out.URL)
	texts := []string{item.Content, item.Description}
	if origin, address := originOf(f.OriginalFeed()); origin != "" {
		out.Outlet = r.credited(origin, link.Resolve(r.base, address), out.URL)
		out.Title = withoutOutlet(out.Title, origin)
		for i, s := range texts {
			if repeats(s, out.Title, origin) {
				texts[i] = ""
			}
		}
	}
	raw := longest(append(texts, otherTexts(item)...)...)
	if raw == "" {
		raw = mediaText(item.Extensions, "description")
	}
	out.Text = page.Plain(raw)
	for _, a := range item.Authors {
		if a != nil && a.Name != "" {
			out.Byline = text.OneLine(page.Plain(a.Name))
			break
		}
	}
	out.Published, out.PublishedFrom = r.published(item)
	out.Genre = genreOf(out.URL, out.Title, item.Categories)
	return out, raw
}

// longest is the HTML with the longest text.
func longest(texts ...string) string {
	best, most := "", 0
	for _, s := range texts {
		if n := len(page.Plain(s)); n > most {
			best, most = s, n
		}
	}
	return best
}

// bodies are elements beside the standard ones in which feeds put an item's
// text: the notes of a podcast, full texts for search engines, an Atom element
// within RSS.
var bodies = map[string][]string{
	"itunes": {"summary", "subtitle"}, "googleplay": {"description"}, "yandex": {"full-text"}, "atom": {"content", "summary"},
	"content": {"encoded"}, "excerpt": {"encoded"},
	"dc": {"description"}, "dcterms": {"abstract", "description"}, "xhtml": {"body"}, "body": {"body"}, "media": {"text"},
	"podcast": {"description"},
}

// loose are such elements without a namespace.
var loose = []string{"content", "body", "summary", "text", "fulltext", "full-text", "full_text"}

func otherTexts(it *gofeed.Item) []string {
	var out []string
	for _, space := range slices.Sorted(maps.Keys(bodies)) { // of equally long texts the same one at each visit
		for _, name := range bodies[space] {
			for _, e := range it.Extensions[space][name] {
				out = append(out, e.Value)
			}
		}
	}
	if it.ITunesExt != nil {
		out = append(out, it.ITunesExt.Summary, it.ITunesExt.Subtitle)
	}
	for _, name := range loose {
		out = append(out, it.Custom[name])
	}
	return out
}

// mediaText is a title or description of Media RSS: of the item, of its groups,
// of a video or sound in it. What describes a picture is its caption and not
// the item's text.
func mediaText(all ext.Extensions, name string) string {
	var found func(e map[string][]ext.Extension, deep int) string
	found = func(e map[string][]ext.Extension, deep int) string {
		for _, x := range e[name] {
			if text := strings.TrimSpace(x.Value); text != "" {
				return text
			}
		}
		for _, inner := range []string{"group", "content"} {
			for _, x := range e[inner] {
				if picture := x.Attrs["medium"] == "image" || strings.HasPrefix(x.Attrs["type"], "image/"); picture || deep > 3 {
					continue
				}
				if deeper := found(x.Children, deep+1); deeper != "" {
					return deeper
				}
			}
		}
		return ""
	}
	return found(all["media"], 0)
}

// originOf is the outlet an aggregator says an item comes from, with its address.
func originOf(original any) (outlet, address string) {
	switch feed := original.(type) {
	case *rssfeed.Feed:
		if len(feed.Items) > 0 && feed.Items[0].Source != nil {
			return text.OneLine(page.Plain(feed.Items[0].Source.Title)), feed.Items[0].Source.URL
		}
	case *atom.Feed:
		if len(feed.Entries) == 0 || feed.Entries[0].Source == nil {
			return "", ""
		}
		source := feed.Entries[0].Source
		for _, l := range source.Links {
			if l != nil && (l.Rel == "" || l.Rel == "alternate") {
				address = l.Href
			}
		}
		return text.OneLine(page.Plain(source.Title)), cmp.Or(address, source.ID)
	}
	return "", ""
}

// titleEnds stand between a headline and the outlet behind it.
var titleEnds = []string{" - ", " – ", " — ", " | ", " · "}

// withoutOutlet is a title without the outlet an aggregator appends to it.
func withoutOutlet(title, origin string) string {
	for _, sep := range titleEnds {
		if i := strings.LastIndex(title, sep); i > 0 && outlet.SameName(title[i+len(sep):], origin) {
			return strings.TrimSpace(title[:i])
		}
	}
	return title
}

// links are the links of an HTML text with what they show.
var links = regexp.MustCompile(`(?is)<a\s[^>]*>.*?</a>`)

// repeatMost is how many words a line may have, beside its links, the title and
// the outlet, to say nothing of its own: "The Karsk Post", "4 hours ago".
const repeatMost = 5

// repeats reports a text of an aggregator that says nothing but the title, the
// outlet and links to other reports, as a line or a list of them.
func repeats(s, title, outlet string) bool {
	most := 0
	if links.MatchString(s) {
		most = repeatMost
	}
	bare := page.Plain(links.ReplaceAllString(s, " "))
	for line := range strings.Lines(bare) {
		line = strings.ReplaceAll(line, outlet, " ")
		if title != "" {
			line = strings.ReplaceAll(line, title, " ")
		}
		if len(strings.Fields(line)) > most || len(line) > 80 { // scripts without spaces
			return false
		}
	}
	return true
}

// published is the date of an item and who states it: "feed", FromUnread when
// what is stated cannot be read, "" when nothing is.
func (r itemReader) published(it *gofeed.Item) (time.Time, string) {
	from := ""
	for _, s := range []string{it.Published, dcDate(it), it.Updated} {
		if date, ok := clock.DateIn(s, r.order); ok {
			return date, "feed"
		}
		if !clock.StatesNone(s) {
			from = FromUnread
		}
	}
	return time.Time{}, from
}

func dcDate(it *gofeed.Item) string {
	for _, name := range []string{"issued", "created", "modified", "date"} {
		for _, space := range []string{"dcterms", "dc"} {
			if dates := it.Extensions[space][name]; len(dates) > 0 {
				return dates[0].Value
			}
		}
	}
	return ""
}

// items reads the newest items of a feed into its document, one by one. The
// fault is that of the last one that cannot be read.
func (r itemReader) items(p pieces, doc *Document) (fault error) {
	dates := p.rawDates()
	r.order = clock.OrderOf(dates, r.doc.Lang)
	when := make([]time.Time, len(dates))
	for i, s := range dates {
		when[i], _ = clock.DateIn(html.UnescapeString(s), r.order)
	}
	doc.OldestFirst = growing(when)
	var raws []string
	for _, i := range newest(when) {
		item, raw, err := r.item(p.one(i))
		switch {
		case err != nil:
			fault = err
			doc.Refused = append(doc.Refused, Refusal{fmt.Sprintf("item %d", i+1), err.Error()})
		case item.Title == "" && item.Text == "":
			doc.Refused = append(doc.Refused, Refusal{cmp.Or(item.URL, fmt.Sprintf("item %d", i+1)), "it has neither a title nor a text"})
		default:
			doc.Items, raws = append(doc.Items, item), append(raws, raw)
		}
	}
	r.unfurnish(doc.Items, raws)
	return fault
}

// item reads a feed of one item, and the HTML of its text.
func (r itemReader) item(one []byte) (Item, string, error) {
	if !looksJSON(one) && depth(one) > depthMost {
		return Item{}, "", ErrTooDeep
	}
	feed, err := parseOne(one)
	if err != nil {
		return Item{}, "", fmt.Errorf("it cannot be read: %s", plainError(err))
	}
	if len(feed.Items) == 0 {
		return Item{}, "", nil
	}
	item, raw := r.itemOf(feed)
	return item, raw, nil
}

// outletOf is the outlet of an item that names none of its own.
func (r itemReader) outletOf(link string) string {
	if outlet.Carried(r.base) && link != "" {
		return outlet.Attributed(r.name, link)
	}
	return r.doc.Outlet
}

// credited is the outlet that an aggregator names for an item, with the address it
// gives for it. It is believed when the feed's address may credit others, and
// the address is the outlet's own.
func (r itemReader) credited(name, address, link string) string {
	if outlet.Credits(r.base) {
		return outlet.Attributed(name, cmp.Or(address, link, r.base))
	}
	return outlet.Attributed(name, r.base)
}
