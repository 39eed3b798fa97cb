package briefing

import (
	"cmp"
	"strings"
	"time"
	"unicode"

	"dateline/briefing/evidence"
	"dateline/briefing/text"
	"dateline/store"
)

// Kinds of claims, as they are stored and printed.
const (
	KindHeading  = "heading"  // a heading written by a model, checked
	KindWritten  = "written"  // a sentence written by a model, checked
	KindQuoted   = "quoted"   // a source's own sentence, verbatim
	KindHeadline = "headline" // a source's own headline, verbatim

	// KindTranslated is a source's own words in another language: no quotation
	// any more, and marked. It is printed as written.
	KindTranslated = "translated"
)

// Cite points at verbatim text: Quote == field[Start:End] of the article's version.
type Cite struct {
	Article   string    `json:"article"`
	Version   int       `json:"version"`
	URL       string    `json:"url"`
	Outlet    string    `json:"outlet"`
	Title     string    `json:"title"`
	Published time.Time `json:"-"`
	Field     string    `json:"field"` // text or title
	Quote     string    `json:"quote"`
	Start     int       `json:"start"`
	End       int       `json:"end"`

	version int64  // the row the citation is stored with
	domain  string // of the article: who may see it
	lang    string // of the version,
	body    string // and its text
}

// Claim is one checked sentence with its evidence.
type Claim struct {
	Text  string
	Kind  string
	Cites []Cite

	Was      *Was   // an update's sentence that gives a new value; nil for others
	Reported bool   // shown as "OUTLET reports that …"
	By       string // who argues it, in an opinion piece
	Share    string // of the result of a vote: how much was counted, verbatim from the last of Cites

	tongue string // of Text (ISO 639-1) where it is not that of its source; "" else

	id    int64
	no    int // of the text it was recalled from, the heading is 0
	facts []int64
}

// source is one article as the writer and the answerer see it: the version
// visible at the asked time, its sentences, its place in a story.
type source struct {
	item  store.Item
	spans []text.Span
}

func newSource(it store.Item) source {
	return source{item: it, spans: text.StoredSentences(it.Version.Text, it.Version.Lang, it.Version.Spans)}
}

// sentence is sentence i. A source may have none (a headline alone, boilerplate
// alone): outside them it is empty.
func (s source) sentence(i int) string {
	if i < 0 || i >= len(s.spans) {
		return ""
	}
	return s.item.Version.Text[s.spans[i].Start:s.spans[i].End]
}

// name is what a source is called in a list: its headline, else how its text
// begins, else that it has none.
func (s source) name() string {
	for _, said := range []string{s.item.Version.Title, s.sentence(0), text.Head(s.item.Version.Text, titleMost)} {
		if !worded(said) {
			continue
		}
		runes := []rune(tidy(said))
		if len(runes) > headingMost {
			return strings.TrimSpace(string(runes[:headingMost])) + "…"
		}
		return string(runes)
	}
	return untitled
}

// worded reports whether a title or a text says anything: punctuation, pictures
// and characters that nobody sees do not.
func worded(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// Titled is a title as a list shows it.
func Titled(title string) string {
	if worded(title) {
		return Printable(title)
	}
	return untitled
}

const (
	// untitled stands where a title would, when an article has none.
	untitled = "(no title)"
	// unnamed stands where an outlet's name would, when nothing states one: a
	// file that was handed in without.
	unnamed = "a source without a name"
)

// outletRun names an outlet, with the address of its article.
func outletRun(outlet, url string) Run {
	return Run{Text: cmp.Or(outlet, unnamed), Link: url, Open: true}
}

// window is the passage of up to three sentences around sentence i: what a
// citation of that sentence is checked against.
func (s source) window(first, last int) evidence.Window {
	v, a := s.item.Version, s.item.Article
	first, last = max(first, 0), min(last, len(s.spans)-1)
	w := evidence.Window{Title: v.Title, Outlet: a.Outlet, Lang: v.Lang, Published: a.Published}
	if first <= last {
		w.Text = v.Text[s.spans[first].Start:s.spans[last].End]
	}
	return w
}

// cite points at bytes [start, end) of a field of the source.
func (s source) cite(field string, start, end int) Cite {
	a, v := s.item.Article, s.item.Version
	quote := v.Text
	if field == "title" {
		quote = v.Title
	}
	return Cite{Article: articleRef(a.ExtID, a.ID), Version: v.No, URL: a.URL, Outlet: a.Outlet, Title: v.Title, Published: a.Published,
		Field: field, Quote: quote[start:end], Start: start, End: end, version: v.ID, domain: a.Domain, lang: v.Lang, body: v.Text}
}

// headline is the source's own headline as a claim.
func (s source) headline() Claim {
	v := s.item.Version
	return Claim{Text: v.Title, Kind: KindHeadline, Cites: []Cite{s.cite("title", 0, len(v.Title))},
		facts: evidence.Facts(v.Title, v.Lang, s.item.Article.Published)}
}

// quoted is sentence i of the source as a claim.
func (s source) quoted(i int) Claim {
	c := s.verbatim(i)
	c.facts = evidence.Facts(c.Cites[0].Quote, s.item.Version.Lang, s.item.Article.Published)
	return c
}

// verbatim is sentence i of the source as a claim whose facts are not known
// yet. A dateline in front of it is left out, which "…" shows.
func (s source) verbatim(i int) Claim {
	sp := s.spans[i]
	sentence := s.sentence(i)
	cut := text.Dateline(sentence)
	shown := sentence[cut:]
	if cut > 0 {
		shown = "… " + shown
	}
	return Claim{Text: shown, Kind: KindQuoted, Cites: []Cite{s.cite("text", sp.Start+cut, sp.End)}}
}

// checked reports whether a claim that quotes sentence i holds against its
// own passage: verbatim text must, so a failure means a broken pointer. A
// sentence that sends people to an address is no news.
func (s source) checked(c Claim, i int) bool {
	cite := c.Cites[0]
	return cite.Quote != "" && !addressed(cite.Quote) && evidence.Check(cite.Quote, s.item.Version.Lang, s.window(i-1, i+1)).Supported()
}
