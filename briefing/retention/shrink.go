package retention

import (
	"slices"
	"strings"

	"dateline/briefing/text"
	"dateline/store/retain"
)

// gap stands between two parts of a text that did not stand side by side.
const gap = "\n[…]\n"

// Shrink leaves of a text the sentences that are cited, in their order, and moves the
// citations to where these are now: what a citation finds is the same, letter by letter.
func Shrink(x retain.Text) retain.Shrunk {
	spans := text.StoredSentences(x.Text, x.Lang, x.Spans)
	kept := merged(x, spans)
	out := retain.Shrunk{Text: x, Moved: slices.Clone(x.Cites)}
	var left strings.Builder
	var moved []text.Span
	for _, part := range kept {
		if left.Len() > 0 {
			left.WriteString(gap)
		}
		by := left.Len() - part.Start
		left.WriteString(x.Text[part.Start:part.End])
		for _, span := range spans {
			if part.Start <= span.Start && span.End <= part.End {
				moved = append(moved, text.Span{Start: span.Start + by, End: span.End + by})
			}
		}
		for i, c := range x.Cites {
			if part.Start <= c.Start && c.End <= part.End {
				out.Moved[i].Start, out.Moved[i].End = c.Start+by, c.End+by
			}
		}
	}
	out.Left, out.LeftSpans = left.String(), text.MarshalSpans(moved)
	return out
}

// merged are the places of a text that are cited, as whole sentences, in order, those
// that touch as one. A citation that does not lie in the text moves nothing.
func merged(x retain.Text, spans []text.Span) []text.Span {
	var parts []text.Span
	for _, c := range x.Cites {
		if c.Start < 0 || c.End < c.Start || c.End > len(x.Text) {
			continue
		}
		cited := text.Span{Start: c.Start, End: c.End}
		part := cited
		for _, span := range spans {
			if span.Meets(cited) {
				part.Start, part.End = min(part.Start, span.Start), max(part.End, span.End)
			}
		}
		parts = append(parts, part)
	}
	slices.SortFunc(parts, func(a, b text.Span) int { return a.Start - b.Start })
	var out []text.Span
	for _, p := range parts {
		last := len(out) - 1
		if last >= 0 && strings.TrimSpace(x.Text[min(out[last].End, p.Start):p.Start]) == "" {
			out[last].End = max(out[last].End, p.End)
			continue
		}
		out = append(out, p)
	}
	return out
}
