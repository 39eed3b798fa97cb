package briefing

import (
	"slices"
	"time"

	"dateline/briefing/phrases"
)

// Again is a story that an alert or another schedule of the channel told, and
// of which nothing new is known: it gets one line, once.
type Again struct {
	Story  int64
	Title  string
	ToldAt time.Time
	Link   string // to the message; "" in a terminal

	touches bool    // it touches a word of the channel's list
	claims  []int64 // that this schedule has not told, by which this line tells the same
}

// again adds such a line; as many as the briefing may hold stories.
func (r *writing) again(c *candidate, place int) {
	if len(r.b.Again) >= r.req.Stories {
		return
	}
	a := Again{Story: c.id, Title: c.told.title, ToldAt: c.told.at, Link: c.told.link, touches: c.touchedBy(r.req.Words)}
	seen := map[int64]bool{}
	for _, x := range c.told.cites {
		seen[x.Claim] = seen[x.Claim] || x.Post.Schedule == r.led.schedule
	}
	for _, x := range c.told.cites {
		if !seen[x.Claim] {
			seen[x.Claim], a.claims = true, append(a.claims, x.Claim)
		}
	}
	if a.Title == "" {
		all := c.all()
		a.Title = all[len(all)-1].name()
	}
	if (Story{Title: a.Title, touches: a.touches}).omittedBy(r.req.Words) {
		r.b.Omitted++
		r.trace(c, place+1, a.Title, omitted)
		return
	}
	r.b.Again = append(r.b.Again, a)
	r.trace(c, place+1, a.Title, "posted")
}

// toldItem is what a message can tell: a story, a line about one, a correction.
// A correction's id is negative: its story may stand beside it.
type toldItem struct {
	id     int64
	title  string
	claims []int64
}

// full is how many stories are told in full; the others are their headings.
func (b Briefing) full() int {
	if len(b.Stories) > longBriefing {
		return fullStories
	}
	return len(b.Stories)
}

// items are all that a briefing tells, each with the claims that its reader sees.
func (b Briefing) items() []toldItem {
	var out []toldItem
	for i, s := range b.Stories {
		x := toldItem{id: s.ID, title: s.Title}
		shown := s.Claims
		if i >= b.full() {
			shown = shown[:1]
		} else if s.Differ != nil {
			shown = append(append([]Claim(nil), shown...), s.Differ.A, s.Differ.B)
		}
		for _, c := range shown {
			x.claims = append(x.claims, c.id)
		}
		out = append(out, x)
	}
	for _, a := range b.Again {
		out = append(out, toldItem{a.Story, a.Title, a.claims})
	}
	for i, c := range b.Corrections {
		out = append(out, toldItem{correctionID(i), "Correction", []int64{c.Now.id}})
	}
	return out
}

func correctionID(i int) int64 { return -int64(i) - 1 }

// only keeps the items that are told.
func (b Briefing) only(told map[int64]bool) Briefing {
	out := b
	out.Stories, out.Again, out.Corrections = nil, nil, nil
	for _, s := range b.Stories {
		if told[s.ID] {
			out.Stories = append(out.Stories, s)
		}
	}
	for _, a := range b.Again {
		if told[a.Story] {
			out.Again = append(out.Again, a)
		}
	}
	for i, c := range b.Corrections {
		if told[correctionID(i)] {
			out.Corrections = append(out.Corrections, c)
		} else {
			out.MoreCorrections++
			out.waits = append(slices.Clip(out.waits), c.of.id)
		}
	}
	return out
}

// againBlocks are the lines about what was told here before.
func (b Briefing) againBlocks() []Block {
	if len(b.Again) == 0 {
		return nil
	}
	out := []Block{{Kind: Heading, Runs: []Run{{Text: b.say().Say("told_before"), Open: true}}, Story: b.Again[0].Story}}
	for _, a := range b.Again {
		title := trimStop(a.Title)
		if imitates(title) {
			title = quoteMarks(title)
		}
		runs := plain(title + " (")
		runs = append(runs, Run{Text: b.postName(a.ToldAt), Link: a.Link, Open: true}, Run{Text: ")"})
		out = append(out, Block{Kind: Item, Runs: runs, Story: a.Story})
	}
	return out
}

// postName is how an earlier message is called: "Saturday's post", and after a
// week "the post of 14 Nov".
func (b Briefing) postName(at time.Time) string {
	at, now := at.In(b.zone()), b.At.In(b.zone())
	if daysBetween(at, now) < 7 {
		return b.say().Say("post_weekday", b.say().Weekday(at))
	}
	return b.say().Say("post_of", b.say().Day(at, now))
}

// daysBetween counts midnights between two times of one zone.
func daysBetween(a, b time.Time) int {
	y1, m1, d1 := a.Date()
	y2, m2, d2 := b.Date()
	return int(time.Date(y2, m2, d2, 0, 0, 0, 0, time.UTC).Sub(time.Date(y1, m1, d1, 0, 0, 0, 0, time.UTC)).Hours() / 24)
}

// onDay says when something was so, for a reader of now: "at 06:10", "on
// Saturday", "on 14 Nov".
func onDay(at, now time.Time, w *phrases.Words) string {
	at = at.In(now.Location())
	switch n := daysBetween(at, now); {
	case n == 0:
		return w.Say("at_time", at.Format("15:04"))
	case n < 7:
		return w.Say("on_weekday", w.Weekday(at))
	}
	return w.Say("on_date", w.Day(at, now))
}
