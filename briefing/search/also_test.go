package search

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSearch_WordsOfAlsoCountHalf(t *testing.T) {
	s := &stored{}
	s.add(t, []Doc{doc(1, "Senn", "The mayor spoke in the school.", day), doc(2, "Karsk", "The bridge was closed.", day), doc(3, "Vote", "Parliament voted on coal.", day)})
	cover := func(q Query) map[int64]float64 {
		out := map[int64]float64{}
		for _, h := range find(t, s.index(), q) {
			out[h.Article] = math.Round(h.Coverage*100) / 100
		}
		return out
	}
	// Senn and Karsk are words nobody lists: equal information.
	if d := cmp.Diff(map[int64]float64{1: .5, 2: .5}, cover(Query{Text: "senn karsk"})); d != "" {
		t.Errorf("in the text: %s", d)
	}
	if d := cmp.Diff(map[int64]float64{1: .33, 2: .67}, cover(Query{Text: "karsk", Also: "senn"})); d != "" {
		t.Errorf("half in Also: %s", d)
	}
	if d := cmp.Diff([]int64{2, 1}, articles(find(t, s.index(), Query{Text: "karsk", Also: "senn"}))); d != "" {
		t.Errorf("what the text finds goes first: %s", d)
	}
	if d := cmp.Diff([]int64{1}, articles(find(t, s.index(), Query{Text: "who said this", Also: "senn"}))); d != "" {
		t.Errorf("a text of stop words alone: %s", d)
	}
}

func TestSearch_AlsoWithoutNewWordsChangesNothing(t *testing.T) {
	s := &stored{}
	s.add(t, []Doc{doc(1, "Flood in Senn", "The Senn flood came.", day), doc(2, "Senn", "A bridge fell in the flood.", day), doc(3, "Vote", "Parliament voted on coal.", day)})
	want := find(t, s.index(), Query{Text: "Senn flood"})
	for _, also := range []string{"", "senn", "the flood of Senn"} {
		if d := cmp.Diff(want, find(t, s.index(), Query{Text: "Senn flood", Also: also})); d != "" {
			t.Errorf("also %q: %s", also, d)
		}
	}
}
