package store

import "fmt"

// Ref is how people and scripts name an article: the id it was given, else our own.
func (a Article) Ref() string {
	if a.ExtID != "" {
		return a.ExtID
	}
	return fmt.Sprint(a.ID)
}

// OutletCount is the number of outlets of items.
func OutletCount(items []Item) int {
	seen := map[string]bool{}
	for _, it := range items {
		seen[it.Article.Outlet] = true
	}
	return len(seen)
}
