package brief

import (
	"cmp"
	"context"
	"errors"
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/text/measure"
	"dateline/briefing/text/number"
	"dateline/briefing/write"
)

// statements are the measures that the first sentences of a story's reports state.
func (c *candidate) statements(t *claim.Cache) []claim.Statement {
	var out []claim.Statement
	for pos := max(0, len(c.members)-claim.ChooseMembers); pos < len(c.members); pos++ {
		member := c.members[pos]
		for i := claim.HeadlineIndex; i < min(len(member.Spans), claim.ChooseDepth); i++ {
			for _, x := range t.Measures(member, i) {
				stated := claim.NewStatement(x, member, i)
				stated.Origin = c.origins[pos]
				out = append(out, stated)
			}
		}
	}
	return claim.InStory(out)
}

// toldMeasures are the measures that the channel was told of the story, newest
// first: all of a sentence that it was told whole, else those that the claim
// states itself.
func (c *candidate) toldMeasures(t *claim.Cache) []claim.Statement {
	var out []claim.Statement
	for _, x := range c.history.citedSentences() {
		article, lang := x.src.Item.Article, x.src.Item.Version.Lang
		for _, m := range t.Measures(x.src, x.index) {
			if x.whole || claim.StatesMeasure(x.Text, lang, article.Published, m) {
				stated := claim.NewStatement(m, x.src, x.index)
				stated.Told = x.Claim
				out = append(out, stated)
			}
		}
	}
	out = claim.InStory(append(out, c.statements(t)...))[:len(out)]
	slices.SortStableFunc(out, func(a, b claim.Statement) int { return b.At.Compare(a.At) })
	return out
}

// previousStatement returns the newest value that the channel was told of the
// measure in b. ok is true when "was A, now B" may be said of the two.
func (c *candidate) previousStatement(b claim.Statement, said []claim.Statement) (claim.Statement, bool) {
	for _, a := range c.history.measures {
		if a.Same(b.Measure) {
			return a, a.ReplacedBy(b, claim.Backed(b, said)) // the newest told value decides
		}
	}
	return claim.Statement{}, false
}

// changeWeight weighs a sentence that gives a new value of what the channel was
// told: that is the news of an update.
const changeWeight = 1.5

// preferChanges multiplies the score of sentences that change a value the channel
// was told by changeWeight, and sorts by score.
func (c *candidate) preferChanges(ps []claim.SentenceCandidate, said []claim.Statement) []claim.SentenceCandidate {
	if c.history == nil || len(c.history.measures) == 0 {
		return ps
	}
	for k := range ps {
		changes := func(b claim.Statement) bool {
			_, ok := c.previousStatement(b, said)
			return ok
		}
		here := func(b claim.Statement) bool {
			return b.Index == ps[k].Index && b.Src.Item.Version.ID == ps[k].Src.Item.Version.ID
		}
		if slices.ContainsFunc(said, func(b claim.Statement) bool { return here(b) && changes(b) }) {
			ps[k].Score *= changeWeight
		}
	}
	slices.SortStableFunc(ps, func(a, b claim.SentenceCandidate) int { return cmp.Compare(b.Score, a.Score) })
	return ps
}

// current leaves out the sentences with a value that a later report has replaced, as long
// as others are left: below the newest heading an old toll is none.
func current(ps []claim.SentenceCandidate, said []claim.Statement) []claim.SentenceCandidate {
	replaced := func(a claim.Statement) bool {
		return slices.ContainsFunc(said, func(b claim.Statement) bool { return outgrown(a, b) || a.ReplacedBy(b, claim.Backed(b, said)) })
	}
	stands := slices.DeleteFunc(slices.Clone(ps), func(p claim.SentenceCandidate) bool {
		return slices.ContainsFunc(said, func(a claim.Statement) bool {
			return a.Index == p.Index && a.Src.Item.Version.ID == p.Src.Item.Version.ID && replaced(a)
		})
	})
	if len(stands) == 0 {
		return ps
	}
	return stands
}

// outgrown reports whether a later report of a story counts more of what grows, like the
// dead. Too little for "was A, now B", as one may count a part: but A is not how things stand.
func outgrown(a, b claim.Statement) bool {
	if !a.Grows || a.Class == "" || a.At.IsZero() {
		return false
	}
	return a.Class == b.Class && a.Counts == b.Counts && b.Value > a.High && b.At.Sub(a.At) > claim.DifferWithin
}

// addPreviousValues sets Previous of the claims that give a new value of a measure
// which the channel was told, of each new value once: another sentence has it in other
// words, with another report of what it was. claims[0] is the heading.
func (c *candidate) addPreviousValues(claims []claim.Claim, said []claim.Statement) {
	if c.history == nil || len(claims) == 0 {
		return
	}
	var changed []measure.Measure
	for k := range claims[1:] {
		claim := &claims[k+1]
		for _, b := range said {
			known := func(m measure.Measure) bool {
				return m.Value == b.Value && (m.Same(b.Measure) || m.Class != "" && m.Class == b.Class)
			}
			if !claim.States(b) || slices.ContainsFunc(changed, known) {
				continue
			}
			if earlier, ok := c.previousStatement(b, said); ok {
				claim.Previous, changed = previousValue(earlier, b), append(changed, b.Measure)
				break
			}
		}
	}
}

func previousValue(a, b claim.Statement) *claim.PreviousValue {
	out := &claim.PreviousValue{Value: claim.ValueWords(a.Measure, nil), At: a.At, Cite: a.Cite(), Claim: a.Told, Measure: &a.Measure}
	if len(number.Numbers(b.Src.Sentence(b.Index), b.Src.Item.Version.Lang)) > 1 {
		out.Instead, out.InsteadMeasure = claim.ValueWords(b.Measure, nil), &b.Measure
	}
	return out
}

// differences are the pairs of reports of a story that cannot both be right,
// newest first, of which one at least is new to the channel. What the rule on
// people changes or leaves out is not held against another.
func (ch *extractor) differences(said []claim.Statement, allow func(claim.Article, int) bool) []claim.Difference {
	var out []claim.Difference
	latest := latestWords(said)
	for i := len(latest) - 1; i >= 0; i-- {
		for j := range latest[:i] {
			first, second := latest[j], latest[i]
			if !first.Contradicts(second) || !first.Alone() || !second.Alone() {
				continue
			}
			if allow != nil && !allow(first.Src, first.Index) && !allow(second.Src, second.Index) {
				continue // the channel knows both
			}
			older, okA := ch.cache.Quoted(first.Src, first.Index)
			newer, okB := ch.cache.Quoted(second.Src, second.Index)
			if okA && okB && ch.people.Unchanged(older) && ch.people.Unchanged(newer) {
				out = append(out, claim.Difference{What: claim.DifferenceText(first.Measure, second.Measure, nil), A: older, B: newer,
					On: [2]measure.Measure{first.Measure, second.Measure}})
			}
		}
	}
	return out
}

// firstDifference returns the first difference whose claims were not taken back;
// nil without one.
func (r *writerRun) firstDifference(ctx context.Context, story int64, ds []claim.Difference) (*claim.Difference, error) {
	for _, d := range ds {
		if r.req.Channel.ID == 0 {
			return &d, nil
		}
		kept, err := write.Extracted(ctx, r.w.Store, write.Memo{Kind: "differ", Lang: d.A.Cites[0].Lang, Story: story},
			[]claim.Claim{d.A, d.B})
		if errors.Is(err, write.ErrGone) || err == nil && len(kept) < 2 {
			continue
		} else if err != nil {
			return nil, err
		}
		d.A, d.B = kept[0], kept[1]
		return &d, nil
	}
	return nil, nil
}

// latestWords returns, of each outlet, its latest statement on each measure, in
// order of time; headlines are left out.
func latestWords(said []claim.Statement) []claim.Statement {
	said = slices.Clone(said)
	slices.SortStableFunc(said, func(a, b claim.Statement) int { return a.At.Compare(b.At) })
	var out []claim.Statement
	for i, a := range said {
		if a.Index == claim.HeadlineIndex {
			continue
		}
		if !slices.ContainsFunc(said[i+1:], func(b claim.Statement) bool { return b.SameOutlet(a) && a.Same(b.Measure) }) {
			out = append(out, a)
		}
	}
	return out
}
