package search

import (
	"cmp"
	"math"
	"sync"

	"github.com/hashicorp/golang-lru/v2/simplelru"
)

// Cache keeps the posting lists that were used last, of any segments: one
// question's common words are the next one's. The zero value is empty and may
// be used by many at once; Most is set before the first use.
type Cache struct {
	Most int // bytes, 0 is 128 MiB

	mu   sync.Mutex
	size int
	used *simplelru.LRU[listKey, *postings] // nil value: the segment does not hold the term
}

type listKey struct {
	segment int64
	term    string
}

// cacheMost holds the common words of 1,000,000 passages: questions of them take
// 38 ms (95th percentile), later ones 21; with half of it 66 and 65, with twice
// as much 39 and 18.
const cacheMost = 128 << 20

// cachedSize is about what an entry takes besides its list.
const cachedSize = 250

func sizeOf(k listKey, l *postings) int {
	n := cachedSize + len(k.term)
	if l != nil {
		n += len(l.b) + 8*len(l.skip) + 5*l.df // with impacts
	}
	return n
}

func (c *Cache) get(k listKey) (l *postings, ok bool) {
	if c == nil {
		return nil, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.used == nil {
		return nil, false
	}
	return c.used.Get(k)
}

func (c *Cache) put(k listKey, l *postings) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.used == nil { // bounded by size below, not by number
		c.used, _ = simplelru.NewLRU(math.MaxInt, func(k listKey, l *postings) { c.size -= sizeOf(k, l) })
	}
	if c.used.Contains(k) {
		return
	}
	c.used.Add(k, l)
	for c.size += sizeOf(k, l); c.size > cmp.Or(c.Most, cacheMost); {
		c.used.RemoveOldest()
	}
}
