package briefing

import (
	"context"
	"errors"
	"time"
)

const (
	storyWindows = 8 // passages a story's prompt holds at most
	storyClaims  = 3 // sentences below a heading at most
)

// written states a story in the model's words: memoised by evidence, every
// claim checked. The heading falls back to a source's headline.
func (r *writing) written(ctx context.Context, c *candidate, head Claim, ps []picked, words int) ([]Claim, error) {
	windows := writable(evidenceFor(ps, storyWindows))
	if len(windows) == 0 {
		return nil, errUnwritable
	}
	comp := &composer{model: r.w.Model, template: "story", passages: windows, quotes: inside(ps, windows), most: storyClaims, spare: c.told != nil, verifier: r.w.Check}
	if words == 0 {
		comp.most, words = 1, 15
	}
	lang := ps[0].src.item.Version.Lang
	m := memo{kind: "story", prompt: promptVersion("story"), model: r.w.Name, lang: lang, length: r.req.Length, story: c.id}
	write := func(ctx context.Context) ([]Claim, error) {
		got, err := comp.compose(ctx, promptData{Claims: comp.most, Words: words})
		r.b.Tokens += comp.tokens
		comp.tell(r.w.Count)
		if err != nil {
			return nil, err
		}
		if got.abstain {
			return nil, errNothingHeld
		}
		main := -1
		if main, _ = mainOf(head, lang, ps); main >= 0 {
			if got.heading != nil && ps[main].tells.covers(newTelling(got.heading.Text, lang), lang) < aboutLeast {
				got.heading = nil // it is about something else than the story
			}
		}
		if got.heading != nil {
			head = *got.heading
		}
		if main >= 0 {
			got.claims = ledBy(ps[main], lang, got.claims)
			got.claims = got.claims[:min(len(got.claims), comp.most)]
		}
		claims := append([]Claim{head}, got.claims...)
		if r.req.Length == "short" {
			claims = claims[:1]
		}
		return got.text(claims)
	}
	claims, err := r.w.Check.once(ctx, r.w.Store, m, windowCites(windows, head.Cites...), write)
	if err == nil {
		r.b.Model = r.w.Name
	}
	return claims, err
}

// worded is a story under its heading, without what its channel was told: by the
// sources' words, in their language.
func (r *writing) worded(ctx context.Context, c *candidate, ch *chooser, head Claim, ps []picked) ([]Claim, error) {
	claims, err := r.claims(ctx, c, ch, head, ps)
	if err == nil {
		claims, err = r.headed(ctx, c, ch.people.story(claims, head))
	}
	if err == nil {
		claims, err = r.untold(ctx, c, claims)
	}
	return claims, err
}

// headed stores a headline that stands in for the model's heading: a post holds
// stored claims alone.
func (r *writing) headed(ctx context.Context, c *candidate, claims []Claim) ([]Claim, error) {
	if claims[0].id != 0 || r.req.Channel.ID == 0 {
		return claims, nil
	}
	kept, err := extracted(ctx, r.w.Store, memo{kind: "story", lang: claims[0].Cites[0].lang, length: "heading", story: c.id}, claims[:1])
	if err != nil {
		return nil, err
	}
	return append(kept, claims[1:]...), nil
}

// without notes why a story was not written by the model. Unless only updates
// go without it, or this one's sentences did not hold, the rest of the briefing
// does too.
func (r *writing) without(c *candidate, err error) {
	if errors.Is(err, errUnwritable) {
		return // by rule, and for this story alone
	}
	var spent *SpentError
	switch {
	case errors.As(err, &spent) && spent.Spare:
		r.b.Spared = err.Error()
	case errors.Is(err, errNothingHeld):
		r.b.Unheld = err.Error()
	default:
		r.b.Fallback = whyNot(err, r.w.Discreet)
	}
	if r.w.Log != nil {
		r.w.Log.Info("model not used", "story", c.id, "err", err)
	}
}

// evidenceFor is the windows around the best sentences, at most n, none twice.
func evidenceFor(ps []picked, n int) []passage {
	var out []passage
	for _, p := range ps {
		if len(out) == n {
			break
		}
		if p.i == headlineAt {
			continue
		}
		w := windowOf(p.src, p.i)
		if !overlaps(out, w) {
			out = append(out, w)
		}
	}
	return out
}

func overlaps(ps []passage, w passage) bool {
	for _, p := range ps {
		if p.src.item.Version.ID == w.src.item.Version.ID && w.first <= p.last && p.first <= w.last {
			return true
		}
	}
	return false
}

func passageCites(ps []passage) []Cite {
	out := make([]Cite, len(ps))
	for i, p := range ps {
		out[i] = p.cite()
	}
	return out
}

// day is a date as messages show it: "22 Nov", with the year when it is not the current one.
func day(t, now time.Time) string {
	if t.Year() != now.Year() {
		return t.Format("2 Jan 2006")
	}
	return t.Format("2 Jan")
}

// days is a range of days, "4 Dec to 9 Dec"; one day stands once.
func days(from, to, now time.Time) string {
	first, last := day(from, now), day(to, now)
	if first == last {
		return first
	}
	return first + " to " + last
}
