package brief

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/message"
	"dateline/store"
)

// A briefing is about its window. What others outranked in a schedule's earlier
// briefing, or what did not fit the messages, is offered again for three days: it
// takes the places that the window leaves empty, and its line says when it was left
// out.

// heldOverFor is how long a story that found no place is offered again: three days,
// and an hour by which a briefing may be late.
const heldOverFor = 73 * time.Hour

// slotsRead is how many of a schedule's slots are looked through: more than an
// hourly one has in that time.
const slotsRead = 100

// heldOver are the articles of the stories that found no place in the briefings of a
// request's schedule and that nobody has told its channel since. since is when each
// story was left out first.
func (w *Writer) heldOver(ctx context.Context, req Request) (items []store.Item, since map[int64]time.Time, err error) {
	if req.Schedule == 0 || req.Channel.ID == 0 {
		return nil, nil, nil
	}
	since, from, err := w.leftOut(ctx, req)
	if err != nil {
		return nil, nil, err
	}
	told, err := w.Store.ToldStories(ctx, req.Channel.ID, slices.Collect(maps.Keys(since)))
	if err != nil {
		return nil, nil, fmt.Errorf("read which stories channel %q was told: %w", req.Channel.Name, err)
	}
	maps.DeleteFunc(since, func(id int64, _ time.Time) bool { return len(told[id]) > 0 })
	items, err = w.Store.StoryItems(ctx, req.Scope, slices.Sorted(maps.Keys(since)), req.At)
	if err != nil {
		return nil, nil, fmt.Errorf("read the stories that found no place: %w", err)
	}
	return slices.DeleteFunc(req.seen(items), func(it store.Item) bool {
		begin := from[it.Article.Story]
		old := !it.Version.Seen.After(begin) && !it.Article.Time.After(begin) || !it.Article.Time.After(begin.Add(-recencyFloor))
		return old || it.Article.PublishedFrom == feed.FromUnread
	}), since, nil
}

// leftOut are the stories that found no place in the briefings of a request's schedule
// of the last three days, and that moderators did not take out since: when each was left
// out first, and where the window of that briefing began.
func (w *Writer) leftOut(ctx context.Context, req Request) (since, from map[int64]time.Time, err error) {
	slots, err := w.Store.Slots(ctx, req.Schedule, slotsRead)
	if err != nil {
		return nil, nil, fmt.Errorf("read the earlier briefings of %q: %w", req.Name, err)
	}
	slots = slices.DeleteFunc(slots, func(x store.Slot) bool { return x.Due.Before(req.At.Add(-heldOverFor)) || !x.Due.Before(req.At) })
	unplaced := make([][]int64, len(slots)) // stories by slot
	var all []int64
	for i, slot := range slots {
		for _, t := range Traces(slot) {
			if t.Outcome == Outranked || t.Outcome == Unfit {
				unplaced[i] = append(unplaced[i], t.Story)
			}
		}
		all = slices.Concat(all, unplaced[i], slot.Dropped)
	}
	slices.Sort(all)
	merged, err := w.Store.Merged(ctx, slices.Compact(all)) // an hourly schedule has left out thousands
	if err != nil {
		return nil, nil, err
	}
	now := func(id int64) int64 { return cmp.Or(merged[id], id) }
	since, from = map[int64]time.Time{}, map[int64]time.Time{}
	dropped := map[int64]bool{}
	for i, slot := range slots { // newest first: what was left out before it was taken out does not count, and the oldest stays
		for _, id := range slot.Dropped {
			dropped[now(id)] = true
		}
		for _, id := range unplaced[i] {
			if id = now(id); !dropped[id] {
				since[id], from[id] = slot.Due, slot.From
			}
		}
	}
	return since, from, nil
}

// withHeldOver groups the articles of a window and those held over into stories.
// One that has an article in the window is a story of the window, with all of them.
func (w *Writer) withHeldOver(ctx context.Context, req Request, window []store.Item) ([]*candidate, error) {
	items, since, err := w.heldOver(ctx, req)
	if err != nil {
		return nil, err
	}
	inWindow := map[int64]bool{} // articles
	for _, it := range window {
		inWindow[it.Article.ID] = true
		delete(since, it.Article.Story)
	}
	all := slices.Clone(window)
	for _, it := range items {
		if !inWindow[it.Article.ID] {
			all = append(all, it)
		}
	}
	slices.SortStableFunc(all, func(a, b store.Item) int {
		if n := a.Article.Time.Compare(b.Article.Time); n != 0 {
			return n
		}
		return cmp.Compare(a.Article.ID, b.Article.ID)
	})
	stories := groupStories(all, &w.cache)
	for _, c := range stories {
		c.heldSince = since[c.id]
	}
	return stories, nil
}

// held reports whether a story is one of an earlier briefing that found no place.
func (c *candidate) held() bool { return !c.heldSince.IsZero() }

// toldLate says of a story why it is told only now, with what comes after that: when
// it found no place, or that it was no alert in quiet hours; "" of another.
func (b Briefing) toldLate(s Story, key, after string) string {
	if s.Quiet {
		return b.Words().Say("alert_quiet") + after
	}
	if s.HeldSince.IsZero() {
		return ""
	}
	return b.Words().Say(key, message.OnDay(s.HeldSince, b.At.In(b.Location()), b.Words())) + after
}
