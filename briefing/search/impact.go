package search

import "math"

// impacts are the documents of a list with the most that the term adds to
// each: the most to any of its passages, and what it adds for the whole, for a
// word of information 1. They hold for averages up to those of the archive
// they were made for, and a little more: it grows.
type impacts struct {
	docs       []int32
	most       []uint8 // in impactSteps of mostImpact, rounded up
	avg, whole float64
}

const (
	// mostImpact is what a word of information 1 adds at most to a score.
	mostImpact  = saturation + 1 + wholeWeight*(wholeSaturation+1)
	impactSteps = 255
	// growth is how much an average may grow until impacts are made anew.
	growth = 1.05
)

// fit reports whether the impacts hold, and are not far too high.
func (m *impacts) fit(a averages) bool {
	ok := func(made, now float64) bool { return now <= made && made <= now*growth*growth }
	return m != nil && ok(m.avg, a.passage) && ok(m.whole, a.whole)
}

// impacts are made when a question first needs them.
func (l *postings) impacts(s *Segment, a averages) *impacts {
	if m := l.memo.Load(); m.fit(a) {
		return m
	}
	a = averages{a.passage * growth, a.whole * growth}
	m := &impacts{docs: make([]int32, 0, l.df), most: make([]uint8, 0, l.df), avg: a.passage, whole: a.whole}
	var places []place
	for c := l.cursor(); c.next(); {
		var title, outlet int
		title, outlet, places = c.read(places[:0])
		from, to := s.passagesOf(c.doc)
		header, most := titleWeight*float64(title)+outletWeight*float64(outlet), 0.0
		whole := header
		for _, p := range places {
			whole += float64(p.times)
			most = max(most, float64(p.times)/a.norm(s.passages[from+p.passage].length))
		}
		most += header
		whole /= a.wholeNorm(to - from)
		sum := most*(saturation+1)/(saturation+most) + wholeWeight*whole*(wholeSaturation+1)/(wholeSaturation+whole)
		m.docs, m.most = append(m.docs, c.doc), append(m.most, uint8(math.Ceil(sum/mostImpact*impactSteps)))
	}
	l.memo.Store(m)
	return m
}

// averages are what lengths are measured by.
type averages struct {
	passage float64 // terms of a passage
	whole   float64 // passages of a document
}

// norm is what a frequency in a passage is divided by.
func (a averages) norm(length int32) float64 {
	return 1 - lengthNorm + lengthNorm*float64(length)/a.passage
}

// wholeNorm is what a frequency in a document is divided by.
func (a averages) wholeNorm(passages int32) float64 {
	return 1 - wholeNorm + wholeNorm*float64(passages)/a.whole
}
