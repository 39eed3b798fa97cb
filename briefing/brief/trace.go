package brief

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/dustin/go-humanize"

	"dateline/briefing/feed"
	"dateline/briefing/message"
	"dateline/briefing/text"
	"dateline/store"
)

// Traced is what became of one story of the window: what "why?" is answered from.
type Traced struct {
	Story   int64     `json:"story"`
	Title   string    `json:"title"`
	Place   int       `json:"place"` // in the ranking, from 1; 0 for what was not ranked
	Outcome Outcome   `json:"outcome"`
	Rank    Rank      `json:"rank"`
	Asked   int       `json:"asked,omitempty"`  // Outranked: how many stories the briefing holds; FewReports: how many a story needs
	ToldAt  time.Time `json:"told_at,omitzero"` // NothingNew: when it was told
	Word    string    `json:"word,omitempty"`   // Excluded: which
	Note    string    `json:"note,omitempty"`   // what else there is to know of a story that was posted
}

// tracedMost is how many stories of a window are kept for "why?".
const tracedMost = 50

// trace notes what became of a candidate. Its title is that of its first article
// unless one was given.
func (r *writerRun) trace(c *candidate, t Traced) {
	if len(r.b.Trace) == tracedMost {
		return
	}
	if all := c.all(); t.Title == "" && len(all) > 0 {
		t.Title = all[0].Name()
	}
	t.Story, t.Rank = c.id, c.rank
	r.b.Trace = append(r.b.Trace, t)
}

// traceUnposted notes what became of the candidates that no story was shown of:
// those from tried on were not written, and places are of those that were and
// found no room. It counts the ones not written that bring something.
func (r *writerRun) traceUnposted(cs []*candidate, tried int, places map[int64]int) int {
	left := 0
	for i, c := range cs {
		_, written := places[c.id]
		switch {
		case i < tried && !written, c.held(): // its outcome is known
			continue
		case i >= tried && len(c.members) == 0:
			r.b.leave(c)
			r.trace(c, nothingNew(c, i))
			continue
		case i >= tried && c.hasNews():
			left++
		}
		r.trace(c, Traced{Place: i + 1, Outcome: Outranked, Asked: r.req.Stories})
	}
	return left
}

// nothingNew says why a story gave nothing to tell. place is its place in the
// ranking, from 0.
func nothingNew(c *candidate, place int) Traced {
	t := Traced{Place: place + 1, Outcome: Untellable}
	switch {
	case len(c.members) == 0:
		t.Outcome = Opinion
	case c.history != nil && !c.newInHeadlines:
		t.Outcome, t.ToldAt = NothingNew, c.history.at
	case c.elsewhere:
		t.Outcome = ToldInOther
	}
	return t
}

// Traces are the stories that a slot weighed, in order of rank: posted or not,
// and why.
func Traces(x store.Slot) []Traced {
	var out []Traced
	_ = json.Unmarshal([]byte(x.Trace), &out) // ours; an unreadable one explains nothing
	return out
}

// whyMost is how many stories a "why?" lists.
const whyMost = 10

// WhyQuery asks what became of stories in one channel.
type WhyQuery struct {
	Channel string           // its name
	Words   string           // a story's title or words; "" is every story
	Slots   []store.Slot     // that were written, newest first
	Read    []ReadStory      // what was read besides that fits the words
	Unsent  map[int64]string // by slot: what became of a briefing that was written and has not arrived
	Zone    *time.Location
}

// ReadStory is a story that was read; At is when it was first.
type ReadStory struct {
	Story  int64
	Title  string
	At     time.Time
	Old    bool // it was published long before
	Unread bool // when it was published is stated and cannot be read
}

// Why explains what was posted, what was not, and for which reason.
func Why(q WhyQuery) []message.Block {
	items, posted := q.weighed()
	weighed := len(items)
	items = append(items, q.unweighed()...)
	first := fmt.Sprintf("#%s: %s weighed, %d posted", q.Channel, message.Count(weighed, "story", "stories"), posted)
	switch {
	case len(items) == 0 && q.Words != "":
		first = fmt.Sprintf("#%s: nothing with these words was read in the last 7 days", q.Channel)
	case len(items) == 0:
		first = "#" + q.Channel + ": " + q.emptyDays()
	case weighed == 0:
		first = fmt.Sprintf("#%s: read, and in no briefing", q.Channel)
	}
	out := append([]message.Block{{Kind: message.Title, Runs: []message.Run{{Text: first, Bold: true}}}},
		items[:min(len(items), whyMost)]...)
	if n := len(items) - whyMost; n > 0 {
		out = append(out, message.Block{Kind: message.Small, Runs: message.Plain(fmt.Sprintf("And %d more.", n))})
	}
	return out
}

// weighed are the stories of the slots that fit, and how many of them were posted.
func (q WhyQuery) weighed() (items []message.Block, posted int) {
	read := map[int64]time.Time{}
	for _, r := range q.Read {
		read[r.Story] = r.At
	}
	seen := map[int64]bool{}
	for _, x := range q.Slots {
		for _, t := range Traces(x) {
			if seen[t.Story] || !about(t.Title, q.Words) {
				continue
			}
			seen[t.Story] = true
			runs := message.Plain(message.TrimStop(t.Title) + ": ")
			switch at, known := read[t.Story]; {
			case t.Outcome == Posted && q.Unsent[x.ID] != "":
				runs = append(runs, message.Run{Text: "in the briefing of "}, message.Run{Time: x.Due},
					message.Run{Text: ", which " + q.Unsent[x.ID]})
			case t.Outcome == Posted:
				posted++
				runs = append(runs, message.Run{Text: "posted "}, message.Run{Time: x.Due},
					message.Run{Text: ", ranked " + humanize.Ordinal(t.Place) + reasons(t)})
			case known:
				runs = append(runs, message.Plain("read "+message.Day(at.In(q.Zone), x.Due.In(q.Zone))+"; "+t.Said(nil)+reasons(t))...)
			default:
				runs = append(runs, message.Plain(t.Said(nil)+reasons(t))...)
			}
			items = append(items, message.Block{Kind: message.Item, Runs: runs})
		}
	}
	return items, posted
}

// unweighed are the stories that were read and that no briefing weighed.
func (q WhyQuery) unweighed() []message.Block {
	seen := map[int64]bool{}
	newest := time.Time{}
	for _, x := range q.Slots {
		if x.Cut.After(newest) {
			newest = x.Cut
		}
		for _, t := range Traces(x) {
			seen[t.Story] = true
		}
	}
	var items []message.Block
	for _, r := range q.Read {
		if seen[r.Story] {
			continue
		}
		why := "no briefing here weighed it: it is outside what this channel asks for, or too far down"
		switch {
		case r.At.After(newest):
			why = "the next briefing weighs it"
		case r.Unread:
			why = "its date cannot be read, so it may be old"
		case r.Old:
			why = "too old when it was read"
		}
		items = append(items, message.Block{Kind: message.Item, Runs: message.Plain(message.TrimStop(r.Title) + ": read " +
			r.At.In(q.Zone).Format("2 Jan") + "; " + why)})
	}
	return items
}

// emptyDays says on which days the briefings that are asked about held nothing.
func (q WhyQuery) emptyDays() string {
	var first, last time.Time
	for _, x := range q.Slots {
		if at := x.Due.In(q.Zone); first.IsZero() || at.Before(first) {
			first = at
		}
		if at := x.Due.In(q.Zone); at.After(last) {
			last = at
		}
	}
	if first.IsZero() {
		return "no briefing was written yet"
	}
	return "nothing was new on " + message.Days(first, last, last)
}

// reasons are the terms of a rank in words, in brackets, and what else is known.
func reasons(t Traced) string {
	said := ""
	if t.Rank != (Rank{}) {
		said = " (" + t.Rank.String() + ")"
	}
	if t.Note != "" {
		said += "; " + t.Note
	}
	return said
}

// about reports whether a title holds every word that was asked for.
func about(title, words string) bool {
	have := text.TermSet(title, "en")
	for _, t := range text.Terms(words, "en") {
		if !text.Stop(t, "en") && !have[t] {
			return false
		}
	}
	return true
}

// slotsOfWhy is how many slots of a schedule are looked through: more than an
// hourly one has in seven days.
const slotsOfWhy = 200

// RecentSlots lists the slots of a channel's schedules that were written since
// a time, newest first.
func RecentSlots(ctx context.Context, st *store.Store, guild, channel int64, since time.Time) ([]store.Slot, error) {
	all, err := st.Schedules(ctx, guild)
	if err != nil {
		return nil, err
	}
	var out []store.Slot
	for _, x := range all {
		if x.Channel.DiscordID != channel {
			continue
		}
		slots, err := st.Slots(ctx, x.Schedule.ID, slotsOfWhy)
		if err != nil {
			return nil, err
		}
		for _, s := range slots {
			if s.Trace != "" && s.Due.After(since) {
				out = append(out, s)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b store.Slot) int { return b.Due.Compare(a.Due) })
	return out, nil
}

// ReadStories lists the stories whose articles were read in a range of time and
// whose title holds the words, newest first.
func ReadStories(ctx context.Context, st *store.Store, sc store.Scope, window store.Range, words string) ([]ReadStory, error) {
	window.NoText = true
	items, err := st.Window(ctx, sc, window)
	if err != nil {
		return nil, err
	}
	at := map[int64]int{} // by story
	var out []ReadStory
	for _, it := range items {
		article := it.Article
		if i, known := at[article.Story]; known && article.Story != 0 {
			if article.Seen.Before(out[i].At) {
				out[i].At = article.Seen
			}
			continue
		}
		if !about(it.Version.Title, words) {
			continue
		}
		at[article.Story] = len(out)
		old := !article.Published.IsZero() && article.Seen.Sub(article.Published) > recencyFloor
		out = append(out, ReadStory{Story: article.Story, Title: it.Version.Title, At: article.Seen, Old: old,
			Unread: article.PublishedFrom == feed.FromUnread})
	}
	slices.SortStableFunc(out, func(a, b ReadStory) int { return b.At.Compare(a.At) })
	return out, nil
}
