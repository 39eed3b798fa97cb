package evidence

import (
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/speech"
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
		clause := reading{c.words, c.s, c.lang, stances[c.lang]}
		for i, w := range c.words {
			if clause.tellsAt(i) && !slices.ContainsFunc(c.quotes, func(q text.Span) bool { return q.Meets(w.Span) }) {
				c.given = append(c.given, c.saidBy(clause, i))
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

// tellsAt reports whether word i says that somebody says, asks or promises
// something. A verb of two words has the second right behind, in German at the
// end of its clause: "rief die Bewohner auf".
func (r reading) tellsAt(i int) bool {
	fold := r.words[i].Fold
	if r.tells[fold] || r.requests[fold] {
		return true
	}
	second, ok := r.apart[fold]
	if !ok {
		return false
	}
	next := i + 1
	if r.lang == "de" {
		next = r.clauseEnd(i) - 1
	}
	return next > i && next < len(r.words) && r.words[next].Fold == second
}

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
func (c *Sentence) saidBy(clause reading, i int) attributed {
	first, last := clause.clauseStart(i), clause.clauseEnd(i)-1
	out := attributed{verb: c.words[i].Fold, content: clause.saying(i, c.quotes).covers, asks: !clause.tells[c.words[i].Fold]}
	var behind []name.Name
	for _, n := range c.names {
		switch {
		case n.Start >= c.words[first].Start && n.End <= c.words[i].Start:
			out.names = append(out.names, n)
		case n.Start >= c.words[i].End && n.End <= c.words[last].End:
			behind = append(behind, n)
		}
	}
	if len(out.names) == 0 && first > 0 {
		out.names = behind // "…, said Mayor Roos"
	}
	for k := first; k < i; k++ {
		named := slices.ContainsFunc(out.names, func(n name.Name) bool { return n.Meets(c.words[k].Span) })
		if root := clause.term(k); !named && !text.Stop(root, c.lang) {
			out.words = append(out.words, root)
		}
	}
	for _, n := range out.names {
		for _, w := range Roots(n.Text, c.lang) {
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
		return x.speaks() || !a.asks && len(a.words) > 0 && !lacks
	}
	if slices.ContainsFunc(a.words, stands) || slices.ContainsFunc(a.names, x.holdsMost) {
		return x.speaks()
	}
	return x.leavesSpeaker()
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

// speaks reports whether a sentence gives somebody's words, or says that somebody spoke.
func (p *part) speaks() bool {
	st := stances[p.lang]
	sets := []map[string]bool{st.speech, st.trailing, st.hedges, st.tells, st.requests, st.statements}
	named := func(phrase string) bool { return strings.Contains(p.folded, phrase) }
	if strings.Contains(p.s, ": ") || len(speech.Quotations(p.s)) > 0 || slices.ContainsFunc(st.phrases, named) {
		return true
	}
	return slices.ContainsFunc(p.wordsOf(), func(w text.Word) bool {
		return slices.ContainsFunc(sets, func(set map[string]bool) bool { return set[w.Fold] })
	})
}

// leavesSpeaker reports whether a sentence has somebody speak and does not say who:
// a pronoun or nothing stands before the verb, or it is a quotation alone.
func (p *part) leavesSpeaker() bool {
	clause := reading{p.wordsOf(), p.s, p.lang, stances[p.lang]}
	tells := false
	for i, w := range clause.words {
		if !clause.tellsAt(i) && !clause.trailing[w.Fold] {
			continue
		}
		tells = true
		first := clause.clauseStart(i)
		for first < i && (clause.pointing[clause.words[first].Fold] || text.Stop(clause.term(first), p.lang)) {
			first++
		}
		if first == i && !clause.sources[w.Fold] {
			return true
		}
	}
	return !tells && len(speech.Quotations(p.s)) > 0
}
