package briefing

import (
	"regexp"
	"strings"

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
// Only words as they stand in the source are in quotation marks.
func (c Claim) attributed(when string, to *linker) []Run {
	said, quoted := trimStop(c.Text), c.Kind == KindQuoted
	if quoted {
		said = quoteMarks(said)
	} else {
		said = lowered(said)
	}
	if when = strings.TrimPrefix(when+c.mark(), ", "); when != "" {
		said += " (" + when + ")"
	}
	switch {
	case c.By != "" && quoted:
		return []Run{{Text: c.By + " argues in "}, to.link(c.Cites[0]), {Text: ": " + said}}
	case c.By != "":
		return []Run{{Text: c.By + " argues in "}, to.link(c.Cites[0]), {Text: " that " + said}}
	case c.Reported:
		return []Run{to.link(c.Cites[0]), {Text: " reports that " + said}}
	}
	return nil
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
func (c Claim) shareSaid() []Run {
	if c.Share == "" {
		return nil
	}
	return []Run{{Text: " Counted then: " + quoteMarks(c.Share) + "."}}
}
