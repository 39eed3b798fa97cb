//go:build race

package texttest

// share is into how many parts the texts are divided, of which a reader reads
// one: the race detector makes reading ten times slower.
func share(int) int { return 8 }
