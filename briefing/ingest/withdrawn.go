package ingest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"dateline/briefing/feed/fetch"
	"dateline/briefing/guard"
	"dateline/briefing/text/speech"
	"dateline/store"
	"dateline/store/recall"
)

// An outlet that takes an article back says so where it stood; or it takes it out of its
// feed, and its page answers that it is gone. Pages are not visited for it: only the page of an article that was
// told and is missing between others of its feed is asked for once, and where nothing
// is there, again after a day.

const (
	missingMost = 3                  // pages that are asked for at one visit of a source
	olderLeast  = 3                  // older items of a document that lacks an article: fewer may be pinned there
	missingWait = 24 * time.Hour     // a page that is not there (404) for so long is taken back
	missingLong = 7 * 24 * time.Hour // after which it is forgotten that a page was asked for
)

// missing are articles whose pages were asked for because their feed lacks them.
type missing struct {
	mu    sync.Mutex
	asked map[int64]missed
}

// missed is when the page of an article was first not there; zero: it is there, or
// nobody can say.
type missed struct {
	url          string
	source       int64
	asked, since time.Time
}

// lacking are the articles of a source that its document lacks, though it holds older ones.
func (doc recognised) lacking() []store.Known {
	have, times := map[int64]bool{}, []time.Time(nil)
	for i, d := range doc.drafts {
		if doc.ids[i].known != nil {
			have[doc.ids[i].known.Article] = true
		}
		if !d.published.IsZero() {
			times = append(times, d.published)
		}
	}
	if len(times) < olderLeast {
		return nil
	}
	slices.SortFunc(times, time.Time.Compare)
	return slices.DeleteFunc(slices.Clone(doc.stored), func(k store.Known) bool {
		return k.Source != doc.src.ID || k.URL == "" || k.Removed || have[k.Article] || !k.Published.After(times[olderLeast-1])
	})
}

// withdrawn takes back what rests on articles that their outlet has taken back.
func (p *Poller) withdrawn(ctx context.Context, doc recognised) error {
	if doc.src.Domain != store.Public {
		return nil
	}
	if err := p.saidWithdrawn(ctx, doc); err != nil {
		return err
	}
	now := guard.Now(p.Now)
	due := p.missing.due(doc, now)
	told, err := p.Store.Shown(ctx, slices.Collect(maps.Keys(due)))
	if err != nil {
		return err
	}
	for _, article := range told[:min(len(told), missingMost)] {
		page := due[article]
		gone, why := p.missing.note(article, page, p.Fetcher.Stands(ctx, page.url), now)
		if !gone {
			continue
		}
		if err := p.takeBack(ctx, article, why); err != nil {
			return err
		}
	}
	return nil
}

// saidWithdrawn takes back what rests on articles whose text says now that they are withdrawn.
func (p *Poller) saidWithdrawn(ctx context.Context, doc recognised) error {
	var said []int64
	for i, d := range doc.drafts {
		if known := doc.ids[i].known; known != nil && speech.Withdraws(d.title, d.body) {
			said = append(said, known.Article)
		}
	}
	told, err := p.Store.Shown(ctx, said)
	if err != nil {
		return err
	}
	for _, article := range told {
		if err := p.takeBack(ctx, article, "its text says so"); err != nil {
			return err
		}
	}
	return nil
}

// takeBack takes back what rests on an article; that it was taken back before is no fault.
func (p *Poller) takeBack(ctx context.Context, article int64, why string) error {
	_, err := p.Store.Retract(ctx, recall.Order{Target: fmt.Sprintf("%s:%d", recall.Article, article), Action: recall.Corrected,
		Why: "its outlet has withdrawn the report: " + why, Actor: recall.Outlet})
	if errors.Is(err, recall.ErrNothing) {
		return nil
	}
	return err
}

// due are the articles of a source whose pages are to be asked for now.
func (m *missing) due(doc recognised, now time.Time) map[int64]missed {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := map[int64]missed{}
	for article, x := range m.asked {
		switch {
		case now.Sub(x.asked) > missingLong:
			delete(m.asked, article)
		case x.source == doc.src.ID && !x.since.IsZero() && now.Sub(x.asked) >= missingWait:
			out[article] = x
		}
	}
	for _, k := range doc.lacking() {
		if _, ok := m.asked[k.Article]; !ok {
			out[k.Article] = missed{url: k.URL, source: doc.src.ID}
		}
	}
	return out
}

// note keeps what came of a request, and says whether the article is taken back.
func (m *missing) note(article int64, x missed, err error, now time.Time) (gone bool, why string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	first := x.since
	x.asked, x.since = now, time.Time{}
	if errors.Is(err, fetch.ErrMissing) {
		if x.since = first; first.IsZero() {
			x.since = now
		}
	}
	if m.asked == nil {
		m.asked = map[int64]missed{}
	}
	m.asked[article] = x
	switch {
	case errors.Is(err, fetch.ErrGone):
		return true, err.Error()
	case !x.since.IsZero() && now.Sub(x.since) >= missingWait:
		return true, "its page is not there for a day"
	}
	return false, ""
}
