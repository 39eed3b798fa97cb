package brief

import (
	"cmp"

	"dateline/briefing/claim"
	"dateline/briefing/text/measure"
)

// Apart are two values, each with its outlet, that independent reports give of what
// may be one thing, and why they are not set side by side as "Reports differ".
type Apart struct{ First, FirstBy, Second, SecondBy, Why string }

// undecided are the two values of a story that "why?" tells of; nil when there are
// none, or they are set side by side.
func undecided(said []claim.Statement) *Apart {
	latest := latestWords(said)
	for j := len(latest) - 1; j >= 0; j-- {
		for i := range latest[:j] {
			first, second := latest[i], latest[j]
			if !mayBeOne(first.Measure, second.Measure) {
				continue
			}
			if why := notBeside(first, second); why != "" {
				return &Apart{amount(first.Measure), outletName(first), amount(second.Measure), outletName(second), why}
			}
		}
	}
	return nil
}

// mayBeOne reports whether two numbers are different values of what may be one
// thing: the same happened to what was counted, or the same is counted.
func mayBeOne(a, b measure.Measure) bool {
	if a.Kind != b.Kind || a.Value == b.Value && a.High == b.High {
		return false
	}
	return a.Class != "" && a.Class == b.Class || a.Class == b.Class && a.Counts != "" && a.Counts == b.Counts && a.Unit == b.Unit
}

// apartWhy are the reasons why two statements are not set beside each other, as a
// trace keeps them.
var apartWhy = map[claim.Relation]string{
	claim.OtherMeasure:  "things", // the sentences may count different things
	claim.BothTrue:      "both",   // both can be true
	claim.Undated:       "date",   // it is not known when one was reported
	claim.FarApart:      "far",    // more than claim.DifferWithin lie between them
	claim.MayHavePassed: "passed", // the count may have changed in between
	claim.MayHaveGrown:  "grown",  // it may have grown in between
}

// notBeside is why two statements are not set beside each other; "" when they
// are, or are one report's.
func notBeside(a, b claim.Statement) string {
	relation := a.Relation(b)
	if relation == claim.Contradicting && (!a.Alone() || !b.Alone()) {
		return "alone" // one of the sentences cannot stand so
	}
	return apartWhy[relation]
}

func amount(m measure.Measure) string {
	said := claim.ValueWords(m, nil)
	if m.Thing != "" {
		said += " " + m.Thing
	}
	return said
}

func outletName(a claim.Statement) string { return cmp.Or(a.Src.Item.Article.Outlet, claim.Unnamed) }
