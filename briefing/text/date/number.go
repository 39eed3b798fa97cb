package date

import "dateline/briefing/text"

// Overlaps reports whether a span shares a byte with one of the date phrases.
func Overlaps(ts []Time, sp text.Span) bool {
	for _, t := range ts {
		if sp.Start < t.End && t.Start < sp.End {
			return true
		}
	}
	return false
}

func group(s string, m []int, i int) string {
	if m[2*i] < 0 {
		return ""
	}
	return s[m[2*i]:m[2*i+1]]
}
