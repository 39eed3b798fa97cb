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

// indexed is what an index leads to: a strand by its words, a story by its traits.
type indexed interface {
	match() *match
	home() *story     // it is looked up as long as its story lives
	langs() languages // in which it is told
}

// languages are a set, one bit each in the order in which a stream used them
// first: with more than 64 two may share one.
type languages uint64

// language is the set of one language.
func (c *Clusterer) language(lang string) languages {
	n, ok := c.languages[lang]
	if !ok {
		n = len(c.languages)
		c.languages[lang] = n
	}
	return 1 << (n % 64)
}

// query is what a lookup asks for: those, so many at most, that are told in all
// languages of in and in none of out.
type query struct {
	most    int
	in, out languages
}

// match is how much of the weight of a query something holds, and which query
// that was: it spares a map of what a query found.
type match struct {
	query  uint64
	weight float64
}

func (s *story) match() *match    { return &s.matched }
func (s *story) home() *story     { return s }
func (s *story) langs() languages { return s.languages }

func (s *strand) match() *match    { return &s.matched }
func (s *strand) home() *story     { return s.story }
func (s *strand) langs() languages { return s.languages }

// post enters an owner under the terms of a new member that it has not yet.
func post[T indexed](index map[uint64][]T, owner T, has, added vector) {
	for _, x := range added {
		if !has.has(x.term) {
			index[x.term] = append(index[x.term], owner)
		}
	}
}

// lookUp finds what a query asks for that holds most of the weight of a vector's
// heaviest terms. The vector is reordered.
func lookUp[T indexed](c *Clusterer, index map[uint64][]T, v vector, q query) []T {
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
	slices.SortStableFunc(kept, func(a, b weighted) int { return cmp.Compare(len(index[a.term]), len(index[b.term])) })
	c.queries++
	var found []T
	scanned := 0
	for _, x := range kept {
		list := index[x.term]
		if scanned += len(list); scanned > scanMost && len(found) > 0 {
			break
		}
		for _, s := range list {
			if langs := s.langs(); s.home().dead || langs&q.in != q.in || langs&q.out != 0 {
				continue
			}
			tally := s.match()
			if tally.query != c.queries {
				*tally = match{query: c.queries}
				found = append(found, s)
			}
			tally.weight += x.w
		}
	}
	return heaviestMatches(found, q.most)
}

// heaviestMatches are those that hold most of the query, most first, if there
// are more than so many.
func heaviestMatches[T indexed](found []T, most int) []T {
	if len(found) <= most {
		return found
	}
	less := func(a, b T) int {
		return cmp.Or(cmp.Compare(b.match().weight, a.match().weight), cmp.Compare(age(a.home().id), age(b.home().id)))
	}
	top := make([]T, 0, most+1)
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
