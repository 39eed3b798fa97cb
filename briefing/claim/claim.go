// Package claim holds sentences with their evidence: articles as they are read, the claims made of
// them, and how a claim is shown with its sources.
package claim

import (
	"cmp"
	"hash/fnv"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/evidence"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
	"dateline/store"
	"dateline/store/recall"
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
	Stated    time.Time `json:"-"`     // when the outlet stated this text: of a later version, when it was first seen
	Field     string    `json:"field"` // text or title
	Quote     string    `json:"quote"`
	Start     int       `json:"start"`
	End       int       `json:"end"`

	Row    int64  `json:"-"` // the row the citation is stored with
	Of     int64  `json:"-"` // the row of its article
	Domain string `json:"-"` // of the article: who may see it
	Lang   string `json:"-"` // of the version,
	Body   string `json:"-"` // and its text

	Reserved bool `json:"-"` // nothing of the text may be given to a model (rights.Rights)
}

// Claim is one checked sentence with its evidence.
type Claim struct {
	Text  string
	Kind  string
	Cites []Cite

	Previous *PreviousValue // an update's sentence that gives a new value; nil for others
	Reported bool           // shown as "OUTLET reports that …"
	By       string         // who argues it, in an opinion piece
	Denial   string         // of an accusation: what the accused says to it, verbatim from one of Cites
	Share    string         // of the result of a vote: how much was counted, verbatim from the last of Cites

	Tongue string // of Text (ISO 639-1) where it is not that of its source; "" else

	ID    int64
	No    int // of the text it was recalled from, the heading is 0
	Facts []int64
}

// NewArticle is an article with the sentences stored with it, as far as its publisher
// allows them to be shown: of one that allows no quotation the headline is left. A
// sentence that was taken back is blank.
func NewArticle(it store.Item) Article {
	out := WholeArticle(it).without(it.Withheld)
	if allowed := out.Rights(); allowed.Limited {
		out = out.upTo(allowed.Snippet)
	}
	if left := out.Item.Version; left.Title != it.Version.Title || left.Text != it.Version.Text {
		hash := fnv.New64a()
		_, _ = hash.Write([]byte(left.Title + "\x00" + left.Text)) // never fails
		out.left = hash.Sum64()
	}
	return out
}

// WholeArticle is an article with all of its sentences, to find it by; nothing of it may
// be shown or given to a model.
func WholeArticle(it store.Item) Article {
	return Article{Item: it, Spans: text.StoredSentences(it.Version.Text, it.Version.Lang, it.Version.Spans)}
}

// without is an article whose text has blanks where some sentences stand: whatever is
// read of it does not hold them, and all others keep their places. A title that says
// nothing but what such a sentence says goes with it.
func (s Article) without(prints recall.Prints) Article {
	if len(prints) == 0 {
		return s
	}
	if prints.Hold(s.Item.Version.Title) {
		s.Item.Version.Title = ""
	}
	title := text.ContentTerms(s.Item.Version.Title, s.Item.Version.Lang)
	for term := range text.ContentTerms(s.Item.Article.Outlet, s.Item.Version.Lang) {
		delete(title, term) // it may stand behind the headline
	}
	body := []byte(s.Item.Version.Text)
	spans := slices.Clone(s.Spans)
	for i, span := range spans {
		said := s.Sentence(i)
		if !prints.Hold(said) && !prints.Hold(said[speech.Dateline(said):]) {
			continue
		}
		if CountMissing(title, text.ContentTerms(said, s.Item.Version.Lang)) == 0 {
			s.Item.Version.Title = ""
		}
		for k := span.Start; k < span.End; k++ {
			body[k] = ' '
		}
		spans[i].End = span.Start
	}
	s.Item.Version.Text, s.Spans = string(body), spans
	return s
}

// Rights are what the article's publisher allows.
func (s Article) Rights() rights.Rights { return rights.Of(s.Item.Version.Rights) }

// upTo is an article that ends with the last sentence up to which it has so many
// characters: whatever is quoted of it, it is no more.
func (s Article) upTo(characters int) Article {
	last := -1
	for i, span := range s.Spans {
		if utf8.RuneCountInString(s.Item.Version.Text[s.Spans[0].Start:span.End]) > characters {
			break
		}
		last = i
	}
	s.Spans = s.Spans[:last+1]
	if last < 0 {
		s.Item.Version.Text = ""
		return s
	}
	s.Item.Version.Text = s.Item.Version.Text[:s.Spans[last].End]
	return s
}

// Sentence is sentence i. A source may have none (a headline alone, boilerplate
// alone): outside them it is empty.
func (s Article) Sentence(i int) string {
	if i < 0 || i >= len(s.Spans) {
		return ""
	}
	return s.Item.Version.Text[s.Spans[i].Start:s.Spans[i].End]
}

// Name is what a source is called in a list: its headline, else how its text
// begins, else that it has none.
func (s Article) Name() string {
	for _, said := range []string{s.Item.Version.Title, s.Sentence(0), text.Head(s.Item.Version.Text, text.TitleMost)} {
		if !Worded(said) {
			continue
		}
		runes := []rune(Tidy(said))
		if len(runes) > HeadingMost {
			return strings.TrimSpace(string(runes[:HeadingMost])) + "…"
		}
		return string(runes)
	}
	return untitled
}

// Worded reports whether a title or a text says anything: punctuation, pictures
// and characters that nobody sees do not.
func Worded(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// Titled is a title as a list shows it.
func Titled(title string) string {
	if Worded(title) {
		return message.Printable(title)
	}
	return untitled
}

const (
	// untitled stands where a title would, when an article has none.
	untitled = "(no title)"
	// Unnamed stands where an outlet's name would, when nothing states one: a
	// file that was handed in without.
	Unnamed = "a source without a name"
)

// OutletRun names an outlet, with the address of its article.
func OutletRun(outlet, url string) message.Run {
	return message.Run{Text: cmp.Or(outlet, Unnamed), Link: url, Open: true}
}

// Resting is a run that shows, or stands beside, what rests on some sentences.
func Resting(run message.Run, cites ...Cite) message.Run {
	for _, ct := range cites {
		if ct.Of == 0 {
			continue // it names an outlet alone
		}
		run.Rests = append(run.Rests, recall.Quote{Article: ct.Of, Text: ct.Quote})
	}
	return run
}

// Window is the passage of up to three sentences around sentence i: what a
// citation of that sentence is checked against.
func (s Article) Window(first, last int) evidence.Window {
	version, article := s.Item.Version, s.Item.Article
	first, last = max(first, 0), min(last, len(s.Spans)-1)
	window := evidence.Window{Title: version.Title, Outlet: article.Outlet, Lang: version.Lang, Published: article.Published}
	if first <= last {
		window.Text = version.Text[s.Spans[first].Start:s.Spans[last].End]
	}
	return window
}

// Cite points at bytes [start, end) of a field of the source.
func (s Article) Cite(field string, start, end int) Cite {
	article, version := s.Item.Article, s.Item.Version
	quote := version.Text
	if field == "title" {
		quote = version.Title
	}
	return Cite{Article: article.Ref(), Version: version.No, URL: article.URL, Outlet: article.Outlet,
		Title: version.Title, Published: article.Published, Stated: s.statedAt(),
		Field: field, Quote: quote[start:end], Start: start, End: end, Row: version.ID, Of: article.ID, Domain: article.Domain,
		Lang: version.Lang, Body: version.Text, Reserved: s.Rights().Reserved}
}

// Headline is the source's own headline as a claim.
func (s Article) Headline() Claim {
	version := s.Item.Version
	return Claim{Text: version.Title, Kind: KindHeadline, Cites: []Cite{s.Cite("title", 0, len(version.Title))},
		Facts: evidence.Facts(version.Title, version.Lang, s.Item.Article.Published)}
}

// Quoted is sentence i of the source as a claim.
func (s Article) Quoted(i int) Claim {
	verbatim := s.Verbatim(i)
	verbatim.Facts = evidence.Facts(verbatim.Cites[0].Quote, s.Item.Version.Lang, s.Item.Article.Published)
	return verbatim
}

// Verbatim is sentence i of the source as a claim whose facts are not known
// yet. A dateline in front of it is left out, which "…" shows.
func (s Article) Verbatim(i int) Claim {
	span := s.Spans[i]
	sentence := s.Sentence(i)
	cut := speech.Dateline(sentence)
	shown := sentence[cut:]
	if cut > 0 {
		shown = "… " + shown
	}
	return Claim{Text: shown, Kind: KindQuoted, Cites: []Cite{s.Cite("text", span.Start+cut, span.End)}}
}

// Checked reports whether a claim that quotes sentence i holds against its
// own passage: verbatim text must, so a failure means a broken pointer. A
// sentence that sends people to an address is no news.
func (s Article) Checked(c Claim, i int) bool {
	cite := c.Cites[0]
	return cite.Quote != "" && !addressed(cite.Quote) && evidence.Check(cite.Quote, s.Item.Version.Lang, s.Window(i-1, i+1)).Supported()
}

// Attributed is a claim as its outlet's report, or its writer's argument, but
// for the full stop; nil for one that needs none. when is ", DAY" or nothing.
// Only words as they stand in the source are in quotation marks. A sentence is
// put into one of ours only in English, where the order of its words stays; in
// another language, or from one, it stands behind a colon.
func (c Claim) Attributed(when string, to *Linker) []message.Run {
	if c.By == "" && !c.Reported {
		return nil
	}
	words, quoted := to.Words, c.Kind == KindQuoted
	said, whole := message.TrimStop(c.Text), c.Lang() == words.Lang() && words.Lang() == "en"
	switch {
	case quoted:
		said = message.QuoteMarks(said)
	case whole:
		said = lowerFirst(said)
	}
	if when = strings.TrimPrefix(when+c.Mark(words), words.Comma()); when != "" {
		said += " (" + when + ")"
	}
	outlet := Resting(to.Link(c.Cites[0]), c.Cites[1:]...)
	switch {
	case c.By != "" && whole && !quoted:
		return Framed(words.Around("argues_that"), said, message.Run{Text: c.By}, outlet)
	case c.By != "":
		return Framed(words.Around("argues"), said, message.Run{Text: c.By}, outlet)
	case whole:
		return Framed(words.Around("reports_that"), said, outlet)
	case quoted:
		return Framed(words.Around("quoted"), said, outlet)
	}
	return Framed(words.Around("reports"), said, outlet)
}

// Framed are the pieces of a text with runs put in, and what is said behind it.
func Framed(pieces []string, said string, put ...message.Run) []message.Run {
	var out []message.Run
	for i, piece := range pieces {
		if i == len(pieces)-1 {
			piece += " " + said
		}
		if piece != "" {
			out = append(out, message.Run{Text: piece})
		}
		if i < len(put) {
			out = append(out, put[i])
		}
	}
	return out
}

// Lang is the language that a claim's text is in.
func (c Claim) Lang() string {
	if c.Tongue != "" || len(c.Cites) == 0 {
		return c.Tongue
	}
	return cmp.Or(c.Cites[0].Lang, "en")
}

// Beside says what is told with a claim: how much of a vote was counted, and what somebody
// who is accused says to it.
func (c Claim) Beside(w *phrases.Words) []message.Run {
	var out []message.Run
	if c.Share != "" {
		out = append(out, message.Run{Text: " " + w.Say("counted_then") + " " + message.QuoteMarks(c.Share) + "."})
	}
	if c.Denial != "" {
		out = append(out, message.Run{Text: " " + message.QuoteMarks(message.TrimStop(c.Denial)) + "."})
	}
	return out
}

// IsVerbatim reports whether claims of this kind are a source's own words.
func IsVerbatim(kind string) bool { return kind == KindQuoted || kind == KindHeadline }

// Foreign reports whether a claim is in another language than wanted.
func (c Claim) Foreign(lang string) bool {
	return lang != "" && len(c.Cites) > 0 && c.Lang() != lang
}

// States reports whether a claim rests on the sentence of a statement and
// states its measure itself.
func (c Claim) States(b Statement) bool {
	if b.Index == HeadlineIndex {
		return false
	}
	span, version := b.Src.Spans[b.Index], b.Src.Item.Version
	for _, ct := range c.Cites {
		if ct.Row == version.ID && ct.Field == "text" && span.Meets(text.Span{Start: ct.Start, End: ct.End}) {
			return StatesMeasure(c.Text, version.Lang, b.Src.Item.Article.Published, b.Measure)
		}
	}
	return false
}

// TouchedBy reports whether a claim, or the title of an article that it cites,
// holds a word of a list.
func (c Claim) TouchedBy(l message.WordList) bool {
	return l.Holds(c.Text) || l.Holds(c.By) || l.Holds(c.Share) || l.Holds(c.Denial) ||
		slices.ContainsFunc(c.Cites, func(ct Cite) bool { return l.Holds(ct.Title) })
}
