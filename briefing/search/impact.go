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
	if highest := l.memo.Load(); highest != nil {
		return highest
	}
	highest := &impacts{docs: make([]int32, 0, l.df), most: make([]uint8, 0, l.df)}
	var places []place
	for walk := l.cursor(); walk.next(); {
		var title, outlet int
		title, outlet, places = walk.read(places[:0])
		times := int32(0)
		for _, p := range places {
			times = max(times, p.times)
		}
		impact := titleMost*float64(title) + outletMost*float64(outlet) + float64(times)
		sum := impact*(saturation+1)/(saturation+impact) + wholeMost
		highest.docs, highest.most = append(highest.docs, walk.doc), append(highest.most, uint8(math.Ceil(sum/mostImpact*impactSteps)))
	}
	l.memo.Store(highest)
	return highest
}
