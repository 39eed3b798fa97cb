package search

import (
	"encoding/binary"
	"math"
	"sort"
	"sync/atomic"
)

// skipEvery is how many documents lie between two points at which the reading
// of a list can start.
const skipEvery = 64

// postings is a posting list in memory, proved to fit its segment.
type postings struct {
	df   int
	b    []byte
	skip []point
	memo atomic.Pointer[impacts]
}

// point is a place in a list: behind document doc, at byte at.
type point struct{ doc, at int32 }

// newPostings proves that a blob is a list of the segment.
func newPostings(b []byte, s *Segment) (*postings, error) {
	input := &decoder{b: b}
	list := &postings{df: int(input.uint(uint64(len(s.docs))))}
	list.b = input.b
	doc := int64(-1)
	for n := 0; len(input.b) > 0; n++ {
		if n%skipEvery == 0 && n > 0 {
			list.skip = append(list.skip, point{int32(doc), int32(len(list.b) - len(input.b))})
		}
		step := input.uint(uint64(len(s.docs)))
		doc += int64(step)
		size := input.uint(uint64(len(input.b)) * 2)
		if input.bad || step == 0 || doc >= int64(len(s.docs)) || size>>1 > uint64(len(input.b)) {
			return nil, &DamagedError{s.ID}
		}
		from, to := s.passagesOf(int32(doc))
		if !entryFits(input.b[:size>>1], size&1 == 1, int64(to-from)) {
			return nil, &DamagedError{s.ID}
		}
		input.b = input.b[size>>1:]
	}
	if input.bad {
		return nil, &DamagedError{s.ID}
	}
	return list, nil
}

// mostTimes bounds how often a term stands in one place.
const mostTimes = 1 << 20

func entryFits(b []byte, header bool, passages int64) bool {
	input := &decoder{b: b}
	if header {
		input.uint(mostTimes)
		input.uint(mostTimes)
	}
	for doc := int64(-1); len(input.b) > 0 && !input.bad; {
		step := input.uint(uint64(passages))
		doc += int64(step)
		input.uint(mostTimes)
		if step == 0 || doc >= passages {
			return false
		}
	}
	return !input.bad
}

// end is the document of a cursor behind the last one.
const end = math.MaxInt32

// cursor walks over a list.
type cursor struct {
	l      *postings
	at     int
	doc    int32 // -1 before the first
	header bool
	entry  []byte
}

func (l *postings) cursor() cursor { return cursor{l: l, doc: -1} }

// next goes to the next document, if there is one.
func (c *cursor) next() bool {
	if c.at >= len(c.l.b) {
		c.doc = end
		return false
	}
	if c.doc == end {
		return false
	}
	c.doc += int32(c.uint())
	size := c.uint()
	c.header = size&1 == 1
	c.entry = c.l.b[c.at : c.at+size>>1]
	c.at += size >> 1
	return true
}

// uint reads a number; the list is proved, so there is one.
func (c *cursor) uint() int {
	if low := c.l.b[c.at]; low < 0x80 {
		c.at++
		return int(low)
	}
	value, n := binary.Uvarint(c.l.b[c.at:])
	c.at += n
	return int(value)
}

// seek reports whether the list holds a document, and goes there.
func (c *cursor) seek(doc int32) bool {
	if c.doc < doc-skipEvery || c.doc > doc {
		c.jump(doc)
	}
	for c.doc < doc && c.next() {
	}
	return c.doc == doc
}

// jump goes to the last point before a document, unless the cursor stands
// between the two.
func (c *cursor) jump(doc int32) {
	target := sort.Search(len(c.l.skip), func(i int) bool { return c.l.skip[i].doc >= doc }) - 1
	to := point{-1, 0}
	if target >= 0 {
		to = c.l.skip[target]
	}
	if c.doc > doc || to.doc > c.doc {
		c.doc, c.at = to.doc, int(to.at)
	}
}

// place is how often a term stands in a passage of a document.
type place struct{ passage, times int32 }

// read decodes the entry the cursor stands at into places.
func (c *cursor) read(places []place) (title, outlet int, _ []place) {
	entry := c.entry
	num := func() int {
		if entry[0] < 0x80 {
			n := int(entry[0])
			entry = entry[1:]
			return n
		}
		value, n := binary.Uvarint(entry)
		entry = entry[n:]
		return int(value)
	}
	if c.header {
		title, outlet = num(), num()
	}
	for last := int32(-1); len(entry) > 0; {
		last += int32(num())
		places = append(places, place{last, int32(num())})
	}
	return title, outlet, places
}
