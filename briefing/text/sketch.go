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

// SketchOf sketches a text; one of hardly a word has the sketch of all ones,
// which is like no other.
func SketchOf(body string) Sketch {
	const sketchLeast = 8 // words: fewer are alike by chance ("Read the rest of this article")
	var s Sketch
	for i := range s {
		s[i] = math.MaxUint32
	}
	hashes, least := Shingles(body), sketchLeast-shingle+1
	if len(hashes) < least && spaceless(body) < sketchLeast {
		return s
	}
	for _, h := range hashes {
		s.add(h)
	}
	return s
}

// Shingles are the hashes of all runs of five words of a text, in order and folded; of a
// shorter text there is one.
func Shingles(body string) []uint64 {
	hashes := wordHashes(Fold(body))
	var out []uint64
	for i := 0; i < len(hashes) && (i == 0 || i+shingle <= len(hashes)); i++ {
		sum := uint64(0)
		for _, w := range hashes[i:min(i+shingle, len(hashes))] {
			sum = bits.RotateLeft64(sum, 17)*0x9E3779B97F4A7C15 + w
		}
		out = append(out, sum)
	}
	return out
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
	sum := none
	for i := 0; i < len(s); {
		char, n := utf8.DecodeRuneInString(s[i:])
		if WordRune(char) {
			for _, c := range []byte(s[i : i+n]) {
				sum = (sum ^ uint64(c)) * 1099511628211
			}
		}
		if i += n; sum != none && (i == len(s) || !WordRune(char)) {
			out = append(out, sum)
			sum = none
		}
	}
	return out
}

func (s *Sketch) add(h uint64) {
	for k := range s {
		mixed := h + uint64(k)*0x9E3779B97F4A7C15
		mixed = (mixed ^ mixed>>30) * 0xBF58476D1CE4E5B9
		if value := uint32((mixed ^ mixed>>27) * 0x94D049BB133111EB >> 32); value < s[k] {
			s[k] = value
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
	data := make([]byte, 0, 4*sketchSize)
	for _, v := range s {
		data = binary.LittleEndian.AppendUint32(data, v)
	}
	return data, nil
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
