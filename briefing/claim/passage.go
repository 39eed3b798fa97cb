package claim

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
