package write

import "dateline/briefing/claim"

// RepairStats counts what became of the claims of one reply of a model: DESIGN's
// repair ladder, rung by rung.
type RepairStats struct {
	Kept        int // as they were written and cited
	Replaced    int // held by another passage than the cited one
	Regenerated int // written once more
	Quoted      int // a source's own sentence stands in for them
	Dropped     int // by the check, the verifier or because they repeat
}

// finish finishes the counts: held passed at once, of failed claims repaired
// came back, shown is what is left of all of them.
func (l *RepairStats) finish(held, repaired []claim.Claim, failed, shown int) {
	l.Kept = len(held) - l.Replaced
	for _, c := range repaired {
		if c.Kind == claim.KindQuoted {
			l.Quoted++
		} else {
			l.Regenerated++
		}
	}
	l.Dropped = len(held) + failed - shown
}

// ReportStats reports the counts of a reply that held claims.
func (c *Composer) ReportStats(count func(RepairStats)) {
	if count != nil && c.stats != (RepairStats{}) {
		count(c.stats)
	}
}
