package text

import "unicode/utf8"

// Sentence spans and sketches are derived of a text and stored with it to save
// work. Those that are damaged are made anew from the text, so that a damaged
// row costs time and no article.

// A text is read as far as these go, and kept whole: a hundred pages of a book,
// ten times the longest report.
const (
	readMost      = 1 << 20 // bytes
	sentencesMost = 5000
)

// Head is the start of s, at most n bytes, cut at a rune border.
func Head(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && s[n]&0xC0 == 0x80 {
		n--
	}
	return s[:n]
}

// ReadSentences are the sentences of a text, as far as it is read.
func ReadSentences(body, lang string) []Span {
	spans := Sentences(Head(body, readMost), lang)
	return spans[:min(len(spans), sentencesMost)]
}

// StoredSentences are the sentences of a text: those stored with it when they
// fit it, else they are made anew.
func StoredSentences(body, lang string, stored []byte) []Span {
	if body == "" {
		return nil // it has none, or was read without it
	}
	spans, err := UnmarshalSpans(stored)
	if err != nil || !spansFit(spans, body) {
		return ReadSentences(body, lang)
	}
	return spans
}

// spansFit reports whether spans lie within a text and cut no character.
func spansFit(spans []Span, body string) bool {
	border := func(at int) bool { return at == len(body) || at < len(body) && utf8.RuneStart(body[at]) }
	for _, s := range spans {
		if !border(s.Start) || !border(s.End) {
			return false
		}
	}
	return true
}

// StoredSketch is the sketch of a text: the one stored with it, else a new one.
func StoredSketch(body string, stored []byte) Sketch {
	var s Sketch
	if s.UnmarshalBinary(stored) != nil {
		return SketchOf(body)
	}
	return s
}
