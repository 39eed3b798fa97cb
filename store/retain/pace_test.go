package retain

import (
	"context"
	"testing"
	"time"
)

func TestPace_SlowHalvesAndQuickDoubles(t *testing.T) {
	const slow, quick = Budget + time.Millisecond, Budget/4 - time.Millisecond
	pace := &Pace{Most: 100}
	if PaceOf(WithPace(context.Background(), pace)) != pace || PaceOf(context.Background()) != nil {
		t.Fatal("a context has another pace than its own")
	}
	for i, c := range []struct {
		took []time.Duration
		want int
	}{
		{nil, 12}, {[]time.Duration{quick}, 24}, {[]time.Duration{Budget}, 24}, {[]time.Duration{quick, slow, quick}, 12}, {[]time.Duration{quick}, 24},
		{[]time.Duration{quick}, 48}, {[]time.Duration{quick}, 96}, {[]time.Duration{quick}, 100}, {[]time.Duration{slow}, 50}, {[]time.Duration{slow}, 25},
		{[]time.Duration{slow}, 12}, {[]time.Duration{slow}, 6}, {[]time.Duration{slow}, 3}, {[]time.Duration{slow}, 1}, {[]time.Duration{slow + 1}, 1},
	} {
		for _, d := range c.took {
			pace.Took(d)
		}
		if got := pace.Rows(); got != c.want {
			t.Errorf("%d: after %v a transaction takes %d rows, want %d", i, c.took, got, c.want)
		}
	}
	if got := pace.Longest(); got != slow+1 {
		t.Errorf("the longest took %s, want %s", got, slow+1)
	}
}

// A step that is not larger than eight takes one row at first.
func TestPace_TakesAtLeastOne(t *testing.T) {
	if got := (&Pace{Most: 1}).Rows(); got != 1 {
		t.Errorf("a transaction takes %d rows", got)
	}
}
