package brief

import (
	"cmp"
	"fmt"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/text/measure"
)

// undecided says why two values that independent reports give of one thing are
// not set side by side as "Reports differ": what "why?" answers. "" when there
// are none, or they are.
func undecided(said []claim.Statement) string {
	latest := latestWords(said)
	for j := len(latest) - 1; j >= 0; j-- {
		for i := range latest[:j] {
			first, second := latest[i], latest[j]
			if !mayBeOne(first.Measure, second.Measure) {
				continue
			}
			if why := notBeside(first, second); why != "" {
				return fmt.Sprintf("%s (%s) and %s (%s) are not set side by side: %s", amount(first.Measure), outletName(first),
					amount(second.Measure), outletName(second), why)
			}
		}
	}
	return ""
}

// mayBeOne reports whether two numbers are different values of what may be one
// thing: the same happened to what was counted, or the same is counted.
func mayBeOne(a, b measure.Measure) bool {
	if a.Kind != b.Kind || a.Value == b.Value && a.High == b.High {
		return false
	}
	return a.Class != "" && a.Class == b.Class || a.Class == b.Class && a.Counts != "" && a.Counts == b.Counts && a.Unit == b.Unit
}

// apartWords say why two statements are not set beside each other.
var apartWords = map[claim.Relation]string{
	claim.OtherMeasure:  "the sentences may count different things",
	claim.BothTrue:      "both can be true",
	claim.Undated:       "it is not known when one was reported",
	claim.FarApart:      "more than " + message.AgeWords(claim.DifferWithin) + " lie between them",
	claim.MayHavePassed: "the count may have changed in between",
	claim.MayHaveGrown:  "the count may have grown in between",
}

// notBeside is why two statements are not set beside each other; "" when they
// are, or are one report's.
func notBeside(a, b claim.Statement) string {
	relation := a.Relation(b)
	if relation == claim.Contradicting && (!a.Alone() || !b.Alone()) {
		return "one sentence cannot stand alone"
	}
	return apartWords[relation]
}

func amount(m measure.Measure) string {
	said := claim.ValueWords(m, nil)
	if m.Thing != "" {
		said += " " + m.Thing
	}
	return "“" + said + "”"
}

func outletName(a claim.Statement) string { return cmp.Or(a.Src.Item.Article.Outlet, claim.Unnamed) }
