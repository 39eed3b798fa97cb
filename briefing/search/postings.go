package search

import (
	"encoding/binary"
	"errors"

	"dateline/briefing/text"
)

// A posting list is a blob: the number of documents that hold the term and,
// for each of them, its number (delta), twice the size of its entry, plus one
// when its header holds the term, and the entry: times in the title and in the
// outlet's name, if its header does; then its passages whose text holds the
// term, number in the document (delta) and times. So an entry knows nothing of
// other documents: it is skipped by its size, and merged as it is.

var errPostings = errors.New("a posting list is damaged: delete its segment, and what it held is indexed anew")

// lister builds one list; documents and their passages come in ascending order.
type lister struct {
	df        int
	doc, last int32 // the open document and the last one written
	passage   int32 // the last one of the open document
	header    bool
	entry     []byte
	list      []byte
}

func newLister() *lister { return &lister{doc: -1, last: -1} }

func (l *lister) open(doc int32) {
	if l.doc != doc {
		l.close()
		l.doc, l.passage, l.header, l.entry = doc, -1, false, l.entry[:0]
	}
}

func (l *lister) close() {
	if l.doc > l.last {
		l.copy(l.doc, l.header, l.entry)
	}
}

// copy writes a document with an entry that is made already.
func (l *lister) copy(doc int32, header bool, entry []byte) {
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

func (l *lister) inHeader(doc int32, title, outlet int) {
	l.open(doc)
	l.header = true
	l.entry = binary.AppendUvarint(l.entry, uint64(title))
	l.entry = binary.AppendUvarint(l.entry, uint64(outlet))
}

func (l *lister) inText(doc, passage int32, times int) {
	l.open(doc)
	l.entry = binary.AppendUvarint(l.entry, uint64(passage-l.passage))
	l.entry = binary.AppendUvarint(l.entry, uint64(times))
	l.passage = passage
}

func (l *lister) bytes() []byte {
	l.close()
	b := binary.AppendUvarint(make([]byte, 0, len(l.list)+4), uint64(l.df))
	return append(b, l.list...)
}

// DF is the number of documents in a posting list.
func DF(b []byte) int {
	n, size := binary.Uvarint(b)
	if size <= 0 || n > 1<<31 {
		return 0
	}
	return int(n)
}

// Build makes a segment of documents, and its posting lists by term.
func Build(docs []Doc) (*Segment, map[string][]byte) {
	s := &Segment{}
	lists := map[string]*lister{}
	get := func(t string) *lister {
		l := lists[t]
		if l == nil {
			l = newLister()
			lists[t] = l
		}
		return l
	}
	langs := map[string]uint8{}
	for i, d := range docs {
		n, ok := langs[d.Lang]
		if !ok && len(s.langs) < 255 {
			n = uint8(len(s.langs))
			langs[d.Lang] = n
			s.langs = append(s.langs, d.Lang)
		}
		s.docs = append(s.docs, docMeta{version: d.Version, article: d.Article, visible: d.Visible.UnixMilli(), time: d.Time.UnixMilli(), first: int32(len(s.passages)), lang: n})
		addHeader(get, int32(i), d)
		s.addPassages(get, int32(i), d)
	}
	out := make(map[string][]byte, len(lists))
	for t, l := range lists {
		out[t] = l.bytes()
	}
	return s, out
}

func counts(terms []string, lang string) map[string]int {
	out := make(map[string]int, len(terms))
	for _, t := range terms {
		if !text.Stop(t, lang) {
			out[t]++
		}
	}
	return out
}

func addHeader(get func(string) *lister, doc int32, d Doc) {
	title, outlet := counts(text.Terms(d.Title, d.Lang), d.Lang), counts(text.Terms(d.Outlet, d.Lang), d.Lang)
	for t, n := range title {
		get(t).inHeader(doc, n, outlet[t])
	}
	for t, n := range outlet {
		if title[t] == 0 {
			get(t).inHeader(doc, 0, n)
		}
	}
}

// addPassages adds the windows of a document; one without sentences has one
// empty window, so that its title can be found.
func (s *Segment) addPassages(get func(string) *lister, doc int32, d Doc) {
	sentences := make([][]string, len(d.Spans))
	for i, sp := range d.Spans {
		sentences[i] = text.Terms(d.Text[sp.Start:sp.End], d.Lang)
	}
	for k := 0; k == 0 || k+1 < len(d.Spans); k += passageStep {
		p := passageMeta{doc: doc}
		var terms []string
		last := min(k+passageSize, len(d.Spans))
		for i := k; i < last; i++ {
			terms = append(terms, sentences[i]...)
		}
		if last > k {
			p.start, p.end = int32(d.Spans[k].Start), int32(d.Spans[last-1].End)
		}
		for t, n := range counts(terms, d.Lang) {
			get(t).inText(doc, int32(k/passageStep), n)
		}
		s.passages = append(s.passages, p)
	}
}
