package search

import "cmp"

// compare orders hits: the better first; of equal ones the newer, then by
// version and position.
func compare(a, b Hit) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), b.Time.Compare(a.Time), cmp.Compare(a.Version, b.Version), cmp.Compare(a.Start, b.Start))
}

func (q Query) limits() (limit, perArticle int) {
	limit, perArticle = q.Limit, q.PerArticle
	if limit == 0 {
		limit = 10
	}
	if perArticle == 0 {
		perArticle = 2
	}
	return limit, perArticle
}

// insert keeps the best hits, at most n, in order.
func insert(hits []Hit, n int, h Hit) []Hit {
	i := len(hits)
	for i > 0 && compare(h, hits[i-1]) < 0 {
		i--
	}
	if i == n {
		return hits
	}
	if len(hits) < n {
		hits = append(hits, h)
	}
	copy(hits[i+1:], hits[i:])
	hits[i] = h
	return hits
}

// InTurn takes hits from each list in turn, each once, so that every list has
// its places; scores never rise along the list.
func InTurn(lists [][]Hit, q Query) []Hit {
	type passage struct {
		version int64
		start   int
	}
	limit, per := q.limits()
	have, of := map[passage]bool{}, map[int64]int{}
	var out []Hit
	for i := 0; i < limit; i++ {
		for _, hits := range lists {
			if i >= len(hits) || len(out) == limit {
				continue
			}
			hit := hits[i]
			key := passage{hit.Version, hit.Start}
			if have[key] || of[hit.Article] == per {
				continue
			}
			have[key] = true
			of[hit.Article]++
			if n := len(out); n > 0 {
				hit.Score = min(hit.Score, out[n-1].Score)
			}
			out = append(out, hit)
		}
	}
	return out
}
