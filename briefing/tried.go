package briefing

import (
	"context"
	"errors"

	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/store"
)

// Try returns what a reader would be shown of the claims that a model states
// over windows of one article, each of three sentences around one of the given.
// It is the ladder of every briefing, for evaluation; the sources' own sentences
// stand in for nothing here, so that what comes back is the model's.
func Try(ctx context.Context, model llm.Generator, it store.Item, spans []text.Span, around []int) ([]Claim, error) {
	src := source{item: it, spans: spans}
	c := &composer{model: model, template: "story", most: storyClaims}
	for _, i := range around {
		if i < 0 || i >= len(spans) {
			continue
		}
		if w := windowOf(src, i); len(c.passages) < storyWindows && !overlaps(c.passages, w) {
			c.passages = append(c.passages, w)
		}
	}
	if c.passages = writable(c.passages); len(c.passages) == 0 {
		return nil, errUnwritable
	}
	got, err := c.compose(ctx, promptData{Claims: c.most, Words: wordsFor("")})
	if errors.Is(err, errNothingHeld) {
		return nil, nil
	}
	return got.claims, err
}
