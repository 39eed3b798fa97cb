package brief

import (
	"maps"
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/store"
)

// omittedBy reports whether a story is not told: it touches a word of a list, or
// its outlets' names hold one.
func (s Story) omittedBy(l message.WordList) bool {
	return l.Action == message.LeaveOut && (s.touches || s.touchedBy(l) || slices.ContainsFunc(s.Outlets, l.Holds) ||
		slices.ContainsFunc(s.claims(), func(c claim.Claim) bool {
			return slices.ContainsFunc(c.Cites, func(ct claim.Cite) bool { return l.Holds(ct.Outlet) })
		}))
}

// touchedBy reports whether what is told of a story holds a word of a list. The names
// of outlets are not about it, nor are addresses.
func (s Story) touchedBy(l message.WordList) bool {
	return l.Holds(s.Title) || l.Holds(s.Earlier) || s.Differ != nil && l.Holds(s.Differ.What) ||
		slices.ContainsFunc(s.claims(), func(c claim.Claim) bool { return c.TouchedBy(l) })
}

// touchedBy reports whether a story is about what a list names: a headline or
// one of the first sentences of its articles holds a word, or what its channel
// was told of it. So an update goes with its story, whatever words it uses.
func (c *candidate) touchedBy(l message.WordList) bool {
	if len(l.Words) == 0 {
		return false
	}
	if c.history != nil &&
		(l.Holds(c.history.title) || slices.ContainsFunc(c.history.cites, func(x store.ToldCite) bool { return l.Holds(x.Text) })) {
		return true
	}
	all := c.all()
	if c.history != nil { // what it was told from may have changed since
		all = slices.AppendSeq(all, maps.Values(c.history.sources))
	}
	return slices.ContainsFunc(all, func(m claim.Article) bool {
		if l.Holds(m.Item.Version.Title) {
			return true
		}
		for i := range min(len(m.Spans), claim.ChooseDepth) {
			if l.Holds(m.Sentence(i)) {
				return true
			}
		}
		return false
	})
}

// claims are all that is told of a story.
func (s Story) claims() []claim.Claim {
	if s.Differ == nil {
		return s.Claims
	}
	return append(slices.Clip(s.Claims), s.Differ.A, s.Differ.B)
}

// Hidden are the stories of a briefing that are hidden whole, with their lines
// and corrections, by the ids of their blocks.
func (b Briefing) Hidden() map[int64]bool {
	of := map[int64]bool{} // by the ids of stories
	for _, s := range b.Stories {
		of[s.ID] = of[s.ID] || s.touches || s.touchedBy(b.words)
	}
	for _, a := range b.Repeats {
		of[a.Story] = of[a.Story] || a.touches || b.words.Holds(a.Title)
	}
	for _, c := range b.Corrections {
		of[c.story()] = of[c.story()] || c.touches || b.words.Holds(c.Old) || c.Now.TouchedBy(b.words)
	}
	for i, r := range b.Recalled {
		of[recalledID(i)] = b.words.Holds(r.said().Text) || b.words.Holds(r.Words)
	}
	for i, c := range b.Corrections {
		of[correctionID(i)] = of[c.story()]
	}
	return of
}

// Drop takes out of a briefing the stories that moderators do not want told. They
// count as left out; nothing takes their places.
func (b Briefing) Drop(stories []int64) Briefing {
	if len(stories) == 0 {
		return b
	}
	out := b
	out.Stories, out.Trace = nil, slices.Clone(b.Trace)
	for _, s := range b.Stories {
		if !slices.Contains(stories, s.ID) {
			out.Stories = append(out.Stories, s)
			continue
		}
		out.Dropped++
		for i, t := range out.Trace {
			if t.Story == s.ID && t.Outcome == Posted {
				out.Trace[i].Outcome = Dropped
			}
		}
	}
	return out
}
