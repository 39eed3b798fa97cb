package brief

import (
	"context"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/people"
	"dateline/store"
)

// TimelineMost is how many reports a timeline lists at most.
const TimelineMost = 14

// Timeline is who reported what of a story, and when.
type Timeline struct {
	Title   string
	Reports []Reported // independent texts, oldest first
	Items   []store.Item

	card Card
}

// Reported is one report: its headline, as it may be shown.
type Reported struct {
	At    time.Time
	Claim claim.Claim
}

// Timeline reads the course of a story. ErrNotFound when the reader sees nothing of it
// that may be told.
func (w *Writer) Timeline(ctx context.Context, q CardQuery) (Timeline, error) {
	card, err := w.Card(ctx, q)
	if err != nil {
		return Timeline{}, err
	}
	_, chosen, items, err := w.cardStory(ctx, q)
	if err != nil {
		return Timeline{}, err
	}
	withheld, err := w.Store.Withheld(ctx, q.Owners...)
	if err != nil {
		return Timeline{}, err
	}
	out := Timeline{Title: card.Title, Items: items, card: card}
	members, _ := representatives(chosen)
	rules := people.New(chosen.members)
	for _, m := range members {
		if said, ok := rules.Claim(m.Headline()); ok && claim.Worded(said.Text) && !withheld.Hold(said.Cites[0].Quote) {
			out.Reports = append(out.Reports, Reported{m.Item.Article.Time, said})
		}
	}
	return out, nil
}

// Blocks are the timeline in words, with up to most reports: the first ones and the
// newest, and how many lie between.
func (t Timeline) Blocks(most int) []message.Block {
	w := t.card.query.Words
	out := []message.Block{{Kind: message.Heading, Runs: message.Plain(w.Say("timeline_of", t.Title))}}
	first := min(len(t.Reports), most)
	if len(t.Reports) > most {
		first = most / 3
	}
	to := claim.NewLinker()
	for i, r := range t.Reports {
		if left := len(t.Reports) - most; i >= first && i < first+left {
			if i == first {
				out = append(out, message.Block{Kind: message.Item, Runs: message.Plain(w.Count(left, "timeline_between"))})
			}
			continue
		}
		cite := r.Claim.Cites[0]
		runs := claim.Framed(w.Around("timeline_line"), r.Claim.Shown(), message.Run{Text: t.card.clock(r.At)}, to.Link(cite))
		out = append(out, message.Block{Kind: message.Item, Runs: runs})
	}
	return append(out, message.Block{Kind: message.Para, Runs: message.Plain(t.Finding())})
}

// Finding is in words what a picture of the reports over time shows: how many there
// are, by whom and when, the busiest day, and who was first.
func (t Timeline) Finding() string {
	w, zone := t.card.query.Words, t.card.query.Zone
	first, last := t.Items[0].Article, t.Items[len(t.Items)-1].Article
	said := w.Say("finding", w.Count(len(t.Items), "articles"), w.Count(store.OutletCount(t.Items), "outlets"),
		w.Days(first.Time.In(zone), last.Time.In(zone), t.card.now))
	day, n := most(t.Items, func(it store.Item) string { return t.Day(it.Article.Time.In(zone)) })
	if n > 1 && n < len(t.Items) {
		said += " " + w.Say("finding_day", day, n)
	}
	if outlet, n := most(t.Items, func(it store.Item) string { return it.Article.Outlet }); n > 1 && n < len(t.Items) {
		said += " " + w.Say("finding_outlet", outlet, n)
	}
	return said + " " + w.Say("finding_first", claim.OutletRun(first.Outlet, "").Text, t.card.clock(first.Time))
}

// most is the value that most items have, the first of several, and how many.
func most(items []store.Item, of func(store.Item) string) (best string, n int) {
	count := map[string]int{}
	for _, it := range items {
		count[of(it)]++
	}
	for _, it := range items {
		if value := of(it); count[value] > n {
			best, n = value, count[value]
		}
	}
	return best, n
}

// Day names a day as the timeline does.
func (t Timeline) Day(at time.Time) string { return t.card.query.Words.Day(at, t.card.now) }

// Zone is that of the timeline's reader.
func (t Timeline) Zone() *time.Location { return t.card.query.Zone }
