package search

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"

	"dateline/briefing/text"
)

// The second hop (Rocchio 1971, RM3): words that the best articles' passages
// share join the question at a low weight. Reports of one event use the same
// words where questions use others. More articles and a higher weight help
// summhay (.887 MAP with 20 articles at .5) and cost realtimeqa recall.
const (
	hopArticles = 8
	hopWords    = 25
)

// hop are words that the best passages hold and the query does not, with
// their weight: frequency in the passage times rarity, passages by their score;
// the strongest counts weight beside a word of the question.
func (x *Index) hop(ctx context.Context, words []word, hits []Hit, weight float64) ([]word, error) {
	if len(hits) == 0 {
		return nil, nil
	}
	texts, err := x.Passages(ctx, hits)
	if err != nil {
		return nil, err
	}
	have := map[string]bool{}
	for _, w := range words {
		for _, s := range w.stems {
			have[s] = true
		}
	}
	sum := map[string]float64{}
	for i, p := range texts[:min(len(texts), len(hits))] {
		seen := counts(text.Terms(p.Text, p.Lang), p.Lang)
		n := 0
		for _, c := range seen {
			n += c
		}
		for t, c := range seen {
			if !have[t] {
				idf := -math.Log(max(text.CommonShare(t, p.Lang), 1.0/pseudoArticles))
				sum[t] += hits[i].Score / hits[0].Score * float64(c) / float64(n) * idf
			}
		}
	}
	terms := slices.SortedFunc(maps.Keys(sum), func(a, b string) int {
		return cmp.Or(cmp.Compare(sum[b], sum[a]), cmp.Compare(a, b))
	})
	var out []word
	for _, t := range terms[:min(len(terms), hopWords)] {
		out = append(out, word{stems: []string{t}, weight: weight * sum[t] / sum[terms[0]], hop: true})
	}
	return out, nil
}

// counts is how often each term stands among terms, without stop words.
func counts(terms []string, lang string) map[string]int {
	out := make(map[string]int, len(terms))
	for _, t := range terms {
		if !text.Stop(t, lang) {
			out[t]++
		}
	}
	return out
}
