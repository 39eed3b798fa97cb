package search

// before orders hits: the better first; of equal ones the newer, then by
// version and position.
func before(a, b Hit) bool {
	switch {
	case a.Score != b.Score:
		return a.Score > b.Score
	case !a.Time.Equal(b.Time):
		return a.Time.After(b.Time)
	case a.Version != b.Version:
		return a.Version < b.Version
	}
	return a.Start < b.Start
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
	for i > 0 && before(h, hits[i-1]) {
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
			h := hits[i]
			p := passage{h.Version, h.Start}
			if have[p] || of[h.Article] == per {
				continue
			}
			have[p] = true
			of[h.Article]++
			if n := len(out); n > 0 {
				h.Score = min(h.Score, out[n-1].Score)
			}
			out = append(out, h)
		}
	}
	return out
}
