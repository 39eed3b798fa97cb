package evidence

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"dateline/briefing/text"
)

// quotations are what stands between quotation marks of any form, also between
// the straight single ones, which are apostrophes too.
func quotations(s string) []text.Span {
	var out []text.Span
	for _, q := range text.Quotes(s) {
		out = append(out, q.Span)
	}
	open := -1
	for i, r := range s {
		if r != '\'' && r != '’' && r != '‚' {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i+utf8.RuneLen(r):])
		switch {
		case r != '’' && !text.WordRune(before) && text.WordRune(after) && open < 0:
			open = i + utf8.RuneLen(r)
		case open >= 0 && r != '‚' && !text.WordRune(after) && !unicode.IsSpace(before):
			out = append(out, text.Span{Start: open, End: i})
			open = -1
		}
	}
	return out
}

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
