package cluster

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// vector is a sparse vector sorted by term, so that sums run in one order
// everywhere.
type vector []weighted

// weighted is a term by its hash: a news archive has about 2^20 terms, and two
// of them share one of 2^64 hashes once in 30 million archives.
type weighted struct {
	term uint64
	w    float64
}

// topTerms is how many of a text's terms are kept: the rest is background.
const topTerms = 40

// pseudoDocs is how many documents the table of common words counts for. Stories
// are told apart within a few thousand articles, in which a name may stand in
// every tenth: ten times as many would still call it rare.
const pseudoDocs = 1000

// hash is FNV-1a.
func hash(s string) uint64 {
	hashed := uint64(14695981039346656037)
	for i := 0; i < len(s); i++ {
		hashed = (hashed ^ uint64(s[i])) * 1099511628211
	}
	return hashed
}

// frequencies counts in how many documents terms stand.
type frequencies struct {
	n      float64
	pseudo float64
	share  func(term) float64 // of all documents hold a term, before any was counted; nil: none
	df     map[uint64]float64 // counted, and from share
}

func newFrequencies(o Options, share func(term) float64) *frequencies {
	counts := &frequencies{pseudo: pseudoDocs, share: share, df: map[uint64]float64{}}
	if o.NoPseudo {
		counts.pseudo = 0
	}
	return counts
}

// count is in how many documents a term stands, the pseudo-documents among them.
func (f *frequencies) count(t term) float64 {
	n, ok := f.df[t.h]
	if !ok && f.share != nil {
		n = f.pseudo * f.share(t)
	}
	return n
}

// term is one distinct term of a text.
type term struct {
	h uint64
	s string
	n int
}

// distinct counts the terms of a text, ordered by hash.
func distinct(terms []string) []term {
	all := make([]term, len(terms))
	for i, t := range terms {
		all[i] = term{hash(t), t, 1}
	}
	return withCounts(all)
}

// withCounts adds up equal terms, and orders them by hash.
func withCounts(all []term) []term {
	slices.SortFunc(all, func(a, b term) int { return cmp.Compare(a.h, b.h) })
	out := all[:0]
	for _, t := range all {
		if n := len(out); n > 0 && out[n-1].h == t.h {
			out[n-1].n++
			continue
		}
		out = append(out, t)
	}
	return out
}

func (f *frequencies) add(terms []term) {
	f.n++
	for _, t := range terms {
		f.df[t.h] = f.count(t) + 1
	}
}

// weight is (1 + ln tf) idf.
func (f *frequencies) weight(t term) float64 {
	share := (f.count(t) + .5) / (f.n + f.pseudo + 1)
	return -(1 + math.Log(float64(t.n))) * math.Log(share)
}

// vector weighs terms and keeps the heaviest; the idf mixes
// what was seen with the built-in table, so that ten articles cluster as ten
// thousand do. Names weigh more, if given.
func (f *frequencies) vector(terms []term, names []string) vector {
	weights := make(vector, 0, len(terms))
	for _, t := range terms {
		weight := f.weight(t)
		if slices.Contains(names, t.s) {
			weight *= nameWeight
		}
		weights = append(weights, weighted{t.h, weight})
	}
	weights = weights.heaviest(topTerms).clone() // without the room of those that are left out
	slices.SortFunc(weights, func(a, b weighted) int { return cmp.Compare(a.term, b.term) })
	return weights.unit()
}

// heaviest are the n heaviest terms, heaviest first; v is reordered.
func (v vector) heaviest(n int) vector {
	slices.SortFunc(v, func(a, b weighted) int {
		if a.w != b.w {
			return cmp.Compare(b.w, a.w)
		}
		return cmp.Compare(a.term, b.term)
	})
	return v[:min(len(v), n)]
}

func (v vector) clone() vector { return slices.Clone(v) }

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

// has reports whether v holds a term.
func (v vector) has(t uint64) bool {
	i := sort.Search(len(v), func(i int) bool { return v[i].term >= t })
	return i < len(v) && v[i].term == t
}

// searchRatio is from which ratio of lengths on terms are looked up in the
// longer vector instead of walking both.
const searchRatio = 8

// dot is the scalar product of two vectors.
func (v vector) dot(o vector) float64 {
	if len(v) > len(o) {
		v, o = o, v
	}
	sum := 0.0
	if len(o) > searchRatio*len(v) {
		for _, x := range v {
			low, high := 0, len(o)
			for low < high {
				if middle := int(uint(low+high) >> 1); o[middle].term < x.term {
					low = middle + 1
				} else {
					high = middle
				}
			}
			if o = o[low:]; len(o) == 0 {
				break
			}
			if o[0].term == x.term {
				sum += x.w * o[0].w
			}
		}
		return sum
	}
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
	v    vector
	norm float64
	n    int // vectors that hold anything: the others have no direction
}

// single is the sum of one unit vector.
func single(v vector) sum {
	if len(v) == 0 {
		return sum{}
	}
	return sum{v: v, norm: 1, n: 1}
}

// add adds another sum, in one walk over both.
func (s *sum) add(o sum) {
	s.norm += o.norm + 2*s.v.dot(o.v)
	s.n += o.n
	if len(s.v) == 0 {
		s.v = o.v // most stories have one article: no vector is changed once it is made
		return
	}
	out := make(vector, 0, len(s.v)+len(o.v))
	i := 0
	for _, x := range o.v {
		for i < len(s.v) && s.v[i].term < x.term {
			out = append(out, s.v[i])
			i++
		}
		if i < len(s.v) && s.v[i].term == x.term {
			x.w += s.v[i].w
			i++
		}
		out = append(out, x)
	}
	if s.v = append(out, s.v[i:]...); cap(s.v) > len(s.v)+len(s.v)/4 {
		s.v = s.v.clone()
	}
}

// tight is the mean similarity of two of its vectors, 1 for a single one.
func (s *sum) tight() float64 {
	n := float64(s.n)
	if n < 2 {
		return 1
	}
	return max((s.norm-n)/(n*(n-1)), 1e-3)
}

// cos is the cosine of a unit vector with the sum.
func (s *sum) cos(v vector) float64 {
	if s.norm <= 0 || len(v) == 0 {
		return 0
	}
	return s.v.dot(v) / math.Sqrt(s.norm)
}
