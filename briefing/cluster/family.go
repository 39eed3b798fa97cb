package cluster

import (
	"time"

	"dateline/briefing/text"
)

// FamilyWindow is how far apart in time two texts of a family may be: wire copies
// appear within days; longer only costs memory.
const FamilyWindow = 30 * 24 * time.Hour

const (
	familyAlike = .8 // least share of common shingles: wire copies, agency edits
	bands       = 16 // of 4 values each: a pair at J = .8 meets in one with probability .999
	bandRows    = 4
	// bandMost is how many texts are kept in one band: the latest. A family's copies are alike, and a new one meets one of them;
	// what fills a band with other texts is a template.
	bandMost = 32
)

// Families finds texts that are copies of one another. The zero value is ready.
type Families struct {
	byBand map[band][]*kin // at most bandMost, by time of adding
}

type band struct {
	no int
	v  [bandRows]uint32
}

type kin struct {
	family int64
	sketch text.Sketch
	at     time.Time
}

// Add gives a text its family: that of the most alike text within FamilyWindow, or
// its own id.
func (f *Families) Add(id int64, s text.Sketch, t time.Time) int64 {
	family, most := id, familyAlike
	for no := range bands {
		for _, k := range f.byBand[bandOf(s, no)] {
			if gap := t.Sub(k.at); gap > FamilyWindow || gap < -FamilyWindow {
				continue
			}
			if j := s.Jaccard(k.sketch); j > most || j == most && k.family < family {
				family, most = k.family, j
			}
		}
	}
	f.Restore(id, family, s, t)
	return family
}

// Restore puts back a text whose family is known.
func (f *Families) Restore(id, family int64, s text.Sketch, t time.Time) {
	if f.byBand == nil {
		f.byBand = map[band][]*kin{}
	}
	if family == 0 {
		family = id
	}
	if s == (text.SketchOf("")) {
		return // no text, no copies
	}
	relative := &kin{family, s, t}
	for no := range bands {
		slot := bandOf(s, no)
		if f.byBand[slot] = append(f.byBand[slot], relative); len(f.byBand[slot]) > bandMost {
			f.byBand[slot] = f.byBand[slot][1:]
		}
	}
}

func bandOf(s text.Sketch, no int) band {
	slot := band{no: no}
	copy(slot.v[:], s[no*bandRows:])
	return slot
}
