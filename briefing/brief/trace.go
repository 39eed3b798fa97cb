package brief

import (
	"encoding/json"
	"time"

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
	ToldAt  time.Time `json:"told_at,omitzero"` // NothingNew: when it was told,
	Link    string    `json:"link,omitempty"`   // and where; "" in a terminal
	Word    string    `json:"word,omitempty"`   // Excluded: which
	Apart   *Apart    `json:"apart,omitempty"`  // Posted: two values that are not set side by side
}

// tracedMost is how many stories of a window are kept for "why?", besides those that were told.
const tracedMost = 50

// trace notes what became of a candidate. Its title is that of its first article
// unless one was given.
func (r *writerRun) trace(c *candidate, t Traced) {
	if len(r.b.Trace) >= tracedMost && t.Outcome != Posted { // what was told is never missing
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
		t.Outcome, t.ToldAt, t.Link = NothingNew, c.history.at, c.history.link
	case c.elsewhere:
		t.Outcome = ToldInOther
	}
	return t
}

// Traces are the stories that a slot weighed, in order of rank: posted or not,
// and why.
func Traces(x store.Slot) []Traced {
	var out []Traced
	_ = json.Unmarshal([]byte(x.Trace), &out) // ours; of an older one the outcomes are English sentences
	return out
}
