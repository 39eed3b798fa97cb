//go:build race

package texttest

// Raced: the race detector makes the embedded database some fifteen times
// slower and reading ten times, so sweeps take samples.
const Raced = true
