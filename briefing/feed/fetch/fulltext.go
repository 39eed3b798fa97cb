package fetch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"

	"dateline/briefing/feed"
	"dateline/briefing/feed/outlet"
	"dateline/briefing/feed/page"
	"dateline/briefing/rights"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
)

// FullText reads the page of an item whose source gives only a teaser. The
// source's own text is kept in SourceText. With ErrWall the item has its own
// text, and is Walled. What the page reserves is noted with the item, whatever the error.
func (f *Fetcher) FullText(ctx context.Context, it feed.Item) (feed.Item, error) {
	if err := f.MayRead(ctx, it.URL); err != nil {
		return it, err
	}
	if f.walls.closed(it.URL, f.now()) {
		it.Walled = true
		return it, ErrWall
	}
	page, err := f.pageOf(ctx, &it)
	f.walls.note(it.URL, err, f.now())
	if it.Walled = errors.Is(err, ErrWall); err != nil {
		return it, err
	}
	if len(page.Text) <= len(it.Text) {
		return it, nil
	}
	it.SourceText, it.Text = it.Text, page.Text
	if it.SourceText == "" {
		it.SourceText = " " // the source gave no text: its hash is over the title
	}
	if it.Published.IsZero() && (!page.Published.IsZero() || it.PublishedFrom == "") {
		it.Published, it.PublishedFrom = page.Published, page.PublishedFrom
	}
	it.Byline, it.Lang, it.Outlet = cmp.Or(it.Byline, page.Byline), cmp.Or(it.Lang, page.Lang), cmp.Or(it.Outlet, page.Outlet)
	if it.Genre == "" || it.Genre == "news" {
		it.Genre = page.Genre
	}
	return it, nil
}

// Gone reports whether the publisher of a page has removed it for good (410); not where
// it cannot be asked for.
func (f *Fetcher) Gone(ctx context.Context, address string) bool {
	if f.MayRead(ctx, address) != nil {
		return false
	}
	_, err := f.get(ctx, address, Known{}, feed.PageMost)
	return errors.Is(err, ErrGone)
}

// pageOf reads the page of an item, or says that it does not show the item. What its
// publisher reserves there is noted with the item.
func (f *Fetcher) pageOf(ctx context.Context, it *feed.Item) (feed.Page, error) {
	response, err := f.get(ctx, it.URL, Known{}, feed.PageMost)
	if err = withheld(response, err); err != nil {
		return feed.Page{}, err
	}
	reserved, err := f.behind(ctx, it.URL, response.url)
	if err != nil {
		return feed.Page{}, err
	}
	page, err := feed.ReadPage(response.body, response.url, response.contentType)
	it.State(rights.Page, response.rights.And(page.Rights[rights.Page]).And(reserved))
	away := elsewhere(it.URL, response.url) || elsewhere(it.URL, page.URL)
	switch {
	case !away && kept(page, err, *it):
		page.Text = ""
		return page, nil
	case errors.Is(err, feed.ErrNotNews) && !away && !page.Marks.Suspect() && page.Shows(*it):
		return page, nil // an article of a sentence or two
	case errors.Is(err, feed.ErrNotNews) && !page.Marks.Article:
		return page, ErrWall
	case err == nil && (away || !page.Shows(*it)):
		return page, ErrWall
	}
	return page, err
}

// behind is what the site reserves to which an address led; an error where that asks
// programs not to read the page, or cannot say now.
func (f *Fetcher) behind(ctx context.Context, asked, final string) (rights.Rights, error) {
	from, errFrom := url.Parse(asked)
	to, errTo := url.Parse(final)
	if err := errors.Join(errFrom, errTo); err != nil || siteOf(from) == siteOf(to) {
		return rights.Rights{}, err // its site was asked
	}
	if err := f.MayRead(ctx, final); err != nil {
		return rights.Rights{}, err
	}
	said, known := f.Reserved(ctx, final)
	if !known {
		return said, fmt.Errorf("%w: its site cannot say what it reserves", ErrLater)
	}
	return said, nil
}

// kept reports a page that shows nothing of its item because that may not be quoted.
func kept(p feed.Page, err error, it feed.Item) bool {
	return p.Unquoted && (errors.Is(err, feed.ErrNotNews) || err == nil && !p.Shows(it))
}

// withheld says why a server did not give a page out, nil if it did.
func withheld(r reply, err error) error {
	switch r.status {
	case http.StatusUnauthorized, http.StatusPaymentRequired, http.StatusForbidden, http.StatusUnavailableForLegalReasons:
		return ErrWall
	}
	if r.challenge {
		return ErrWall
	}
	if err != nil && (r.status == 0 || r.status == http.StatusOK || passing(r.status)) {
		return fmt.Errorf("%w: %w", ErrLater, err)
	}
	return err
}

var (
	// ErrLater says that a page could not be read now, and may be later.
	ErrLater = errors.New("for now")
	// ErrUnasked says that a page was not asked for, because nobody can say whether it may be read.
	ErrUnasked = errors.New("its robots.txt cannot be reached")
)

// passing reports a status after which a server may answer later (RFC 9110, 15.5
// and 15.6; RFC 6585, 4; RFC 8470, 5.2).
func passing(status int) bool {
	return status >= 500 || status == http.StatusRequestTimeout || status == http.StatusTooEarly || status == http.StatusTooManyRequests
}

const (
	wallsMost  = 3                // walls in a row from which a host's pages are left alone
	wallPause  = 15 * time.Minute // at first; doubled at every further wall
	wallLonger = 24 * time.Hour   // at most
	wallsKept  = 10_000           // hosts remembered at most
)

// walls remembers the hosts that show walls, so that they are not asked for
// page after page in vain. The zero value is ready.
type walls struct {
	lock   sync.Mutex
	byHost *simplelru.LRU[string, wall] // nil before the first wall
}

type wall struct {
	inRow int
	until time.Time
}

func (w *walls) closed(raw string, now time.Time) bool {
	w.lock.Lock()
	defer w.lock.Unlock()
	if w.byHost == nil {
		return false
	}
	known, _ := w.byHost.Get(outlet.Host(raw))
	return now.Before(known.until)
}

// note takes in what became of a page; a fault that is no wall says nothing.
func (w *walls) note(raw string, err error, now time.Time) {
	w.lock.Lock()
	defer w.lock.Unlock()
	if w.byHost == nil {
		w.byHost, _ = simplelru.NewLRU[string, wall](wallsKept, nil)
	}
	host := outlet.Host(raw)
	switch {
	case err == nil:
		w.byHost.Remove(host)
	case errors.Is(err, ErrWall):
		next, _ := w.byHost.Get(host)
		next.inRow++
		if over := next.inRow - wallsMost; over >= 0 {
			next.until = now.Add(min(wallPause<<min(over, 10), wallLonger))
		}
		w.byHost.Add(host, next)
	}
}

// DropCommon takes out of texts that were read from pages what also stands, or
// stood before, under items that have nothing to do with them: it belongs to the
// site. What is no longer than the teaser then was no article, but a wall.
func (f *Fetcher) DropCommon(items []*feed.Item) {
	f.common.lock.Lock()
	defer f.common.lock.Unlock()
	for _, it := range items {
		f.common.add(it)
	}
	for _, it := range items {
		var left []string
		for _, line := range strings.Split(it.Text, "\n") {
			if !f.common.holds(it, line) {
				left = append(left, line)
			}
		}
		it.Text = page.Tidy(strings.Join(left, "\n"))
		if source := strings.TrimSpace(it.SourceText); len(it.Text) < page.LeastText || len(it.Text) <= len(source) {
			it.Text, it.SourceText, it.Walled = source, "", true
		}
	}
}

// paragraphs remembers under which titles paragraphs stood on the pages of a
// site. The zero value is ready.
type paragraphs struct {
	lock   sync.Mutex
	titles *simplelru.LRU[uint64, []string]
}

const (
	paragraphsMost = 50_000 // remembered at most: about 2,000 articles
	titlesMost     = 3      // titles remembered of one paragraph
)

func (p *paragraphs) add(it *feed.Item) {
	if p.titles == nil {
		p.titles, _ = simplelru.NewLRU[uint64, []string](paragraphsMost, nil)
	}
	for line := range strings.SplitSeq(it.Text, "\n") {
		key := paragraphKey(it, line)
		if known, _ := p.titles.Get(key); line != "" && len(known) < titlesMost && !slices.Contains(known, it.Title) {
			p.titles.Add(key, append(known, it.Title))
		}
	}
}

// holds reports a paragraph that stood under a title that shares no word with
// this item's.
func (p *paragraphs) holds(it *feed.Item, line string) bool {
	known, _ := p.titles.Peek(paragraphKey(it, line))
	return line != "" && slices.ContainsFunc(known, func(title string) bool {
		return title != it.Title && foreign(title, it.Title, it.Lang)
	})
}

// foreign reports two titles that tell of different things: they share no word.
func foreign(a, b, lang string) bool {
	lang = text.Detect(a+". "+b, lang)
	one, other := feed.TellingWords(a, lang), feed.TellingWords(b, lang)
	return len(one) > 0 && len(other) > 0 && !slices.ContainsFunc(one, func(w string) bool { return slices.Contains(other, w) })
}

func paragraphKey(it *feed.Item, line string) uint64 {
	return speech.Fingerprint(outlet.Site(it.URL) + " " + line)
}
