package people

import (
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
	"dateline/briefing/text/name"
)

// A story whose every headline names whom it accuses is court and crime news all
// the same: it stands under a heading that says of what kind it is and where, and
// names nobody.

// CaseKind is a kind of accusation: fraud, murder. Key is its name in the lexicon;
// the phrase "case_" + Key is the heading that stands in for a headline. Words are
// what it is recognised by.
type CaseKind struct {
	Key   string
	Words PrefixSet
}

// CaseKinds are all kinds of accusations, in the order in which they are tried:
// the first that matches is taken.
var CaseKinds = func() []CaseKind {
	var out []CaseKind
	for _, row := range lexicon.Section("en", "cases") {
		out = append(out, CaseKind{row.Key, newPrefixSet(lexicon.All("cases", row.Key))})
	}
	return out
}()

// Place returns the first name in the sentences that stands where a place does
// ("in Senn") and is not the name of a person; "" without one. lang is the
// language of the sentences (ISO 639-1).
func (p *Rules) Place(lead []string, lang string) string {
	accused := p.load()
	for _, s := range lead {
		people := accused.in(s)
		for _, n := range name.Names(s, lang) {
			word := s[n.Start:n.End]
			_, named := accused.named[text.Fold(word)]
			if named || accused.known[text.Fold(word)] ||
				slices.ContainsFunc(people, func(m mention) bool { return n.Meets(text.Span{Start: m.start, End: m.end}) }) {
				continue // somebody, or somebody's
			}
			if name.Placed(s, n) && !strings.ContainsAny(word, "0123456789") {
				return strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
			}
		}
	}
	return ""
}
