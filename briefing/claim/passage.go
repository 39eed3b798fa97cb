package claim

import "strings"

// Passage is sentences First to Last (both included, at most three) of a source.
// The model sees it under a label, and a written claim cites all of it.
type Passage struct {
	Src         Article
	First, Last int
}

// Cite points at the passage's text.
func (p Passage) Cite() Cite {
	return p.Src.Cite("text", p.Src.Spans[p.First].Start, p.Src.Spans[p.Last].End)
}

// WindowOf returns the passage of sentence i with its neighbours.
func WindowOf(s Article, i int) Passage {
	return Passage{s, max(i-1, 0), min(i+1, len(s.Spans)-1)}
}

// Lang is the language of the passage's version.
func (p Passage) Lang() string { return p.Src.Item.Version.Lang }

// With is a passage with what is told beside one of its sentences, of which nothing that
// it says itself.
func (c Claim) With(said Claim) Claim {
	c.Reported = c.Reported || said.Reported
	for _, cite := range said.Cites[1:] {
		switch {
		case cite.Quote == said.Denial && c.Denial == "" && !strings.Contains(c.Text, said.Denial):
			c.Denial = said.Denial
		case cite.Quote == said.Share && c.Share == "":
			c.Share = said.Share
		default:
			continue
		}
		c.Cites = append(c.Cites, cite)
	}
	return c
}
