package write

import (
	"context"
	"slices"
	"time"

	"dateline/briefing/evidence"
)

// judge has what holds so far read a second time, once. When the reader does not
// answer the strict rules stand in.
func (c *Composer) judge(ctx context.Context, drafts []*draft) {
	var open []*draft
	var readings []Reading
	for _, d := range drafts {
		if d.fault == "" && !d.read {
			open = append(open, d)
			readings = append(readings, d.reading())
			d.read = true
		}
	}
	if len(open) == 0 || !c.trusted {
		return
	}
	verdicts, tokens, err := c.Reader.Read(ctx, readings, c.Spare)
	c.left--
	c.Tokens += tokens
	if err != nil {
		c.trusted, c.unread = false, err
		c.hold(drafts, open)
		return
	}
	for i, d := range open {
		if !verdicts[i].Stated {
			d.fault = verdicts[i].Advice()
		}
		c.told(d)
	}
}

// hold holds the drafts of a text that nobody reads to the end by the rules for such a
// text: those that nobody has judged by the strict ones, and all by what may be shown.
func (c *Composer) hold(drafts, unjudged []*draft) {
	for _, d := range drafts {
		if d.fault != "" {
			continue
		}
		if slices.Contains(unjudged, d) {
			d.fault = c.strictFault(evidence.NewSentence(d.claim.Text, d.claim.Lang()), d.cited, d.heading)
		}
		if d.fault == "" {
			d.fault = c.forbidden(d.claim)
		}
		c.told(d)
	}
}

// reading is a draft as the second reader sees it.
func (d *draft) reading() Reading {
	out := Reading{Claim: d.claim.Text}
	for _, p := range d.cited {
		wide, item := around(p), p.Src.Item
		source := ReadSource{Outlet: item.Article.Outlet, Title: item.Version.Title, Text: p.Cite().Quote}
		if published := item.Article.Published; !published.IsZero() {
			source.Date = published.UTC().Format(time.DateOnly)
		}
		if wide.First < p.First {
			source.Before = p.Src.Sentence(wide.First)
		}
		if wide.Last > p.Last {
			source.After = p.Src.Sentence(wide.Last)
		}
		out.Sources = append(out.Sources, source)
	}
	return out
}
