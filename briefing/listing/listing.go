// Package listing finds articles for whoever looks for words, and lists them: outlet,
// day, headline and one sentence. It writes nothing and answers nothing.
package listing

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/people"
	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/briefing/text/date"
	"dateline/store"
)

const (
	// Press begins the id of a button that turns a page; the page and the words follow.
	Press = "find:"
	// QueryMost is how many characters are looked for: they stand in a button's id.
	QueryMost = 80
	// PageMost is how many articles stand on a page.
	PageMost = 5
	// foundMost is how many are listed in all.
	foundMost = 50
)

// Query is what is looked for.
type Query struct {
	Archive *archive.Archive
	Scope   store.Scope
	Text    string
	At      time.Time
	Talk    *rights.Tally // of the conversation that it is looked for in; nil: the page is counted by itself
}

// Hit is an article that was found.
type Hit struct {
	Cite     claim.Cite  // of the headline
	Title    string      // "" where it may not be shown
	Sentence claim.Claim // without cites where none may be shown
}

// List is what was found: one page of it.
type List struct {
	Hits     []Hit
	Page     int // from 0
	All      int // articles, at most foundMost
	From, To time.Time
}

// Pages is how many pages there are.
func (l List) Pages() int { return (l.All + PageMost - 1) / PageMost }

// Find looks for words and lists a page of the articles. What names outlets or days
// narrows, as in a question.
func (q Query) Find(ctx context.Context, page int) (List, error) {
	var found []archive.Found
	var out List
	err := archive.Reindexed(ctx, q.Archive.Store, q.Archive.Log, func() error {
		reading, err := q.Archive.Read(ctx, q.Scope, text.Head(q.Text, 4*QueryMost))
		if err == nil {
			err = reading.Mend(ctx, q.At)
		}
		if err != nil {
			return err
		}
		look := archive.Lookup{Text: reading.Bare(), At: q.At, Limit: foundMost, PerArticle: 1}
		look.Text, look.From, look.To = dated(look.Text, q.At)
		out.From, out.To = look.From, look.To
		found, err = reading.Search(ctx, look)
		return err
	})
	if err != nil {
		return out, fmt.Errorf("look for articles: %w", err)
	}
	out.All = len(found)
	out.Page = min(max(page, 0), max(out.Pages()-1, 0))
	sources := make([]claim.Article, len(found))
	for i, f := range found {
		sources[i] = f.Src
	}
	rules := people.New(sources)
	from, drawn := out.Page*PageMost, rights.Together.In(q.Talk)
	for _, f := range found[from:min(from+PageMost, len(found))] {
		h := hit(f, q.Text, rules)
		if !drawn.Take(h.Sentence.Drawn()...) {
			h.Sentence = claim.Claim{}
		}
		out.Hits = append(out.Hits, h)
	}
	return out, nil
}

// dated is a query without the first days that it names, and these; zero without any.
// Days to come narrow nothing.
func dated(query string, at time.Time) (rest string, from, to time.Time) {
	for _, t := range date.Times(query, text.QuestionLang(query), at) {
		t = t.Days()
		rest = strings.TrimSpace(query[:t.Start] + " " + query[t.End:])
		bounded := !t.From.IsZero() || !t.To.IsZero()
		if bounded && t.From.Before(at) && rest != "" {
			return strings.Join(strings.Fields(rest), " "), t.From, t.To
		}
	}
	return query, time.Time{}, time.Time{}
}

// hit is an article as it may be shown: its headline if that accuses nobody, and the
// sentence of the passage that was found which holds most of the words.
func hit(f archive.Found, query string, rules *people.Rules) Hit {
	head := f.Src.Headline()
	out := Hit{Cite: head.Cites[0]}
	if claim.Worded(head.Text) && rules.MayHead(head) {
		out.Title = head.Text
	}
	wanted := text.ContentTerms(query, f.Lang())
	best := -1
	for i := max(f.First, 0); i <= f.Last && i < len(f.Src.Spans); i++ {
		sentence := f.Src.Sentence(i)
		if sentence == "" {
			continue
		}
		held := len(wanted) - claim.CountMissing(wanted, text.TermSet(sentence, f.Lang()))
		shown := f.Src.Verbatim(i)
		if held <= best || !rules.Unchanged(shown) || !f.Src.Checked(shown, i) {
			continue
		}
		best, out.Sentence = held, shown
	}
	return out
}
