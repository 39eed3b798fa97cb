package store

import "fmt"

// ArticleRef is how people and scripts name an article: the id it was given,
// else our own.
func ArticleRef(ext string, id int64) string {
	if ext != "" {
		return ext
	}
	return fmt.Sprint(id)
}

// OutletCount is the number of outlets of items.
func OutletCount(items []Item) int {
	seen := map[string]bool{}
	for _, it := range items {
		seen[it.Article.Outlet] = true
	}
	return len(seen)
}
