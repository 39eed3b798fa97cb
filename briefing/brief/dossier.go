package brief

import (
	"context"
	"fmt"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/briefing/text"
	"dateline/store"
)

// dossierQuotes is how many sentences stand in what a menu opens.
const dossierQuotes = 4

// Dossier is what a reader finds behind one story: how much was read of it,
// and what its sources say, in their own sentences. ErrNotFound when the
// reader sees nothing of it.
func (w *Writer) Dossier(ctx context.Context, sc store.Scope, story int64, zone *time.Location) ([]message.Block, error) {
	id, err := w.Store.Resolve(ctx, story)
	if err != nil {
		return nil, err
	}
	now := guard.Now(w.Now)
	items, err := w.Store.StoryItems(ctx, sc, []int64{id}, now)
	if err != nil {
		return nil, fmt.Errorf("read story %d: %w", id, err)
	}
	stories := groupStories(items, &w.cache)
	if len(stories) == 0 || len(stories[0].members) == 0 {
		return nil, store.ErrNotFound
	}
	chosen := stories[0]
	picker := newExtractor(chosen, nil)
	picks := picker.people.Filter(picker.sentences(picker.members, nil))
	head, ok := picker.heading(picker.members, picks)
	if !ok {
		return nil, store.ErrNotFound
	}
	said := fmt.Sprintf("%s, %s, %s, since %s", message.Count(len(items), "article", "articles"),
		message.Count(store.OutletCount(items), "outlet", "outlets"),
		message.Count(chosen.reports, "independent report", "independent reports"),
		message.Day(chosen.members[0].Item.Article.Time.In(zone), now))
	out := []message.Block{{Kind: message.Heading, Runs: message.Plain(message.TrimStop(head.Text))},
		{Kind: message.Small, Runs: message.Plain(said)}}
	for _, p := range voices(picks) {
		cite := p.Claim.Cites[0]
		when := ""
		if !cite.Published.IsZero() {
			when = ", " + cite.Published.In(zone).Format("2 Jan 15:04")
		}
		out = append(out, message.Block{Kind: message.Item, Runs: []message.Run{claim.OutletRun(cite.Outlet, cite.URL),
			{Text: when + ": " + p.Claim.Shown()}}})
	}
	if line := courseLine(courses(chosen.statements(&w.cache)), zone, now); line != nil {
		out = append(out, message.Block{Kind: message.Para, Runs: line})
	}
	return out, nil
}

// voices are the best sentences of a story, one outlet after another before
// any speaks twice.
func voices(ps []claim.SentenceCandidate) []claim.SentenceCandidate {
	var first, more []claim.SentenceCandidate
	spoken := map[string]bool{}
	var shown []map[string]bool
	for _, p := range ps {
		terms := text.ContentTerms(p.Claim.Text, p.Src.Item.Version.Lang)
		if len(shown) > 0 && claim.Repeats(terms, shown) {
			continue
		}
		shown = append(shown, terms)
		if outlet := p.Src.Item.Article.Outlet; spoken[outlet] {
			more = append(more, p)
		} else {
			spoken[outlet], first = true, append(first, p)
		}
	}
	all := append(first, more...)
	return all[:min(len(all), dossierQuotes)]
}
