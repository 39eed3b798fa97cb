//go:build race

package briefingtest

// Raced: the race detector makes the embedded database some fifteen times
// slower, so sweeps take samples.
const Raced = true
