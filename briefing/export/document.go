package export

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/briefing/claim"
	"dateline/briefing/people"
	"dateline/briefing/rights"
	"dateline/store"
	"dateline/store/state"
)

// Question is what is to be exported, for whom and when.
type Question struct {
	Store *store.Store
	Scope store.Scope
	At    time.Time
	Items []Item
	Left  int           // sentences of the answer that are none of Items
	Talk  *rights.Tally // of the conversation that it was answered in; nil: the file is counted by itself
}

// Document is an answer with its sources.
type Document struct {
	Exported time.Time  `json:"exported"`
	Claims   []Sentence `json:"claims"`
	Gone     int        `json:"not_available"` // sentences whose sources may not be seen any more
	Left     int        `json:"not_included"`  // sentences of the answer for which there was no room
}

// Sentence is one of an answer. Of one that was taken back only that is said.
type Sentence struct {
	Text    string   `json:"text,omitempty"`
	Kind    string   `json:"kind,omitempty"`        // as in the store: written, quoted, headline …
	By      string   `json:"reported_by,omitempty"` // the outlet on whose word alone it stands
	State   string   `json:"state"`                 // shown, corrected or removed
	Sources []Source `json:"sources,omitempty"`
}

// Source is what a sentence rests on.
type Source struct {
	Outlet    string     `json:"outlet"`
	Title     string     `json:"title,omitempty"`
	URL       string     `json:"url"`
	Published *time.Time `json:"published,omitempty"` // absent when nothing states it
	Read      time.Time  `json:"read_at"`             // when this version was first seen
	Version   int        `json:"version"`
	SHA256    string     `json:"sha256"`                       // of this version's text
	Quote     string     `json:"quote,omitempty"`              // absent where so much of the article may not be repeated
	Changed   *time.Time `json:"changed_since_read,omitempty"` // when a newer version was first seen
}

// Read makes the document. A sentence of which its reader may not see all sources is
// left out and counted, as is one that may not be said of somebody.
func (q Question) Read(ctx context.Context) (Document, error) {
	out := Document{Exported: q.At.UTC().Truncate(time.Second), Claims: []Sentence{}, Left: q.Left}
	tally := rights.Together.In(q.Talk)
	for _, it := range q.Items {
		c, taken, err := q.claim(ctx, it)
		if err != nil {
			return out, err
		}
		if taken != "" {
			out.Claims = append(out.Claims, Sentence{State: string(taken)})
			continue
		}
		sentence, ok, err := q.sentence(ctx, c, tally)
		if err != nil {
			return out, err
		}
		if !ok {
			out.Gone++
			continue
		}
		out.Claims = append(out.Claims, sentence)
	}
	return out, nil
}

// claim is an item with its evidence as it is stored, or in which state it was taken back.
// Without cites it may not be seen.
func (q Question) claim(ctx context.Context, it Item) (c store.Claim, taken state.Claim, err error) {
	if it.Claim == 0 {
		field := "text"
		if it.Title {
			field = "title"
		}
		cite := store.Cite{Version: it.Version, Field: field, Start: it.Start, End: it.End}
		return store.Claim{State: state.ClaimShown, Cites: []store.Cite{cite}}, "", nil
	}
	c, err = q.Store.Claim(ctx, it.Claim)
	switch {
	case errors.Is(err, store.ErrNotFound):
		return store.Claim{}, "", nil
	case err != nil:
		return c, "", fmt.Errorf("read a sentence of an answer: %w", err)
	case c.State != state.ClaimShown:
		return c, c.State, nil
	}
	return c, "", nil
}

// sentence is a claim with its sources; false where it may not be shown.
func (q Question) sentence(ctx context.Context, c store.Claim, tally *rights.Tally) (Sentence, bool, error) {
	out := Sentence{State: string(state.ClaimShown)}
	versions := make([]int64, len(c.Cites))
	for i, ct := range c.Cites {
		versions[i] = ct.Version
	}
	items, err := q.Store.Items(ctx, q.Scope, versions)
	if err != nil {
		return out, false, fmt.Errorf("read the sources of an answer: %w", err)
	}
	said, ok := cited(c, items)
	if !ok {
		return out, false, nil
	}
	rules, err := q.rules(ctx, items)
	if err != nil {
		return out, false, err
	}
	shown, ok := rules.Claim(said)
	if !ok || said.Kind == claim.KindHeadline && !rules.MayHead(said) || !tally.Take(said.Drawn()...) {
		return out, false, nil
	}
	out.Text, out.Kind = claim.OneLine(shown.Text), shown.Kind
	if shown.Reported {
		out.By = said.Cites[0].Outlet
	}
	for _, cite := range said.Cites {
		source, err := q.source(ctx, items[cite.Row])
		if err != nil {
			return out, false, err
		}
		quoted := claim.Claim{Text: cite.Quote, Kind: claim.KindQuoted, Cites: []claim.Cite{cite}}
		if rules.Unchanged(quoted) && tally.Take(quoted.Drawn()...) {
			source.Quote = strings.TrimSpace(cite.Quote)
		}
		out.Sources = append(out.Sources, source)
	}
	return out, true, nil
}

// cited is a stored claim with its places; false where one is not there for its reader.
// What has no words of its own is what it cites.
func cited(c store.Claim, items map[int64]store.Item) (claim.Claim, bool) {
	said := claim.Claim{Text: c.Text, Kind: c.Kind, ID: c.ID}
	for _, ct := range c.Cites {
		it, ok := items[ct.Version]
		if !ok {
			return said, false
		}
		cite, ok := place(it, ct)
		if !ok {
			return said, false
		}
		said.Cites = append(said.Cites, cite)
	}
	if len(said.Cites) > 0 && said.Text == "" {
		said.Text, said.Kind = said.Cites[0].Quote, claim.KindQuoted
		if said.Cites[0].Field == "title" {
			said.Kind = claim.KindHeadline
		}
	}
	return said, len(said.Cites) > 0
}

// rules are those on people, from all reports of the stories of some articles.
func (q Question) rules(ctx context.Context, items map[int64]store.Item) (*people.Rules, error) {
	var stories []int64
	sources := []claim.Article{}
	for _, it := range items {
		sources = append(sources, claim.NewArticle(it))
		if it.Article.Story != 0 {
			stories = append(stories, it.Article.Story)
		}
	}
	others, err := q.Store.StoryItems(ctx, q.Scope, stories, q.At)
	if err != nil {
		return nil, fmt.Errorf("read the reports of a story: %w", err)
	}
	for _, it := range others {
		if _, known := items[it.Version.ID]; !known {
			sources = append(sources, claim.NewArticle(it))
		}
	}
	rules := people.New(sources)
	rules.Asked = true
	return rules, nil
}

// place is a cite of a version; false where the version has no such place, or it may not be
// shown any more.
func place(it store.Item, ct store.Cite) (claim.Cite, bool) {
	src := claim.NewArticle(it)
	field := src.Item.Version.Text
	if ct.Field == "title" {
		field = src.Item.Version.Title
	}
	if ct.Start < 0 || ct.Start >= ct.End || ct.End > len(field) || !utf8.ValidString(field[ct.Start:ct.End]) {
		return claim.Cite{}, false
	}
	quote := field[ct.Start:ct.End]
	if ct.Quote != "" && ct.Quote != quote || !claim.Worded(quote) {
		return claim.Cite{}, false
	}
	return src.Cite(ct.Field, ct.Start, ct.End), true
}

// source is what was read of an article, without a quotation.
func (q Question) source(ctx context.Context, it store.Item) (Source, error) {
	hash := sha256.Sum256([]byte(it.Version.Text))
	out := Source{Outlet: it.Article.Outlet, URL: it.Article.URL, Read: it.Version.Seen.UTC(), Version: it.Version.No,
		SHA256: hex.EncodeToString(hash[:])}
	if !it.Withheld.Hold(it.Version.Title) && !people.Accuses(it.Version.Title, it.Version.Lang) {
		out.Title = claim.OneLine(it.Version.Title)
	}
	if at := it.Article.Published; !at.IsZero() {
		at = at.UTC()
		out.Published = &at
	}
	versions, err := q.Store.Versions(ctx, it.Article.ID)
	if err != nil {
		return out, fmt.Errorf("read the versions of an article: %w", err)
	}
	for _, v := range versions {
		if v.No > it.Version.No && !v.Seen.After(q.At) {
			at := v.Seen.UTC()
			out.Changed = &at
			break
		}
	}
	return out, nil
}
