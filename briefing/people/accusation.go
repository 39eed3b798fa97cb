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

// CaseKind is a kind of accusation; its text is case_KEY.
type CaseKind struct {
	Key   string
	Words PrefixSet
}

// CaseKinds are in the order in which they are looked for.
var CaseKinds = func() []CaseKind {
	var out []CaseKind
	for _, row := range lexicon.Section("en", "cases") {
		out = append(out, CaseKind{row.Key, newPrefixSet(lexicon.All("cases", row.Key))})
	}
	return out
}()

// Place is the first place that sentences name, as far as it stands where places
// do and is nobody's name.
func (p *Rules) Place(lead []string, lang string) string {
	accused := p.load()
	for _, s := range lead {
		people := accused.in(s)
		for _, n := range name.Names(s, lang) {
			word := s[n.Start:n.End]
			_, named := accused.named[text.Fold(word)]
			if named || accused.known[text.Fold(word)] ||
				slices.ContainsFunc(people, func(m mention) bool { return m.start < n.End && n.Start < m.end }) {
				continue // somebody, or somebody's
			}
			if Placed(s, n) && !strings.ContainsAny(word, "0123456789") {
				return strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
			}
		}
	}
	return ""
}
