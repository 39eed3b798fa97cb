package cluster

import (
	"math"
	"sort"

	"dateline/briefing/text"
)

// vector is a sparse vector of unit length, sorted by term, so that sums run
// in one order everywhere.
type vector []weighted

type weighted struct {
	term string
	w    float64
}

// topTerms is how many of a text's terms are kept: the rest is background.
const topTerms = 40

// pseudoDocs is how many documents the table of common words counts for.
const pseudoDocs = 10000

// frequencies counts in how many documents terms stand.
type frequencies struct {
	n  float64
	df map[string]int32
}

// idf mixes what was seen with the built-in table, so that ten articles
// cluster as ten thousand do.
func (f *frequencies) idf(term, lang string) float64 {
	share := (float64(f.df[term]) + pseudoDocs*text.CommonShare(term, lang) + .5) / (f.n + pseudoDocs + 1)
	return -math.Log(share)
}

func (f *frequencies) add(terms []string) {
	f.n++
	seen := map[string]bool{}
	for _, t := range terms {
		if !seen[t] {
			seen[t] = true
			f.df[t]++
		}
	}
}

// vector weighs terms by (1 + ln tf) idf and keeps the heaviest.
func (f *frequencies) vector(terms []string, lang string) vector {
	tf := make(map[string]int, len(terms))
	for _, t := range terms {
		tf[t]++
	}
	v := make(vector, 0, len(tf))
	for t, n := range tf {
		v = append(v, weighted{t, (1 + math.Log(float64(n))) * f.idf(t, lang)})
	}
	sort.Slice(v, func(i, j int) bool {
		if v[i].w != v[j].w {
			return v[i].w > v[j].w
		}
		return v[i].term < v[j].term
	})
	v = v[:min(len(v), topTerms)]
	sort.Slice(v, func(i, j int) bool { return v[i].term < v[j].term })
	return v.unit()
}

func (v vector) unit() vector {
	sum := 0.0
	for _, x := range v {
		sum += x.w * x.w
	}
	if sum == 0 {
		return v
	}
	n := math.Sqrt(sum)
	for i := range v {
		v[i].w /= n
	}
	return v
}

// dot is the cosine of two unit vectors.
func (v vector) dot(o vector) float64 {
	sum := 0.0
	for i, j := 0, 0; i < len(v) && j < len(o); {
		switch {
		case v[i].term < o[j].term:
			i++
		case v[i].term > o[j].term:
			j++
		default:
			sum += v[i].w * o[j].w
			i++
			j++
		}
	}
	return sum
}

// sum is a sum of unit vectors with its squared length.
type sum struct {
	w    map[string]float64
	norm float64
}

func (s *sum) add(v vector) {
	if s.w == nil {
		s.w = map[string]float64{}
	}
	for _, x := range v {
		old := s.w[x.term]
		s.norm += x.w*x.w + 2*old*x.w
		s.w[x.term] = old + x.w
	}
}

// cos is the cosine of a unit vector with the sum.
func (s *sum) cos(v vector) float64 {
	if s.norm <= 0 {
		return 0
	}
	dot := 0.0
	for _, x := range v {
		dot += x.w * s.w[x.term]
	}
	return dot / math.Sqrt(s.norm)
}
