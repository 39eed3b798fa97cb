package search

import "encoding/binary"

// A posting list is a blob: the number of documents that hold the term and,
// for each of them, its number (delta), twice the size of its entry, plus one
// when its header holds the term, and the entry: times in the title and in the
// outlet's name, if its header does; then its passages whose text holds the
// term, number in the document (delta) and times. So an entry knows nothing of
// other documents: it is skipped by its size, and merged as it is.

// lister builds one list; documents come in ascending order.
type lister struct {
	df   int
	last int32 // document
	list []byte
}

func newLister() *lister { return &lister{last: -1} }

// add writes a document with its entry.
func (l *lister) add(doc int32, header bool, entry []byte) {
	size := uint64(len(entry)) << 1
	if header {
		size++
	}
	l.list = binary.AppendUvarint(l.list, uint64(doc-l.last))
	l.list = binary.AppendUvarint(l.list, size)
	l.list = append(l.list, entry...)
	l.last = doc
	l.df++
}

func (l *lister) bytes() []byte {
	data := binary.AppendUvarint(make([]byte, 0, len(l.list)+4), uint64(l.df))
	return append(data, l.list...)
}

// DF is the number of documents in a posting list.
func DF(b []byte) int {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > 1<<31 {
		return 0
	}
	return int(n)
}

// buildBatch is how many documents are taken apart before they are written: it
// bounds memory.
const buildBatch = 128

// Build makes a segment of documents, and its posting lists by term.
func Build(docs []Doc) (*Segment, map[string][]byte) {
	segment := &Segment{}
	lists := map[string]*lister{}
	langs := map[string]uint8{}
	for len(docs) > 0 {
		batch := docs[:min(len(docs), buildBatch)]
		for i, e := range takeApart(batch) {
			segment.append(batch[i], e, langs)
			for _, t := range e.terms {
				list := lists[t.term]
				if list == nil {
					list = newLister()
					lists[t.term] = list
				}
				list.add(int32(len(segment.docs)-1), t.header, t.entry)
			}
		}
		docs = docs[len(batch):]
	}
	out := make(map[string][]byte, len(lists))
	for t, list := range lists {
		out[t] = list.bytes()
	}
	return segment, out
}

// append adds a document with its passages.
func (s *Segment) append(d Doc, e entries, langs map[string]uint8) {
	n, ok := langs[d.Lang]
	if !ok && len(s.langs) < 255 {
		n = uint8(len(s.langs))
		langs[d.Lang] = n
		s.langs = append(s.langs, d.Lang)
	}
	doc := int32(len(s.docs))
	s.docs = append(s.docs, docMeta{version: d.Version, article: d.Article, visible: d.Visible.UnixMilli(), time: d.Time.UnixMilli(),
		first: int32(len(s.passages)), lang: n})
	for _, p := range e.passages {
		p.doc = doc
		s.passages = append(s.passages, p)
	}
}
