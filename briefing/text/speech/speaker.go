package speech

import (
	"slices"
	"strings"

	"dateline/briefing/text"
)

// Tells reports whether word i says that somebody says, asks or promises
// something. A verb of two words has the second right behind, in German at the
// end of its clause: "rief die Bewohner auf".
func (c *Clauses) Tells(i int) bool {
	fold := c.Words[i].Fold
	if c.tells[fold] || c.requests[fold] {
		return true
	}
	second, ok := c.apart[fold]
	if !ok {
		return false
	}
	next := i + 1
	if c.lang == "de" {
		next = c.End(i) - 1
	}
	return next > i && next < len(c.Words) && c.Words[next].Fold == second
}

// Asks reports whether word i, which Tells is true of, asks for something or promises
// it.
func (c *Clauses) Asks(i int) bool { return !c.tells[c.Words[i].Fold] }

// Speaks reports whether the sentence gives somebody's words, or says that somebody spoke.
func (c *Clauses) Speaks() bool {
	if strings.Contains(c.s, ": ") || len(c.Quotations()) > 0 {
		return true
	}
	sets := []map[string]bool{c.speech, c.trailing, c.hedges, c.tells, c.requests, c.statements}
	speaks := func(w text.Word) bool {
		return slices.ContainsFunc(sets, func(set map[string]bool) bool { return set[w.Fold] })
	}
	if slices.ContainsFunc(c.Words, speaks) {
		return true
	}
	row := text.Row(c.s)
	return slices.ContainsFunc(c.phrases, func(phrase string) bool { return strings.Contains(row, phrase) })
}

// LeavesSpeaker reports whether the sentence has somebody speak and does not say who:
// a pronoun or nothing stands before the verb, or it is a quotation alone.
func (c *Clauses) LeavesSpeaker() bool {
	tells := false
	for i, w := range c.Words {
		if !c.Tells(i) && !c.trailing[w.Fold] {
			continue
		}
		tells = true
		first := c.Start(i)
		for first < i && (c.pointing[c.Words[first].Fold] || text.Stop(c.Term(first), c.lang)) {
			first++
		}
		if first == i && !c.sources[w.Fold] {
			return true
		}
	}
	return !tells && len(c.Quotations()) > 0
}
