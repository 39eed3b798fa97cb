// Package stories gives what was read its story and text family.
package stories

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"dateline/briefing/cluster"
	"dateline/briefing/guard"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/state"
)

const (
	clusterBatch = 1000               // pending versions read at once: bounds memory, about 4 MB of text
	clusterChunk = 500                // assignments committed at once
	lateArticle  = 2 * 24 * time.Hour // how much older than the first an article may be without reading the stories again
	memberWindow = 7 * 24 * time.Hour // older members cannot attract a new article (clusters close after 72 h without one)
)

// Assigner gives pending versions their story and text family. It is the one
// holder of the lease "cluster"; Run does one pass. The active stories stay in
// memory between passes for as long as no other process held the lease.
type Assigner struct {
	Store  *store.Store
	Holder string       // who holds the lease: unique in the process's world
	Log    *slog.Logger // nil: silent

	mu   sync.Mutex // one pass at a time
	kept *placer
	step func(doing string, version int64) // a test may panic here; nil: nothing
}

// Run clusters everything that is pending and returns how many versions it
// placed. A version over which it panics is set aside: it gets a story of its
// own, and the others are placed as if it were not there.
func (st *Assigner) Run(ctx context.Context) (int, error) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if some, err := st.Store.PendingCluster(ctx, 1); err != nil || len(some) == 0 {
		return 0, err
	}
	lease, err := st.Store.TakeLease(ctx, "cluster", st.Holder, store.LeaseTime)
	if errors.Is(err, store.ErrLost) {
		return 0, store.ErrBusy
	} else if err != nil {
		return 0, err
	}
	defer func() { _ = st.Store.ReleaseLease(context.WithoutCancel(ctx), lease) }()
	kept := st.kept
	st.kept = nil // what is in memory is kept only if all of it was stored
	if kept == nil || kept.lease.Epoch != lease.Epoch {
		kept = st.placer(lease)
	}
	done := 0
	for {
		pending, err := st.Store.PendingCluster(ctx, clusterBatch)
		if err != nil {
			return done, err
		}
		if len(pending) == 0 {
			st.kept = kept
			return done, nil
		}
		n, err := kept.placeAll(ctx, pending)
		if done += n; err == nil {
			continue
		}
		if !errors.Is(err, guard.ErrFault) || kept.at == 0 || kept.aside[kept.at] {
			return done, err
		}
		kept.aside[kept.at] = true // what is in memory broke off over it: begin anew without it
		anew := st.placer(kept.lease)
		anew.aside, kept = kept.aside, anew
	}
}

// Forget drops the active stories that are kept for the next pass, for a
// program that makes none.
func (st *Assigner) Forget() {
	st.mu.Lock()
	defer st.mu.Unlock()
	st.kept = nil
}

func (st *Assigner) placer(lease store.Lease) *placer {
	worker := &placer{store: st.Store, lease: lease, holder: st.Holder, log: st.Log, step: st.step}
	worker.groups, worker.aside = map[string]*group{}, map[int64]bool{}
	if worker.step == nil {
		worker.step = func(string, int64) {}
	}
	return worker
}

// placeAll places pending versions, and returns how many.
func (p *placer) placeAll(ctx context.Context, pending []store.Item) (int, error) {
	p.into = map[int64]int64{}
	done := 0
	for len(pending) > 0 {
		run := timeRun(pending)
		p.at = 0
		err := guard.Run(p.log, "place articles", func() error { return p.place(ctx, run) })
		if err != nil {
			return done, err
		}
		done, pending = done+len(run), pending[len(run):]
	}
	return done, nil
}

// timeRun returns the longest prefix of items (ordered by time) without a gap
// longer than memberWindow. A late article is so clustered with those of its
// own days.
func timeRun(items []store.Item) []store.Item {
	for i := 1; i < len(items); i++ {
		if items[i].Article.Time.Sub(items[i-1].Article.Time) > memberWindow {
			return items[:i]
		}
	}
	return items
}

// placer clusters pending versions with the active stories, which it holds in
// memory by domain.
type placer struct {
	store  *store.Store
	lease  store.Lease
	holder string
	groups map[string]*group
	into   map[int64]int64 // stories merged since the pending versions were read
	temps  int64

	log   *slog.Logger
	step  func(doing string, version int64)
	at    int64          // the version being placed or restored; 0: none
	aside map[int64]bool // versions over which a panic broke off
}

// group is the active stories of one domain: complete for articles of a span
// of time.
type group struct {
	from, to time.Time
	stories  *cluster.Clusterer
	families *cluster.Families
}

func (p *placer) place(ctx context.Context, run []store.Item) error {
	from, to := run[0].Article.Time, run[len(run)-1].Article.Time
	for d, bundle := range p.groups {
		if from.Before(bundle.from) || to.After(bundle.to) {
			delete(p.groups, d) // also those this run has nothing for: its merges would be news to them
		}
	}
	for _, it := range run {
		for _, d := range []string{store.Public, it.Article.Domain} {
			if p.groups[d] == nil {
				bundle, err := p.load(ctx, d, from.Add(-lateArticle), to)
				if err != nil {
					return err
				}
				p.groups[d] = bundle
			}
		}
	}
	for len(run) > 0 {
		n := min(len(run), clusterChunk)
		if err := p.save(ctx, run[:n]); err != nil {
			return err
		}
		run = run[n:]
	}
	return nil
}

// load restores the stories and families of a domain around a span of time.
func (p *placer) load(ctx context.Context, domain string, from, to time.Time) (*group, error) {
	loaded := &group{from: from, to: to.Add(memberWindow), families: &cluster.Families{},
		stories: cluster.New(cluster.Options{Temp: p.temp})}
	known, err := p.store.ClusterWindow(ctx, domain, from.Add(-cluster.FamilyWindow), loaded.to)
	if err != nil {
		return nil, fmt.Errorf("load active stories: %w", err)
	}
	overlaid, err := p.store.Overlaid(ctx, domain, from.Add(-memberWindow), loaded.to)
	if err != nil {
		return nil, fmt.Errorf("load overlays: %w", err)
	}
	for len(known) > 0 {
		n := min(len(known), clusterChunk)
		docs := p.docs(known[:n], func(it store.Item) bool {
			// a public story is not a private group's to change
			return it.Article.Time.After(from.Add(-memberWindow)) && !overlaid[it.Article.Story]
		})
		for i, it := range known[:n] {
			if p.at = it.Version.ID; p.aside[p.at] {
				continue
			}
			loaded.families.Restore(it.Version.ID, it.Version.Family, text.StoredSketch(it.Version.Text, it.Version.Sketch),
				it.Article.Time)
			if docs[i] != nil {
				p.step("restore", p.at)
				loaded.stories.Restore(it.Article.Story, *docs[i])
			}
		}
		known = known[n:]
	}
	return loaded, nil
}

// chunk is what one commit stores.
type chunk struct {
	fresh  map[int64]*store.Story // new stories by temporary id
	owner  map[int64]*cluster.Clusterer
	as     []store.Assignment
	merges []store.Merge
}

// save places a chunk and commits it; new stories get their ids from the store.
func (p *placer) save(ctx context.Context, items []store.Item) error {
	lease, err := p.store.TakeLease(ctx, "cluster", p.holder, store.LeaseTime)
	if err != nil {
		return err
	}
	if lease.Epoch != p.lease.Epoch {
		return fmt.Errorf("place articles: %w", store.ErrLost) // another held it meanwhile: what is in memory is old
	}
	p.lease = lease
	batch := chunk{fresh: map[int64]*store.Story{}, owner: map[int64]*cluster.Clusterer{}}
	docs := p.docs(items, func(it store.Item) bool { return it.Article.Story == 0 })
	for i, it := range items {
		p.at = it.Version.ID
		batch.as = append(batch.as, p.assign(it, docs[i], &batch))
		if err := p.merge(ctx, p.groups[it.Article.Domain].stories, &batch); err != nil {
			return err
		}
	}
	p.at = 0
	stories := make([]store.Story, 0, len(batch.fresh))
	for _, s := range batch.fresh {
		stories = append(stories, *s)
	}
	slices.SortFunc(stories, func(a, b store.Story) int { return cmp.Compare(b.ID, a.ID) })
	ids, err := p.store.SaveClusters(ctx, p.lease, stories, batch.as, batch.merges)
	if err != nil {
		return fmt.Errorf("save stories: %w", err)
	}
	for temp, id := range ids {
		if owner := batch.owner[temp]; owner != nil {
			owner.Rename(temp, id)
		}
	}
	return nil
}

// assign places a version; d is nil for a new version of a known article, which
// stays in its story, and for one that is set aside.
func (p *placer) assign(it store.Item, d *cluster.Doc, ch *chunk) store.Assignment {
	bundle := p.groups[it.Article.Domain]
	assignment := store.Assignment{Version: it.Version.ID, Article: it.Article.ID, Story: it.Article.Story, Family: it.Version.ID}
	if !p.aside[it.Version.ID] {
		assignment.Family = bundle.families.Add(it.Version.ID, text.StoredSketch(it.Version.Text, it.Version.Sketch), it.Article.Time)
	}
	switch {
	case d == nil && assignment.Story == 0:
		assignment.Story = p.begin(it, p.temp(), ch)
		return assignment
	case d == nil:
		for p.into[assignment.Story] != 0 {
			assignment.Story = p.into[assignment.Story]
		}
		return assignment
	}
	p.step("place", it.Version.ID)
	if it.Article.Domain != store.Public {
		if id, ok := p.groups[store.Public].stories.Match(*d); ok {
			assignment.Story = id // an overlay: it leaves the public story as it is
			return assignment
		}
	}
	id, isNew := bundle.stories.Add(*d)
	assignment.Story = id
	if isNew {
		ch.owner[p.begin(it, id, ch)] = bundle.stories
	}
	return assignment
}

// temp is the next temporary id of a story: one series of all domains, as a
// clusterer tells by them which story is older.
func (p *placer) temp() int64 {
	p.temps--
	return p.temps
}

// begin makes a new story of an item.
func (p *placer) begin(it store.Item, temp int64, ch *chunk) int64 {
	ch.fresh[temp] = &store.Story{ID: temp, Domain: it.Article.Domain, Lang: it.Version.Lang, First: it.Article.Time, Last: it.Article.Time,
		State: state.StoryActive}
	return temp
}

// docs prepares those items that are wanted, on all cores; nil stands for the
// others, and for those over which it panics: they are set aside.
func (p *placer) docs(items []store.Item, wanted func(store.Item) bool) []*cluster.Doc {
	docs := make([]*cluster.Doc, len(items))
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i, it := range items {
		if !wanted(it) || p.aside[it.Version.ID] {
			continue
		}
		g.Go(func() error {
			_ = guard.Run(p.log, fmt.Sprintf("place version %d", it.Version.ID), func() error {
				p.step("prepare", it.Version.ID)
				doc := clusterDoc(it)
				docs[i] = &doc
				return nil
			})
			return nil
		})
	}
	_ = g.Wait() // nothing returns an error
	for i, it := range items {
		if docs[i] == nil && wanted(it) {
			p.aside[it.Version.ID] = true
		}
	}
	return docs
}

func clusterDoc(it store.Item) cluster.Doc {
	version := it.Version
	return cluster.NewDoc(cluster.Article{ID: version.ID, Time: it.Article.Time, Lang: version.Lang, Genre: version.Genre,
		Title: version.Title, Text: version.Text, Spans: text.StoredSentences(version.Text, version.Lang, version.Spans)})
}
