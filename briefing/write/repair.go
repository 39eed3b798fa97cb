package write

import (
	"context"
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/briefing/text/speech"
)

// RepairStats counts what became of the claims of one reply of the model, by the
// step of the repair that saved them. Each claim is counted once.
type RepairStats struct {
	Kept        int // as they were written and cited
	Replaced    int // held by another passage than the cited one
	Regenerated int // written once more
	Quoted      int // a source's own sentence stands in for them
	Dropped     int // by the check, the second reading or because they repeat
}

// tally counts the claims of a text, of which so many are shown.
func tally(drafts []*draft, shown int) RepairStats {
	var out RepairStats
	for _, d := range drafts {
		switch {
		case d.heading, d.fault != "":
		case d.quoted:
			out.Quoted++
		case d.again:
			out.Regenerated++
		case d.moved:
			out.Replaced++
		default:
			out.Kept++
		}
	}
	all := 0
	for _, d := range drafts {
		if !d.heading {
			all++
		}
	}
	out.Dropped = all - shown
	return out
}

// ReportStats calls count with the counts of the last reply, unless it held no
// claims. count may be nil.
func (c *Composer) ReportStats(count func(RepairStats)) {
	if count != nil && c.stats != (RepairStats{}) {
		count(c.stats)
	}
}

// failedDraft is a draft in the prompt of the second try.
type failedDraft struct{ Text, Reason string }

// mend asks the model once more for the drafts that failed, if that can still be
// read a second time, and puts what holds of the reply in their places. It reports
// whether it asked.
func (c *Composer) mend(ctx context.Context, msgs []llm.Message, raw string, drafts []*draft) bool {
	var failed []failedDraft
	for _, d := range drafts {
		if d.fault != "" {
			failed = append(failed, failedDraft{d.model.Text, d.fault})
		}
	}
	readings := 0
	if c.trusted {
		readings = 1
	}
	if len(failed) == 0 || c.left <= readings {
		return false
	}
	user, err := prompt("repair", "user", struct{ Failed []failedDraft }{failed})
	if err != nil {
		return false
	}
	msgs = append(slices.Clone(msgs), llm.Message{Role: "assistant", Content: raw}, llm.Message{Role: "user", Content: user})
	reply, _, err := c.ask(ctx, msgs)
	if err != nil {
		c.left = 0
		return true
	}
	for _, again := range c.drafts(reply) {
		again.again = true
		at := slices.IndexFunc(drafts, func(d *draft) bool { return d.fault != "" && d.heading == again.heading })
		if again.fault == "" && at >= 0 {
			*drafts[at] = *again
		}
	}
	return true
}

// quote puts a source's own sentence in the place of each claim that failed, where
// one fits: of Quotes, or of what the claim cites.
func (c *Composer) quote(drafts []*draft) {
	for _, d := range drafts {
		if d.fault == "" || d.heading {
			continue
		}
		if len(c.Quotes) == 0 {
			c.Quotes = c.ownSentences(d)
		}
		if quote, ok := c.standIn(d.model.Text); ok {
			d.claim, d.fault, d.quoted = quote, "", true
		}
	}
}

// ownSentences are the sentences a claim cites, as far as each can be understood by itself.
func (c *Composer) ownSentences(d *draft) []claim.SentenceCandidate {
	var out []claim.SentenceCandidate
	for _, p := range c.cited(d.model) {
		for i := p.First; i <= p.Last; i++ {
			own, quote := p.Src.Sentence(i), p.Src.Quoted(i)
			if speech.StandsAlone(own, p.Lang()) == nil && p.Src.Checked(quote, i) {
				out = append(out, claim.SentenceCandidate{Src: p.Src, Index: i, Terms: text.ContentTerms(own, p.Lang()), Claim: quote})
			}
		}
	}
	return out
}

// standIn takes from Quotes the sentence that shares most content terms with a
// claim: three at least, and half of them; ok is false without one.
func (c *Composer) standIn(stated string) (claim.Claim, bool) {
	best, most := -1, 2 // fewer than three common words: not what the claim was about
	for i, q := range c.Quotes {
		terms := text.ContentTerms(stated, q.Src.Item.Version.Lang)
		if common := len(terms) - claim.CountMissing(terms, q.Terms); common > most && 2*common >= len(terms) {
			best, most = i, common
		}
	}
	if best < 0 {
		return claim.Claim{}, false
	}
	quote := c.Quotes[best].Claim
	c.Quotes = slices.Concat(c.Quotes[:best], c.Quotes[best+1:])
	return quote, true
}
