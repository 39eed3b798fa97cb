package brief

import (
	"context"
	"fmt"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/guard"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/store"
)

// dossierQuotes is how many sentences stand in what a menu opens.
const dossierQuotes = 4

// DossierQuery asks what stands behind one story.
type DossierQuery struct {
	Scope store.Scope
	Story int64
	Zone  *time.Location
	Words *phrases.Words // nil is English
}

// Dossier is what a reader finds behind one story: how much was read of it,
// and what its sources say, in their own sentences. ErrNotFound when the
// reader sees nothing of it.
func (w *Writer) Dossier(ctx context.Context, q DossierQuery) ([]message.Block, error) {
	id, err := w.Store.Resolve(ctx, q.Story)
	if err != nil {
		return nil, err
	}
	now := guard.Now(w.Now)
	items, err := w.Store.StoryItems(ctx, q.Scope, []int64{id}, now)
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
	said := q.Words.Say("dossier", q.Words.Count(len(items), "articles"), q.Words.Count(store.OutletCount(items), "outlets"),
		q.Words.Count(chosen.reports, "why_reports"), q.Words.Day(chosen.members[0].Item.Article.Time.In(q.Zone), now))
	out := []message.Block{{Kind: message.Heading, Runs: message.Plain(message.TrimStop(head.Text))},
		{Kind: message.Small, Runs: message.Plain(said)}}
	shown := rights.Card.Tally()
	for _, p := range voices(picks) {
		if !shown.Take(p.Claim.Drawn()...) {
			continue
		}
		cite := p.Claim.Cites[0]
		outlet, pieces := claim.OutletRun(cite.Outlet, cite.URL), q.Words.Around("quoted")
		put := []message.Run{outlet}
		if !cite.Published.IsZero() {
			at := cite.Published.In(q.Zone)
			pieces, put = q.Words.Around("voice"), append(put, message.Run{Text: q.Words.Day(at, now) + at.Format(" 15:04")})
		}
		out = append(out, message.Block{Kind: message.Item, Runs: claim.Framed(pieces, p.Claim.Shown(), put...)})
	}
	if line := courseLine(q.Words, courses(chosen.statements(&w.cache)), q.Zone, now); line != nil {
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
