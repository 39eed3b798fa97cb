package briefing

import (
	"cmp"
	"regexp"
	"strings"

	"dateline/briefing/phrases"
	"dateline/briefing/text"
)

// How a sentence on people is shown: as its outlet's report.

// leaveOut drops names that stand between commas behind what they name: "the
// owner, Tilda Crook, was arrested". Elsewhere a sentence cannot do without.
func leaveOut(s string, names []mention) (string, bool) {
	for i := len(names) - 1; i >= 0; i-- {
		m := names[i]
		before, after := s[:m.start], s[m.end:]
		age := ageBehind.FindString(after)
		after = after[len(age):]
		if !strings.HasSuffix(before, ", ") || !strings.HasPrefix(after, ",") || !nounBefore.MatchString(before) {
			return "", false
		}
		s = strings.TrimSuffix(before, ", ") + strings.TrimPrefix(after, ",")
	}
	return s, true
}

var (
	ageBehind  = regexp.MustCompile(`^, \d{1,3}`)
	nounBefore = regexp.MustCompile(`(?:^|[\PL])(?i:a|an|the|his|her|ein|eine|einen|der|die|das|un|una|el|la|une|le|um|uma|o)(?: [\p{L}\d-]+){1,4}, $`)
)

// withShare adds the share of the votes that its article says was counted.
func (p *people) withShare(c Claim) Claim {
	src, ok := p.byVersion[c.Cites[0].version]
	if !ok || counted.MatchString(c.Text) {
		return c
	}
	for _, sp := range src.spans {
		if at := counted.FindStringIndex(src.item.Version.Text[sp.Start:sp.End]); at != nil {
			share := src.cite("text", sp.Start+at[0], sp.Start+at[1])
			c.Share = share.Quote
			if last := c.Cites[len(c.Cites)-1]; last.Quote != share.Quote { // else it was added before
				c.Cites = append(c.Cites[:len(c.Cites):len(c.Cites)], share)
			}
			return c
		}
	}
	return c
}

// attributed is a claim as its outlet's report, or its writer's argument, but
// for the full stop; nil for one that needs none. when is ", DAY" or nothing.
// Only words as they stand in the source are in quotation marks. A sentence is
// put into one of ours only in English, where the order of its words stays; in
// another language, or from one, it stands behind a colon.
func (c Claim) attributed(when string, to *linker) []Run {
	if c.By == "" && !c.Reported {
		return nil
	}
	w, quoted := to.say, c.Kind == KindQuoted
	said, whole := trimStop(c.Text), c.lang() == w.Lang() && w.Lang() == "en"
	switch {
	case quoted:
		said = quoteMarks(said)
	case whole:
		said = lowered(said)
	}
	if when = strings.TrimPrefix(when+c.mark(w), ", "); when != "" {
		said += " (" + when + ")"
	}
	outlet := to.link(c.Cites[0])
	switch {
	case c.By != "" && whole && !quoted:
		return []Run{{Text: c.By + " " + w.Say("argues_in") + " "}, outlet, {Text: " " + w.Say("argues_that") + " " + said}}
	case c.By != "":
		return []Run{{Text: c.By + " " + w.Say("argues_in") + " "}, outlet, {Text: ": " + said}}
	case whole:
		return []Run{outlet, {Text: " " + w.Say("reports_that") + " " + said}}
	case quoted:
		return []Run{outlet, {Text: ": " + said}}
	}
	return []Run{outlet, {Text: " " + w.Say("reports") + " " + said}}
}

// lang is the language that a claim's text is in.
func (c Claim) lang() string {
	if c.tongue != "" || len(c.Cites) == 0 {
		return c.tongue
	}
	return cmp.Or(c.Cites[0].lang, "en")
}

// lowered begins a sentence small, unless its first word may be a name.
func lowered(s string) string {
	first, rest, _ := strings.Cut(s, " ")
	if text.Asks(first, "en") || text.CommonShare(strings.Join(text.Terms(first, "en"), ""), "en") > 0 {
		return strings.ToLower(first) + " " + rest
	}
	return s
}

// shareSaid says how much of a vote was counted.
func (c Claim) shareSaid(w *phrases.Words) []Run {
	if c.Share == "" {
		return nil
	}
	return []Run{{Text: " " + w.Say("counted_then") + " " + quoteMarks(c.Share) + "."}}
}
