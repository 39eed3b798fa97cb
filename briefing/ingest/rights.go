package ingest

import (
	"context"
	"fmt"
	"net/url"

	"golang.org/x/sync/errgroup"

	"dateline/briefing/feed/fetch"
	"dateline/briefing/rights"
	"dateline/store"
)

// What publishers allow of an article is said by the head of its feed, by its page, by
// its site and by the feed's. Whoever was not read in a pass is taken to say what it said
// before; a new text whose site was not asked yet, or could not say, is kept from models
// until it does: its feed is asked for as a whole at the next visit, so that it comes again.

// sitesAsked is how many sites are asked in one pass for what they reserve; the others
// wait for the next.
const sitesAsked = 30

// reserve notes with the items of a document what its head and their sites reserve. A
// site's word on the feed holds for its items too.
func (p *Poller) reserve(ctx context.Context, src store.Source, head rights.Rights, doc recognised) {
	p.askSites(ctx, src, doc)
	own, ownKnown := p.Fetcher.Reserved(ctx, src.URL)
	for i := range doc.drafts {
		item := &doc.drafts[i].item
		item.State(fmt.Sprint("feed", src.ID), head)
		if ownKnown {
			item.State(fmt.Sprint("feedsite", src.ID), own)
		}
		if fetch.Check(item.URL) != nil {
			continue // it has no site
		}
		said, known := rights.Rights{Reserved: true}, false
		if p.Fetcher.ReservedKnown(item.URL) {
			said, known = p.Fetcher.Reserved(ctx, item.URL)
		}
		switch {
		case known:
			item.State(rights.Site, said)
			item.State(rights.Pending, rights.Rights{})
		case doc.ids[i].known == nil:
			item.State(rights.Pending, said)
		}
		doc.unasked[i] = !known && doc.pending(i)
	}
}

// pending reports an item that is new, or whose site had not said what it reserves.
func (doc recognised) pending(i int) bool {
	known := doc.ids[i].known
	return known == nil || !known.Gone && rights.ParseStated(known.Rights)[rights.Pending] != rights.Rights{}
}

// refusePending refuses what would be kept from models until its site has said what it
// reserves: of a document that is read once, and no more, that would be for good.
func (doc recognised) refusePending() {
	for i := range doc.drafts {
		if doc.refused[i] != "" || doc.gone(i) {
			continue
		}
		if rights.ParseStated(doc.rights(i))[rights.Pending] != (rights.Rights{}) {
			doc.refused[i] = "its site cannot say now what it reserves of it: try again in an hour"
		}
	}
}

// askSites asks the sites of a document's items, so many at once, those that it waits
// for before the others.
func (p *Poller) askSites(ctx context.Context, src store.Source, doc recognised) {
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
			p.Fetcher.Reserved(ctx, raw)
			return nil
		})
	}
	ask(src.URL)
	for _, pending := range []bool{true, false} {
		for i, d := range doc.drafts {
			if doc.refused[i] == "" && !doc.gone(i) && doc.pending(i) == pending {
				ask(d.item.URL)
			}
		}
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
