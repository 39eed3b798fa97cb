package search

import (
	"cmp"
	"slices"
)

// Merger makes one segment of several, without the documents that are gone.
type Merger struct {
	segs  []*Segment
	moved [][]int32 // by segment and document: its new number, -1 when it is gone
	out   *Segment
}

// NewMerger plans the merge; gone says which versions are left out.
func NewMerger(segs []*Segment, gone map[int64]bool) *Merger {
	merger := &Merger{segs: segs, out: &Segment{}}
	langs := map[string]uint8{}
	for _, s := range segs {
		moved := make([]int32, len(s.docs))
		for i, d := range s.docs {
			if moved[i] = -1; !gone[d.version] {
				moved[i] = int32(len(merger.out.docs))
				merger.take(s, int32(i), langs)
			}
		}
		merger.moved = append(merger.moved, moved)
	}
	return merger
}

// take appends a document of a segment.
func (m *Merger) take(s *Segment, doc int32, langs map[string]uint8) {
	meta, lang := s.docs[doc], s.langs[s.docs[doc].lang]
	n, ok := langs[lang]
	if !ok && len(m.out.langs) < 255 {
		n = uint8(len(m.out.langs))
		langs[lang] = n
		m.out.langs = append(m.out.langs, lang)
	}
	from, to := s.passagesOf(doc)
	meta.lang, meta.first = n, int32(len(m.out.passages))
	for _, p := range s.passages[from:to] {
		p.doc = int32(len(m.out.docs))
		m.out.passages = append(m.out.passages, p)
	}
	m.out.docs = append(m.out.docs, meta)
}

// Segment is the merged one.
func (m *Merger) Segment() *Segment { return m.out }

// List joins the lists of one term; lists[i] (nil when the term is not there)
// belongs to segment i. It is nil when no document is left that holds the term.
func (m *Merger) List(lists [][]byte) ([]byte, error) {
	out := newLister()
	for i, b := range lists {
		if b == nil {
			continue
		}
		list, err := newPostings(b, m.segs[i])
		if err != nil {
			return nil, err
		}
		for walk := list.cursor(); walk.next(); {
			if doc := m.moved[i][walk.doc]; doc >= 0 {
				out.add(doc, walk.header, walk.entry)
			}
		}
	}
	if out.df == 0 {
		return nil, nil
	}
	return out.bytes(), nil
}

// Memory is documents that are in no stored segment yet.
type Memory struct {
	seg   *Segment
	lists map[string]*postings
}

// Segment describes the documents.
func (m *Memory) Segment() *Segment { return m.seg }

// NewMemory indexes documents in memory.
func NewMemory(docs []Doc) (*Memory, error) {
	docs = slices.Clone(docs)
	slices.SortFunc(docs, func(a, b Doc) int { return cmp.Compare(a.Version, b.Version) })
	seg, lists := Build(docs)
	memory := &Memory{seg: seg, lists: make(map[string]*postings, len(lists))}
	for t, b := range lists {
		var err error
		if memory.lists[t], err = newPostings(b, seg); err != nil {
			return nil, err
		}
	}
	return memory, nil
}
