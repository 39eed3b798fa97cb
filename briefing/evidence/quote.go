package evidence

import "strings"

// quotesHold asks that every quotation stands word by word in one window.
func (c *Sentence) quotesHold(r *Result, pages []*Page) {
	for _, q := range c.quotes {
		body := c.s[q.Start:q.End]
		words := plain(body)
		if words == " " {
			continue
		}
		ok := false
		for _, p := range pages {
			ok = ok || strings.Contains(p.folded, words) || noCapitals[c.lang] && strings.Contains(p.folded, strings.TrimSpace(words))
		}
		if !ok {
			r.fault("quote", body, "the quotation %q does not stand so in the cited text", body)
		}
	}
}
