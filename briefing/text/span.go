package text

import (
	"encoding/binary"
	"errors"
	"math"
)

// Span is a half-open byte range [Start, End).
type Span struct{ Start, End int }

// Meets reports whether two spans share a byte.
func (s Span) Meets(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Splitter is the number of the sentence splitter; it is stored with spans, so
// that a better one can tell which texts to split anew.
const Splitter = 1

// maxSpans bounds what is read of a stored blob: no article has more sentences.
const maxSpans = 1 << 20

// MarshalSpans encodes ordered spans: the splitter's number, then for each the
// gap since the last end and the length, as varints.
func MarshalSpans(spans []Span) []byte {
	data := binary.AppendUvarint(nil, Splitter)
	end := 0
	for _, s := range spans {
		data = binary.AppendUvarint(data, uint64(s.Start-end))
		data = binary.AppendUvarint(data, uint64(s.End-s.Start))
		end = s.End
	}
	return data
}

var errSpans = errors.New("the sentence spans are damaged")

// UnmarshalSpans decodes what MarshalSpans wrote.
func UnmarshalSpans(b []byte) ([]Span, error) {
	next := func() (int, bool) {
		value, n := binary.Uvarint(b)
		if n <= 0 || value > math.MaxInt32 {
			return 0, false
		}
		b = b[n:]
		return int(value), true
	}
	if _, ok := next(); !ok {
		return nil, errSpans
	}
	var out []Span
	end := 0
	for len(b) > 0 {
		gap, ok := next()
		if !ok {
			return nil, errSpans
		}
		size, ok := next()
		if !ok || len(out) == maxSpans || gap > math.MaxInt32-end || size > math.MaxInt32-end-gap { // a sum may overflow 32 bits
			return nil, errSpans
		}
		out = append(out, Span{end + gap, end + gap + size})
		end += gap + size
	}
	return out, nil
}
