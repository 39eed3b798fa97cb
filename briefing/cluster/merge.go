package cluster

import (
	"math"
	"slices"
)

const (
	mergeTitle = .22 // least link of two stories of headlines
	mergeFull  = .50 // the same when one of them has texts
	mergeNames = 2   // names two stories with texts must share
	mergeAsked = 8   // newest members whose titles must not conflict
)

// Merge says that two stories turned out to be one: From's articles are Into's.
type Merge struct{ From, Into int64 }

// Merged are the merges since it was last asked, in order. The older story
// lives on.
func (c *Clusterer) Merged() []Merge {
	merged := c.merged
	c.merged = nil
	return merged
}

// grown looks whether a strand that grew has become one with another, and then
// whether its story is one with a story of other languages. It looks
// at every size up to eight and then four times a doubling: so it depends on
// the stream alone, and not on when a pass happens to run. It returns the story
// that lives on.
func (c *Clusterer) grown(s *strand) *story {
	n := len(s.members)
	if step := 1 << max(0, bitLen(n)-3); n%step != 0 {
		return s.story
	}
	for n > 1 {
		best := c.closest(s)
		if best == nil {
			break
		}
		s = c.merge(s.story, best.story).strands[s.lang]
	}
	return c.mergeAcrossLanguages(s.story)
}

// closest is the strand of the same language that is one with s, nil if none.
func (c *Clusterer) closest(s *strand) *strand {
	var best *strand
	most := 0.0
	for _, o := range lookUp(c, c.index, s.all.v.clone(), query{most: nearMerge + 1, in: s.languages}) {
		if !s.mayMeet(o) || c.closed(o.story, s.story.first, s.story.last) {
			continue
		}
		likeness := link(s, o)
		if likeness < max(c.least(s, o), most) {
			continue
		}
		if likeness == most && best != nil && age(o.story.id) > age(best.story.id) {
			continue
		}
		if !c.apart(s, o) {
			best, most = o, likeness
		}
	}
	return best
}

// mayMeet reports a strand of another story in the same language.
func (s *strand) mayMeet(o *strand) bool {
	return o.story != s.story && o.lang == s.lang && len(o.members) > 0
}

func bitLen(n int) int {
	length := 0
	for ; n > 0; n >>= 1 {
		length++
	}
	return length
}

// link is the mean similarity between the articles of two stories (average
// linkage) over the geometric mean of that within each: stories of many words
// are as loose inside as they are near to others.
func link(a, b *strand) float64 {
	if a.all.n == 0 || b.all.n == 0 {
		return 0
	}
	return a.all.v.dot(b.all.v) / float64(a.all.n*b.all.n) / math.Sqrt(a.all.tight()*b.all.tight())
}

func (c *Clusterer) least(a, b *strand) float64 {
	if 2*a.full >= len(a.members) || 2*b.full >= len(b.members) {
		return mergeFull
	}
	if c.o.Merge > 0 {
		return c.o.Merge
	}
	return mergeTitle
}

// apart reports what keeps two stories apart whatever their words: titles of
// one template about different things, or no names in common.
func (c *Clusterer) apart(a, b *strand) bool {
	if a.full > 0 && b.full > 0 && !c.o.NoNames {
		common := 0
		for _, x := range a.names.v {
			if b.names.v.has(x.term) {
				common++
			}
		}
		if common < mergeNames {
			return true
		}
	}
	if c.o.NoAnchors {
		return false
	}
	as, bs := newest(a.members, mergeAsked), newest(b.members, mergeAsked)
	conflicts := 0
	for _, x := range as {
		for _, y := range bs {
			if conflict(x.doc, y.doc) {
				conflicts++
			}
		}
	}
	return vetoed(conflicts, len(as)*len(bs))
}

// meets reports whether two stories have a language in common.
func (s *story) meets(o *story) bool {
	for lang := range s.strands {
		if o.strands[lang] != nil {
			return true
		}
	}
	return false
}

// merge makes two stories one: the older takes the strands of the younger.
func (c *Clusterer) merge(a, b *story) *story {
	if age(b.id) < age(a.id) {
		a, b = b, a
	}
	for lang, theirs := range b.strands {
		if ours := a.strands[lang]; ours != nil {
			c.mergeStrands(ours, theirs)
			continue
		}
		theirs.story = a // its entries in the index stay
		a.strands[lang] = theirs
		a.languages |= theirs.languages
	}
	post(c.traitIndex, a, a.traits.v, b.traits.v)
	a.traits.add(b.traits)
	if b.first.Before(a.first) {
		a.first = b.first
	}
	if b.last.After(a.last) {
		a.last = b.last
	}
	b.dead = true
	delete(c.stories, b.id)
	c.merged = append(c.merged, Merge{From: b.id, Into: a.id})
	return a
}

func (c *Clusterer) mergeStrands(a, b *strand) {
	post(c.index, a, a.all.v, b.all.v)
	a.title.add(b.title)
	a.all.add(b.all)
	a.names.add(b.names)
	a.members = append(a.members, b.members...)
	slices.SortStableFunc(a.members, func(x, y member) int { return x.doc.Time.Compare(y.doc.Time) })
	a.full += b.full
}
