package search

import (
	"encoding/binary"
	"errors"
	"sort"

	"dateline/briefing/text"
)

// A posting list is a blob: the number of documents that hold the term; the
// number of documents that hold it in their header and, for each, its number
// (delta), times in the title, times in the outlet's name; then passages whose
// text holds it, number (delta) and times.

var errPostings = errors.New("a posting list is damaged: delete its segment, and what it held is indexed anew")

// lister builds one list; documents and passages come in ascending order.
type lister struct {
	df, headers        int
	doc, hdoc, passage int32 // last ones written
	header, text       []byte
}

func newLister() *lister { return &lister{doc: -1, hdoc: -1, passage: -1} }

func (l *lister) touch(doc int32) {
	if l.doc != doc {
		l.doc = doc
		l.df++
	}
}

func (l *lister) inHeader(doc int32, title, outlet int) {
	l.touch(doc)
	l.headers++
	l.header = binary.AppendUvarint(l.header, uint64(doc-l.hdoc))
	l.header = binary.AppendUvarint(l.header, uint64(title))
	l.header = binary.AppendUvarint(l.header, uint64(outlet))
	l.hdoc = doc
}

func (l *lister) inText(doc, passage int32, times int) {
	l.touch(doc)
	l.text = binary.AppendUvarint(l.text, uint64(passage-l.passage))
	l.text = binary.AppendUvarint(l.text, uint64(times))
	l.passage = passage
}

func (l *lister) bytes() []byte {
	b := binary.AppendUvarint(make([]byte, 0, len(l.header)+len(l.text)+6), uint64(l.df))
	b = binary.AppendUvarint(b, uint64(l.headers))
	b = append(b, l.header...)
	return append(b, l.text...)
}

// headerHit and textHit are the entries of a decoded list.
type headerHit struct {
	doc           int32
	title, outlet int32
}

type textHit struct {
	passage int32
	times   int32
}

// list is a decoded posting list.
type list struct {
	df      int
	headers []headerHit
	texts   []textHit
}

// parseList decodes a list for a segment of so many documents and passages.
func parseList(b []byte, docs, passages int) (list, error) {
	d := &decoder{b: b}
	l := list{df: int(d.uint(uint64(docs)))}
	doc := int64(-1)
	for n := d.uint(uint64(docs)); n > 0 && !d.bad; n-- {
		doc += int64(d.uint(uint64(docs)))
		h := headerHit{int32(doc), int32(d.uint(1 << 20)), int32(d.uint(1 << 20))}
		if doc < 0 || doc >= int64(docs) {
			return l, errPostings
		}
		l.headers = append(l.headers, h)
	}
	p := int64(-1)
	l.texts = make([]textHit, 0, len(d.b)/2)
	for len(d.b) > 0 && !d.bad {
		p += int64(d.uint(uint64(passages)))
		t := textHit{int32(p), int32(d.uint(1 << 20))}
		if p < 0 || p >= int64(passages) {
			return l, errPostings
		}
		l.texts = append(l.texts, t)
	}
	if d.bad {
		return l, errPostings
	}
	return l, nil
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
		p.length = int32(len(terms))
		for t, n := range counts(terms, d.Lang) {
			get(t).inText(doc, int32(len(s.passages)), n)
		}
		s.passages = append(s.passages, p)
		s.length += int64(p.length)
	}
}

// Merge makes one segment of several; the lists of each term are joined by
// MergeLists with the same segments in the same order.
func Merge(segs []*Segment) *Segment {
	out := &Segment{}
	langs := map[string]uint8{}
	for _, s := range segs {
		for _, d := range s.docs {
			l := s.langs[d.lang]
			n, ok := langs[l]
			if !ok && len(out.langs) < 255 {
				n = uint8(len(out.langs))
				langs[l] = n
				out.langs = append(out.langs, l)
			}
			d.lang = n
			d.first += int32(len(out.passages))
			out.docs = append(out.docs, d)
		}
		at := int32(len(out.docs) - len(s.docs))
		for _, p := range s.passages {
			p.doc += at
			out.passages = append(out.passages, p)
		}
		out.length += s.length
	}
	return out
}

// MergeLists joins the lists of one term; lists[i] (nil when the term is not
// there) belongs to segs[i].
func MergeLists(segs []*Segment, lists [][]byte) ([]byte, error) {
	out := newLister()
	docAt, passageAt := int32(0), int32(0)
	for i, s := range segs {
		if lists[i] != nil {
			l, err := parseList(lists[i], len(s.docs), len(s.passages))
			if err != nil {
				return nil, err
			}
			for _, h := range l.headers {
				out.inHeader(docAt+h.doc, int(h.title), int(h.outlet))
			}
			for _, t := range l.texts {
				out.inText(docAt+s.passages[t.passage].doc, passageAt+t.passage, int(t.times))
			}
		}
		docAt, passageAt = docAt+int32(len(s.docs)), passageAt+int32(len(s.passages))
	}
	out.df = 0 // headers and texts were written in two passes: the counts of the parts are exact
	for i, b := range lists {
		if b != nil && i < len(segs) {
			out.df += DF(b)
		}
	}
	return out.bytes(), nil
}

// Memory is documents that are in no stored segment yet.
type Memory struct {
	seg   *Segment
	lists map[string][]byte
}

// NewMemory indexes documents in memory.
func NewMemory(docs []Doc) *Memory {
	docs = append([]Doc(nil), docs...)
	sort.Slice(docs, func(i, j int) bool { return docs[i].Version < docs[j].Version })
	m := &Memory{}
	m.seg, m.lists = Build(docs)
	return m
}
