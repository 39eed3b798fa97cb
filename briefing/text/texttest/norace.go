//go:build !race

package texttest

// share is how many readers share the texts: each text is read by at least one.
func share(readers int) int { return min(3, readers) }
