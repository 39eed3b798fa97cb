package brief

import (
	"context"
	"errors"
	"slices"
	"strings"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text/speech"
	"dateline/briefing/write"
	"dateline/store"
)

const (
	// storyTokens of its reports are shown in a story's prompt at most: with its
	// instructions, the second reading and both replies a story costs about 3,000.
	storyTokens = 1400
	storyClaims = 3  // sentences below a heading at most
	shortWords  = 15 // of a story that is told in its heading alone
	leadBytes   = 40 // of a report's first sentence at least, in bytes
	toldMost    = 4  // claims that the prompt of an update repeats
	reportHits  = 3  // sentences of a report that its prompt begins with, beside its first ones
)

// material is what a story is told from: its reports in the language it is told in,
// the best of their headlines, and the sentences of theirs that may be shown, the best
// first.
type material struct {
	picker  *extractor
	head    claim.Claim
	reports []claim.Article
	picks   []claim.SentenceCandidate
}

// claims writes the story with the model, or in the sources' own sentences. A
// candidate that gives its place away has none.
func (r *writerRun) claims(ctx context.Context, c *candidate, of material) ([]claim.Claim, error) {
	if r.w.Model != nil && r.b.Fallback == "" && !c.noNews {
		mctx, cancel := r.modelTime(ctx)
		claims, err := r.writeWithModel(mctx, c, of)
		cancel()
		switch {
		case err == nil:
			return claims, nil
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case !errors.Is(err, write.ErrNoNews):
			r.without(c, err)
		case r.givesWay(c):
			return nil, err
		}
	}
	return r.quotedClaims(ctx, c, of)
}

// modelTime returns a context that ends when the request's ModelTime is used up.
func (r *writerRun) modelTime(ctx context.Context) (context.Context, context.CancelFunc) {
	if r.modelBy.IsZero() {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, r.modelBy)
}

// writeWithModel states a story in the model's words: memoised by evidence, every
// claim checked. The heading is the model's; where it fails, a source's headline.
func (r *writerRun) writeWithModel(ctx context.Context, c *candidate, of material) ([]claim.Claim, error) {
	extracts, err := write.Reports(of.evidence(), write.Room(r.w.Model, storyTokens))
	if err != nil {
		return nil, err
	}
	comp := &write.Composer{Model: r.w.Model, Kind: write.KindStory, Extracts: extracts, Quotes: write.Inside(of.picks, extracts),
		Most: storyClaims, Spare: c.history != nil, Reader: r.w.Reader, Stopped: r.w.Stopped}
	words := wordsFor(r.req.Length)
	if words == 0 {
		comp.Most, words = 1, shortWords
	}
	memo := write.Memo{Kind: write.KindStory, Prompt: write.PromptVersion(write.KindStory), Model: r.w.Name,
		Lang: extracts[0].Src.Item.Version.Lang, Length: r.req.Length, Story: c.id}
	told := c.toldBefore()
	memo.Question = strings.Join(told, "\n")
	put := func(ctx context.Context) ([]claim.Claim, error) {
		got, err := comp.Compose(ctx, write.PromptData{Claims: comp.Most, Words: words, Told: told,
			Unnamed: of.picker.people.Unnamed(comp.Articles())})
		r.b.Tokens += comp.Tokens
		comp.ReportStats(r.w.Count)
		switch {
		case err != nil:
			return nil, err
		case got.Abstain:
			return nil, write.ErrNoNews
		}
		claims := of.headed(got, memo.Lang)
		claims = claims[:min(len(claims), 1+comp.Most)]
		if r.req.Length == "short" {
			claims = claims[:1]
		}
		return got.Text(claims)
	}
	claims, read, err := r.w.Reader.Write(ctx, r.w.Store, memo, write.Cites(extracts, of.head.Cites...), put)
	if err == nil {
		r.wroteWithModel(claims, read)
	}
	return claims, err
}

// wroteWithModel notes whose words claims are. read: the model's were read a second time.
func (r *writerRun) wroteWithModel(claims []claim.Claim, read bool) {
	r.b.Model = r.w.Name
	if slices.ContainsFunc(claims, func(c claim.Claim) bool { return !claim.IsVerbatim(c.Kind) }) {
		r.unread = r.unread || !read
		r.b.Read = !r.unread
	}
}

// evidence is the reports of a story for a prompt: those with the best sentences
// first, which are the newest of equal ones; then those of which no sentence can be
// shown by itself, the newest first.
func (m material) evidence() []write.Wanted {
	var out []write.Wanted
	place := map[int64]int{}
	for _, p := range m.picks {
		if p.Index == claim.HeadlineIndex {
			continue
		}
		id := p.Src.Item.Version.ID
		at, ok := place[id]
		if !ok {
			at = len(out)
			place[id], out = at, append(out, write.Wanted{Src: p.Src, Lead: leadOf(p.Src)})
		}
		if len(out[at].Hits) < reportHits {
			out[at].Hits = append(out[at].Hits, p.Index)
		}
	}
	if m.picker.update {
		return out // the others hold nothing new that can be shown
	}
	for _, report := range slices.Backward(m.reports) {
		if _, ok := place[report.Item.Version.ID]; !ok && report.Item.Version.Lang == m.lang() {
			out = append(out, write.Wanted{Src: report, Lead: leadOf(report)})
		}
	}
	return out
}

// toldBefore is what the channel was told of a story, the newest first; nothing of one
// that is new to it.
func (c *candidate) toldBefore() []string {
	if c.history == nil {
		return nil
	}
	var out []string
	for _, x := range c.history.cites {
		source := c.history.sources[x.Cite.Version]
		if len(out) < toldMost && !source.Rights().Reserved && !slices.Contains(out, x.Text) {
			out = append(out, x.Text)
		}
	}
	return out
}

// leadOf is where a report begins: behind bylines, dates and places that stand as
// sentences of their own.
func leadOf(report claim.Article) int {
	for i := range min(len(report.Spans), claim.OpeningMost+1) {
		said := strings.TrimLeft(report.Sentence(i), "−–—- ")
		if len(said) >= leadBytes && speech.Statement(said, report.Item.Version.Lang) == nil {
			return i
		}
	}
	return 0
}

// lang is the language of the reports.
func (m material) lang() string {
	if len(m.picks) > 0 {
		return m.picks[0].Src.Item.Version.Lang
	}
	return m.head.Cites[0].Lang
}

// headed is what the model wrote below its heading, else below a source's headline.
// Where its own first claim is lost, or nobody has read its claims, the one that tells
// the main event comes first.
func (m material) headed(got write.Composed, lang string) []claim.Claim {
	head, claims := m.head, got.Claims
	if main, _ := claim.MainOf(m.head, lang, m.picks); main >= 0 && !got.Led {
		claims = claim.LedBy(m.picks[main], lang, claims)
	}
	if got.Heading != nil {
		head = *got.Heading
	}
	return append([]claim.Claim{head}, claims...)
}

// untranslatedClaims is a story under its heading, without what its channel was told: by the
// sources' words, in their language.
func (r *writerRun) untranslatedClaims(ctx context.Context, c *candidate, of material) ([]claim.Claim, error) {
	claims, err := r.claims(ctx, c, of)
	if err == nil {
		claims, err = r.headed(ctx, c, of.picker.people.Story(claims, of.head))
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
// go without it, this one's sentences did not hold, or they were taken back while
// they were written, the rest of the briefing does too.
func (r *writerRun) without(c *candidate, err error) {
	if errors.Is(err, write.ErrUnwritable) || errors.Is(err, write.ErrGone) || errors.Is(err, store.ErrLost) {
		return // for this story alone
	}
	var spent *write.SpentError
	var long *llm.TooLongError
	switch {
	case errors.As(err, &spent) && spent.Spare:
		r.b.Spared = err.Error()
	case errors.Is(err, write.ErrNothingHeld), errors.Is(err, write.ErrReserved), errors.As(err, &long):
		r.b.Unheld = write.WhyNot(err, r.w.HideModelErrors)
	default:
		r.b.Fallback = write.WhyNot(err, r.w.HideModelErrors)
	}
	if r.w.Log != nil {
		r.w.Log.Info("model not used", "story", c.id, "err", err)
	}
}
