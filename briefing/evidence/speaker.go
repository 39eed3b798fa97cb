package evidence

import (
	"slices"

	"dateline/briefing/text"
	"dateline/briefing/text/name"
)

// inventedSaying is a word by which the claim gives something to somebody ("said",
// "asked") that no sentence of the pages gives to them: what they are made to say
// stands where nobody speaks, or where another does. It is empty when there is none.
func (c *Sentence) inventedSaying(pages []*Page) string {
	for _, x := range c.attributions() {
		best := x.best(pages, func(*part) bool { return true })
		if best >= saidLeast && x.best(pages, x.givenBy) < best*saidShare {
			return x.verb
		}
	}
	return ""
}

// attributions are what the claim gives to somebody, outside its quotations.
func (c *Sentence) attributions() []attributed {
	if c.given == nil {
		c.given = []attributed{}
		for i, w := range c.clauses.Words {
			if c.clauses.Tells(i) && !slices.ContainsFunc(c.clauses.Quotations(), w.Meets) {
				c.given = append(c.given, c.saidBy(i))
			}
		}
	}
	return c.given
}

const (
	// saidLeast is how many words of what somebody is made to say must stand in
	// one sentence for it to be the source of that.
	saidLeast = 2
	// saidShare is how much of that a sentence must hold in which somebody speaks.
	saidShare = .6
)

// attributed is what a claim gives to somebody: the terms of it, and who says so:
// the names beside the verb, and the words before it ("Mayor"). asks is for a
// request or a promise.
type attributed struct {
	verb    string
	content map[string]bool
	names   []name.Name
	words   []string
	asks    bool
}

// saidBy reads the attribution by word i of the claim.
func (c *Sentence) saidBy(i int) attributed {
	words, first, last := c.clauses.Words, c.clauses.Start(i), c.clauses.End(i)-1
	out := attributed{verb: words[i].Fold, content: c.clauses.Saying(i).Covers, asks: c.clauses.Asks(i)}
	var behind []name.Name
	for _, n := range c.names {
		switch {
		case n.Start >= words[first].Start && n.End <= words[i].Start:
			out.names = append(out.names, n)
		case n.Start >= words[i].End && n.End <= words[last].End:
			behind = append(behind, n)
		}
	}
	if len(out.names) == 0 && first > 0 {
		out.names = behind // "…, said Mayor Roos"
	}
	for k := first; k < i; k++ {
		named := slices.ContainsFunc(out.names, func(n name.Name) bool { return n.Meets(words[k].Span) })
		if root := c.clauses.Term(k); !named && !text.Stop(root, c.lang) {
			out.words = append(out.words, root)
		}
	}
	for _, n := range out.names {
		for _, w := range text.Roots(n.Text, c.lang) {
			delete(out.content, w)
		}
	}
	return out
}

// best is the most terms that one sentence of those asked for holds.
func (a attributed) best(pages []*Page, asked func(*part) bool) float64 {
	most := 0
	for _, p := range pages {
		for _, x := range p.parts {
			held := 0
			for t := range a.content {
				if x.rootsOf()[t] {
					held++
				}
			}
			if held > most && asked(x) {
				most = held
			}
		}
	}
	return float64(most)
}

// givenBy reports whether a sentence has somebody speak who can be the speaker: it
// names them or their office, or leaves to another sentence who it is. An office without a name may
// also be what the sentence is about: "the service put the number at 15".
func (a attributed) givenBy(x *part) bool {
	stands := func(w string) bool { return x.rootsOf()[w] }
	if len(a.names) == 0 {
		lacks := slices.ContainsFunc(a.words, func(w string) bool { return !stands(w) })
		return x.clauses().Speaks() || !a.asks && len(a.words) > 0 && !lacks
	}
	if slices.ContainsFunc(a.words, stands) || slices.ContainsFunc(a.names, x.holdsMost) {
		return x.clauses().Speaks()
	}
	return x.clauses().LeavesSpeaker()
}

// holdsMost reports whether a sentence holds the last word of a name, or more than
// half of its words: "Ivo Brandt of Senn" is "Brandt" and "Ivo Brandt".
func (p *part) holdsMost(n name.Name) bool {
	alone := bind(Window{Lang: p.lang}, nil, []*part{p})
	words := text.Content(text.Terms(n.Text, ""), p.lang)
	held := 0
	for _, w := range words {
		if alone.holdsWord(w) {
			held++
		}
	}
	return 2*held > len(words) || len(words) > 0 && alone.holdsWord(words[len(words)-1]) || alone.holdsName(n)
}
