package deliver_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/store/brake"
	"dateline/store/state"
)

// The operator stops posting after a crash at any step: nothing leaves until it is
// resumed, and then all of it arrives once.
func TestDeliverer_StoppedPostingLosesAndDoublesNothing(t *testing.T) {
	sweep(t, 7, func(t *testing.T, w *world, k int) {
		ctx := context.Background()
		b := brake.Brake{What: state.BrakePosting, Guild: int64(k % 2 * 7)}
		first := w.begin(k, nil)
		first.run()
		w.clock.Add(time.Minute) // what is under way still lands
		briefingtest.Must[bool](t)(w.s.Stop(ctx, b))
		at, passes := w.clock.Now(), 0
		stopped := w.begin(0, nil)
		stopped.until(func() bool { passes++; return passes == 12 }, stopped.plan.Run, stopped.press.Run, stopped.out.Run, stopped.after.Run)
		for _, m := range w.d.Msgs {
			if m.At.After(at) && (b.Guild == 0 || !strings.Contains(m.Text, "Mine, ")) { // a person's own stands in no server
				t.Errorf("after %s, with posting stopped, this left: %+v", first.point, m)
			}
		}
		briefingtest.Must[bool](t)(w.s.Release(ctx, b))
		w.begin(0, nil).run()
		w.check(fmt.Sprintf("stopped after a crash at step %d, %s", k, first.point))
	})
}
