package brief

import (
	"context"
	"errors"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/briefing/write"
	"dateline/store"
)

// Try returns what a reader would be shown of the claims that a model states
// over windows of one article, each of three sentences around one of the given.
// It is the ladder of every briefing, for evaluation; the sources' own sentences
// stand in for nothing here, so that what comes back is the model's.
func Try(ctx context.Context, model llm.Generator, it store.Item, spans []text.Span, around []int) ([]claim.Claim, error) {
	src := claim.Article{Item: it, Spans: spans}
	composer := &write.Composer{Model: model, Template: "story", Most: storyClaims}
	for _, i := range around {
		if i < 0 || i >= len(spans) {
			continue
		}
		if window := claim.WindowOf(src, i); len(composer.Passages) < storyWindows && !claim.Overlaps(composer.Passages, window) {
			composer.Passages = append(composer.Passages, window)
		}
	}
	if composer.Passages = write.Writable(composer.Passages); len(composer.Passages) == 0 {
		return nil, write.ErrUnwritable
	}
	got, err := composer.Compose(ctx, write.PromptData{Claims: composer.Most, Words: wordsFor("")})
	if errors.Is(err, write.ErrNothingHeld) {
		return nil, nil
	}
	return got.Claims, err
}
