package briefing

import (
	"cmp"
	"slices"
	"strings"

	"dateline/briefing/phrases"
	"dateline/briefing/text"
	"dateline/briefing/text/lexicon"
)

// A story whose every headline names whom it accuses is court and crime news all
// the same: it stands under a heading that says of what kind it is and where, and
// names nobody.

// caseKind is a kind of accusation; its text is case_KEY.
type caseKind struct {
	key   string
	words beginnings
}

// caseKinds are in the order in which they are looked for.
var caseKinds = func() []caseKind {
	var out []caseKind
	for _, row := range lexicon.Section("en", "cases") {
		out = append(out, caseKind{row.Key, wordsLike(lexicon.All("cases", row.Key))})
	}
	return out
}()

// caseHeading is such a heading for the newest report that accuses; false when
// none does.
func (ch *chooser) caseHeading(members []source, w *phrases.Words) (Claim, bool) {
	for _, m := range slices.Backward(members) {
		lang, lead := m.item.Version.Lang, []string{m.item.Version.Title}
		for i := range min(len(m.spans), leadSentences) {
			lead = append(lead, m.sentence(i))
		}
		at := slices.IndexFunc(lead, func(s string) bool { return accuses(s, lang) })
		if at < 0 || m.item.Version.Title == "" {
			continue
		}
		kind := "case_police"
		for _, k := range caseKinds {
			if slices.ContainsFunc(lead, k.words.MatchString) {
				kind = "case_" + k.key
				break
			}
		}
		c := m.headline()
		c.Kind, c.tongue, c.Text = KindHeading, w.Lang(), w.Say("case_of", w.Say(kind), cmp.Or(m.item.Article.Outlet, unnamed))
		if place := ch.people.place(lead, lang); place != "" {
			c.Text = w.Say("case_in", w.Say(kind), place)
		}
		return c, true
	}
	return Claim{}, false
}

// place is the first place that sentences name, as far as it stands where places
// do and is nobody's name.
func (p *people) place(lead []string, lang string) string {
	a := p.load()
	for _, s := range lead {
		people := a.in(s)
		for _, n := range text.Names(s, lang) {
			word := s[n.Start:n.End]
			_, named := a.named[text.Fold(word)]
			if named || a.known[text.Fold(word)] || slices.ContainsFunc(people, func(m mention) bool { return m.start < n.End && n.Start < m.end }) {
				continue // somebody, or somebody's
			}
			if placed(s, n) && !strings.ContainsAny(word, "0123456789") {
				return strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
			}
		}
	}
	return ""
}
