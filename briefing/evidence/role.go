package evidence

import (
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
)

// doubled reports whether a clause of the claim has a name twice that no clause of the
// pages has twice: "Ukraine's war on Ukraine", of Russia's. Half of it has the place of another.
func (c *Sentence) doubled(n name.Name, pages []*Page) bool {
	twice := slices.ContainsFunc(c.names, func(m name.Name) bool {
		between := text.Span{Start: m.End, End: n.Start}
		return m.End <= n.Start && alike(m, n) && !clauseBetween(c.s, c.lang, between) && !c.saidBetween(between)
	})
	return twice && !slices.ContainsFunc(pages, func(p *Page) bool {
		return slices.ContainsFunc(p.parts, func(x *part) bool { return x.doubles(n) })
	})
}

// saidBetween reports whether a verb of saying stands in a part of the claim: what is said
// is a clause of its own, "Israel said Israel would answer".
func (c *Sentence) saidBetween(in text.Span) bool {
	for i, w := range c.clauses.Words {
		if in.Start <= w.Start && w.End <= in.End && c.clauses.Tells(i) && !c.clauses.Asks(i) {
			return true
		}
	}
	return false
}

// alike reports whether two names are one as they are written: in full, or one by its last word.
func alike(m, n name.Name) bool {
	a, b := text.Terms(m.Text, ""), text.Terms(n.Text, "")
	if len(a) > len(b) {
		a, b = b, a
	}
	return slices.Equal(a, b) || len(a) == 1 && a[0] == b[len(b)-1]
}

// clauseBetween reports whether a clause begins in a part of a sentence.
func clauseBetween(s, lang string, in text.Span) bool {
	gap := s[in.Start:in.End]
	return strings.ContainsAny(gap, text.BreakMarks+"?!") || slices.ContainsFunc(text.Terms(gap, ""), func(w string) bool {
		return clauseWords[lang][w]
	})
}

// clauseWords begin clauses, by language.
var clauseWords = func() map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for _, lang := range lexicon.In("stance") {
		out[lang] = text.FoldedSet(slices.Concat(lexicon.Words(lang, "stance", "joins"), lexicon.Words(lang, "stance", "relative")))
	}
	return out
}()

// doubles reports whether a clause of a sentence speaks twice of what a name names: by its last
// word, in any form.
func (p *part) doubles(n name.Name) bool {
	words := text.Terms(n.Text, "")
	last, before := words[len(words)-1], -1
	for _, w := range p.clauses().Words {
		if w.Fold != last && !sameNation(w.Fold, last) && !name.SameName(w.Fold, last) {
			continue
		}
		if before >= 0 && !clauseBetween(p.s, p.lang, text.Span{Start: before, End: w.Start}) {
			return true
		}
		before = w.End
	}
	return false
}

// articles are the definite ones, by language.
var articles = lexicon.Sets("questions", "articles")
