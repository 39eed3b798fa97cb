package briefing

import (
	"cmp"
	"fmt"

	"dateline/briefing/text"
)

// undecided says why two values that independent reports give of one thing are
// not set side by side as "Reports differ": what "why?" answers. "" when there
// are none, or they are.
func (ch *chooser) undecided(said []statement) string {
	latest := latestWords(said)
	for j := len(latest) - 1; j >= 0; j-- {
		for i := range latest[:j] {
			a, b := latest[i], latest[j]
			if a.origin == b.origin || a.outlet == b.outlet || !mayBeOne(a.Measure, b.Measure) {
				continue
			}
			if why := ch.notBeside(a, b); why != "" {
				return fmt.Sprintf("%s (%s) and %s (%s) are not set side by side: %s", amount(a.Measure), outletName(a), amount(b.Measure), outletName(b), why)
			}
		}
	}
	return ""
}

// mayBeOne reports whether two numbers are different values of what may be one
// thing: the same happened to what was counted, or the same is counted.
func mayBeOne(a, b text.Measure) bool {
	if a.Kind != b.Kind || a.Value == b.Value && a.High == b.High {
		return false
	}
	return a.Class != "" && a.Class == b.Class || a.Class == b.Class && a.Counts != "" && a.Counts == b.Counts && a.Unit == b.Unit
}

// notBeside is the part of the rule that keeps two statements apart.
func (ch *chooser) notBeside(a, b statement) string {
	switch gap := b.at.Sub(a.at).Abs(); {
	case !a.Same(b.Measure):
		return "the sentences may count different things"
	case !a.Excludes(b.Measure):
		return "both can be true"
	case a.at.IsZero() || b.at.IsZero():
		return "it is not known when one was reported"
	case gap > differWithin:
		return "more than " + ageWords(differWithin) + " lie between them"
	case !a.contradicts(b) && a.Passes:
		return "the count may have changed in between"
	case !a.contradicts(b):
		return "the count may have grown in between"
	case !a.alone() || !b.alone():
		return "one sentence cannot stand alone"
	}
	return ""
}

func amount(m text.Measure) string {
	said := valueWords(m, nil)
	if m.Thing != "" {
		said += " " + m.Thing
	}
	return "“" + said + "”"
}

func outletName(a statement) string { return cmp.Or(a.src.item.Article.Outlet, unnamed) }
