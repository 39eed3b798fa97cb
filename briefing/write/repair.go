package write

import "dateline/briefing/claim"

// RepairStats counts what became of the claims of one reply of the model, by the
// step of the repair that saved them. Each claim is counted once.
type RepairStats struct {
	Kept        int // as they were written and cited
	Replaced    int // held by another passage than the cited one
	Regenerated int // written once more
	Quoted      int // a source's own sentence stands in for them
	Dropped     int // by the check, the verifier or because they repeat
}

// finish fills in the counts of one reply. held passed the first check, repaired
// are what came back for the claims that failed it, failed is their number, shown
// is the number of claims in the result.
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

// ReportStats calls count with the counts of the last reply, unless it held no
// claims. count may be nil.
func (c *Composer) ReportStats(count func(RepairStats)) {
	if count != nil && c.stats != (RepairStats{}) {
		count(c.stats)
	}
}
