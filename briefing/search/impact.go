package search

import "math"

// impacts are the documents of a list with the most that the term adds to any
// passage of each, for a word of information 1.
type impacts struct {
	docs []int32
	most []uint8 // in impactSteps of mostImpact, rounded up
}

const (
	// mostImpact is what a word of information 1 adds at most to a score.
	mostImpact  = saturation + 1 + wholeMost
	impactSteps = 255
)

// impacts are made when a question first needs them.
func (l *postings) impacts() *impacts {
	if m := l.memo.Load(); m != nil {
		return m
	}
	m := &impacts{docs: make([]int32, 0, l.df), most: make([]uint8, 0, l.df)}
	var places []place
	for c := l.cursor(); c.next(); {
		var title, outlet int
		title, outlet, places = c.read(places[:0])
		times := int32(0)
		for _, p := range places {
			times = max(times, p.times)
		}
		f := titleMost*float64(title) + outletMost*float64(outlet) + float64(times)
		sum := f*(saturation+1)/(saturation+f) + wholeMost
		m.docs, m.most = append(m.docs, c.doc), append(m.most, uint8(math.Ceil(sum/mostImpact*impactSteps)))
	}
	l.memo.Store(m)
	return m
}
