package brief

import "testing"

// However many stories gave nothing to tell, what was told is in the trace: "why?" rests
// on it, and a moderator's order marks it there.
func TestTrace_HoldsAllThatWasTold(t *testing.T) {
	run := &writerRun{b: &Briefing{}}
	for id := range int64(2 * tracedMost) {
		run.trace(&candidate{id: id + 1}, Traced{Outcome: Untellable})
	}
	for id := range int64(3) {
		run.trace(&candidate{id: 1000 + id}, Traced{Title: "told", Outcome: Posted})
		run.b.Stories = append(run.b.Stories, Story{ID: 1000 + id})
	}
	outcomes := map[Outcome]int{}
	for _, x := range run.b.Drop([]int64{1001}).Trace {
		outcomes[x.Outcome]++
	}
	if outcomes[Untellable] != tracedMost || outcomes[Posted] != 2 || outcomes[Dropped] != 1 {
		t.Errorf("the trace holds %v", outcomes)
	}
}
