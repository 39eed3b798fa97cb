package speech

import (
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/verb"
)

// Tells reports whether word i says that somebody says, asks or promises
// something.
func (c *Clauses) Tells(i int) bool { return c.verb(c.tells, i) || c.verb(c.requests, i) }

// Asks reports whether word i, which Tells is true of, asks for something or promises
// it.
func (c *Clauses) Asks(i int) bool { return !c.verb(c.tells, i) }

// Speaks reports whether the sentence gives somebody's words, or says that somebody spoke.
func (c *Clauses) Speaks() bool {
	if strings.Contains(c.s, ": ") || len(c.Quotations()) > 0 {
		return true
	}
	lists := []verb.List{c.speech, c.trailing, c.tells, c.requests}
	for i, w := range c.Words {
		says := slices.ContainsFunc(lists, func(l verb.List) bool { return c.verb(l, i) })
		if says || c.hedges[w.Fold] || c.statements[w.Fold] {
			return true
		}
	}
	row := text.Row(c.s)
	return slices.ContainsFunc(c.phrases, func(phrase string) bool { return strings.Contains(row, phrase) })
}

// LeavesSpeaker reports whether the sentence has somebody speak and does not say who:
// a pronoun or nothing stands before the verb, or it is a quotation alone.
func (c *Clauses) LeavesSpeaker() bool {
	tells := false
	for i, w := range c.Words {
		if !c.Tells(i) && !c.verb(c.trailing, i) {
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
