package ingest

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"dateline/briefing/feed"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/guard"
)

// Items whose source gives only a teaser have the text of their page. A page
// that was not read yet, or failed in a way that passes, is read at a later
// visit of its source, as long as the source holds the item.

const (
	pagesAtOnce = 30 // pages read for one source in one pass
	pageTries   = 3  // times that a page is tried which cannot be read for now
	faultsMost  = 3  // pages of one source that fail in one pass: the others wait for the next
)

// pageState is what became of an item's page in this pass.
type pageState int

const (
	pageUnasked  pageState = iota // it was not wanted
	pageWaits                     // it is read at a later visit
	pageFailed                    // it could not be read now, and may be later
	pageAnswered                  // it was read, or never will be
)

// pageMark ends the signature of a version that has the teaser for a text
// because its page was not read yet; behind it stands how often it was tried.
const pageMark = "p"

// withoutMark is a signature without what it says of the page.
func withoutMark(signature string) string {
	if i := strings.IndexAny(signature, walledMark+pageMark); i >= 0 { // the rest is hexadecimal
		return signature[:i]
	}
	return signature
}

// markOf is what a stored signature says of its page; "" for nothing.
func markOf(hash string) string {
	fields := strings.Fields(hash)
	if len(fields) == 0 {
		return ""
	}
	newest := fields[len(fields)-1]
	return newest[len(withoutMark(newest)):]
}

// tried is how often the page of an item was tried at earlier visits; false
// when it is not to be tried again.
func (doc recognised) tried(i int) (int, bool) {
	if doc.ids[i].known == nil {
		return 0, false
	}
	times, ok := strings.CutPrefix(markOf(doc.ids[i].known.Hash), pageMark)
	n, err := strconv.Atoi(times)
	return n, ok && err == nil
}

// mark is what an item's signature says of its page from now on.
func (doc recognised) mark(i int) string {
	item, state := doc.drafts[i].item, doc.pages[i]
	times, marked := doc.tried(i)
	switch {
	case doc.gone(i):
		return ""
	case item.Walled:
		return walledMark
	case item.SourceText != "" || state == pageAnswered:
		return ""
	case doc.walled(i):
		return walledMark
	case state == pageFailed:
		times++
	case state != pageWaits && !marked:
		return ""
	}
	if times >= pageTries {
		return ""
	}
	return pageMark + strconv.Itoa(times)
}

// later reports whether an item's page is to be read, or its site to be asked, at a
// later visit.
func (doc recognised) later(i int) bool {
	return doc.refused[i] == "" && doc.ids[i].repeats < 0 && (doc.unasked[i] || strings.HasPrefix(doc.mark(i), pageMark))
}

// unfinished is a document that is asked for as a whole at the next visit when
// something of its items is still to be read.
func unfinished(doc feed.Document, out []Outcome) feed.Document {
	if slices.ContainsFunc(out, func(o Outcome) bool { return o.later }) {
		doc.ETag, doc.Modified = "", ""
	}
	return doc
}

// complete reads the pages of items whose source gives only a teaser: of those
// that are new, and again when the teaser tells something new; then of those
// that earlier passes left, and of those behind a wall.
func (p *Poller) complete(ctx context.Context, doc recognised) {
	var g errgroup.Group
	g.SetLimit(pollAtOnce)
	var pages []*feed.Item
	var faults atomic.Int32
	for n, i := range doc.wanted() {
		if n >= pagesAtOnce {
			doc.pages[i] = pageWaits
			continue
		}
		item := &doc.drafts[i].item
		pages = append(pages, item)
		g.Go(func() error {
			if doc.pages[i] = pageWaits; faults.Load() >= faultsMost {
				return nil
			}
			if doc.pages[i] = p.page(ctx, item); doc.pages[i] == pageFailed {
				faults.Add(1)
			}
			return nil
		})
	}
	_ = g.Wait() // nothing returns an error
	p.Fetcher.DropCommon(slices.DeleteFunc(pages, func(item *feed.Item) bool { return item.SourceText == "" }))
}

// wanted lists the items of which a page is wanted: news first, then what is
// to be tried again, then what stood behind a wall.
func (doc recognised) wanted() []int {
	var byNeed [3][]int
	for i, d := range doc.drafts {
		if len(d.item.Text) >= teaserLength || d.item.URL == "" || !doc.wantsPage(i) {
			continue
		}
		need := 0
		switch _, again := doc.tried(i); {
		case doc.news(i, d.title, d.said):
		case again:
			need = 1
		default:
			need = 2
		}
		byNeed[need] = append(byNeed[need], i)
	}
	return slices.Concat(byNeed[:]...)
}

// page reads the page of one item into it; when that fails, the teaser stays.
func (p *Poller) page(ctx context.Context, it *feed.Item) pageState {
	err := guard.Run(p.Log, "read a page", func() error {
		full, err := p.Fetcher.FullText(ctx, *it)
		if it.Rights = full.Rights; err == nil || errors.Is(err, fetch.ErrWall) {
			*it = full
		}
		return err
	})
	if err != nil {
		guard.Logger(p.Log).Debug("page not read", "outlet", it.Outlet, "err", err)
	}
	switch {
	case errors.Is(err, fetch.ErrUnasked), err != nil && ctx.Err() != nil && !it.Walled: // the time for the visit was over
		return pageWaits
	case errors.Is(err, fetch.ErrLater):
		return pageFailed
	}
	return pageAnswered
}
