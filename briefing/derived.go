package briefing

import (
	"context"
	"errors"
	"log/slog"
	"unicode/utf8"

	"dateline/briefing/search"
	"dateline/briefing/text"
	"dateline/store"
)

// Sentence spans, sketches and search segments are derived of a version's text and stored with
// it to save work. Those that are damaged are made anew from the text, so that
// a damaged row costs time and no article.

// damagedMost is how many damaged segments are dropped for one search or pass.
const damagedMost = 100

// indexedAnew runs f, which reads search segments. One that is damaged is
// dropped, so that what it held is indexed anew, and f runs again.
func indexedAnew(ctx context.Context, st *store.Store, log *slog.Logger, f func() error) error {
	for range damagedMost {
		err := f()
		var damaged *search.DamagedError
		if !errors.As(err, &damaged) {
			return err
		}
		logger(log).Error("a search segment is damaged and is made anew", "segment", damaged.Segment)
		if err := st.DropSegment(ctx, damaged.Segment); err != nil {
			return err
		}
	}
	return f()
}

// sentencesOf are the sentences of a text, as far as it is read.
func sentencesOf(body, lang string) []text.Span {
	spans := text.Sentences(head(body, readMost), lang)
	return spans[:min(len(spans), sentencesMost)]
}

// Sentences are the sentences of a version's text: the stored ones when they
// fit it, else they are made anew.
func Sentences(v store.Version) []text.Span {
	if v.Text == "" {
		return nil // it has none, or was read without it
	}
	spans, err := text.UnmarshalSpans(v.Spans)
	if err != nil || !fit(spans, v.Text) {
		return sentencesOf(v.Text, v.Lang)
	}
	return spans
}

// fit reports whether spans lie within a text and cut no character.
func fit(spans []text.Span, body string) bool {
	border := func(at int) bool { return at == len(body) || at < len(body) && utf8.RuneStart(body[at]) }
	for _, s := range spans {
		if !border(s.Start) || !border(s.End) {
			return false
		}
	}
	return true
}

// sketchOf is the sketch of a version's text: the stored one, else a new one.
func sketchOf(v store.Version) text.Sketch {
	var s text.Sketch
	if s.UnmarshalBinary(v.Sketch) != nil {
		return text.SketchOf(v.Text)
	}
	return s
}
