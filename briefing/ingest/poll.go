package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/feed/fetch"
	"dateline/briefing/guard"
	"dateline/briefing/rights"
	"dateline/store"
	"dateline/store/state"
)

const (
	pollAtOnce   = 4                // sources fetched at the same time; one connection a host is the fetcher's rule
	lookEvery    = time.Second      // how late it is seen that a source has fallen due while others are read
	passMost     = 30 * time.Minute // after which a pass ends with the visits that are under way
	pollLeast    = 5 * time.Minute  // interval of a source that changes often
	freshMost    = time.Hour        // a briefing takes a server's word for so long that its feed is still fresh
	failsMost    = 20               // failures in a row (about three days) after which a source is tried seldom
	seldomRetry  = 24 * time.Hour   // how seldom
	teaserLength = 500              // bytes below which an item is a teaser and its page is read
	feedMost     = time.Minute      // for a feed, with its turn at its host: far longer than a request may take
	pagesMost    = 90 * time.Second // for the sites and pages of its items: what is left is for the next visit
	goneMost     = 30 * time.Second // for pages of articles that it lacks: store.PollLease is longer than all three
)

// Poller fetches the sources that are due and stores what is new. Run does
// one pass.
type Poller struct {
	Store   *store.Store
	Fetcher *fetch.Fetcher
	Ingest  *Ingester
	Now     func() time.Time
	Log     *slog.Logger
	Report  func(Outcome) // one at a time, though sources are read at once; nil: silent

	missing   missing
	reporting sync.Mutex
}

// Run fetches every source that is due, once, and returns how many articles are new. A
// source that takes long holds up no other: while it is read, others are claimed, also
// those that fall due meanwhile. One over which something fails here keeps no other from
// being read; only when none could be stored is that the pass's error.
func (p *Poller) Run(ctx context.Context) (int, error) {
	current := pass{ended: make(chan visit)}
	look, over := time.NewTicker(lookEvery), time.NewTimer(passMost)
	defer look.Stop()
	defer over.Stop()
	for {
		switch {
		case p.claim(ctx, &current):
			continue
		case current.running == 0 && ctx.Err() != nil:
			return current.added, ctx.Err()
		case current.running == 0:
			return current.added, errors.Join(current.broken, passError(current.failed, current.stored))
		}
		select {
		case ended := <-current.ended:
			p.note(ctx, &current, ended)
		case <-look.C:
		case <-over.C:
			current.over = true
		}
	}
}

// pass is what became of the visits of one pass.
type pass struct {
	ended   chan visit
	running int
	over    bool  // nothing more is claimed
	broken  error // why nothing more can be claimed
	added   int
	stored  bool
	failed  error
}

// visit is one that has ended.
type visit struct {
	src   store.Source
	added int
	err   error
}

// claim begins to read one more source, if there is one and somebody is free to read it.
func (p *Poller) claim(ctx context.Context, current *pass) bool {
	if current.running == pollAtOnce || current.over || current.broken != nil || ctx.Err() != nil {
		return false
	}
	srcs, err := p.Store.ClaimSources(ctx, 1, store.PollLease)
	current.broken = err
	for _, src := range srcs {
		current.running++
		go func() {
			added, err := p.pollGuarded(ctx, src)
			current.ended <- visit{src, added, err}
		}()
	}
	return len(srcs) > 0
}

// note counts a visit that has ended. What fails when the process ends is no fault of its source.
func (p *Poller) note(ctx context.Context, current *pass, ended visit) {
	current.running--
	current.added += ended.added
	if ctx.Err() != nil {
		return
	}
	if ended.err == nil {
		current.stored = true
		return
	}
	current.failed = ended.err
	guard.Logger(p.Log).Error("a source was not stored", "source", ended.src.ID, "outlet", ended.src.Outlet, "err", ended.err)
}

func passError(failed error, stored bool) error {
	if stored {
		return nil
	}
	return failed
}

// pollGuarded is One; what fails over a source, also a panic, is noted with it, so that
// it waits as if it could not be read.
func (p *Poller) pollGuarded(ctx context.Context, src store.Source) (added int, err error) {
	err = guard.Run(p.Log, fmt.Sprint("read source ", src.ID), func() (err error) {
		added, err = p.One(ctx, src)
		return err
	})
	if err == nil || ctx.Err() != nil {
		return added, err
	}
	src.Tried = guard.Now(p.Now)
	cause := errors.New("what it holds could not be stored")
	if errors.Is(err, guard.ErrFault) {
		cause = guard.ErrFault
	}
	return added, errors.Join(err, p.finish(ctx, p.noteFailure(src, feed.Document{}, cause)))
}

// One fetches a claimed source, stores its items, and plans its next visit.
// A source that cannot be read is no error: it is noted with the source.
func (p *Poller) One(ctx context.Context, src store.Source) (int, error) {
	claimed := src
	src.Tried = guard.Now(p.Now)
	doc, err := p.fetch(ctx, src)
	if err == nil && doc.Kind == "page" {
		err = errNoFeed
	}
	if err != nil {
		if ctx.Err() != nil {
			return 0, p.giveBackUnread(ctx, claimed)
		}
		if errors.Is(err, errNoTurn) {
			claimed.Next = guard.Now(p.Now) // due at once, behind all that wait
			return 0, p.finish(ctx, claimed)
		}
		p.report(Refused(src.URL, err.Error()))
		return 0, p.unread(ctx, src, doc, err)
	}
	added := 0
	note := src.Reason // what was said at the last visit holds while nothing has changed
	if !doc.NotModified {
		out, err := p.Save(ctx, src, doc)
		if ctx.Err() != nil {
			return 0, p.giveBackUnread(ctx, claimed)
		}
		if err != nil {
			return 0, err
		}
		added, note = countNew(out), noteOf(out)
		doc = unfinished(doc, out)
	}
	if doc.NotModified && (src.Fails > 0 || src.MovedTo != "" || src.Ended()) {
		note = "" // it was about the last visit alone
	}
	return added, p.visited(ctx, p.noteSuccess(src, doc, added), doc, note)
}

// errNoTurn says that others were asked at a source's host for so long that the source was
// not: that is no failure of it.
var errNoTurn = errors.New("its host was busy with others")

// fetch reads the document of a source. A request ends by itself long before feedMost is
// over: when it is, most of it went by in waiting for the turn.
func (p *Poller) fetch(ctx context.Context, src store.Source) (feed.Document, error) {
	ctx, cancel := context.WithTimeout(ctx, feedMost)
	defer cancel()
	doc, err := p.Fetcher.Fetch(ctx, src.URL, fetch.Known{ETag: src.ETag, Modified: src.Modified})
	if err != nil && ctx.Err() != nil {
		err = errNoTurn
	}
	return doc, err
}

// noteOf is what is said of a source that was read: what was refused of it, and
// which pages were not to be had.
func noteOf(out []Outcome) string {
	notes := slices.DeleteFunc([]string{refusals(out), walledReason(out)}, func(s string) bool { return s == "" })
	return strings.Join(notes, "; ")
}

// refusals says how many items of a document were refused, and why the first was.
func refusals(out []Outcome) string {
	n, why := 0, ""
	for _, o := range out {
		if o.Status == "refused" {
			n, why = n+1, cmp.Or(why, o.Reason)
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %d items refused, the first because: %s", n, len(out), why)
}

// giveBackUnread gives a source back unread when the process ends, so that the
// next one need not wait for the lease to lapse.
func (p *Poller) giveBackUnread(ctx context.Context, claimed store.Source) error {
	return errors.Join(ctx.Err(), p.finish(context.WithoutCancel(ctx), claimed))
}

// First stores what a document holds that was read, since began, to find or
// choose its source, and notes that visit with it.
func (p *Poller) First(ctx context.Context, src store.Source, doc feed.Document, began time.Time) error {
	src.Tried = began
	out, err := p.Save(ctx, src, doc)
	if err != nil {
		return fmt.Errorf("store what %s holds: %w", src.URL, err)
	}
	src.Fails, src.Reason = 0, noteOf(out)
	return p.finish(ctx, p.noteSuccess(src, unfinished(doc, out), countNew(out)))
}

// countNew is how many of the outcomes are articles, or versions of them, that
// were not known.
func countNew(out []Outcome) int {
	n := 0
	for _, o := range out {
		if o.Status == "added" || o.Status == "changed" {
			n++
		}
	}
	return n
}

// errNoFeed says that a server answers with a page that a browser shows.
var errNoFeed = errors.New("a page stands where the feed was: a check for programs, a consent, or the feed is gone")

// walledReason says how many items of a source have their teaser for a text
// because their pages do not show them; "" for none.
func walledReason(out []Outcome) string {
	walled := 0
	for _, o := range out {
		if o.Walled {
			walled++
		}
	}
	switch walled {
	case 0:
		return ""
	case 1:
		return "1 page is hidden behind a wall or gone; its teaser is used"
	}
	return fmt.Sprintf("%d pages are hidden behind a wall or gone; their teasers are used", walled)
}

// Save stores what a document holds under its source, with the full text of
// items that the source only teases.
func (p *Poller) Save(ctx context.Context, src store.Source, doc feed.Document) ([]Outcome, error) {
	src.Outlet, src.Lang = cmp.Or(src.Outlet, doc.Outlet), cmp.Or(src.Lang, doc.Lang)
	doc.Items = withSourceName(src, doc)
	known, err := p.Ingest.recognise(ctx, src, src.URL, doc.Items)
	if err != nil {
		return nil, err
	}
	p.readMore(ctx, src, doc.Rights, known)
	out, err := p.Ingest.store(ctx, known)
	for _, r := range doc.Refused {
		out = append(out, Refused(cmp.Or(r.Input, src.URL), r.Reason))
	}
	for _, o := range out {
		p.report(o)
	}
	if err == nil {
		err = p.withdrawn(ctx, known)
	}
	return out, err
}

// readMore asks the sites of a document's items for what they reserve, and reads the pages
// of those that are teasers, as far as its time reaches.
func (p *Poller) readMore(ctx context.Context, src store.Source, head rights.Rights, doc recognised) {
	ctx, cancel := context.WithTimeout(ctx, pagesMost)
	defer cancel()
	p.reserve(ctx, src, head, doc)
	p.complete(ctx, doc)
}

// Add stores what was handed in under a source of such. A page that was read by its
// address is refused where its site asks programs not to read it, or cannot say what it
// reserves; else it keeps what the head of the answer and its site reserve.
func (p *Poller) Add(ctx context.Context, src store.Source, input string, doc feed.Document) ([]Outcome, error) {
	if src.Kind != state.SourcePage {
		return p.Ingest.Add(ctx, src, input, doc.Items)
	}
	if err := p.Fetcher.MayRead(ctx, doc.URL); err != nil {
		return []Outcome{Refused(input, err.Error())}, ctx.Err()
	}
	known, err := p.Ingest.recognise(ctx, src, input, doc.Items)
	if err != nil {
		return nil, err
	}
	at := src
	at.URL = doc.URL
	p.reserve(ctx, at, doc.Rights, known)
	known.refusePending()
	return p.Ingest.store(ctx, known)
}

// noteFailure notes a failure with its reason: the source is tried later and later, after
// many once a day.
func (p *Poller) noteFailure(src store.Source, doc feed.Document, cause error) store.Source {
	src.Fails++
	src.Reason = cause.Error()
	wait := min(src.Interval<<min(src.Fails, 6), store.PollMost)
	if src.Fails >= failsMost || src.Ended() {
		wait = seldomRetry
	}
	now := guard.Now(p.Now)
	src.Next, src.WaitUntil = now.Add(max(wait, doc.Wait)), now.Add(doc.Wait)
	return src
}

// noteSuccess notes a success and adapts the interval to how often the source has
// something new.
func (p *Poller) noteSuccess(src store.Source, doc feed.Document, added int) store.Source {
	if src.Fails > 0 { // else the reason is what is said of the pages
		src.Fails, src.Reason = 0, ""
	}
	src.Read = src.Tried
	src.ETag, src.Modified = doc.ETag, doc.Modified
	src.Title, src.Outlet, src.Lang = cmp.Or(src.Title, doc.Title), cmp.Or(src.Outlet, doc.Outlet), cmp.Or(src.Lang, doc.Lang)
	switch {
	case added > 1:
		src.Interval = src.Interval * 2 / 3
	case added == 0:
		src.Interval = src.Interval * 5 / 4
	}
	src.Interval = min(max(src.Interval, pollLeast), store.PollMost)
	jitter := time.Duration(rand.Int64N(int64(src.Interval / 10)))
	now, wait := guard.Now(p.Now), min(doc.Wait, store.PollMost)
	src.Next, src.WaitUntil = now.Add(max(src.Interval, wait)+jitter), now.Add(min(wait, freshMost))
	return src
}

// finish releases the source; a lease that was lost meanwhile means that
// another process has read it, which is as good.
func (p *Poller) finish(ctx context.Context, src store.Source) error {
	if err := p.Store.FinishSource(ctx, src); err != nil && !errors.Is(err, store.ErrLost) {
		return fmt.Errorf("note the visit of %s: %w", src.Title, err)
	}
	return nil
}

func (p *Poller) report(o Outcome) {
	if p.Report == nil {
		return
	}
	p.reporting.Lock()
	defer p.reporting.Unlock()
	p.Report(o)
}
