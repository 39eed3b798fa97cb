//go:build !race

package texttest

// every is which texts are read.
const every = 1
