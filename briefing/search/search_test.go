package search

import (
	"context"
	"fmt"
	"math/rand"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/text"
)

var day = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func doc(id int64, title, body string, at time.Time) Doc {
	return Doc{Version: id, Article: id, Visible: at, Time: at, Lang: "en", Title: title, Outlet: "Coast Radio", Text: body, Spans: text.Sentences(body, "en")}
}

// stored is segments with their lists, as a database would hold them.
type stored struct {
	segs  []*Segment
	lists map[string]map[int64][]byte
}

func (s *stored) add(t testing.TB, docs []Doc) {
	t.Helper()
	seg, lists := Build(docs)
	b, err := seg.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	id := int64(len(s.segs) + 1)
	if seg, err = ParseSegment(id, b); err != nil {
		t.Fatal(err)
	}
	s.segs = append(s.segs, seg)
	for term, l := range lists {
		s.put(term, id, l)
	}
}

func (s *stored) put(term string, id int64, l []byte) {
	if s.lists == nil {
		s.lists = map[string]map[int64][]byte{}
	}
	if s.lists[term] == nil {
		s.lists[term] = map[int64][]byte{}
	}
	s.lists[term][id] = l
}

// merged is the same documents as one segment.
func (s *stored) merged(t testing.TB, gone map[int64]bool) *stored {
	t.Helper()
	m := NewMerger(s.segs, gone)
	out := &stored{segs: []*Segment{m.Segment()}}
	out.segs[0].ID = 1
	for term, by := range s.lists {
		parts := make([][]byte, len(s.segs))
		for i, seg := range s.segs {
			parts[i] = by[seg.ID]
		}
		l, err := m.List(parts)
		if err != nil {
			t.Fatal(err)
		}
		if l != nil {
			out.put(term, 1, l)
		}
	}
	return out
}

func (s *stored) index(fresh ...*Memory) *Index {
	all := slices.Clone(s.segs)
	for _, m := range fresh {
		all = append(all, m.Segment())
	}
	return &Index{Segments: s.segs, Fresh: fresh, Versions: new(History).Update(all, nil), Postings: func(_ context.Context, terms []string, _ []int64) (map[string]map[int64][]byte, error) {
		out := map[string]map[int64][]byte{}
		for _, t := range terms {
			out[t] = s.lists[t]
		}
		return out, nil
	}}
}

func memory(t testing.TB, docs []Doc) *Memory {
	t.Helper()
	m, err := NewMemory(docs)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func find(t testing.TB, x *Index, q Query) []Hit {
	t.Helper()
	if q.At.IsZero() {
		q.At = day.AddDate(1, 0, 0)
	}
	hits, err := x.Search(context.Background(), q)
	if err != nil {
		t.Fatal(err)
	}
	return hits
}

func articles(hits []Hit) []int64 {
	var out []int64
	for _, h := range hits {
		out = append(out, h.Article)
	}
	return out
}

func TestSearch_TitleWeighsMoreThanText(t *testing.T) {
	s := &stored{}
	s.add(t, []Doc{doc(1, "Bridge closed", "A flood was seen near the bridge of Karsk.", day), doc(2, "Flood in Senn", "The water rose near the bridge of Karsk.", day), doc(3, "Vote", "Parliament voted on coal.", day)})
	if d := cmp.Diff([]int64{2, 1}, articles(find(t, s.index(), Query{Text: "flood"}))); d != "" {
		t.Error(d)
	}
}

func TestSearch_FindsNothingLaterThanAt(t *testing.T) {
	s := &stored{}
	second := doc(2, "Flood", "Flood, twelve dead in Senn.", day)
	second.Article, second.Visible = 1, day.Add(time.Hour)
	s.add(t, []Doc{doc(1, "Flood", "Flood, nine dead in Senn.", day), second, doc(3, "Flood", "Flood ends.", day.AddDate(0, 0, 2))})
	for at, want := range map[time.Time][]int64{day.Add(-time.Hour): nil, day: {1}, day.Add(2 * time.Hour): {2}} {
		var got []int64
		for _, h := range find(t, s.index(), Query{Text: "flood", At: at}) {
			got = append(got, h.Version)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("at %s: %s", at, d)
		}
	}
}

func TestSearch_InvisibleHitsTakeNoPlace(t *testing.T) {
	s := &stored{}
	var docs []Doc
	for i := range int64(50) {
		docs = append(docs, doc(i+1, "Flood flood flood", "Flood.", day))
	}
	docs = append(docs, doc(99, "Water", "A flood was seen far away from the town.", day))
	s.add(t, docs)
	x := s.index()
	x.Visible = func(a int64) bool { return a == 99 }
	if d := cmp.Diff([]int64{99}, articles(find(t, x, Query{Text: "flood", Limit: 3}))); d != "" {
		t.Error(d)
	}
}

func TestSearch_CoverageIsTheQuestionsShare(t *testing.T) {
	s := &stored{}
	s.add(t, []Doc{doc(1, "Karsk dockers strike", "Dockers in Karsk began a strike over pay.", day)})
	all := find(t, s.index(), Query{Text: "Karsk dockers strike"})[0].Coverage
	part := find(t, s.index(), Query{Text: "Karsk dockers zebra quartz"})[0].Coverage
	if all < .99 || part > .7 || part < .3 {
		t.Errorf("coverage %.2f of all, %.2f of half", all, part)
	}
}

// What is asked about today is held by the day of a report, not by the word.
func TestSearch_CoverageLeavesTimesWithoutAFigureOut(t *testing.T) {
	s := &stored{}
	s.add(t, []Doc{doc(1, "Karsk dockers strike", "Dockers in Karsk began a strike over pay.", day)})
	for query, whole := range map[string]bool{"Karsk strike today": true, "Karsk strike yesterday": true,
		"Karsk strike zebra": false, "Karsk strike of 12 May": false} {
		for _, h := range find(t, s.index(), Query{Text: query, At: day}) {
			if (h.Coverage > .99) != whole {
				t.Errorf("%q: coverage %.2f", query, h.Coverage)
			}
		}
	}
}

func TestSearch_RecentFirstUnlessTimeNamed(t *testing.T) {
	s := &stored{}
	old := day.AddDate(-2, 0, 0)
	s.add(t, []Doc{doc(1, "Oru flood", "The Oru flood came.", old), doc(2, "Oru flood", "The Oru flood came.", day)})
	if got := articles(find(t, s.index(), Query{Text: "Oru flood", At: day})); got[0] != 2 {
		t.Errorf("without a time: %v, want the new one first", got)
	}
	if got := articles(find(t, s.index(), Query{Text: "Oru flood in November 2024", At: day})); got[0] != 1 {
		t.Errorf("with a time: %v, want the old one first", got)
	}
}

func TestSearch_RecencyGivesHalfThePlaces(t *testing.T) {
	s := &stored{}
	docs := []Doc{doc(99, "Oru flood", "The Oru flood broke a dam of clay and a school.", day.AddDate(-1, 0, 0))}
	for i := range int64(9) {
		docs = append(docs, doc(i+1, "Oru flood", "The Oru flood broke a dam.", day))
	}
	s.add(t, docs)
	q := Query{Text: "Oru flood dam clay", Limit: 4, At: day}
	got := find(t, s.index(), q)
	if d := cmp.Diff([]int64{1, 2, 3, 99}, articles(got)); d != "" {
		t.Error(d)
	}
	if !slices.IsSortedFunc(got, compare) {
		t.Errorf("not best first: %+v", got)
	}
	w := DefaultWeights
	w.Background = 0
	q.Weights = &w
	if d := cmp.Diff([]int64{1, 2, 3, 4}, articles(find(t, s.index(), q))); d != "" {
		t.Errorf("without: %s", d)
	}
}

func TestInTurn_EachSideHasPlaces(t *testing.T) {
	list := func(articles ...int64) []Hit {
		var out []Hit
		for i, a := range articles {
			out = append(out, Hit{Article: a, Version: a, Start: i, Score: float64(10 * (len(articles) - i))})
		}
		return out
	}
	got := InTurn([][]Hit{list(1, 2, 3, 4, 5), list(1, 6, 7), list(8, 8, 8)}, Query{Limit: 6})
	var articles []int64
	for i, h := range got {
		articles = append(articles, h.Article)
		if i > 0 && h.Score > got[i-1].Score {
			t.Errorf("place %d scores %.0f, the one before %.0f", i+1, h.Score, got[i-1].Score)
		}
	}
	if d := cmp.Diff([]int64{1, 8, 2, 6, 8, 3}, articles); d != "" {
		t.Error(d)
	}
}

func TestSearch_SinceADayFindsNothingOlder(t *testing.T) {
	s := &stored{}
	s.add(t, []Doc{doc(1, "Oru flood", "The Oru flood came.", day.AddDate(0, 0, -6)), doc(2, "Oru flood", "The Oru flood rose.", day.AddDate(0, 0, -4)), doc(3, "Oru flood", "The Oru flood fell.", day)})
	for q, want := range map[string][]int64{"Oru flood since 16 November": {3, 2}, "Oru Flut seit dem 16. November": {3, 2}, "Oru flood on 14 November": {2, 1, 3}} {
		if d := cmp.Diff(want, articles(find(t, s.index(), Query{Text: q, At: day.Add(time.Hour)}))); d != "" {
			t.Errorf("%s: %s", q, d)
		}
	}
}

// corpus makes random articles of a small vocabulary.
func corpus(r *rand.Rand, n int) []Doc {
	word := func() string { return fmt.Sprintf("w%d", int(r.ExpFloat64()*40)) }
	var docs []Doc
	for i := range n {
		body := ""
		for range 1 + r.Intn(12) {
			body += "W" + word()
			for range 3 + r.Intn(12) {
				body += " " + word()
			}
			body += ". "
		}
		docs = append(docs, doc(int64(i+1), word()+" "+word(), body, day.Add(time.Duration(r.Intn(1000))*time.Hour)))
	}
	return docs
}

func TestSearch_RanksAlikeHoweverDocumentsAreCut(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for round := range 20 {
		docs := corpus(r, 60)
		one, many := &stored{}, &stored{}
		one.add(t, docs)
		cut := 5 + r.Intn(20)
		for i := 0; i < 40; i += cut {
			many.add(t, docs[i:min(i+cut, 40)])
		}
		fresh := memory(t, docs[40:])
		whole := &stored{}
		for i := 0; i < len(docs); i += cut {
			whole.add(t, docs[i:min(i+cut, len(docs))])
		}
		for range 10 {
			q := Query{Text: fmt.Sprintf("w%d w%d w%d w%d", r.Intn(20), r.Intn(60), r.Intn(100), r.Intn(5)), Limit: 30, At: day.AddDate(0, 0, 30)}
			want := find(t, one.index(), q)
			if d := cmp.Diff(want, find(t, many.index(fresh), q)); d != "" {
				t.Fatalf("round %d, segments and memory: %s", round, d)
			}
			if d := cmp.Diff(want, find(t, whole.merged(t, nil).index(), q)); d != "" {
				t.Fatalf("round %d, merged: %s", round, d)
			}
		}
	}
}

func FuzzParseSegment(f *testing.F) {
	seg, lists := Build(corpus(rand.New(rand.NewSource(2)), 5))
	b, err := seg.MarshalBinary()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b, lists["w1"])
	f.Fuzz(func(t *testing.T, b, l []byte) {
		s, err := ParseSegment(1, b)
		if err != nil {
			return
		}
		again, err := s.MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ParseSegment(1, again); err != nil {
			t.Fatalf("a segment does not survive being written: %v", err)
		}
		if _, err := newPostings(l, s); err == nil {
			x := &Index{Segments: []*Segment{s}, Postings: func(context.Context, []string, []int64) (map[string]map[int64][]byte, error) {
				return map[string]map[int64][]byte{"flood": {1: l}}, nil
			}}
			if _, err := x.Search(context.Background(), Query{Text: "flood", At: day}); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// BenchmarkSearch asks five-word questions of passages with a Zipf vocabulary;
// BENCH_PASSAGES sets how many (default 10,000).
func BenchmarkSearch(b *testing.B) {
	want := 10_000
	if s := os.Getenv("BENCH_PASSAGES"); s != "" {
		if _, err := fmt.Sscan(s, &want); err != nil {
			b.Fatal(err)
		}
	}
	r := rand.New(rand.NewSource(3))
	z := rand.NewZipf(r, 1.07, 10, 60_000)
	st := &stored{}
	for n, id := 0, int64(1); n < want; {
		var docs []Doc
		for range 500 {
			body := ""
			for range 20 {
				body += "S"
				for range 18 {
					body += fmt.Sprintf(" t%d", z.Uint64())
				}
				body += ". "
			}
			docs = append(docs, doc(id, fmt.Sprintf("t%d t%d t%d", z.Uint64(), z.Uint64(), z.Uint64()), body, day.Add(-time.Duration(id)*time.Minute)))
			id++
		}
		st.add(b, docs)
		n += st.segs[len(st.segs)-1].Len()
	}
	x := st.index()
	var took []time.Duration
	for b.Loop() {
		q := Query{Text: fmt.Sprintf("t%d t%d t%d t%d t%d", z.Uint64(), z.Uint64(), z.Uint64(), z.Uint64(), z.Uint64()), At: day}
		start := time.Now()
		if _, err := x.Search(context.Background(), q); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
}

func TestMerger_DropsWhatWasRemoved(t *testing.T) {
	docs := []Doc{doc(1, "Harbour", "The harbour is closed.", day), doc(2, "Secret", "The secret harbour is open.", day), doc(3, "Boats", "Boats left the harbour.", day)}
	var all, rest stored
	for i, d := range docs {
		all.add(t, []Doc{d})
		if i != 1 {
			rest.add(t, []Doc{d})
		}
	}
	got, want := all.merged(t, map[int64]bool{docs[1].Version: true}), rest.merged(t, nil)
	if d := cmp.Diff(want.lists, got.lists); d != "" {
		t.Errorf("lists, -want +got:\n%s", d)
	}
	if d := cmp.Diff(find(t, want.index(), Query{Text: "secret harbour"}), find(t, got.index(), Query{Text: "secret harbour"})); d != "" {
		t.Errorf("hits, -want +got:\n%s", d)
	}
}
