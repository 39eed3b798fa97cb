package search

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sorted are versions in an order of their own, to be compared.
func (v Versions) sorted() Versions {
	out := Versions{}
	for article, all := range v {
		out[article] = slices.SortedFunc(slices.Values(all), func(a, b VersionTime) int { return int(a.Version - b.Version) })
	}
	return out
}

// However segments come and go, the versions are those of the segments that stand, and
// what was returned before stays as it was.
func TestHistory_IsThatOfTheSegmentsThatStand(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 4))
	var kept History
	var stand []*Segment
	made, several := 0, 0
	for step := range 200 {
		var gone, came []*Segment
		rest := map[int64]docMeta{} // of what goes
		stand = slices.DeleteFunc(stand, func(s *Segment) bool {
			if rng.IntN(3) > 0 {
				return false
			}
			gone = append(gone, s)
			for _, d := range s.docs {
				rest[d.version] = d
			}
			return true
		})
		merged := &Segment{} // some of it comes back in another, as when segments are merged or shrunk
		for _, d := range rest {
			if rng.IntN(2) == 0 {
				merged.docs = append(merged.docs, d)
			}
		}
		fresh := &Segment{}
		for range 1 + rng.IntN(5) {
			made++
			fresh.docs = append(fresh.docs, docMeta{version: int64(made), article: int64(rng.IntN(12)), visible: int64(rng.IntN(1000))})
		}
		came = append(came, merged, fresh)
		stand = append(stand, came...)
		before := kept.versions
		was := before.sorted()
		got := kept.Update(came, gone).sorted()
		if d := cmp.Diff(new(History).Update(stand, nil).sorted(), got); d != "" {
			t.Fatalf("step %d: %s", step, d)
		}
		if d := cmp.Diff(was, before.sorted()); d != "" {
			t.Fatalf("step %d changed what was returned before: %s", step, d)
		}
		several += len(got)
	}
	if several < 200 {
		t.Errorf("articles had more than one version %d times: too few to prove anything", several)
	}
}
