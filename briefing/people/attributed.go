package people

import (
	"regexp"
	"strings"

	"dateline/briefing/claim"
)

// How a sentence on people is shown: as its outlet's report.

// dropNames drops names that stand between commas behind what they name: "the
// owner, Tilda Crook, was arrested". Elsewhere a sentence cannot do without.
func dropNames(s string, names []mention) (string, bool) {
	for i := len(names) - 1; i >= 0; i-- {
		name := names[i]
		before, after := s[:name.start], s[name.end:]
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
	nounBefore = regexp.MustCompile(`(?:^|[\PL])(?i:a|an|the|his|her|ein|eine|einen|der|die|das|un|una|el|la|une|le|um|uma|o)(?: ` +
		`[\p{L}\d-]+){1,4}, $`)
)

// withShare adds the share of the votes that its article says was counted.
func (p *Rules) withShare(c claim.Claim) claim.Claim {
	src, ok := p.byVersion[c.Cites[0].Row]
	if !ok || countedShare.MatchString(c.Text) {
		return c
	}
	for _, sp := range src.Spans {
		if at := countedShare.FindStringIndex(src.Item.Version.Text[sp.Start:sp.End]); at != nil {
			share := src.Cite("text", sp.Start+at[0], sp.Start+at[1])
			c.Share = share.Quote
			if last := c.Cites[len(c.Cites)-1]; last.Quote != share.Quote { // else it was added before
				c.Cites = append(c.Cites[:len(c.Cites):len(c.Cites)], share)
			}
			return c
		}
	}
	return c
}
