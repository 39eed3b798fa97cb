// Package sample draws the briefing that feeds would give today before anybody
// has chosen them: it reads them once, places what they hold in a database of its
// own that is thrown away, and tells it as any briefing is told, in the sources'
// own sentences. It opens no articles' pages, asks no model, and keeps nothing but
// what the feeds held, for a few minutes.
package sample

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
	"golang.org/x/sync/singleflight"

	"dateline/briefing/brief"
	"dateline/briefing/feed"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/guard"
	"dateline/briefing/ingest"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
)

const (
	readTime  = 12 * time.Second
	drawTime  = 7 * time.Second  // then for placing and telling what they hold
	itemsMost = 40               // of a feed, the newest
	keptFor   = 10 * time.Minute // what a feed held
	keptMost  = 200              // feeds
	drawnMost = 3                // samples drawn at the same time: each is a database
	window    = 24 * time.Hour   // what is told
)

// Most is what a sample takes at most, whatever the feeds do.
const Most = readTime + drawTime

// Feed is a feed by its address; Name is what people are told when it cannot be
// read, Outlet who publishes it, "" where only the feed knows.
type Feed struct{ Name, URL, Outlet string }

// Sampler reads feeds and draws briefings. Its methods may be called from many
// goroutines.
type Sampler struct {
	Fetcher *fetch.Fetcher
	Now     func() time.Time // nil: time.Now
	Log     *slog.Logger     // nil: silent
	Wait    time.Duration    // for the feeds, which are read at the same time; zero: 12 s, of the 20 that a person waits

	turns   chan struct{}
	kept    *lru.Cache[string, keptFeed] // by address
	reading singleflight.Group           // by address: two people do not read one feed at once
}

// keptFeed is what a feed held when it was read.
type keptFeed struct {
	doc feed.Document
	at  time.Time
}

// New makes a sampler.
func New(fetcher *fetch.Fetcher, log *slog.Logger) *Sampler {
	kept, err := lru.New[string, keptFeed](keptMost)
	if err != nil {
		panic(err) // keptMost is below 1
	}
	return &Sampler{Fetcher: fetcher, Log: log, turns: make(chan struct{}, drawnMost), kept: kept}
}

func (s *Sampler) wait() time.Duration { return cmp.Or(s.Wait, readTime) }

// Sample is what feeds would give.
type Sample struct {
	Briefing brief.Briefing
	Items    int      // that were read, of whatever age
	Unread   []string // names of feeds that could not be read in time
}

// ErrNothing says that none of the feeds could be read in time.
var ErrNothing = errors.New("none of the feeds could be read in time")

// Wish is what a sample shall be like.
type Wish struct {
	Name    string // of the briefing: "World"
	Zone    *time.Location
	Stories int
	Length  string
	Lang    string // it is asked for; what is not in it is said
}

// Draw reads feeds, as many as answer in time, and tells the last day of them.
func (s *Sampler) Draw(ctx context.Context, feeds []Feed, wish Wish) (Sample, error) {
	ctx, cancel := context.WithTimeout(ctx, s.wait()+drawTime)
	defer cancel()
	documents, unread := s.read(ctx, feeds)
	out := Sample{Unread: unread}
	for _, doc := range documents {
		out.Items += len(doc.Items)
	}
	if len(documents) == 0 {
		return out, ErrNothing
	}
	select {
	case s.turns <- struct{}{}:
		defer func() { <-s.turns }()
	case <-ctx.Done():
		return out, ctx.Err()
	}
	var err error
	out.Briefing, err = s.tell(ctx, documents, wish)
	return out, err
}

// read brings the feeds at the same time, in their order.
func (s *Sampler) read(ctx context.Context, feeds []Feed) (documents []feed.Document, unread []string) {
	ctx, cancel := context.WithTimeout(ctx, s.wait())
	defer cancel()
	all := make([]chan feed.Document, len(feeds))
	for i, f := range feeds {
		all[i] = make(chan feed.Document, 1)
		go func() {
			defer close(all[i])
			if doc, err := s.one(ctx, f.URL); err == nil {
				all[i] <- doc
			}
		}()
	}
	for i, f := range feeds {
		doc, ok := <-all[i] // closed by the end of ctx at the latest
		if !ok {
			unread = append(unread, f.Name)
			continue
		}
		documents = append(documents, published(doc, f.Outlet))
	}
	return documents, unread
}

// published is a document by an outlet that is known by another name than it says.
func published(doc feed.Document, outlet string) feed.Document {
	if outlet == "" || outlet == doc.Outlet {
		return doc
	}
	doc.Items = slices.Clone(doc.Items)
	for i, it := range doc.Items {
		if it.Outlet == doc.Outlet {
			doc.Items[i].Outlet = outlet
		}
	}
	doc.Outlet = outlet
	return doc
}

// one is what a feed holds, read anew or a few minutes ago.
func (s *Sampler) one(ctx context.Context, url string) (feed.Document, error) {
	if last, ok := s.kept.Get(url); ok && guard.Now(s.Now).Sub(last.at) < keptFor {
		return last.doc, nil
	}
	found := s.reading.DoChan(url, func() (any, error) {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.wait()) // another may wait for it too
		defer cancel()
		var doc feed.Document
		err := guard.Run(s.Log, "read a feed for a sample", func() (err error) {
			doc, err = s.Fetcher.Discover(ctx, url)
			return err
		})
		if err == nil && (doc.Kind == "page" || doc.Kind == "opml") {
			err = ingest.ErrNoFeed
		}
		if err != nil {
			return nil, err
		}
		doc.Items = slices.Clone(doc.Items[:min(len(doc.Items), itemsMost)])
		s.kept.Add(url, keptFeed{doc, guard.Now(s.Now)})
		return doc, nil
	})
	select {
	case got := <-found:
		doc, _ := got.Val.(feed.Document)
		return doc, got.Err
	case <-ctx.Done():
		return feed.Document{}, ctx.Err()
	}
}

// tell places documents in a database of their own and tells them.
func (s *Sampler) tell(ctx context.Context, documents []feed.Document, wish Wish) (brief.Briefing, error) {
	dir, err := os.MkdirTemp("", "dateline-sample-")
	if err != nil {
		return brief.Briefing{}, fmt.Errorf("make a folder for a sample: %w", err)
	}
	defer os.RemoveAll(dir)
	own, err := store.Open(ctx, "sqlite:"+filepath.Join(dir, "sample.db"))
	if err != nil {
		return brief.Briefing{}, fmt.Errorf("open a database for a sample: %w", err)
	}
	defer own.Close()
	own.Now = s.Now
	now := guard.Now(s.Now)
	input := &ingest.Ingester{Store: own, Now: s.Now, Log: s.Log}
	for _, doc := range documents {
		src, _, err := own.AddSource(ctx, store.Source{Domain: store.Public, URL: doc.URL, Kind: state.SourceFeed, Title: doc.Title,
			Outlet: doc.Outlet, Lang: doc.Lang}, store.Desk, "sample")
		if err != nil {
			return brief.Briefing{}, err
		}
		if _, err := input.Add(ctx, src, doc.URL, doc.Items); err != nil {
			return brief.Briefing{}, err
		}
		src.Read, src.Tried, src.Next = now, now, now.Add(window)
		if err := own.FinishSource(ctx, src); err != nil {
			return brief.Briefing{}, err
		}
	}
	if _, err := (&stories.Assigner{Store: own, Holder: "sample", Log: s.Log}).Run(ctx); err != nil {
		return brief.Briefing{}, err
	}
	scope, err := own.ScopeOf(ctx, store.Desk)
	if err != nil {
		return brief.Briefing{}, err
	}
	writer := &brief.Writer{Store: own, Now: s.Now, Log: s.Log}
	return writer.Write(ctx, brief.Request{Name: wish.Name, Scope: scope, From: now.Add(-window), At: now, Zone: wish.Zone,
		Stories: wish.Stories, Length: cmp.Or(wish.Length, "normal"), In: wish.Lang})
}
