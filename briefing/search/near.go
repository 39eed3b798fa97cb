package search

import (
	"context"
	"math"
	"slices"
)

// How much the closeness of vectors may move a passage, beside words. Words
// name one event, closeness only its kind, which comes again and again: it
// fades with age and has no floor as words have.
const (
	nearDepth    = 200  // best passages that are ordered anew
	nearWeight   = .9   // of the closest and newest, beside the score of the best
	nearHalfLife = 15.0 // days
)

// Pack writes a vector as one signed byte a number, the largest as 127: only
// its direction counts. Whole numbers add up to the same sum in any order, so
// that ranks are equal everywhere.
func Pack(v []float32) []byte {
	most := 0.0
	for _, x := range v {
		most = max(most, math.Abs(float64(x)))
	}
	out := make([]byte, len(v))
	for i, x := range v {
		if most > 0 {
			out[i] = byte(int8(math.Round(float64(x) / most * math.MaxInt8)))
		}
	}
	return out
}

// Cosine is how close two packed vectors of the same length are, [-1,1].
func Cosine(a, b []byte) float64 {
	var ab, aa, bb int64
	for i := range min(len(a), len(b)) {
		first, second := int64(int8(a[i])), int64(int8(b[i]))
		ab, aa, bb = ab+first*second, aa+first*first, bb+second*second
	}
	if aa == 0 || bb == 0 {
		return 0
	}
	return float64(ab) / math.Sqrt(float64(aa)*float64(bb))
}

// near ranks the best passages anew by words and vectors; coverage stays.
func (p *pass) near(ctx context.Context, hits []Hit) []Hit {
	if len(hits) > 1 {
		p.move(hits, p.x.Near(ctx, hits[:min(len(hits), nearDepth)]))
	}
	limit, _ := p.q.limits()
	return hits[:min(len(hits), limit)]
}

// move adds closeness to the score of the first hits, and sorts.
func (p *pass) move(hits []Hit, cos []float64) {
	top := hits[0].Score
	for i, c := range cos {
		hits[i].Score += top * nearWeight * max(0, c) * p.nearness(hits[i].Time.UnixMilli())
	}
	slices.SortFunc(hits, compare)
}

// nearness is the share of its closeness that a passage of this time keeps: all
// of it where the question names an older time.
func (p *pass) nearness(at int64) float64 {
	if p.dated && p.q.At.Sub(p.named.From) > olderThan {
		return 1
	}
	return p.halved(at, nearHalfLife)
}
