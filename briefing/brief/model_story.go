package brief

import (
	"context"
	"errors"
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/write"
)

const (
	storyTokens = 2000 // of its reports that a story's prompt shows at most
	storyClaims = 3    // sentences below a heading at most
)

// writeWithModel states a story in the model's words: memoised by evidence, every
// claim checked. The heading falls back to a source's headline.
func (r *writerRun) writeWithModel(ctx context.Context, c *candidate,
	head claim.Claim, ps []claim.SentenceCandidate, words int) ([]claim.Claim, error) {
	extracts := write.Extracts(evidenceFor(ps), write.Room(r.w.Model, storyTokens))
	if len(extracts) == 0 {
		return nil, write.ErrUnwritable
	}
	comp := &write.Composer{Model: r.w.Model, Kind: write.KindStory, Extracts: extracts, Quotes: write.Inside(ps, extracts),
		Most: storyClaims, Spare: c.history != nil, Reader: r.w.Reader}
	if words == 0 {
		comp.Most, words = 1, 15
	}
	lang := ps[0].Src.Item.Version.Lang
	memo := write.Memo{Kind: write.KindStory, Prompt: write.PromptVersion(write.KindStory), Model: r.w.Name, Lang: lang,
		Length: r.req.Length, Story: c.id}
	put := func(ctx context.Context) ([]claim.Claim, error) {
		got, err := comp.Compose(ctx, write.PromptData{Claims: comp.Most, Words: words})
		r.b.Tokens += comp.Tokens
		comp.ReportStats(r.w.Count)
		if err != nil {
			return nil, err
		}
		if got.Abstain {
			return nil, write.ErrNothingHeld
		}
		main := -1
		if main, _ = claim.MainOf(head, lang, ps); main >= 0 {
			if got.Heading != nil && ps[main].Tells.Covers(claim.NewTelling(got.Heading.Text, lang), lang) < claim.AboutLeast {
				got.Heading = nil // it is about something else than the story
			}
		}
		if got.Heading != nil {
			head = *got.Heading
		}
		if main >= 0 {
			got.Claims = claim.LedBy(ps[main], lang, got.Claims)
			got.Claims = got.Claims[:min(len(got.Claims), comp.Most)]
		}
		claims := append([]claim.Claim{head}, got.Claims...)
		if r.req.Length == "short" {
			claims = claims[:1]
		}
		return got.Text(claims)
	}
	claims, err := r.w.Reader.Write(ctx, r.w.Store, memo, write.Cites(extracts, head.Cites...), put)
	if err == nil {
		r.b.Model = r.w.Name
	}
	return claims, err
}

// untranslatedClaims is a story under its heading, without what its channel was told: by the
// sources' words, in their language.
func (r *writerRun) untranslatedClaims(ctx context.Context, c *candidate, ch *extractor,
	head claim.Claim, ps []claim.SentenceCandidate) ([]claim.Claim, error) {
	claims, err := r.claims(ctx, c, ch, head, ps)
	if err == nil {
		claims, err = r.headed(ctx, c, ch.people.Story(claims, head))
	}
	if err == nil {
		claims, err = r.withoutTold(ctx, c, claims)
	}
	return claims, err
}

// headed stores a headline that stands in for the model's heading: a post holds
// stored claims alone.
func (r *writerRun) headed(ctx context.Context, c *candidate, claims []claim.Claim) ([]claim.Claim, error) {
	if claims[0].ID != 0 || r.req.Channel.ID == 0 {
		return claims, nil
	}
	kept, err := write.Extracted(ctx, r.w.Store, write.Memo{Kind: "story", Lang: claims[0].Cites[0].Lang, Length: "heading", Story: c.id},
		claims[:1])
	if err != nil {
		return nil, err
	}
	return append(kept, claims[1:]...), nil
}

// without notes why a story was not written by the model. Unless only updates
// go without it, or this one's sentences did not hold, the rest of the briefing
// does too.
func (r *writerRun) without(c *candidate, err error) {
	if errors.Is(err, write.ErrUnwritable) {
		return // by rule, and for this story alone
	}
	var spent *write.SpentError
	switch {
	case errors.As(err, &spent) && spent.Spare:
		r.b.Spared = err.Error()
	case errors.Is(err, write.ErrNothingHeld):
		r.b.Unheld = err.Error()
	default:
		r.b.Fallback = write.WhyNot(err, r.w.HideModelErrors)
	}
	if r.w.Log != nil {
		r.w.Log.Info("model not used", "story", c.id, "err", err)
	}
}

// evidenceFor is the reports of a story with their best sentences, the report with
// the best one first.
func evidenceFor(ps []claim.SentenceCandidate) []write.Wanted {
	var out []write.Wanted
	for _, p := range ps {
		if p.Index == claim.HeadlineIndex {
			continue
		}
		at := slices.IndexFunc(out, func(w write.Wanted) bool { return w.Src.Item.Version.ID == p.Src.Item.Version.ID })
		if at < 0 {
			at = len(out)
			out = append(out, write.Wanted{Src: p.Src})
		}
		out[at].Hits = append(out[at].Hits, p.Index)
	}
	return out
}
