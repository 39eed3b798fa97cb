package briefing

import (
	"slices"
	"sort"
	"strings"
	"time"

	"dateline/briefing/text"
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
	sort.SliceStable(said, func(i, j int) bool { return said[i].at.Before(said[j].at) })
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
	sort.SliceStable(out, func(i, j int) bool { return len(out[i]) > len(out[j]) })
	return out[:min(len(out), changedMost)]
}

// courseLine is the line of a dossier that says what changed, "" when nothing did.
func courseLine(cs []course, zone *time.Location, now time.Time) string {
	var parts []string
	for _, c := range cs {
		m := c[len(c)-1].Measure
		what := m.Class
		switch {
		case what == "":
			what = courseThing(m)
		case m.Thing != "":
			what = m.Thing + " " + what
		}
		var values []string
		for _, s := range c[max(0, len(c)-changedValues):] {
			values = append(values, valueWords(s.Measure)+" ("+day(s.at.In(zone), now)+")")
		}
		parts = append(parts, what+" "+strings.Join(values, ", "))
	}
	if len(parts) == 0 {
		return ""
	}
	return "What changed: " + strings.Join(parts, "; ")
}

func courseThing(m text.Measure) string {
	if m.Thing != "" {
		return m.Thing
	}
	return "a figure"
}
