package brief

import (
	"cmp"
	"slices"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

const (
	changedMost   = 3 // measures whose course a card gives,
	changedValues = 5 // and values of each, the newest
)

// course is a measure of a story with its values over time.
type course []claim.Statement

// courses are how the measures of a story changed: each value follows the one
// before by the rule of "was A, now B". The longest come first.
func courses(said []claim.Statement) []course {
	said = slices.Clone(said)
	slices.SortStableFunc(said, func(a, b claim.Statement) int { return a.At.Compare(b.At) })
	var out []course
	for _, b := range said {
		if b.At.IsZero() {
			continue
		}
		found := slices.IndexFunc(out, func(c course) bool { return c[0].Same(b.Measure) && c[0].Bound == b.Bound })
		if found < 0 {
			out = append(out, course{b})
			continue
		}
		if last := out[found][len(out[found])-1]; last.ReplacedBy(b, claim.Backed(b, said)) {
			out[found] = append(out[found], b)
		}
	}
	out = slices.DeleteFunc(out, func(c course) bool { return len(c) < 2 })
	slices.SortStableFunc(out, func(a, b course) int { return cmp.Compare(len(b), len(a)) })
	return out[:min(len(out), changedMost)]
}

// courseLine is the line of a card that says what changed, each value with
// the day of its report, which leads there; nil when nothing did.
func courseLine(w *phrases.Words, cs []course, zone *time.Location, now time.Time) []message.Run {
	var out []message.Run
	for k, c := range cs {
		lead := w.Say("what_changed") + " "
		if k > 0 {
			lead = w.Semicolon()
		}
		out = append(out, message.Run{Text: lead + claim.DifferenceText(c[0].Measure, c[len(c)-1].Measure, w) + ": "})
		for i, s := range c[max(0, len(c)-changedValues):] {
			value := claim.ValueWords(s.Measure, w) + " ("
			if i > 0 {
				value = w.Comma() + value
			}
			out = append(out, message.Run{Text: value}, claim.Resting(message.Run{Text: w.Day(s.At.In(zone), now), Link: s.Cite().URL},
				s.Cite()), message.Run{Text: ")"})
		}
	}
	return out
}
