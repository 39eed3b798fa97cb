package briefingtest

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"dateline/briefing/text/texttest"
)

// Raced tells that sweeps take samples.
const Raced = texttest.Raced

// Seeds runs a test for seeds 0, 1 …: the first number of them, or the second
// with DATELINE_SWEEP=full. A failure names its seed; DATELINE_SEED=n replays it.
func Seeds(t *testing.T, howMany [2]int, f func(t *testing.T, seed uint64)) {
	t.Helper()
	n := howMany[0]
	switch {
	case Full():
		n = howMany[1]
	case Raced:
		n = min(n, 1)
	}
	first := 0
	if one, err := strconv.Atoi(os.Getenv("DATELINE_SEED")); err == nil {
		first, n = one, one+1
	}
	for seed := first; seed < n; seed++ {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			f(t, uint64(seed))
		})
	}
}
