//go:build race

package texttest

// every is which texts are read: the race detector makes reading ten times slower.
const every = 8
