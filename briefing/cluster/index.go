package cluster

import (
	"cmp"
	"slices"
	"time"
)

const (
	seedTerms = 12   // terms of highest information that look for candidates
	scanMost  = 4000 // entries that are looked at, rarest terms first: what bounds the cost in a large archive
	nearMost  = 24   // candidates an article is compared with
	nearMerge = 12   // and a story
)

// post enters a strand under the terms of a new member.
func (c *Clusterer) post(s *strand, v vector) {
	for _, x := range v {
		if !s.all.v.has(x.term) {
			c.index[x.term] = append(c.index[x.term], s)
		}
	}
}

// postTraits enters a story under the traits of a new member.
func (c *Clusterer) postTraits(s *story, v vector) {
	for _, x := range v {
		if !s.traits.v.has(x.term) {
			c.traitIndex[x.term] = append(c.traitIndex[x.term], s)
		}
	}
}

// candidates are the strands, so many at most, that hold most of the weight of a vector's
// heaviest terms. The vector is reordered.
func (c *Clusterer) candidates(v vector, most int) []*strand {
	seeds := v.heaviest(len(v))
	kept := seeds[:0]
	for _, x := range seeds {
		if len(kept) == seedTerms {
			break
		}
		if !slices.ContainsFunc(kept, func(k weighted) bool { return k.term == x.term }) {
			kept = append(kept, x)
		}
	}
	slices.SortStableFunc(kept, func(a, b weighted) int { return cmp.Compare(len(c.index[a.term]), len(c.index[b.term])) })
	c.query++
	var found []*strand
	scanned := 0
	for _, x := range kept {
		list := c.index[x.term]
		if scanned += len(list); scanned > scanMost && len(found) > 0 {
			break
		}
		for _, s := range list {
			if s.story.dead {
				continue
			}
			if s.seen != c.query {
				s.seen, s.found = c.query, 0
				found = append(found, s)
			}
			s.found += x.w
		}
	}
	return heldMost(found, most)
}

// heldMost are the strands that hold most of the query, most first, if there
// are more than so many.
func heldMost(found []*strand, most int) []*strand {
	if len(found) <= most {
		return found
	}
	less := func(a, b *strand) int {
		if a.found != b.found {
			return cmp.Compare(b.found, a.found)
		}
		return cmp.Compare(age(a.story.id), age(b.story.id))
	}
	top := make([]*strand, 0, most+1)
	for _, s := range found {
		if len(top) == most && less(s, top[most-1]) > 0 {
			continue
		}
		i, _ := slices.BinarySearchFunc(top, s, less)
		if top = slices.Insert(top, i, s); len(top) > most {
			top = top[:most]
		}
	}
	return top
}

// sweep forgets stories that no document of this time can join.
func (c *Clusterer) sweep(now time.Time) {
	if now.Sub(c.swept) < c.o.Window/3 {
		return
	}
	c.swept = now
	for id, s := range c.stories {
		if now.Sub(s.last) > 2*c.o.Window {
			s.dead = true
			delete(c.stories, id)
		}
	}
	prune(c.index, func(s *strand) bool { return s.story.dead })
	prune(c.traitIndex, func(s *story) bool { return s.dead })
}

func prune[T any](index map[uint64][]T, dead func(T) bool) {
	for term, list := range index {
		list = slices.DeleteFunc(list, dead)
		if len(list) == 0 {
			delete(index, term)
			continue
		}
		index[term] = list
	}
}
