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
	out := RepairStats{Dropped: -shown}
	for _, d := range drafts {
		if d.heading {
			continue
		}
		out.Dropped++
		switch {
		case d.fault != "":
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
	place := -1
	for i, again := range c.drafts(reply) {
		again.again = true
		last := place
		place = slices.IndexFunc(drafts, func(d *draft) bool { return d.fault != "" && d.heading == again.heading })
		if apart := i > 0 && last != place-1; again.fault != "" || place < 0 || apart && again.leans() {
			place = -2 // nothing stands there on which the next could lean
			continue
		}
		*drafts[place] = *again
	}
	return true
}

// leans reports a draft that says nothing without what was said before it.
func (d *draft) leans() bool { return speech.PointsBack(d.claim.Text) != nil }

// quote puts a source's own sentence in the place of each claim that failed, where
// one fits: in a story one of Quotes, each once, in an answer one that the claim cites.
func (c *Composer) quote(drafts []*draft) {
	for _, d := range drafts {
		if d.fault == "" || d.heading {
			continue
		}
		from := c.Quotes
		if c.Kind == KindAnswer {
			from = c.ownSentences(d)
		}
		best := standIn(d.model.Text, from)
		if best < 0 {
			continue
		}
		d.claim, d.fault, d.quoted = from[best].Claim, "", true
		if c.Kind == KindStory {
			c.Quotes = slices.Concat(from[:best], from[best+1:])
		}
	}
}

// ownSentences are the sentences a claim cites, as far as each can be understood by itself.
func (c *Composer) ownSentences(d *draft) []claim.SentenceCandidate {
	var out []claim.SentenceCandidate
	for _, p := range c.cited(d.model) {
		for i := p.First; i <= p.Last; i++ {
			own, quote := p.Src.Sentence(i), p.Src.Quoted(i)
			if speech.StandsAlone(own, p.Lang()) == nil && p.Src.Checked(quote, i) && c.forbidden(quote) == "" {
				out = append(out, claim.SentenceCandidate{Src: p.Src, Index: i, Terms: text.ContentTerms(own, p.Lang()), Claim: quote})
			}
		}
	}
	return out
}

// standIn is the place of the sentence that shares most content terms with a claim:
// three at least, and half of them; -1 without one.
func standIn(stated string, from []claim.SentenceCandidate) int {
	best, most := -1, 2 // fewer than three common words: not what the claim was about
	for i, q := range from {
		terms := text.ContentTerms(stated, q.Src.Item.Version.Lang)
		if common := len(terms) - claim.CountMissing(terms, q.Terms); common > most && 2*common >= len(terms) {
			best, most = i, common
		}
	}
	return best
}
