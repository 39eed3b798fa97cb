package write

import (
	"strings"

	"dateline/briefing/claim"
)

// checked checks one claim. A heading that does not hold with the capitals of a title is
// read as a sentence has them in the articles, and the model is told to write it so.
func (c *Composer) checked(m ModelClaim, heading bool) *draft {
	d := c.tested(m, heading)
	if !heading || d.fault == "" {
		return d
	}
	var read strings.Builder
	for _, x := range c.Extracts {
		read.WriteString(x.Src.Item.Version.Text + "\n")
	}
	sentence := m
	sentence.Text = claim.SmallLetters(m.Text, read.String(), c.Extracts[0].Src.Item.Version.Lang)
	if sentence.Text == m.Text {
		return d
	}
	again := c.tested(sentence, true)
	if again.fault != "" {
		again.fault += "; write it with capitals only where a sentence has them"
	}
	return again
}
