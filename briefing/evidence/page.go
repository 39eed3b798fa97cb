package evidence

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
)

// Page is a window taken apart, so that many claims can be held against it. It
// is not safe for concurrent use.
type Page struct {
	w      Window
	parts  []*part             // the title, then the sentences
	head   int                 // parts[:head] are the title
	outlet string              // folded
	folded string              // title, text and outlet, for verbatim tests
	names  map[string][]string // words of names by key
	all    map[string]bool     // words, not stemmed

	article *Page // that the window is of, nil if it is not known
}

// Within says what article a page is a window of: there stand in full the names that
// the window has only the last word of.
func (p *Page) Within(article *Page) *Page {
	p.article = article
	return p
}

// part is one sentence of a window, or its title. What is read out of it is read
// when it is asked for first: of a whole article only names are.
type part struct {
	s, lang   string
	published time.Time
	folded    string

	reading        *speech.Clauses
	set, roots     map[string]bool
	numbers        []number.Number
	times          []date.Time
	names          []name.Name
	counted, timed bool
	named          bool
}

func newPart(s, lang string, published time.Time) *part {
	s = text.Head(s, partMost)
	return &part{s: s, lang: lang, published: published, folded: plain(s)}
}

func (p *part) clauses() *speech.Clauses {
	if p.reading == nil {
		p.reading = speech.Read(p.s, p.lang)
	}
	return p.reading
}

// setOf are the terms of a part, and its pairs and triples of terms.
func (p *part) setOf() map[string]bool {
	if p.set != nil {
		return p.set
	}
	p.set = map[string]bool{}
	row := text.Terms(p.s, p.lang)
	for i, t := range row {
		p.set[t] = true
		if i > 0 {
			p.set[row[i-1]+" "+t] = true
		}
		if i > 1 {
			p.set[row[i-2]+" "+row[i-1]+" "+t] = true
		}
	}
	return p.set
}

// rootsOf are the terms of a part, each verb in one form.
func (p *part) rootsOf() map[string]bool {
	if p.roots == nil {
		p.roots = map[string]bool{}
		for _, t := range text.Roots(p.s, p.lang) {
			p.roots[t] = true
		}
	}
	return p.roots
}

func (p *part) numbersOf() []number.Number {
	if !p.counted {
		p.numbers, p.counted = number.Numbers(p.s, p.lang), true
	}
	return p.numbers
}

// timesOf are the dates of a part by the day its article was published. Where
// nothing states that day, any will do to compare two phrases.
func (p *part) timesOf() []date.Time {
	if !p.timed {
		p.times, p.timed = date.Times(p.s, p.lang, date.Reference(p.published)), true
	}
	return p.times
}

func (p *part) namesOf() []name.Name {
	if !p.named {
		p.names, p.named = withoutOpeners(name.Names(p.s, p.lang), p.s, p.lang), true
	}
	return p.names
}

// NewPage takes a window apart. A window that states no language has that of
// the claim.
func NewPage(w Window, lang string) *Page {
	w.Lang, w.Text = cmp.Or(w.Lang, lang), text.Head(w.Text, windowMost)
	return bind(w, titleOf(w), bodyOf(w, text.Sentences(w.Text, w.Lang)))
}

// NewArticlePage takes a whole article apart, of which the page is cheap to make:
// it is for names. An article that states no language has that of the claim; what
// is beyond the longest report is not read.
func NewArticlePage(a Article, lang string) *Page {
	w := Window{Text: text.Head(a.Text, articleMost), Title: a.Title, Outlet: a.Outlet, Lang: cmp.Or(a.Lang, lang), Published: a.Published}
	return bind(w, titleOf(w), bodyOf(w, a.within(len(w.Text))))
}

// bodyOf are the sentences of a window, and what stands between them: what is no
// sentence is cited too.
func bodyOf(w Window, sentences []text.Span) []*part {
	at := 0
	var body []*part
	between := func(end int) {
		for line := range strings.Lines(w.Text[at:end]) {
			if strings.TrimSpace(line) != "" {
				body = append(body, newPart(line, w.Lang, w.Published))
			}
		}
	}
	for _, sp := range sentences {
		between(sp.Start)
		body = append(body, newPart(w.Text[sp.Start:sp.End], w.Lang, w.Published))
		at = sp.End
	}
	between(len(w.Text))
	return body
}

func titleOf(w Window) []*part {
	if strings.TrimSpace(w.Title) == "" {
		return nil
	}
	return []*part{newPart(w.Title, w.Lang, w.Published)}
}

// bind makes a page of parts that are taken apart already.
func bind(w Window, title, body []*part) *Page {
	w.Outlet = text.Head(w.Outlet, partMost)
	page := &Page{w: w, parts: slices.Concat(title, body), head: len(title), outlet: plain(w.Outlet)}
	var b strings.Builder
	for _, x := range page.parts {
		b.WriteString(x.folded)
	}
	b.WriteString(page.outlet)
	page.folded = strings.ReplaceAll(b.String(), "  ", " ")
	return page
}

// holds reports whether a term, or a run of two or three, stands in the window.
func (p *Page) holds(term string) bool {
	for _, x := range p.parts {
		if x.setOf()[term] {
			return true
		}
	}
	return false
}

// nameWords are the words of the window's names by their keys.
func (p *Page) nameWords() map[string][]string {
	if p.names != nil {
		return p.names
	}
	p.names = map[string][]string{}
	seen := map[string]bool{}
	add := func(s string) {
		for _, w := range strings.Fields(text.Fold(s)) {
			if w = strings.TrimFunc(w, func(r rune) bool { return !text.WordRune(r) }); !seen[w] {
				seen[w] = true
				p.addName(w)
			}
		}
	}
	for _, x := range p.parts {
		for _, n := range x.namesOf() {
			add(n.Text)
		}
	}
	add(p.w.Outlet)
	if p.w.Lang == "ar" { // no capitals: any word may be a name
		for _, x := range p.parts {
			add(x.s)
		}
	}
	return p.names
}

func (p *Page) addName(w string) {
	if key := name.NameKey(w); len(key) >= keyLeast && !strings.Contains(key, " ") {
		p.names[key] = append(p.names[key], w)
	}
}

// plain is folded text with one space between words and no marks: quotations
// are compared in it.
func plain(s string) string {
	fields := strings.FieldsFunc(text.Fold(s), func(r rune) bool { return !(r == '\'' || text.WordRune(r)) })
	var b strings.Builder
	b.WriteByte(' ')
	for _, f := range fields {
		if f = strings.Trim(f, "'"); f != "" {
			b.WriteString(f)
			b.WriteByte(' ')
		}
	}
	return b.String()
}
