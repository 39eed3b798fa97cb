package brief

import (
	"slices"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/write"
)

// Repeat is a story that an alert or another schedule told in this channel, and
// that has nothing new. It is told once, in one line. ToldAt is when.
type Repeat struct {
	Story  int64
	Title  string
	ToldAt time.Time
	Link   string // to the message; "" in a terminal

	touches bool    // it touches a word of the channel's list
	head    int64   // the claim that is the title
	claims  []int64 // that this schedule has not told, by which this line tells the same
}

// addRepeat adds a Repeat of a candidate to the briefing, up to the number of
// stories it may hold. place is its place in the ranking, from 0.
func (r *writerRun) addRepeat(c *candidate, place int) {
	if len(r.b.Repeats) >= r.req.Stories {
		return
	}
	again := Repeat{Story: c.id, Title: c.history.title, ToldAt: c.history.at, Link: c.history.link, touches: c.touchedBy(r.req.Words),
		head: c.history.head}
	seen := map[int64]bool{}
	for _, x := range c.history.cites {
		seen[x.Claim] = seen[x.Claim] || x.Post.Schedule == r.ledger.schedule
	}
	for _, x := range c.history.cites {
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
		r.trace(c, Traced{Place: place + 1, Title: again.Title, Outcome: Omitted})
		return
	}
	r.b.Repeats = append(r.b.Repeats, again)
	r.trace(c, Traced{Place: place + 1, Title: again.Title, Outcome: Posted})
}

// Item is what a message of a briefing can tell: a story, a Repeat or a
// correction. Claims are the ids of the claims shown. The id of a correction is
// negative, as its story may be in the briefing too.
type Item struct {
	ID     int64
	Title  string
	Claims []int64
	Speaks []int64 // claims of earlier posts of which it speaks
	Recall []int64 // the retractions that it tells
}

// full is how many stories are told in full; the others are their headings.
func (b Briefing) full() int {
	if len(b.Stories) > longBriefing {
		return fullStories
	}
	return len(b.Stories)
}

// Items are all that a briefing tells, each with the claims that its reader sees.
func (b Briefing) Items() []Item {
	var out []Item
	for i, s := range b.Stories {
		item := Item{ID: s.ID, Title: s.Title, Speaks: s.speaks()}
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
	for _, a := range b.Repeats {
		out = append(out, Item{ID: a.Story, Title: a.Title, Claims: a.claims, Speaks: named(a.head)})
	}
	for i, c := range b.Corrections {
		out = append(out, Item{ID: correctionID(i), Title: "Correction", Claims: []int64{c.Now.ID}, Speaks: named(c.old),
			Recall: c.recalls})
	}
	for i, r := range b.Recalled {
		out = append(out, r.item(i))
	}
	return out
}

// speaks are the claims of earlier posts of which a story speaks: what it is an update
// on, and the values that were told before.
func (s Story) speaks() []int64 {
	out := named(s.earlier)
	for _, c := range s.Claims {
		if c.Previous != nil {
			out = append(out, named(c.Previous.Claim)...)
		}
	}
	return out
}

// named is a list of a claim, if there is one.
func named(claim int64) []int64 {
	if claim == 0 {
		return nil
	}
	return []int64{claim}
}

func correctionID(i int) int64 { return -int64(i) - 1 }

// Only returns the briefing with the items whose ids are in told. Corrections that
// are left out wait for the next one.
func (b Briefing) Only(told map[int64]bool) Briefing {
	out := b
	out.Stories, out.Repeats, out.Corrections, out.Recalled = nil, nil, nil, nil
	for i, r := range b.Recalled {
		if told[recalledID(i)] {
			out.Recalled = append(out.Recalled, r)
		}
	}
	for _, s := range b.Stories {
		if told[s.ID] {
			out.Stories = append(out.Stories, s)
		}
	}
	for _, a := range b.Repeats {
		if told[a.Story] {
			out.Repeats = append(out.Repeats, a)
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

// repeatBlocks are the lines about what was told here before.
func (b Briefing) repeatBlocks() []message.Block {
	if len(b.Repeats) == 0 {
		return nil
	}
	out := []message.Block{{Kind: message.Heading, Runs: []message.Run{{Text: b.Words().Say("told_before"), Open: true}},
		Story: b.Repeats[0].Story}}
	for _, a := range b.Repeats {
		title := message.TrimStop(a.Title)
		if write.Imitates(title) {
			title = message.QuoteMarks(title)
		}
		runs := []message.Run{{Text: title, Claim: a.head}, {Text: " ("}}
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
		return b.Words().Say("post_weekday", b.Words().Weekday(at))
	}
	return b.Words().Say("post_of", b.Words().Day(at, now))
}
