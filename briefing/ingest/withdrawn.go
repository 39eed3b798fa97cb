package ingest

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"dateline/briefing/guard"
	"dateline/briefing/text/speech"
	"dateline/store"
	"dateline/store/recall"
)

// An outlet that takes an article back says so where it stood; or it takes it out of its
// feed, and its page answers that it is gone for good (410). That a page is not there (404)
// says nothing of its outlet: addresses change. Pages are not visited for it: only that of
// an article which was told and is missing between others of its feed is asked for, and
// again after a week or a new start of the program.

const (
	missingMost = 3                  // pages that are asked for at one visit of a source
	olderLeast  = 3                  // older items of a document that lacks an article: fewer may be pinned there
	missingLong = 7 * 24 * time.Hour // after which it is forgotten that a page was asked for
)

// missing is when the pages of articles were asked for because their feed lacks them.
type missing struct {
	mu    sync.Mutex
	asked map[int64]time.Time
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
		return k.Source != doc.src.ID || k.URL == "" || have[k.Article] || !k.Published.After(times[olderLeast-1])
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
	pages := p.missing.unasked(doc.lacking(), now)
	told, err := p.Store.Shown(ctx, slices.Collect(maps.Keys(pages)))
	if err != nil {
		return err
	}
	asking, cancel := context.WithTimeout(ctx, goneMost)
	defer cancel()
	for _, article := range told[:min(len(told), missingMost)] {
		gone := p.Fetcher.Gone(asking, pages[article])
		if asking.Err() != nil && !gone {
			break // at the next visit
		}
		if p.missing.note(article, now); !gone {
			continue
		}
		if err := p.takeBack(ctx, article, "its page is gone for good (410)"); err != nil {
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

// unasked are the addresses of those articles whose pages were not asked for lately.
func (m *missing) unasked(articles []store.Known, now time.Time) map[int64]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	maps.DeleteFunc(m.asked, func(_ int64, at time.Time) bool { return now.Sub(at) > missingLong })
	out := map[int64]string{}
	for _, k := range articles {
		if _, ok := m.asked[k.Article]; !ok {
			out[k.Article] = k.URL
		}
	}
	return out
}

func (m *missing) note(article int64, now time.Time) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.asked == nil {
		m.asked = map[int64]time.Time{}
	}
	m.asked[article] = now
}
