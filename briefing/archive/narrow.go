package archive

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"dateline/briefing/text/name"
	"dateline/store"
)

// Outlets are the names of the outlets whose articles a scope may see, those with
// most articles first, at most most of them.
func (ar *Archive) Outlets(ctx context.Context, sc store.Scope, most int) ([]string, error) {
	index, err := ar.index(ctx, sc)
	if err != nil {
		return nil, err
	}
	ar.mu.Lock()
	carriers := ar.carriers.of
	ar.mu.Unlock()
	count := map[string]int{}
	for id, c := range carriers {
		if c.Outlet != "" && index.Visible(id) {
			count[c.Outlet]++
		}
	}
	called := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	return called[:min(len(called), most)], nil
}

// Keep restricts the search to outlets, in any spelling of their names. A name that
// no article in the scope has is not looked at; when none is left, nothing is
// restricted. Call it before Bare.
func (r *Reading) Keep(outlets []string) {
	ar := r.archive
	ar.mu.Lock()
	carriers, keys := ar.carriers.of, ar.carriers.outlets
	ar.mu.Unlock()
	wanted := map[string]bool{}
	for _, o := range outlets {
		if key := name.OutletKey(o); key != "" {
			wanted[key] = true
		}
	}
	kept := outletsAsked{only: map[string]bool{}}
	for id, c := range carriers {
		if key := keys[c.Outlet]; wanted[key] && !kept.only[key] && r.index.Visible(id) {
			kept.only[key] = true
		}
	}
	ar.favour(r.index, kept)
}

// Only restricts the search to some articles, by id. What the words of the question
// weigh stays as it is. Call it after Bare.
func (r *Reading) Only(articles []int64) {
	visible, wanted := r.index.Visible, map[int64]bool{}
	for _, id := range articles {
		wanted[id] = true
	}
	r.index.Visible = func(article int64) bool { return wanted[article] && visible(article) }
}
