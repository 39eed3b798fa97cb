// Package feed reads sources: bytes in, items with plain text out. It parses RSS,
// Atom, RDF, JSON Feed, sitemaps, OPML, pages and files of them, finds the feeds
// that pages name, and extracts articles. It keeps no database and decides
// nothing about identity or stories. Package fetch brings it the bytes.
package feed

import (
	"errors"
	"maps"
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"

	"dateline/briefing/rights"
)

// Item is one article as its source gives it.
type Item struct {
	ID, URL, GUID, Title string
	Text                 string // plain text, paragraphs separated by blank lines
	SourceText           string // what the source itself gave, when Text was read from the page
	Walled               bool   // its page shows something else (fetch.ErrWall)
	Byline, Outlet, Lang string
	Genre                string    // news, opinion, analysis, review, advert, satire, live, roundup
	Published            time.Time // zero when nothing states it
	PublishedFrom        string    // feed, page, file; unread when it is stated and nobody can read it
	Sections             []string

	Rights rights.Stated // of those who were read, also of who reserves nothing
}

// State notes what somebody says of an item (rights.Stated).
func (it *Item) State(who string, said rights.Rights) {
	stated := maps.Clone(it.Rights)
	if stated == nil {
		stated = rights.Stated{}
	}
	stated[who] = said
	it.Rights = stated
}

// Refusal is a part of a document that could not be used, and why.
type Refusal struct{ Input, Reason string }

// Document is what one address or file holds. Kind is rss, atom, json,
// sitemap, page, text, jsonl or opml.
type Document struct {
	URL, Kind, Title, Outlet, Lang string
	Items                          []Item
	Feeds                          []Feed // feeds a page or an OPML list names
	Refused                        []Refusal
	Truncated                      bool // it ends in the middle; the complete items are here
	ETag, Modified                 string
	Asked                          string // the address that was asked; URL is where its answer came from, behind redirects
	Moved                          string // where that address says for good that it is; "" nowhere else
	NotModified                    bool
	Wait                           time.Duration // how long the source asks to wait

	Rights rights.Rights // that the head of the answer reserves, of all items

	OldestFirst bool // its dates grow from its first item to its last
}

// Caps on foreign bytes.
const (
	DocumentMost = 16 << 20 // bytes of a feed after decompression: a podcast's with ten years of notes has six million
	PageMost     = 2 << 20  // bytes of a page
	itemsMost    = 500
	depthMost    = 64
)

var (
	// ErrTooBig says that a document is larger than is read.
	ErrTooBig = errors.New("it is larger than a source may be")
	// ErrTooDeep says that a document is nested like a bomb.
	ErrTooDeep = errors.New("its elements are nested deeper than a feed's ever are")
	// ErrNotNews says that no article stands there.
	ErrNotNews = errors.New("no article was found there (a log-in page, a consent page or a list?): give the address of a feed or of an " +
		"article")
	// ErrEmpty says that there is nothing.
	ErrEmpty = errors.New("it is empty")
)

// genres are what URL sections and labels in titles say, in order of weight.
var genres = []struct {
	name       string
	path, text *regexp.Regexp
}{
	{"advert", regexp.MustCompile(`(?i)/(sponsored|advertorial|partner-content|paid-post|promo|deals|coupons|shopping)(/|-|$)`),
		regexp.MustCompile(`(?i)^(?:` + advertLabel + `)\s*(?:[:|–—-]|$)|^(?:` + advertWord + `)$|^sponsored ` +
			`(?:by|content|post)\b|[|(\[]\s*(?:` + advertLabel + `|` + advertWord + `)\s*[)\]]?$`)},
	{"satire", regexp.MustCompile(`(?i)/(satire|humor)(/|$)`), regexp.MustCompile(`(?i)^(satire)\b`)},
	{"opinion", regexp.MustCompile(`(?i)/(opinions?|commentisfree|comment|columns?|columnists?|editorials?|op-ed|letters|meinung` +
		`|kommentar|opinion-analysis|ideas)(/|$)`),
		regexp.MustCompile(`(?i)^(?:(?:` + opinionLabel + `)\s*[:：|–—-]|【(?:` + opinionLabel + `)】)` +
			`|\|\s*(?:opinion|editorial)\b|:\s*opinion$`)},
	{"analysis", regexp.MustCompile(`(?i)/(analysis|explainers?)(/|$)`),
		regexp.MustCompile(`(?i)^(analysis|explainer|analyse)\s*[:|–—-]|\|\s*analysis\b`)},
	{"review", regexp.MustCompile(`(?i)/(reviews?)(/|$)`), regexp.MustCompile(`(?i)^review\s*[:|–—-]|\breview\s*[–—:]`)},
	{"live", regexp.MustCompile(`(?i)/(live|live-news|live-updates|live-blog)(/|$)`),
		regexp.MustCompile(`(?i)\b(live updates?|live blog|as it happened)\b|^live\s*:`)},
	{"roundup", regexp.MustCompile(`(?i)/(newsletters?|briefings?|news-quiz|quiz)(/|$)`),
		regexp.MustCompile(`(?i)\b(morning briefing|evening briefing|news quiz|weekly quiz|things (you )?(need )?to know|this date in ` +
			`|daily briefing|news recap|the week in pictures|top stories|newsletter|quiz of the week|news from around ` +
			`our)\b|^(?:(?:today['’]s|daily|weekly|your) )?(?:horoscopes?|lottery (?:results|numbers)|winning numbers|tv ` +
			`(?:guide|listings)|horoskop|lottozahlen|horóscopo|résultats du loto)(?: for\b| and\b| für\b| para\b| ?[:,|–—-]|$)|^your \w+ ` +
			`briefing|^podcast\s*[:|–—-]|\|\s*podcast$`)},
}

// advertLabel are the labels that papers put on what is paid for, before a colon or alone;
// advertWord are those that name a topic too, so that they count alone: "Anzeige gegen den
// Minister" and "Publicité : une amende" are news.
const (
	advertLabel = `sponsored(?: content| post)?|advertisement|advertorial|paid (?:post|content)|partner content|bezahlter inhalt` +
		`|publirreportaje|contenido patrocinado|publi-?rédactionnel|contenu sponsorisé|conteúdo patrocinado|informe publicitário` +
		`|contenuto sponsorizzato`
	advertWord = `promoted|anzeige|werbung|publicidad|patrocinado|publicité|publicidade|pubblicità`
)

// opinionLabel are the labels that papers put before the title of what is no news but a view.
const opinionLabel = `opinion|editorial|comment|column|op-ed|letters?|guest essay|meinung|kommentar|leitartikel|glosse|kolumne` +
	`|gastbeitrag|opinión|columna|tribuna|opinião|artigo de opinião|crónica|crônica|éditorial|édito|éditos|tribune|chronique|billet` +
	`|editoriale|opinione|l['’]opinione|commento|opinie|commentaar|hoofdredactioneel|komentarz|felieton|opinia|ledare|krönika|debatt` +
	`|yorum|görüş|köşe yazısı|رأي|الرأي|مقال رأي|افتتاحية|社説|コラム|論説`

// genreOf reads the kind of text from its address, its title and its sections.
func genreOf(rawURL, title string, sections []string) string {
	route := ""
	if parsed, err := url.Parse(rawURL); err == nil {
		route = path.Clean("/" + parsed.Path)
	}
	for _, g := range genres {
		if g.path.MatchString(route) || g.text.MatchString(title) {
			return g.name
		}
		for _, s := range sections {
			if strings.EqualFold(s, g.name) {
				return g.name
			}
		}
	}
	return "news"
}

// newestFirst keeps the newest items, in that order, when there are more than are read.
func newestFirst(items []Item) []Item {
	dates := make([]time.Time, len(items))
	for i, it := range items {
		dates[i] = it.Published
	}
	out := make([]Item, 0, min(len(items), itemsMost))
	for _, i := range newest(dates) {
		out = append(out, items[i])
	}
	return out
}
