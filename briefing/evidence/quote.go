package evidence

import (
	"strings"

	"dateline/briefing/text"
)

// quotesHold asks that every quotation stands word by word in one page. One or two
// words in marks are a title or a term more often than somebody's words: they
// stand where names do.
func (c *Sentence) quotesHold(r *Result, against citation) {
	for _, q := range c.clauses.Quotations() {
		body := c.s[q.Start:q.End]
		pages := against.pages
		if len(text.Terms(body, c.lang)) < quotationLeast {
			pages = against.whole
		}
		words := plain(body)
		if words == " " {
			continue
		}
		ok := false
		for _, p := range pages {
			ok = ok || strings.Contains(p.folded, words) || noCapitals[c.lang] && strings.Contains(p.folded, strings.TrimSpace(words))
		}
		if !ok {
			r.fault("quote", body, "the quotation %q does not stand so in the cited text: %s", body,
				"quote it word by word, or say it without the marks")
		}
	}
}

// quotationLeast is how many words a quotation has that must stand in what a
// sentence cites.
const quotationLeast = 3
