package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"github.com/dustin/go-humanize/english"

	"dateline/briefing/catalogue"
	"dateline/briefing/feed"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/feed/link"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/ingest"
	"dateline/briefing/message"
	"dateline/briefing/rights"
	"dateline/store"
	"dateline/store/audit"
	"dateline/store/brake"
	"dateline/store/state"
)

type feedsCmd struct {
	Add    feedsAdd    `cmd:"" help:"Subscribe to a feed (or the feed of a page)."`
	List   feedsList   `cmd:"" help:"List the sources."`
	Remove feedsRemove `cmd:"" help:"Unsubscribe."`
	Pause  feedsPause  `cmd:"" help:"Stop reading a source."`
	Resume feedsResume `cmd:"" help:"Read it again."`
	Import feedsImport `cmd:"" help:"Subscribe to every feed of an OPML file."`
	Export feedsExport `cmd:"" help:"Write the sources as OPML to standard output."`
	Test   feedsTest   `cmd:"" help:"Fetch a feed and show what it holds; stores nothing."`
}

// owner is whose sources are changed or read; "all" is a view, and owns none.
func (a *app) owner() (string, error) {
	owner, err := store.ParseOwner(a.cli.Scope)
	if err != nil {
		return "", usageError{err}
	}
	if owner == store.All {
		return "", usagef("--scope all has no owner: use desk, guild:ID or user:ID")
	}
	return owner, nil
}

// subscribed runs f with the owner whose sources are changed.
func (a *app) subscribed(ctx context.Context, f func(d *desk, owner string) error) error {
	owner, err := a.owner()
	if err != nil {
		return err
	}
	return a.with(ctx, func(d *desk) error { return f(d, owner) })
}

// seen runs f with the sources of an owner, or of all.
func (a *app) seen(ctx context.Context, f func(sources []store.Source) error) error {
	owner, err := store.ParseOwner(a.cli.Scope)
	if err != nil {
		return usageError{err}
	}
	return a.with(ctx, func(d *desk) error {
		sources, err := d.store.Sources(ctx, owner)
		if err != nil {
			return err
		}
		return f(sources)
	})
}

// byCommand is who changed a source, as it is stored.
const byCommand = "command line"

type feedsAdd struct {
	URLs []string `arg:"" name:"URL"`
}

// Run subscribes to feeds after reading them once.
func (c *feedsAdd) Run(ctx context.Context, a *app) error {
	return a.subscribed(ctx, func(d *desk, owner string) error {
		failed := 0
		for _, u := range c.URLs {
			doc, err := d.fetcher.Discover(ctx, u)
			if err == nil && (doc.Kind == "page" || doc.Kind == "opml") {
				err = fmt.Errorf("%w, or \"dateline ingest\" for one page", ingest.ErrNoFeed)
			}
			if err != nil {
				failed++
				fmt.Fprintf(a.err, "%s: %s\n", u, oneLine(err))
				continue
			}
			subscribed, err := d.poller.Choose(ctx, doc, owner, byCommand)
			if err != nil {
				return err
			}
			if err := a.sayFeed(subscribed.Source, subscribed.Items); err != nil {
				return err
			}
		}
		if failed == len(c.URLs) {
			return errReported
		}
		return nil
	})
}

func (a *app) sayFeed(src store.Source, items int) error {
	return a.say(jsonFeed(src), "%d  %s  %s  (%s now)", src.ID, src.Title, src.URL, english.Plural(items, "item", ""))
}

type jsonSource struct {
	Source string  `json:"source"`
	URL    string  `json:"url"`
	Kind   string  `json:"kind"`
	Title  string  `json:"title"`
	Outlet string  `json:"outlet"`
	State  string  `json:"state"`
	Reason string  `json:"reason"`
	Next   *string `json:"next"`
}

func jsonFeed(s store.Source) jsonSource {
	if s.Kind.HandedIn() { // handed in, and never due
		s.Next = time.Time{}
	}
	shown := string(s.State)
	switch {
	case s.Stopped != "":
		shown = "stopped"
	case s.Paused:
		shown = string(state.SourcePaused)
	}
	return jsonSource{fmt.Sprint(s.ID), s.URL, string(s.Kind), s.Title, s.Outlet, shown, s.Reason, stamp(s.Next)}
}

type feedsList struct{}

// Run lists sources with their state.
func (c *feedsList) Run(ctx context.Context, a *app) error {
	return a.seen(ctx, func(srcs []store.Source) error {
		if len(srcs) == 0 {
			return a.say(nil, "No sources yet. \"dateline feeds add URL\" adds one.")
		}
		for _, s := range srcs {
			line := jsonFeed(s)
			shown := line.State
			switch {
			case s.Stopped == state.BrakeBlocked:
				shown = "blocked by the operator"
			case s.Stopped != "":
				shown += " by the operator"
			case s.Reason != "":
				shown += ": " + s.Reason
			}
			if s.Kind.HandedIn() { // its address is a name of ours
				s.Title, s.URL = "handed in as a "+string(s.Kind), "(never due)"
			}
			if err := a.say(line, "%d  %s  %s  (%s)", s.ID, cmp.Or(s.Title, string(s.Kind)), s.URL, shown); err != nil {
				return err
			}
		}
		return nil
	})
}

// find names a source by its number or address among the owner's.
func find(ctx context.Context, d *desk, owner, ref string) (store.Source, error) {
	srcs, err := d.store.Sources(ctx, owner)
	if err != nil {
		return store.Source{}, err
	}
	for _, s := range srcs {
		if fmt.Sprint(s.ID) == ref || s.URL == ref || link.Canonical(s.URL) == link.Canonical(ref) {
			return s, nil
		}
	}
	return store.Source{}, fmt.Errorf("%s has no source %q: \"dateline feeds list\" shows numbers and addresses", owner, ref)
}

type feedsRemove struct {
	Source string `arg:"" name:"SOURCE" help:"Number or address."`
}

// Run unsubscribes; what was read stays in the archive.
func (c *feedsRemove) Run(ctx context.Context, a *app) error {
	return a.subscribed(ctx, func(d *desk, owner string) error {
		source, err := find(ctx, d, owner, c.Source)
		if err != nil {
			return err
		}
		if err := d.store.Unsubscribe(audit.By(ctx, byCommand), owner, source.ID); err != nil {
			return err
		}
		line := jsonFeed(source)
		line.State = "removed"
		return a.say(line, "removed %s: what it brought is no longer found here", source.URL)
	})
}

func (a *app) setState(ctx context.Context, ref string, pause bool) error {
	return a.subscribed(ctx, func(d *desk, owner string) error {
		source, err := find(ctx, d, owner, ref)
		if err != nil {
			return err
		}
		if err := d.store.PauseSource(audit.By(ctx, byCommand), owner, source.ID, pause); err != nil {
			return err
		}
		source.State, source.Paused = state.SourceActive, pause
		line := jsonFeed(source)
		return a.say(line, "%s is %s", source.URL, line.State)
	})
}

type feedsPause struct {
	Source string `arg:"" name:"SOURCE"`
}

// Run stops reading a source.
func (c *feedsPause) Run(ctx context.Context, a *app) error {
	return a.setState(ctx, c.Source, true)
}

type feedsResume struct {
	Source string `arg:"" name:"SOURCE"`
}

// Run reads a paused source again.
func (c *feedsResume) Run(ctx context.Context, a *app) error {
	return a.setState(ctx, c.Source, false)
}

type feedsImport struct {
	File string `arg:"" name:"FILE.opml"`
}

// Run subscribes to every feed of a list without fetching; the next pass reads them.
func (c *feedsImport) Run(ctx context.Context, a *app) error {
	file, err := os.Open(c.File)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, fileFault(err))
	}
	defer file.Close()
	doc, err := feed.File(c.File, file)
	if err != nil {
		return fmt.Errorf("%s: %w", c.File, err)
	}
	if doc.Kind != "opml" {
		return fmt.Errorf("%s is no OPML list but %s", c.File, doc.Kind)
	}
	return a.subscribed(ctx, func(d *desk, owner string) error {
		fresh, refused := 0, 0
		for _, f := range doc.Feeds {
			isNew, err := d.listed(ctx, f, owner)
			var bad inputError
			if errors.As(err, &bad) {
				refused++
				fmt.Fprintf(a.err, "%s: %s\n", message.Printable(cmp.Or(f.Title, outlet.Site(f.URL))), oneLine(bad))
				continue
			}
			if err != nil {
				return err
			}
			if isNew {
				fresh++
			}
		}
		err := a.say(map[string]int{"feeds": len(doc.Feeds), "new": fresh, "refused": refused},
			"%s in the list, %d new. \"dateline ingest\" reads them now.", english.Plural(len(doc.Feeds), "feed", ""), fresh)
		if err == nil && refused == len(doc.Feeds) {
			return errReported
		}
		return err
	})
}

// listed makes a feed of a list a source that is due; true for a new one.
func (d *desk) listed(ctx context.Context, f feed.Feed, owner string) (bool, error) {
	if err := fetch.Check(f.URL); err != nil {
		return false, inputError{err}
	}
	if len(f.URL) > store.AddressLongest {
		return false, inputError{fmt.Errorf("its address is longer than %d characters", store.AddressLongest)}
	}
	_, fresh, err := d.store.AddSource(ctx, store.Source{Domain: store.Public, URL: f.URL, Title: f.Title, Kind: state.SourceFeed}, owner,
		"import")
	if errors.Is(err, brake.ErrBlocked) {
		err = inputError{err}
	}
	return fresh, err
}

type feedsExport struct{}

// Run writes the owner's feeds as OPML.
func (c *feedsExport) Run(ctx context.Context, a *app) error {
	return a.seen(ctx, func(srcs []store.Source) error {
		var feeds []feed.Feed
		for _, s := range srcs {
			if strings.HasPrefix(s.URL, "http") {
				feeds = append(feeds, feed.Feed{URL: s.URL, Title: s.Title})
			}
		}
		encoded, err := feed.OPML(feeds)
		if err != nil {
			return err
		}
		_, err = a.out.Write(encoded)
		return err
	})
}

type feedsTest struct {
	URL       string `arg:"" optional:"" name:"URL"`
	Catalogue bool   `name:"catalogue" help:"Look at every feed that people are offered by name."`
}

// Run fetches a feed and prints what it holds.
func (c *feedsTest) Run(ctx context.Context, a *app) error {
	fetcher := &fetch.Fetcher{Allow: a.cfg.FetchAllow, Contact: a.cfg.FetchContact, Now: a.now, Log: a.log}
	switch {
	case c.Catalogue && c.URL != "":
		return usagef("give an address or --catalogue, not both")
	case c.Catalogue:
		return a.testCatalogue(ctx, fetcher, catalogue.All())
	case c.URL == "":
		return usagef("give the address of a feed, or --catalogue for all that people are offered by name")
	}
	doc, err := fetcher.Discover(ctx, c.URL)
	if err != nil {
		return err
	}
	said, _ := fetcher.Reserved(ctx, doc.URL)
	return a.sayHeld(doc, said.And(doc.Rights))
}

// jsonHeld is what an address holds.
type jsonHeld struct {
	URL      string     `json:"url"`
	Kind     string     `json:"kind"`
	Title    string     `json:"title"`
	Items    int        `json:"items"`
	Reserved string     `json:"reserved"` // by its publisher, in words
	Newest   []jsonItem `json:"newest"`   // at most ten
}

// jsonItem is one of its items.
type jsonItem struct {
	Title     string  `json:"title"`
	Published *string `json:"published"`
}

// sayHeld says what an address holds.
func (a *app) sayHeld(doc feed.Document, said rights.Rights) error {
	held := jsonHeld{URL: doc.URL, Kind: doc.Kind, Title: cmp.Or(doc.Title, doc.Outlet), Items: len(doc.Items), Newest: []jsonItem{}}
	text := fmt.Sprintf("%s: %s, %s, at %s", held.Kind, held.Title, english.Plural(held.Items, "item", ""), held.URL)
	if said != (rights.Rights{}) {
		held.Reserved = said.String()
		text += "\nits publisher reserves: " + held.Reserved
	}
	for _, it := range doc.Items[:min(len(doc.Items), 10)] {
		held.Newest = append(held.Newest, jsonItem{it.Title, stamp(it.Published)})
		text += fmt.Sprintf("\n- %s (%s)", it.Title, itemDate(it))
	}
	return a.say(held, "%s", text)
}

// itemDate is the date of an item as it was read, or that it could not be.
func itemDate(it feed.Item) string {
	if it.PublishedFrom == feed.FromUnread {
		return "its date cannot be read, so it is never told as new"
	}
	return dated(it.Published)
}
