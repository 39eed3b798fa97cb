package briefing

import (
	"context"
	"fmt"
	"time"

	"dateline/store"
)

// dossierQuotes is how many sentences stand in what a menu opens.
const dossierQuotes = 4

// Dossier is what a reader finds behind one story: how much was read of it,
// and what its sources say, in their own sentences. ErrNotFound when the
// reader sees nothing of it.
func (w *Writer) Dossier(ctx context.Context, sc store.Scope, story int64, zone *time.Location) ([]Block, error) {
	id, err := w.Store.Resolve(ctx, story)
	if err != nil {
		return nil, err
	}
	now := nowFunc(w.Now)
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
	ps := ch.people.picks(ch.sentences(ch.members, nil))
	head, ok := ch.heading(ch.members, ps)
	if !ok {
		return nil, store.ErrNotFound
	}
	said := fmt.Sprintf("%s, %s, %s, since %s", count(len(items), "article", "articles"), count(outletCount(items), "outlet", "outlets"),
		count(c.reports, "independent report", "independent reports"), day(c.members[0].item.Article.Time.In(zone), now))
	out := []Block{{Kind: Heading, Runs: plain(trimStop(head.Text))}, {Kind: Small, Runs: plain(said)}}
	for _, p := range voices(ps) {
		ct := p.claim.Cites[0]
		when := ""
		if !ct.Published.IsZero() {
			when = ", " + ct.Published.In(zone).Format("2 Jan 15:04")
		}
		out = append(out, Block{Kind: Item, Runs: []Run{outletRun(ct.Outlet, ct.URL), {Text: when + ": " + p.claim.shown()}}})
	}
	if line := courseLine(courses(c.statements(&w.tested)), zone, now); line != nil {
		out = append(out, Block{Kind: Para, Runs: line})
	}
	return out, nil
}

// voices are the best sentences of a story, one outlet after another before
// any speaks twice.
func voices(ps []picked) []picked {
	var first, more []picked
	spoken := map[string]bool{}
	var shown []map[string]bool
	for _, p := range ps {
		terms := contentTerms(p.claim.Text, p.src.item.Version.Lang)
		if len(shown) > 0 && repeats(terms, shown) {
			continue
		}
		shown = append(shown, terms)
		if o := p.src.item.Article.Outlet; spoken[o] {
			more = append(more, p)
		} else {
			spoken[o], first = true, append(first, p)
		}
	}
	all := append(first, more...)
	return all[:min(len(all), dossierQuotes)]
}
