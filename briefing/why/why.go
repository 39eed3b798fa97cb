// Package why answers "why was this posted here, or not?": it looks up what was
// read of a story in the last seven days, and what each briefing of a channel made
// of it. It sees what its scope sees, so that of another's sources it says what it
// says of what nobody read. It decides nothing about briefings, and knows no form
// of a message beyond its lines.
package why

import (
	"cmp"
	"context"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/feed"
	"dateline/briefing/feed/link"
	"dateline/briefing/message"
	"dateline/briefing/text"
	"dateline/store"
	"dateline/store/state"
)

const (
	// Span is how far back it looks; without a story it tells of the newest
	// briefing and those of the day before it.
	Span = 7 * 24 * time.Hour
	// before Span something may have been published and be read in it
	published = 14 * 24 * time.Hour
	// old: a briefing leaves out what was published longer before it was read
	old = 72 * time.Hour
	// slotsMost of a schedule are looked through: more than an hourly one has in Span
	slotsMost = 200
)

// Question is what somebody wants to know about one channel.
type Question struct {
	Store   *store.Store
	Scope   store.Scope
	Guild   int64  // 0: direct messages
	User    int64  // whose they are
	Channel int64  // Discord's id
	Name    string // of the channel
	Asked   string // words of a story, or the address of an article; "" is whatever the newest briefings weighed
	Slot    int64  // one briefing alone; 0 is all of Span
	Now     time.Time
	Zone    *time.Location
}

// Answer is what became of the stories that were asked about.
type Answer struct {
	Question
	Schedules []store.Planned // of the channel
	Slots     []store.Slot    // of them, that were written and are asked about, newest first
	Stories   []Found
	Posted    int
}

// Found is one story, and what became of it.
type Found struct {
	Title, Link string    // the link is that of an article, where no briefing weighed it
	Read        time.Time // when it was read first; zero where that is not known
	Slot        store.Slot
	Unsent      state.Post   // of a briefing that has not arrived: how far it is
	Weighed     brief.Traced // what the briefing of Slot made of it; zero where none weighed it
	Unweighed   Reason
	Alerted     time.Time // when an alert told it; zero where none did
}

// Reason says why no briefing weighed a story.
type Reason string

// The reasons.
const (
	Next    Reason = "next"    // it is not due yet
	Undated Reason = "undated" // its date cannot be read, so it may be old
	Old     Reason = "old"     // it was old when it was read
	Before  Reason = "before"  // it was read before the channel had a schedule
	Alerts  Reason = "alerts"  // the channel has alerts and no briefings
	Far     Reason = "far"     // too many were before it to keep a note of all
)

// Answer looks it up.
func (q Question) Answer(ctx context.Context) (Answer, error) {
	out := Answer{Question: q}
	if err := out.load(ctx); err != nil {
		return out, fmt.Errorf("look up the briefings of a channel: %w", err)
	}
	var read []readStory
	if q.Asked != "" {
		var err error
		if read, err = q.read(ctx); err != nil {
			return out, fmt.Errorf("look up what was read: %w", err)
		}
	}
	if err := out.weighed(ctx, read); err != nil {
		return out, fmt.Errorf("look up what became of stories: %w", err)
	}
	return out, nil
}

// schedules are those of the server, or of the person in direct messages.
func (q Question) schedules(ctx context.Context) ([]store.Planned, error) {
	if q.Guild == 0 {
		return q.Store.Follows(ctx, q.User)
	}
	return q.Store.Schedules(ctx, q.Guild)
}

// load reads the channel's schedules and their briefings.
func (a *Answer) load(ctx context.Context) error {
	all, err := a.schedules(ctx)
	if err != nil {
		return err
	}
	for _, x := range all {
		if x.Channel.DiscordID != a.Channel {
			continue
		}
		a.Schedules = append(a.Schedules, x)
		slots, err := a.Store.Slots(ctx, x.Schedule.ID, slotsMost)
		if err != nil {
			return err
		}
		for _, s := range slots {
			if s.Trace != "" && (s.ID == a.Slot || a.Slot == 0 && s.Due.After(a.Now.Add(-Span))) {
				a.Slots = append(a.Slots, s)
			}
		}
	}
	if a.Slot != 0 && len(a.Slots) == 0 { // older, or of a schedule that has ended
		slot, err := a.Store.Slot(ctx, a.Slot)
		if err != nil {
			return err
		}
		a.Slots = []store.Slot{slot}
	}
	slices.SortStableFunc(a.Slots, func(x, y store.Slot) int { return y.Due.Compare(x.Due) })
	if a.Asked == "" && len(a.Slots) > 0 {
		day := a.Slots[0].Due.Add(-24 * time.Hour)
		a.Slots = slices.DeleteFunc(a.Slots, func(x store.Slot) bool { return !x.Due.After(day) })
	}
	return nil
}

// Titles are those of the stories that the channel's briefings weighed in Span.
func (q Question) Titles(ctx context.Context) ([]string, error) {
	a := Answer{Question: q}
	a.Asked = "any"
	err := a.load(ctx)
	var out []string
	seen := map[string]bool{}
	for _, x := range a.Slots {
		for _, t := range brief.Traces(x) {
			if t.Title != "" && !seen[t.Title] {
				seen[t.Title] = true
				out = append(out, t.Title)
			}
		}
	}
	return out, err
}

// readStory is a story that was read; at is when it was first.
type readStory struct {
	id          int64
	title, link string
	at          time.Time
	unread, old bool // when it was published is stated and cannot be read; it is long ago
}

// read lists the stories that are asked for, newest first.
func (q Question) read(ctx context.Context) ([]readStory, error) {
	from := q.Now.Add(-Span)
	items, err := q.Store.Window(ctx, q.Scope, store.Range{From: from.Add(-published), To: q.Now, NoText: true})
	if err != nil {
		return nil, err
	}
	fits := q.fits()
	at := map[int64]int{} // by story
	var out []readStory
	for _, it := range items {
		article := it.Article
		if i, known := at[article.Story]; known && article.Story != 0 {
			if article.Seen.Before(out[i].at) {
				out[i].at = article.Seen
			}
			continue
		}
		if !article.Seen.After(from) || !fits(it) {
			continue
		}
		at[article.Story] = len(out)
		long := !article.Published.IsZero() && article.Seen.Sub(article.Published) > old
		out = append(out, readStory{id: article.Story, title: it.Version.Title, link: article.URL, at: article.Seen, old: long,
			unread: article.PublishedFrom == feed.FromUnread})
	}
	slices.SortStableFunc(out, func(x, y readStory) int { return y.at.Compare(x.at) })
	return out, nil
}

// fits tells articles that are asked for: by the address, or by every word of their title.
func (q Question) fits() func(store.Item) bool {
	if address := q.address(); address != "" {
		return func(it store.Item) bool { return link.Key(it.Article.URL) == address }
	}
	return func(it store.Item) bool { return about(it.Version.Title, it.Version.Lang, q.Asked) }
}

// Words reports whether it asks by words of a story, not by an address.
func (q Question) Words() bool { return q.Asked != "" && q.address() == "" }

// address is what the spellings of an address have in common; "" of words.
func (q Question) address() string {
	asked := strings.Trim(q.Asked, "<>")
	if strings.ContainsAny(asked, " \t\n") || !strings.Contains(asked, ".") || !strings.Contains(asked, "/") {
		return ""
	}
	if !strings.Contains(asked, "://") {
		asked = "https://" + asked
	}
	if parsed, err := url.Parse(asked); err != nil || parsed.Host == "" {
		return ""
	}
	return link.Key(asked)
}

// about reports whether a title holds every word that was asked for.
func about(title, lang, words string) bool {
	have, asked := text.TermSet(title, lang), 0
	for _, t := range text.Terms(words, lang) {
		if text.Stop(t, lang) {
			continue
		}
		if asked++; !have[t] {
			return false
		}
	}
	return asked > 0
}

// weighed finds what became of each story: of several briefings that weighed it
// the one that told it, else the newest.
func (a *Answer) weighed(ctx context.Context, read []readStory) error {
	now, err := a.lives(ctx)
	if err != nil {
		return err
	}
	at, wanted := map[int64]int{}, map[int64]readStory{} // by story
	for _, r := range read {
		wanted[r.id] = r
	}
	for _, slot := range a.Slots {
		unsent, err := a.unsent(ctx, slot)
		if err != nil {
			return err
		}
		for _, t := range brief.Traces(slot) {
			id := cmp.Or(now[t.Story], t.Story)
			if r, known := wanted[id]; a.Asked == "" || known || about(t.Title, "en", a.Asked) {
				a.note(at, id, Found{Title: t.Title, Read: r.at, Slot: slot, Unsent: unsent, Weighed: t})
			}
		}
	}
	if err := a.alerted(ctx, at, now, wanted); err != nil {
		return err
	}
	for _, r := range read {
		if _, seen := at[r.id]; !seen || r.id == 0 {
			a.Stories = append(a.Stories, Found{Title: r.title, Link: r.link, Read: r.at, Unweighed: a.unweighed(r)})
		}
	}
	for _, x := range a.Stories {
		if x.posted() {
			a.Posted++
		}
	}
	return nil
}

// posted reports whether a story stands in the channel.
func (x Found) posted() bool {
	return !x.Alerted.IsZero() || x.Weighed.Outcome == brief.Posted && x.Unsent == ""
}

// note keeps what a briefing made of a story, if no newer one weighed it, or it alone told it.
func (a *Answer) note(at map[int64]int, story int64, x Found) {
	i, seen := at[story]
	switch {
	case !seen:
		at[story] = len(a.Stories)
		a.Stories = append(a.Stories, x)
	case x.Weighed.Outcome == brief.Posted && a.Stories[i].Weighed.Outcome != brief.Posted:
		a.Stories[i] = x
	}
}

// alerted finds the stories that alerts of the channel told, and no briefing.
func (a *Answer) alerted(ctx context.Context, at map[int64]int, now map[int64]int64, wanted map[int64]readStory) error {
	if a.Slot != 0 {
		return nil
	}
	channels, err := a.Store.GuildChannels(ctx, a.Guild)
	if err != nil {
		return err
	}
	var posts []store.Post
	for _, ch := range channels {
		if ch.DiscordID == a.Channel && err == nil {
			posts, err = a.Store.Alerts(ctx, ch.ID, a.Now.Add(-Span))
		}
	}
	for _, p := range posts {
		payload, _ := message.ParsePayload(p.Payload) // ours; of what cannot be read nothing is known
		for _, s := range payload.Stories {
			id := cmp.Or(now[s.Story], s.Story)
			r, known := wanted[id]
			if p.State != state.PostSent || a.Asked != "" && !known && !about(s.Title, "en", a.Asked) {
				continue
			}
			found := Found{Title: s.Title, Read: r.at, Alerted: p.Last}
			if i, seen := at[id]; !seen {
				at[id] = len(a.Stories)
				a.Stories = append(a.Stories, found)
			} else if a.Stories[i].Weighed.Outcome != brief.Posted {
				a.Stories[i] = found
			}
		}
	}
	return err
}

// lives says of the stories in the traces that have been merged which one lives on.
func (a *Answer) lives(ctx context.Context) (map[int64]int64, error) {
	var ids []int64
	for _, x := range a.Slots {
		for _, t := range brief.Traces(x) {
			ids = append(ids, t.Story)
		}
	}
	slices.Sort(ids)
	return a.Store.Merged(ctx, slices.Compact(ids))
}

// unsent is the state of a briefing's posts where they have not all arrived; "" where they have.
func (a *Answer) unsent(ctx context.Context, slot store.Slot) (state.Post, error) {
	posts, err := a.Store.SlotPosts(ctx, slot.ID)
	for _, p := range posts {
		if p.State != state.PostSent {
			return p.State, err
		}
	}
	return "", err
}

// unweighed says why no briefing weighed a story.
func (a *Answer) unweighed(r readStory) Reason {
	var made, cut time.Time
	for _, x := range a.Schedules {
		if from := x.Schedule.From.Add(-24 * time.Hour); made.IsZero() || from.Before(made) { // a first briefing covers a day
			made = from
		}
	}
	for _, x := range a.Slots {
		if x.Cut.After(cut) {
			cut = x.Cut
		}
		if x.From.Before(made) { // the schedule was changed since, or has ended
			made = x.From
		}
	}
	switch {
	case len(a.Schedules) == 0:
		return Alerts
	case r.unread:
		return Undated
	case r.old:
		return Old
	case r.at.Before(made):
		return Before
	case r.at.After(cut):
		return Next
	}
	return Far
}
