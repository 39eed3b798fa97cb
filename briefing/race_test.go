//go:build race

package briefing_test

// raced: the race detector makes the embedded database some fifteen times
// slower, so sweeps take samples.
const raced = true
