package briefing

import (
	"cmp"
	"slices"
	"time"
)

const (
	changedMost   = 3 // measures whose course a dossier gives,
	changedValues = 5 // and values of each, the newest
)

// course is a measure of a story with its values over time.
type course []statement

// courses are how the measures of a story changed: each value follows the one
// before by the rule of "was A, now B". The longest come first.
func courses(said []statement) []course {
	said = slices.Clone(said)
	slices.SortStableFunc(said, func(a, b statement) int { return a.at.Compare(b.at) })
	var out []course
	for _, b := range said {
		if b.at.IsZero() {
			continue
		}
		k := slices.IndexFunc(out, func(c course) bool { return c[0].Same(b.Measure) && c[0].Bound == b.Bound })
		if k < 0 {
			out = append(out, course{b})
			continue
		}
		if last := out[k][len(out[k])-1]; last.replacedBy(b, backed(b, said)) {
			out[k] = append(out[k], b)
		}
	}
	out = slices.DeleteFunc(out, func(c course) bool { return len(c) < 2 })
	slices.SortStableFunc(out, func(a, b course) int { return cmp.Compare(len(b), len(a)) })
	return out[:min(len(out), changedMost)]
}

// courseLine is the line of a dossier that says what changed, each value with
// the day of its report, which leads there; nil when nothing did.
func courseLine(cs []course, zone *time.Location, now time.Time) []Run {
	var out []Run
	for k, c := range cs {
		lead := "What changed: "
		if k > 0 {
			lead = "; "
		}
		out = append(out, Run{Text: lead + differOn(c[0].Measure, c[len(c)-1].Measure, nil) + ": "})
		for i, s := range c[max(0, len(c)-changedValues):] {
			value := valueWords(s.Measure, nil) + " ("
			if i > 0 {
				value = ", " + value
			}
			out = append(out, Run{Text: value}, Run{Text: day(s.at.In(zone), now), Link: s.cite().URL}, Run{Text: ")"})
		}
	}
	return out
}
