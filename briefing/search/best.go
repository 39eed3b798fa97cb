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
