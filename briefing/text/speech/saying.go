package speech

import (
	"slices"
	"strings"

	"dateline/briefing/text"
)

// Saying is a word by which a sentence leaves something to others, and the
// words that it covers.
type Saying struct {
	Word   string
	Source bool            // a preposition: "according to"
	Hedge  bool            // it leaves open whether that is so
	Modal  bool            // of the hedges, one that says only what is possible
	Object bool            // a hedge that is a verb with its object behind it
	Covers map[string]bool // content terms
	Beside map[string]bool // those of clauses beside what is said
	Next   string          // the content term behind it
}

// Sayings are the attributions of the sentence, outside its quotations.
func (c *Clauses) Sayings() []Saying {
	if c.spoken || c.negations == nil {
		return c.sayings
	}
	c.spoken = true
	for i := range c.Words {
		if c.attributes(i) && !c.inQuotation(i) {
			c.sayings = append(c.sayings, c.Saying(i))
		}
	}
	return c.sayings
}

// Soft reports whether the sentence keeps a hedge in other words: "would", "likely".
func (c *Clauses) Soft() bool {
	return slices.ContainsFunc(c.Words, func(w text.Word) bool { return c.soft[w.Fold] })
}

// attributes reports whether word i gives what its sentence says to somebody, or
// makes it uncertain.
func (c *Clauses) attributes(i int) bool {
	fold := c.Words[i].Fold
	return c.hedges[fold] || c.modals[fold] || c.verb(c.speech, i) || c.verb(c.trailing, i) && c.trails(i)
}

// Saying is the attribution by word i.
func (c *Clauses) Saying(i int) Saying {
	fold := c.Words[i].Fold
	phrase := Saying{Word: fold, Source: c.sources[fold], Hedge: c.hedges[fold] || c.modals[fold], Modal: c.modals[fold],
		Covers: map[string]bool{}, Beside: map[string]bool{}}
	if beyond := c.beyond(i, 1); beyond >= 0 {
		phrase.Next = c.Term(beyond)
	}
	phrase.Object = phrase.Hedge && c.accusing(i)
	from, to := c.scope(i, phrase.Hedge && !phrase.Object)
	start := c.Start(i)
	if quote, ok := c.quoteBefore(start); ok && !phrase.Hedge {
		for from < start && c.Words[from].Start < quote.Start {
			from++ // "…," he said: the quotation alone is his
		}
	}
	c.cover(&phrase, i, from, to)
	return phrase
}

// cover notes the terms from one word to another that the attribution by word i covers,
// and those of clauses beside it.
func (c *Clauses) cover(phrase *Saying, i, from, to int) {
	start, aside := c.Start(i), 0
	whole := phrase.Source || phrase.Hedge && !phrase.Object
	for pos := from; pos < to; pos++ {
		aside = max(aside, c.asideEnd(i, pos))
		piece := c.Term(pos)
		switch {
		case text.Stop(piece, c.lang):
		case pos < aside:
			phrase.Beside[piece] = true
		case whole || pos < start || pos > i:
			phrase.Covers[piece] = true
		}
	}
}

// accusing reports whether a hedge that is a verb too has its object behind it: who
// "accused the ministry of fraud" is no more uncertain than what stands before "said".
func (c *Clauses) accusing(i int) bool {
	if !c.verb(c.speech, i) || i+1 == len(c.Words) {
		return false
	}
	next := c.Words[i+1]
	return text.Capital(next.Raw) || c.objects[next.Fold]
}

// asideEnd is the end of a clause beside what word i says, where one begins at word
// pos; 0 where none does. Its outlet tells it as a fact: "accused the group, which
// sits in Senn, of fraud", "they say she started the blaze that destroyed the mill".
// Only in English do its first words not begin what is said too.
func (c *Clauses) asideEnd(i, pos int) int {
	if c.lang != "en" || pos <= i+1 || pos+1 >= len(c.Words) {
		return 0
	}
	before, behind := c.Term(pos-1), c.Words[pos+1].Fold
	noun := !text.Stop(before, c.lang) && !c.verb(c.speech, pos-1)
	switch fold := c.Words[pos].Fold; {
	case c.relative[fold] && c.parted(pos):
	case fold == "that" && noun && (strings.HasSuffix(behind, "ed") || c.tenses[behind]):
	default:
		return 0
	}
	return c.End(pos)
}

// quoteBefore is the quotation that ends right before a clause and is a
// statement of its own, not a part of one.
func (c *Clauses) quoteBefore(start int) (text.Span, bool) {
	for _, q := range c.Quotations() {
		if start > 0 && q.End > c.Words[start-1].Start && q.End <= c.Words[start].Start {
			lead := strings.TrimRight(c.s[:q.Start], " \"“”'‘«„")
			return q, lead != "" && strings.ContainsRune(".:!?", rune(lead[len(lead)-1]))
		}
	}
	return text.Span{}, false
}

// trails reports whether a verb stands in a short clause that ends its
// sentence, or has "that" behind it.
func (c *Clauses) trails(i int) bool {
	if i+1 < len(c.Words) && c.Words[i+1].Fold == "that" {
		return true
	}
	start := c.Start(i)
	return start > 0 && len(c.Words)-start <= trailingMost && c.End(i) == len(c.Words)
}

// trailingMost is how many words the clause may have: ", the Associated Press
// reported on Monday".
const trailingMost = 12

// scope is the words an attribution covers: of a hedge its clause, of a verb
// of saying the whole sentence, unless it stands in a clause beside the main
// one ("Smith, who said …, won").
func (c *Clauses) scope(i int, hedge bool) (from, to int) {
	start := c.Start(i)
	if hedge || start > 0 && start < i && c.relative[c.Words[start].Fold] {
		return start, c.End(i)
	}
	if start > 0 && c.joins[c.Words[start].Fold] {
		from = start
	}
	for to = i + 1; to < len(c.Words) && !c.contrast[c.Words[to].Fold]; to++ {
	}
	return from, to
}
