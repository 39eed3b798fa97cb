package answer

import (
	"context"
	"slices"

	"dateline/store"
)

// Story is one that a question is asked about: it is answered from the articles of
// that story alone, and what it leaves unsaid is the story's title.
type Story struct {
	ID    int64
	Title string
}

// extent is how much a question is looked for in. One about a story is narrowed to it.
func (a *Answerer) extent(ctx context.Context, q *Question) (store.Extent, error) {
	if q.Story.ID == 0 {
		return a.Store.Extent(ctx, q.Scope, q.At)
	}
	items, err := a.Store.StoryItems(ctx, q.Scope, []int64{q.Story.ID}, q.At)
	q.Only = []int64{}                                                     // else all
	q.Turns = append(slices.Clone(q.Turns), Turn{Question: q.Story.Title}) // what a question leaves unsaid is of the story
	out := store.Extent{Articles: len(items), Outlets: store.OutletCount(items)}
	for i, it := range items { // they are in order of time
		q.Only = append(q.Only, it.Article.ID)
		if out.Newest = it.Article.Time; i == 0 {
			out.Oldest = it.Article.Time
		}
	}
	return out, err
}

// briefs reports whether a question for news may be told a briefing: not one about a story.
func (a *Answerer) briefs(q Question) bool { return a.Brief != nil && q.Story.ID == 0 }
