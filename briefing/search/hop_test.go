package search

import (
	"context"
	"fmt"
	"math/rand"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// read gives an index the text of its documents.
func read(x *Index, docs []Doc) *Index {
	x.Passages = func(_ context.Context, hits []Hit) ([]Passage, error) {
		out := make([]Passage, len(hits))
		for i, h := range hits {
			out[i] = Passage{docs[h.Version-1].Text[h.Start:h.End], docs[h.Version-1].Lang}
		}
		return out, nil
	}
	return x
}

var collapse = []Doc{
	doc(1, "SVB fails", "The bank SVB failed on Friday after depositors withdrew billions.", day),
	doc(2, "Run", "Depositors withdrew billions from a lender in days.", day),
	doc(3, "Vote", "Parliament passed a law on coal.", day),
}

func TestHop_FindsWhatUsesOtherWords(t *testing.T) {
	s := &stored{}
	s.add(t, collapse)
	q := Query{Text: "failure of SVB"}
	if d := cmp.Diff([]int64{1, 2}, articles(find(t, read(s.index(), collapse), q))); d != "" {
		t.Error(d)
	}
	w := DefaultWeights
	w.Hop = 0
	q.Weights = &w
	if d := cmp.Diff([]int64{1}, articles(find(t, read(s.index(), collapse), q))); d != "" {
		t.Errorf("without: %s", d)
	}
}

func TestHop_LeavesCoverageAlone(t *testing.T) {
	s := &stored{}
	s.add(t, collapse)
	got := find(t, read(s.index(), collapse), Query{Text: "SVB zebra"})
	if want := find(t, s.index(), Query{Text: "SVB zebra"}); got[0].Coverage != want[0].Coverage || got[1].Coverage != 0 {
		t.Errorf("coverage %.2f and %.2f, want %.2f and 0", got[0].Coverage, got[1].Coverage, want[0].Coverage)
	}
}

func TestHop_RanksAlikeHoweverDocumentsAreCut(t *testing.T) {
	r := rand.New(rand.NewSource(5))
	docs := corpus(r, 60)
	one, many := &stored{}, &stored{}
	one.add(t, docs)
	for i := 0; i < 40; i += 13 {
		many.add(t, docs[i:min(i+13, 40)])
	}
	for range 50 {
		q := Query{Text: fmt.Sprintf("w%d w%d w%d", r.Intn(20), r.Intn(60), r.Intn(100)), Limit: 30, At: day.AddDate(0, 0, 60)}
		if d := cmp.Diff(find(t, read(one.index(), docs), q), find(t, read(many.index(memory(t, docs[40:])), docs), q)); d != "" {
			t.Fatal(d)
		}
	}
}

func TestSearch_ArticleDecidesBetweenEqualPassages(t *testing.T) {
	s := &stored{}
	body := "The port of Karsk was closed. Nobody knew for how long it would be so. The mayor spoke of schools. "
	s.add(t, []Doc{doc(1, "A day", body+"A cat was found in a tree.", day), doc(2, "A day", body+"A ship waited in the rain.", day)})
	q := Query{Text: "ship in the port of Karsk"}
	if got := find(t, s.index(), q); got[0].Article != 2 || got[0].First != 0 {
		t.Errorf("got %+v, want the first passage of the article that tells of a ship first", got[0])
	}
	w := DefaultWeights
	w.Whole = 0
	q.Weights = &w
	if got := find(t, s.index(), q); got[0].Score != got[1].Score {
		t.Errorf("the passages score %.2f and %.2f without the articles, want equal", got[0].Score, got[1].Score)
	}
}

func TestSearch_IgnoresMarkupInAQuestion(t *testing.T) {
	s := &stored{}
	s.add(t, []Doc{doc(1, "Week", "The week com tag page was changed.", day), doc(2, "Karsk", "Karsk has a new mayor.", day)})
	if d := cmp.Diff([]int64{2}, articles(find(t, s.index(), Query{Text: `Who leads <a href="https://week.com/tag/page">Karsk</a>? https://week.com/page`}))); d != "" {
		t.Error(d)
	}
}
