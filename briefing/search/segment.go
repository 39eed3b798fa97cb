// Package search finds passages: it turns documents into segments and posting
// lists, which are blobs for any database, and ranks passages with BM25F over
// them. It is pure: where blobs lie and who may see what is the caller's.
package search

import (
	"encoding/binary"
	"fmt"
	"time"

	"dateline/briefing/text"
)

// passageStep and passageSize: passage k is the sentences 2k..2k+2, so that
// neighbours overlap by one and no pair of sentences is torn apart.
const (
	passageStep = 2
	passageSize = 3
)

// Doc is one version of an article as the index sees it. From Visible on it
// may be found; Time is what recency counts from.
type Doc struct {
	Version, Article          int64
	Visible, Time             time.Time
	Lang, Title, Outlet, Text string
	Spans                     []text.Span
}

// Segment describes the passages of some documents; it is never changed.
type Segment struct {
	ID       int64
	docs     []docMeta
	passages []passageMeta
	langs    []string
}

type docMeta struct {
	version, article int64
	visible, time    int64 // Unix ms
	first            int32 // number of its first passage
	lang             uint8
}

type passageMeta struct {
	doc        int32
	start, end int32 // bytes of the text
}

// Len is the number of passages.
func (s *Segment) Len() int { return len(s.passages) }

// Docs is the number of documents.
func (s *Segment) Docs() int { return len(s.docs) }

// Versions are those of its documents.
func (s *Segment) Versions() []int64 {
	out := make([]int64, len(s.docs))
	for i, d := range s.docs {
		out[i] = d.version
	}
	return out
}

// passagesOf is the range of a document's passages.
func (s *Segment) passagesOf(doc int32) (from, to int32) {
	to = int32(len(s.passages))
	if int(doc)+1 < len(s.docs) {
		to = s.docs[doc+1].first
	}
	return s.docs[doc].first, to
}

// segmentForm is the version of the blob's layout.
const segmentForm = 3

// DamagedError says which stored segment, or list of it, cannot be read. What it
// held can be indexed anew.
type DamagedError struct{ Segment int64 }

// Error names the segment.
func (e *DamagedError) Error() string { return fmt.Sprintf("search segment %d is damaged", e.Segment) }

// MarshalBinary encodes a segment.
func (s *Segment) MarshalBinary() ([]byte, error) {
	data := []byte{segmentForm}
	data = binary.AppendUvarint(data, uint64(len(s.langs)))
	for _, l := range s.langs {
		data = binary.AppendUvarint(data, uint64(len(l)))
		data = append(data, l...)
	}
	data = binary.AppendUvarint(data, uint64(len(s.docs)))
	var version, article, visible int64
	for i, d := range s.docs {
		data = binary.AppendVarint(data, d.version-version)
		data = binary.AppendVarint(data, d.article-article)
		data = binary.AppendVarint(data, d.visible-visible)
		data = binary.AppendVarint(data, d.time-d.visible)
		data = append(data, d.lang)
		version, article, visible = d.version, d.article, d.visible
		from, to := s.passagesOf(int32(i))
		data = binary.AppendUvarint(data, uint64(to-from))
		start := int32(0)
		for _, p := range s.passages[from:to] {
			data = binary.AppendUvarint(data, uint64(p.start-start))
			data = binary.AppendUvarint(data, uint64(p.end-p.start))
			start = p.start
		}
	}
	return data, nil
}

// decoder reads varints and remembers the first fault.
type decoder struct {
	b   []byte
	bad bool
}

func (d *decoder) uint(most uint64) uint64 {
	value, n := binary.Uvarint(d.b)
	if n <= 0 || value > most {
		d.bad = true
		return 0
	}
	d.b = d.b[n:]
	return value
}

func (d *decoder) int() int64 {
	value, n := binary.Varint(d.b)
	if n <= 0 {
		d.bad = true
		return 0
	}
	d.b = d.b[n:]
	return value
}

func (d *decoder) byte() byte {
	if len(d.b) == 0 {
		d.bad = true
		return 0
	}
	value := d.b[0]
	d.b = d.b[1:]
	return value
}

func (d *decoder) string() string {
	n := d.uint(uint64(len(d.b)))
	if d.bad || int(n) > len(d.b) {
		d.bad = true
		return ""
	}
	read := string(d.b[:n])
	d.b = d.b[n:]
	return read
}

// maxOffset bounds byte offsets of passages: texts are far smaller.
const maxOffset = 1 << 30

// ParseSegment decodes what MarshalBinary wrote.
func ParseSegment(id int64, b []byte) (*Segment, error) {
	input := &decoder{b: b}
	segment := &Segment{ID: id}
	if input.byte() != segmentForm {
		return nil, &DamagedError{id}
	}
	for n := input.uint(255); n > 0 && !input.bad; n-- {
		segment.langs = append(segment.langs, input.string())
	}
	var version, article, visible int64
	for n := input.uint(uint64(len(input.b))); n > 0 && !input.bad; n-- {
		version, article, visible = version+input.int(), article+input.int(), visible+input.int()
		meta := docMeta{version: version, article: article, visible: visible, time: visible + input.int(),
			first: int32(len(segment.passages)), lang: input.byte()}
		if int(meta.lang) >= len(segment.langs) {
			return nil, &DamagedError{id}
		}
		start := uint64(0)
		for count := input.uint(uint64(len(input.b))); count > 0 && !input.bad; count-- {
			start += input.uint(maxOffset)
			end := start + input.uint(maxOffset)
			if end > maxOffset {
				return nil, &DamagedError{id}
			}
			window := passageMeta{doc: int32(len(segment.docs)), start: int32(start), end: int32(end)}
			segment.passages = append(segment.passages, window)
		}
		segment.docs = append(segment.docs, meta)
	}
	if input.bad || len(input.b) > 0 {
		return nil, &DamagedError{id}
	}
	return segment, nil
}
