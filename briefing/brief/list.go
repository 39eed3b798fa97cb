package brief

import (
	"context"
	"fmt"
	"time"

	"dateline/store"
)

// Listed is one story of a window, by its members.
type Listed struct {
	ID       int64
	Title    string
	Articles []string
	Rank     Rank // of Ranked alone
}

// List groups the visible articles published in (from, at] by story; each
// stands in exactly one, an article that is not placed yet in one of its own
// (id 0).
func (w *Writer) List(ctx context.Context, sc store.Scope, from, at time.Time) ([]Listed, error) {
	items, err := w.Store.Window(ctx, sc, store.Range{From: from, To: at, NoText: true})
	if err != nil {
		return nil, fmt.Errorf("read the articles since %s: %w", from.Format(time.RFC3339), err)
	}
	stories := groupStories(items, nil) // without their texts
	var out []Listed
	for _, c := range stories {
		out = append(out, c.listed())
	}
	for _, it := range items {
		if article := it.Article; article.Story == 0 {
			out = append(out, Listed{Title: it.Version.Title, Articles: []string{article.Ref()}})
		}
	}
	return out, nil
}

// Ranked lists the stories of a window that nobody was told of, best first, as
// a briefing weighs them before it states any.
func (w *Writer) Ranked(ctx context.Context, req Request) ([]Listed, error) {
	items, err := w.window(ctx, req, &ledger{})
	if err != nil {
		return nil, err
	}
	stories := groupStories(items, &w.cache)
	var out []Listed
	ranked, _ := rankStories(stories, req, &w.cache)
	for _, c := range ranked {
		out = append(out, c.listed())
	}
	return out, nil
}

func (c *candidate) listed() Listed {
	members := c.all()
	picker := newExtractor(&candidate{members: members}, nil)
	listed := Listed{ID: c.id, Rank: c.rank}
	if head, ok := picker.headline(picker.members, nil); ok {
		listed.Title = head.Text
	}
	for _, m := range members {
		listed.Articles = append(listed.Articles, m.Item.Article.Ref())
	}
	return listed
}
