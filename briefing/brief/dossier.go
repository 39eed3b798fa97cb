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
	cs := groupStories(items, &w.tested)
	if len(cs) == 0 || len(cs[0].members) == 0 {
		return nil, store.ErrNotFound
	}
	c := cs[0]
	ch := newChooser(c, nil)
	ps := ch.people.Picks(ch.sentences(ch.members, nil))
	head, ok := ch.heading(ch.members, ps)
	if !ok {
		return nil, store.ErrNotFound
	}
	said := fmt.Sprintf("%s, %s, %s, since %s", message.Count(len(items), "article", "articles"), message.Count(store.OutletCount(items), "outlet", "outlets"),
		message.Count(c.reports, "independent report", "independent reports"), message.Day(c.members[0].Item.Article.Time.In(zone), now))
	out := []message.Block{{Kind: message.Heading, Runs: message.Plain(message.TrimStop(head.Text))}, {Kind: message.Small, Runs: message.Plain(said)}}
	for _, p := range voices(ps) {
		ct := p.Claim.Cites[0]
		when := ""
		if !ct.Published.IsZero() {
			when = ", " + ct.Published.In(zone).Format("2 Jan 15:04")
		}
		out = append(out, message.Block{Kind: message.Item, Runs: []message.Run{claim.OutletRun(ct.Outlet, ct.URL), {Text: when + ": " + p.Claim.Shown()}}})
	}
	if line := courseLine(courses(c.statements(&w.tested)), zone, now); line != nil {
		out = append(out, message.Block{Kind: message.Para, Runs: line})
	}
	return out, nil
}

// voices are the best sentences of a story, one outlet after another before
// any speaks twice.
func voices(ps []claim.Pick) []claim.Pick {
	var first, more []claim.Pick
	spoken := map[string]bool{}
	var shown []map[string]bool
	for _, p := range ps {
		terms := text.ContentTerms(p.Claim.Text, p.Src.Item.Version.Lang)
		if len(shown) > 0 && claim.Repeats(terms, shown) {
			continue
		}
		shown = append(shown, terms)
		if o := p.Src.Item.Article.Outlet; spoken[o] {
			more = append(more, p)
		} else {
			spoken[o], first = true, append(first, p)
		}
	}
	all := append(first, more...)
	return all[:min(len(all), dossierQuotes)]
}
