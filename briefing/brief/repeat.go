package brief

import (
	"slices"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/write"
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
	again := Again{Story: c.id, Title: c.told.title, ToldAt: c.told.at, Link: c.told.link, touches: c.touchedBy(r.req.Words)}
	seen := map[int64]bool{}
	for _, x := range c.told.cites {
		seen[x.Claim] = seen[x.Claim] || x.Post.Schedule == r.led.schedule
	}
	for _, x := range c.told.cites {
		if !seen[x.Claim] {
			seen[x.Claim], again.claims = true, append(again.claims, x.Claim)
		}
	}
	if again.Title == "" {
		all := c.all()
		again.Title = all[len(all)-1].Name()
	}
	if (Story{Title: again.Title, touches: again.touches}).omittedBy(r.req.Words) {
		r.b.Omitted++
		r.trace(c, place+1, again.Title, omitted)
		return
	}
	r.b.Again = append(r.b.Again, again)
	r.trace(c, place+1, again.Title, "posted")
}

// ToldItem is what a message can tell: a story, a line about one, a correction.
// A correction's id is negative: its story may stand beside it.
type ToldItem struct {
	ID     int64
	Title  string
	Claims []int64
}

// full is how many stories are told in full; the others are their headings.
func (b Briefing) full() int {
	if len(b.Stories) > longBriefing {
		return fullStories
	}
	return len(b.Stories)
}

// Items are all that a briefing tells, each with the claims that its reader sees.
func (b Briefing) Items() []ToldItem {
	var out []ToldItem
	for i, s := range b.Stories {
		item := ToldItem{ID: s.ID, Title: s.Title}
		shown := s.Claims
		if i >= b.full() {
			shown = shown[:1]
		} else if s.Differ != nil {
			shown = append(append([]claim.Claim(nil), shown...), s.Differ.A, s.Differ.B)
		}
		for _, c := range shown {
			item.Claims = append(item.Claims, c.ID)
		}
		out = append(out, item)
	}
	for _, a := range b.Again {
		out = append(out, ToldItem{a.Story, a.Title, a.claims})
	}
	for i, c := range b.Corrections {
		out = append(out, ToldItem{correctionID(i), "Correction", []int64{c.Now.ID}})
	}
	return out
}

func correctionID(i int) int64 { return -int64(i) - 1 }

// Only keeps the items that are told.
func (b Briefing) Only(told map[int64]bool) Briefing {
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
			out.Waits = append(slices.Clip(out.Waits), c.of.id)
		}
	}
	return out
}

// againBlocks are the lines about what was told here before.
func (b Briefing) againBlocks() []message.Block {
	if len(b.Again) == 0 {
		return nil
	}
	out := []message.Block{{Kind: message.Heading, Runs: []message.Run{{Text: b.say().Say("told_before"), Open: true}},
		Story: b.Again[0].Story}}
	for _, a := range b.Again {
		title := message.TrimStop(a.Title)
		if write.Imitates(title) {
			title = message.QuoteMarks(title)
		}
		runs := message.Plain(title + " (")
		runs = append(runs, message.Run{Text: b.postName(a.ToldAt), Link: a.Link, Open: true}, message.Run{Text: ")"})
		out = append(out, message.Block{Kind: message.Item, Runs: runs, Story: a.Story})
	}
	return out
}

// postName is how an earlier message is called: "Saturday's post", and after a
// week "the post of 14 Nov".
func (b Briefing) postName(at time.Time) string {
	at, now := at.In(b.Location()), b.At.In(b.Location())
	if message.DaysBetween(at, now) < 7 {
		return b.say().Say("post_weekday", b.say().Weekday(at))
	}
	return b.say().Say("post_of", b.say().Day(at, now))
}
