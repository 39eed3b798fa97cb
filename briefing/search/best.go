package search

import "sort"

// best sorts hits and applies the limits.
func best(hits []Hit, q Query) []Hit {
	sort.Slice(hits, func(i, j int) bool {
		a, b := hits[i], hits[j]
		switch {
		case a.Score != b.Score:
			return a.Score > b.Score
		case !a.Time.Equal(b.Time):
			return a.Time.After(b.Time)
		case a.Version != b.Version:
			return a.Version < b.Version
		}
		return a.Start < b.Start
	})
	limit, per := q.Limit, q.PerArticle
	if limit == 0 {
		limit = 10
	}
	if per == 0 {
		per = 2
	}
	seen := map[int64]int{}
	out := hits[:0]
	for _, h := range hits {
		if len(out) == limit {
			break
		}
		if seen[h.Article] < per {
			seen[h.Article]++
			out = append(out, h)
		}
	}
	return out
}
