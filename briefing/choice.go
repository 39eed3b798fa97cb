package briefing

import (
	"context"
	"strings"

	"dateline/briefing/text"
)

// noneThreshold is the evidence below which "none of the above" is picked.
const noneThreshold = .5

// choose picks the choice the archive supports best, without a model: the
// passage that covers most of question and choice together. A choice that
// says none of the above is picked below the threshold.
func (a *Answerer) choose(ctx context.Context, q Question, asked asked, found []Found) (int, error) {
	best, bestScore, none := -1, -1.0, -1
	for i, c := range q.Choices {
		if isNone(c) {
			none = i
			continue
		}
		hits, err := a.Archive.Search(ctx, q.Scope, asked.over.lookup(q.Text+" "+c, q.At))
		if err != nil {
			return -1, err
		}
		if s := asked.supports(c, append(hits, found...)); s > bestScore {
			best, bestScore = i, s
		}
	}
	if none >= 0 && (best < 0 || bestScore < noneThreshold) {
		return none, nil
	}
	return best, nil
}

func isNone(c string) bool {
	return strings.Contains(text.Fold(c), "none of the above")
}

// supports is the best product of how much of the choice and how much of the
// question one passage with its headline covers, [0,1].
func (a asked) supports(choice string, found []Found) float64 {
	want := newAsked(choice)
	best := 0.0
	for _, f := range found {
		have := union(termSet(f.Text(), f.src.item.Version.Lang), termSet(f.src.item.Version.Title, f.src.item.Version.Lang))
		c := want.cover(have)
		if want.total == 0 && strings.Contains(text.Fold(f.Text()), text.Fold(choice)) {
			c = 1 // a choice of stop words or digits alone
		}
		best = max(best, c*(.3+.7*a.cover(have)))
	}
	return best
}
