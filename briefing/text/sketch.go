package text

import (
	"encoding/binary"
	"errors"
	"math"
	"math/bits"
	"unicode/utf8"
)

// sketchSize is the number of MinHash permutations: 64 give a standard error
// of .05 at J = .8 (Broder 1997).
const sketchSize = 64

// shingle is how many words a shingle has.
const shingle = 5

// Sketch is the MinHash of a text over word shingles.
type Sketch [sketchSize]uint32

// sketchLeast is how many words a text must have to be sketched: fewer are alike
// by chance ("Read the rest of this article"), and a copy of them proves nothing.
const sketchLeast = 8

// SketchOf sketches a text; one of hardly a word has the sketch of all ones,
// which is like no other.
func SketchOf(body string) Sketch {
	var s Sketch
	for i := range s {
		s[i] = math.MaxUint32
	}
	hashes := wordHashes(Fold(body))
	if len(hashes) < sketchLeast && spaceless(body) < sketchLeast {
		return s
	}
	for i := 0; i < len(hashes) && (i == 0 || i+shingle <= len(hashes)); i++ {
		h := uint64(0)
		for _, w := range hashes[i:min(i+shingle, len(hashes))] {
			h = bits.RotateLeft64(h, 17)*0x9E3779B97F4A7C15 + w
		}
		s.add(h)
	}
	return s
}

// spaceless is about how many words a text has in scripts that put no spaces
// between them: two characters are one.
func spaceless(body string) int {
	n := 0
	for _, r := range body {
		if Spaceless(r) {
			n++
		}
	}
	return n / 2
}

// wordHashes are the words of a folded text by FNV-1a, in order.
func wordHashes(s string) []uint64 {
	const none = uint64(14695981039346656037)
	out := make([]uint64, 0, len(s)/6)
	h := none
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if WordRune(r) {
			for _, c := range []byte(s[i : i+n]) {
				h = (h ^ uint64(c)) * 1099511628211
			}
		}
		if i += n; h != none && (i == len(s) || !WordRune(r)) {
			out = append(out, h)
			h = none
		}
	}
	return out
}

func (s *Sketch) add(h uint64) {
	for k := range s {
		x := h + uint64(k)*0x9E3779B97F4A7C15
		x = (x ^ x>>30) * 0xBF58476D1CE4E5B9
		if v := uint32((x ^ x>>27) * 0x94D049BB133111EB >> 32); v < s[k] {
			s[k] = v
		}
	}
}

// Jaccard estimates the share of common shingles, [0,1]; an empty text is like none.
func (s Sketch) Jaccard(o Sketch) float64 {
	n := 0
	for i := range s {
		if s[i] == o[i] && s[i] != math.MaxUint32 {
			n++
		}
	}
	return float64(n) / sketchSize
}

// MarshalBinary encodes a sketch in 256 bytes, little endian.
func (s Sketch) MarshalBinary() ([]byte, error) {
	b := make([]byte, 0, 4*sketchSize)
	for _, v := range s {
		b = binary.LittleEndian.AppendUint32(b, v)
	}
	return b, nil
}

// UnmarshalBinary decodes what MarshalBinary wrote.
func (s *Sketch) UnmarshalBinary(b []byte) error {
	if len(b) != 4*sketchSize {
		return errors.New("the text sketch is damaged")
	}
	for i := range s {
		s[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return nil
}
