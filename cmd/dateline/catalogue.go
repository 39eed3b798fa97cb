package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/briefing/catalogue"
	"dateline/briefing/feed"
	"dateline/briefing/feed/fetch"
)

const (
	looksAtOnce = 6                   // feeds; of one host one at a time
	staleAfter  = 30 * 24 * time.Hour // without anything new a feed is given up by its outlet
)

// looked is what a feed of the catalogue held.
type looked struct {
	Name    string  `json:"name"`
	URL     string  `json:"url"`
	Country string  `json:"country"`
	Lang    string  `json:"lang"`
	OK      bool    `json:"ok"`
	Items   int     `json:"items"`
	Newest  *string `json:"newest"`
	Reason  string  `json:"reason,omitempty"`
}

// testCatalogue looks at each feed once and says which cannot be read or has
// nothing new; nothing is stored. A failing feed makes the command fail.
func (a *app) testCatalogue(ctx context.Context, fetcher *fetch.Fetcher, list []catalogue.Source) error {
	var group errgroup.Group
	group.SetLimit(looksAtOnce)
	results := make([]looked, len(list))
	var counting sync.Mutex
	done := 0
	for i, source := range list {
		group.Go(func() error {
			results[i] = a.look(ctx, fetcher, source)
			counting.Lock()
			defer counting.Unlock()
			if done++; a.progress {
				fmt.Fprintf(a.err, "\r%d of %d feeds", done, len(list))
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return err
	}
	if a.progress {
		fmt.Fprint(a.err, "\r\x1b[K")
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return a.sayLooked(results)
}

// look reads one feed.
func (a *app) look(ctx context.Context, fetcher *fetch.Fetcher, source catalogue.Source) looked {
	result := looked{Name: source.Name, URL: source.URL, Country: source.Country, Lang: source.Lang}
	doc, err := fetcher.Fetch(ctx, source.URL, fetch.Known{})
	if err == nil {
		var newest time.Time
		if newest, err = newestOf(doc, a.now()); !newest.IsZero() {
			result.Newest = stamp(newest)
		}
		result.Items = len(doc.Items)
	}
	if err != nil {
		result.Reason = oneLine(err)
	}
	result.OK = err == nil
	return result
}

// newestOf is the date of the newest item, with what is wrong with the feed. Items
// without dates are taken to be new.
func newestOf(doc feed.Document, now time.Time) (time.Time, error) {
	switch {
	case doc.Kind == "page" || doc.Kind == "opml":
		return time.Time{}, errors.New("a page is there, not a feed")
	case len(doc.Items) == 0:
		return time.Time{}, errors.New("it holds no items")
	}
	newest, undated := time.Time{}, false
	for _, item := range doc.Items {
		undated = undated || item.Published.IsZero()
		if item.Published.After(newest) {
			newest = item.Published
		}
	}
	if !undated && now.Sub(newest) > staleAfter {
		return newest, fmt.Errorf("its newest item is of %s", newest.Format(time.DateOnly))
	}
	return newest, nil
}

// sayLooked prints a line for each feed that fails, and how many can be read.
func (a *app) sayLooked(results []looked) error {
	failed := 0
	for _, result := range results {
		if !result.OK {
			failed++
		}
		if result.OK && !a.cli.JSON {
			continue
		}
		if err := a.say(result, "%s  %s  %s", result.Name, result.URL, result.Reason); err != nil {
			return err
		}
	}
	if err := a.say(nil, "%d of %d feeds can be read.", len(results)-failed, len(results)); err != nil {
		return err
	}
	if failed > 0 {
		return errReported
	}
	return nil
}
