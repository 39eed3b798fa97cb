package compare

import (
	"context"
	"fmt"
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/feed/link"
	"dateline/briefing/ingest"
	"dateline/briefing/people"
	"dateline/store"
)

// page is what was read behind an address, and who else reports the same story.
func (c Checker) page(ctx context.Context, q Question, address string) (Page, error) {
	found, err := c.Store.ArticlesBehind(ctx, q.Scope, ingest.Idents(address), addresses(address))
	if err != nil {
		return Page{}, fmt.Errorf("look for the article at an address: %w", err)
	}
	found = slices.DeleteFunc(found, func(a store.Article) bool {
		return link.Key(a.URL) != link.Key(address) || a.Time.After(q.At)
	})
	if len(found) == 0 {
		return Page{}, nil
	}
	members, err := c.story(ctx, q, found[0])
	if err != nil {
		return Page{}, err
	}
	at := slices.IndexFunc(members, func(m claim.Article) bool { return m.Item.Article.ID == found[0].ID })
	if at < 0 {
		return Page{}, nil
	}
	rules := people.New(members)
	out := Page{Read: true, Heading: members[at].Headline()}
	out.Shown = claim.Worded(out.Heading.Text) && rules.MayHead(out.Heading)
	var others []claim.Article
	var heads []claim.Claim
	for i, m := range members {
		if i != at && m.Item.Article.Outlet != members[at].Item.Article.Outlet {
			others, heads = append(others, m), append(heads, m.Headline())
		}
	}
	out.Reports = sideOf(others, heads)
	return out, nil
}

// story are the reports of an article's story, or the article alone where it has none.
func (c Checker) story(ctx context.Context, q Question, a store.Article) ([]claim.Article, error) {
	var items []store.Item
	var err error
	if a.Story != 0 {
		items, err = c.Store.StoryItems(ctx, q.Scope, []int64{a.Story}, q.At)
	} else {
		var versions []store.Version
		versions, err = c.Store.Versions(ctx, a.ID)
		if len(versions) > 0 {
			items = []store.Item{{Article: a, Version: versions[len(versions)-1]}}
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read the reports of a story: %w", err)
	}
	out := make([]claim.Article, len(items))
	for i, it := range items {
		out[i] = claim.NewArticle(it)
	}
	return out, nil
}

// addresses are the spellings under which the address of an article may be stored.
func addresses(address string) []string {
	var out []string
	for _, spelling := range []string{address, link.Canonical(address), link.Whole(address)} {
		if !slices.Contains(out, spelling) {
			out = append(out, spelling)
		}
	}
	key := link.Key(address)
	for _, scheme := range []string{"https://", "http://"} {
		for _, host := range []string{"", "www."} {
			out = append(out, scheme+host+key, scheme+host+key+"/")
		}
	}
	return out
}
