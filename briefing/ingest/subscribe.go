package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"dateline/briefing/feed"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/guard"
	"dateline/store"
	"dateline/store/state"
)

// ErrNoFeed says that an address could be read but holds no feed.
var ErrNoFeed = errors.New("no feed was found there: give the feed's own address")

// Subscribed is a source that was added, with what it holds now.
type Subscribed struct {
	Source store.Source
	Fresh  bool        // the owner had not chosen it before
	Latest []feed.Item // newest first as the feed gives them, at most five
	Items  int
}

// latestShown is how many items a preview of a source shows.
const latestShown = 5

// Unreadable is an error of an address: its text says what is wrong with that, or
// with its server.
type Unreadable struct{ error }

// Unwrap is the error itself.
func (u Unreadable) Unwrap() error { return u.error }

// Subscribe finds the feed behind an address, reads it once, and makes it a
// source of the owner. A title goes before the feed's own.
func (p *Poller) Subscribe(ctx context.Context, chosen feed.Feed, owner, by string) (Subscribed, error) {
	began := guard.Now(p.Now)
	doc, err := p.Fetcher.Discover(ctx, chosen.URL)
	if err == nil && (doc.Kind == "page" || doc.Kind == "opml") {
		err = ErrNoFeed
	}
	if err != nil {
		return Subscribed{}, Unreadable{err}
	}
	doc.Title = cmp.Or(chosen.Title, doc.Title)
	subscribed, err := p.Choose(ctx, doc, owner, by)
	if err != nil {
		return subscribed, err
	}
	for _, it := range doc.Items[:min(len(doc.Items), latestShown)] {
		it.Outlet = cmp.Or(it.Outlet, doc.Outlet)
		subscribed.Latest = append(subscribed.Latest, it)
	}
	return subscribed, p.First(ctx, subscribed.Source, doc, began)
}

// Choose makes a document that was read a source of the owner: at the address that was
// asked, or where that has moved to for good. The end of other redirects may be another
// one tomorrow.
func (p *Poller) Choose(ctx context.Context, doc feed.Document, owner, by string) (Subscribed, error) {
	address := doc.Asked
	if doc.Moved != "" && len(doc.Moved) <= store.AddressLongest {
		address = doc.Moved
	}
	name, err := p.ownName(ctx, doc.Outlet, address)
	if err != nil {
		return Subscribed{}, err
	}
	src := store.Source{Domain: store.Public, URL: address, Kind: state.SourceFeed, Title: doc.Title, Outlet: name, Lang: doc.Lang}
	subscribed := Subscribed{Items: len(doc.Items)}
	subscribed.Source, subscribed.Fresh, err = p.Store.AddSource(ctx, src, owner, by)
	return subscribed, err
}

// ownName is the name of an outlet that no source of another site has: the one
// that came later has its host behind it.
func (p *Poller) ownName(ctx context.Context, name, url string) (string, error) {
	urls, err := p.Store.Namesakes(ctx, name)
	if err != nil {
		return "", fmt.Errorf("look for other outlets called %s: %w", name, err)
	}
	for _, other := range urls {
		if outlet.Site(other) != outlet.Site(url) {
			return outlet.Located(name, url), nil
		}
	}
	return name, nil
}

// withSourceName gives the items of a source its own name, where it is longer than the
// one its document has.
func withSourceName(src store.Source, doc feed.Document) []feed.Item {
	if src.Outlet == doc.Outlet || src.Outlet != outlet.Located(doc.Outlet, src.URL) {
		return doc.Items
	}
	items := slices.Clone(doc.Items)
	for i := range items {
		if items[i].Outlet == doc.Outlet {
			items[i].Outlet = src.Outlet
		}
	}
	return items
}
