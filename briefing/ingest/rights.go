package ingest

import (
	"context"
	"fmt"
	"net/url"

	"golang.org/x/sync/errgroup"

	"dateline/briefing/feed"
	"dateline/briefing/rights"
	"dateline/store"
)

// What publishers allow of an article is said by the head of its feed, by its page and
// by its site. Whoever was not read in a pass is taken to say what it said before.

// sitesAsked is how many sites are asked in one pass for what they reserve; the others
// wait for the next.
const sitesAsked = 30

// reserve notes with the items of a document what its head and their sites reserve. A
// site's word on the feed holds for its items too.
func (p *Poller) reserve(ctx context.Context, src store.Source, doc feed.Document, items []draft) {
	for i := range items {
		items[i].item.State(fmt.Sprint("feed", src.ID), doc.Rights)
	}
	p.askSites(ctx, src, items)
	own, ok := p.Fetcher.Reserved(ctx, src.URL)
	for i := range items {
		item := &items[i].item
		if !ok || item.URL != "" && !p.Fetcher.ReservedKnown(item.URL) {
			continue
		}
		said, known := p.Fetcher.Reserved(ctx, item.URL)
		if known || item.URL == "" {
			item.State(rights.Site, own.And(said))
		}
	}
}

// askSites asks the sites of a document's items, so many at once.
func (p *Poller) askSites(ctx context.Context, src store.Source, items []draft) {
	sites := map[string]bool{}
	var g errgroup.Group
	g.SetLimit(pollAtOnce)
	ask := func(raw string) {
		parsed, err := url.Parse(raw)
		if err != nil || sites[parsed.Host] || len(sites) >= sitesAsked || p.Fetcher.ReservedKnown(raw) {
			return
		}
		sites[parsed.Host] = true
		g.Go(func() error {
			ctx, cancel := context.WithTimeout(ctx, pageDeadline)
			defer cancel()
			p.Fetcher.Reserved(ctx, raw)
			return nil
		})
	}
	ask(src.URL)
	for _, d := range items {
		ask(d.item.URL)
	}
	_ = g.Wait() // nothing returns an error
}

// rights are what is stored of an item: what was said of its article before, but for
// those who were read again.
func (doc recognised) rights(i int) string {
	stated := rights.Stated{}
	if known := doc.ids[i].known; known != nil {
		stated = rights.ParseStated(known.Rights)
	}
	for who, said := range doc.drafts[i].item.Rights {
		stated[who] = said
	}
	return stated.String()
}
