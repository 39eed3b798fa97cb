package brief

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/phrases"
	"dateline/store"
	"dateline/store/state"
)

// Reading is how much of what a briefing should tell of was read for it. Only
// of what was read "nothing new" may be said.
type Reading struct {
	Watched   int       // sources that are read again and again
	Failed    int       // of them: not read up to the briefing's end
	Untried   int       // of these: nobody tried, by then
	ReadUntil time.Time // when the newest reading of a Failed one began; zero: never
	Paused    int       // sources the reader has paused, counted when no other is there
	Unplaced  int       // articles that were read and stand in no story yet

	sourceless bool // the reader has no source at all, not even files
}

// unreadLimit: when more than one in so many sources was not read, an empty
// briefing cannot be called so (over a quarter).
const unreadLimit = 4

// Partial reports whether too much was not read to call the day empty.
func (r Reading) Partial() bool { return r.Failed*unreadLimit > r.Watched }

// Begun reports whether anything was ever tried to be read of what is there to read.
func (r Reading) Begun() bool {
	return r.Watched == 0 || r.Untried < r.Watched || !r.ReadUntil.IsZero()
}

// Blind reports whether a briefing without a story says nothing of the day.
func (r Reading) Blind() bool { return r.Partial() || r.Unplaced > 0 }

// reading looks how far the sources of a request were read.
func (w *Writer) reading(ctx context.Context, req Request) (Reading, error) {
	reading := Reading{sourceless: len(req.Scope.Sources) == 0 && !req.Scope.Everything}
	srcs, err := w.Store.Watched(ctx, req.Scope)
	if err != nil {
		return reading, fmt.Errorf("list sources: %w", err)
	}
	reading.Watched = len(srcs)
	for _, s := range srcs {
		if !unread(s, req) {
			continue
		}
		reading.Failed++
		if s.Fails == 0 && s.State == state.SourceActive {
			reading.Untried++
		}
		reading.ReadUntil = LaterOf(reading.ReadUntil, s.Read)
	}
	if !reading.sourceless {
		return reading, nil
	}
	chosen, err := w.Store.Chosen(ctx, cmp.Or(req.Channel.Owner, store.Desk))
	if err != nil {
		return reading, fmt.Errorf("list sources: %w", err)
	}
	for _, s := range chosen {
		if s.Paused {
			reading.Paused++
		}
	}
	return reading, nil
}

// unread reports whether a source may hold what nobody has read: it was never
// read, its last visit failed or was its last, or its next one is overdue. One
// that was read within its own interval counts as read.
func unread(s store.Source, req Request) bool {
	switch overdue := LaterOf(req.ReadBy, req.At.Add(-ReadTime)); {
	case !s.Read.IsZero() && !s.Read.Before(req.At):
		return false // a window of the past
	case s.Read.IsZero() || s.Fails > 0 || s.State != state.SourceActive:
		return true
	case req.At.Sub(s.Read) > store.PollMost*5/4: // whatever a clock that was wrong has planned
		return true
	default:
		return !s.Next.After(overdue)
	}
}

// share says which part of the sources was not read: "5 of 8 sources could not
// be read since Sun 22 Nov, 19:00".
func (r Reading) share(w *phrases.Words, zone *time.Location) string {
	key, args := "share", []any{r.Failed, r.Watched}
	if r.Watched == 1 {
		key, args = "only", nil
	}
	if r.Untried > 0 {
		key += "_untried"
	} else {
		key += "_failed"
	}
	if r.ReadUntil.IsZero() {
		return w.Say(key+"_never", args...)
	}
	return w.Say(key+"_since", append(args, w.Stamp(r.ReadUntil.In(zone)))...)
}

// LeftOut counts the stories of a window that a briefing does not tell, but for
// those that found no place (More).
type LeftOut struct {
	NotNews int // opinion, live blogs and the like
	Untold  int // nothing in them could be told with a source
	Omitted int // they hold words that the channel leaves out
	Dropped int // moderators took them out
	Muted   int // the reader has hidden them

	kinds []string // of what is not news: of genres
	told  int      // told before, and nothing new since
}

// genres are what is not news, by the texts that name them.
var genres = []string{"opinion", "analysis", "review", "advert", "satire", "live", "roundup"}

// leave counts a story that gave nothing to tell.
func (l *LeftOut) leave(c *candidate) {
	switch {
	case len(c.members) == 0:
		l.NotNews++
		for _, o := range c.others {
			if kind := o.Item.Version.Genre; slices.Contains(genres, kind) && !slices.Contains(l.kinds, kind) {
				l.kinds = append(l.kinds, kind)
			}
		}
	case c.history != nil && !c.newInHeadlines || c.elsewhere:
		l.told++
	default:
		l.Untold++
	}
}

// said are the counts in words.
func (l LeftOut) said(w *phrases.Words) []string {
	var out []string
	if l.NotNews > 0 {
		var kinds []string
		for _, kind := range l.kinds {
			kinds = append(kinds, w.Say("genre_"+kind))
		}
		slices.Sort(kinds)
		said := w.Count(l.NotNews, "not_news")
		if len(kinds) > 0 {
			said += " (" + w.List(kinds) + ")"
		}
		out = append(out, said)
	}
	if l.Untold > 0 {
		out = append(out, w.Count(l.Untold, "untold"))
	}
	if l.Omitted > 0 {
		out = append(out, w.Count(l.Omitted, "omitted"))
	}
	if l.Dropped > 0 {
		out = append(out, w.Count(l.Dropped, "dropped"))
	}
	if l.Muted > 0 {
		out = append(out, w.Count(l.Muted, "muted"))
	}
	return out
}

// look notes what of the articles could not be looked through. What a source
// stores while the briefing is written, and what stands in no story yet, is
// looked through for the next one.
func (b *Briefing) look(items []store.Item) {
	if b.Untried > 0 {
		b.Looked = b.Looked.Add(-store.PollLease)
	}
	for _, it := range items {
		if it.Article.Story != 0 {
			continue
		}
		b.Unplaced++
		if !it.Version.Seen.After(b.Looked) {
			b.Looked = it.Version.Seen.Add(-time.Millisecond)
		}
	}
}

const ReadTime = 2 * time.Minute // after this a scheduled briefing is written without the sources that are still not read

// LaterOf is the later of two times.
func LaterOf(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// window reads the articles the briefing is about. What found no place in an earlier
// one is not among them: see heldOver.
func (w *Writer) window(ctx context.Context, req Request, led *ledger) ([]store.Item, error) {
	from := req.From
	if since := led.since(req); since.Before(from) {
		from = since
	}
	if floor := req.At.Add(-recencyFloor); req.Live && from.After(floor) {
		from = floor
	}
	items, err := w.Store.Window(ctx, req.Scope, store.Range{From: from, To: req.At})
	if err != nil {
		return nil, fmt.Errorf("read the articles since %s: %w", from.Format(time.RFC3339), err)
	}
	kept := items[:0]
	for _, it := range req.seen(items) {
		switch article := it.Article; {
		case led.known && !article.Time.After(led.cut) && !it.Version.Seen.After(led.made):
			continue // the channel's last briefing has seen it
		case !led.known && req.Live && !it.Version.Seen.After(req.From) && !article.Time.After(req.From):
			continue // neither seen nor published in the window
		case article.PublishedFrom == feed.FromUnread:
			continue // it may be years old
		}
		kept = append(kept, it)
	}
	return kept, nil
}

// seen leaves of items what was read by the time that the request names.
func (req Request) seen(items []store.Item) []store.Item {
	if req.SeenBy.IsZero() {
		return items
	}
	return slices.DeleteFunc(items, func(it store.Item) bool { return it.Article.Seen.After(req.SeenBy) })
}
