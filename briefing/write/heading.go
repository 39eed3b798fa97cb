package write

import (
	"strings"

	"dateline/briefing/claim"
)

// checked checks one claim. A heading with capitals as titles have them is written as a
// sentence, where it holds so.
func (c *Composer) checked(m ModelClaim, heading bool) *draft {
	if !heading {
		return c.tested(m, false)
	}
	var read strings.Builder
	for _, p := range c.cited(m) {
		read.WriteString(p.Src.Item.Version.Text + "\n")
	}
	sentence := m
	sentence.Text = claim.SmallLetters(m.Text, read.String(), c.Extracts[0].Src.Item.Version.Lang)
	if d := c.tested(sentence, true); d.fault == "" || sentence.Text == m.Text {
		return d
	}
	return c.tested(m, true)
}
