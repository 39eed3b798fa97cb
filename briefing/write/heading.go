package write

import (
	"strings"

	"dateline/briefing/claim"
)

// checked checks one claim. A heading that does not hold with the capitals of a title is
// tried as a sentence has them.
func (c *Composer) checked(m ModelClaim, heading bool) *draft {
	d := c.tested(m, heading)
	if !heading || d.fault == "" {
		return d
	}
	var read strings.Builder
	for _, p := range c.cited(m) {
		read.WriteString(p.Src.Item.Version.Text + "\n")
	}
	sentence := m
	sentence.Text = claim.SmallLetters(m.Text, read.String(), c.Extracts[0].Src.Item.Version.Lang)
	if sentence.Text == m.Text {
		return d
	}
	if again := c.tested(sentence, true); again.fault == "" {
		return again
	}
	return d
}
