// Package grouping measures which articles become one story, and whether a
// briefing begins with those that mattered.
package grouping

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"time"

	"dateline/briefing/cluster"
	"dateline/briefing/text"
	"dateline/cmd/dateline-eval/set"
)

// clustered is one labelled article of a clustering set.
type clustered struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Text      string `json:"text"`
	Published string `json:"published"`
	MS        int64  `json:"published_ms"`
	Story     string `json:"story"`
}

// clusterSets are the sets with their bars: the floor, and what we aim for.
var clusterSets = []struct{ name, floor, aim string }{{"uci6k", ".70", ".78"}, {"news-t", ".71", ".80"}, {"basil", ".92", ".96"}}

// ablations leave one mechanism out each.
var ablations = []struct {
	name string
	o    cluster.Options
}{
	{"without time decay", cluster.Options{NoTime: true}},
	{"without names", cluster.Options{NoNames: true}},
	{"without the members' quorum", cluster.Options{NoQuorum: true}},
	{"without anchors' veto", cluster.Options{NoAnchors: true}},
	{"round-ups join", cluster.Options{NoRoundUps: true}},
	{"stories never merge", cluster.Options{NoMerge: true}},
	{"without pseudo-counts", cluster.Options{NoPseudo: true}},
}

// shuffleWithin is how far apart articles may change places: feeds are polled,
// so arrival is out of order by about this.
const shuffleWithin = 30 * time.Minute

// Clustering runs the three sets in stream order, without each mechanism,
// shuffled and again, and scores B-cubed.
func Clustering(_ context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "clustering", Head: []string{"set", "run", "articles", "stories (gold)", "B3-P", "B3-R", "B3-F1", "change",
		"pairwise F1", "articles/s", "floor", "aim"}}
	for _, s := range clusterSets {
		docs, gold, err := readClustering(filepath.Join(o.Dir, "clustering", s.name+".jsonl.gz"))
		if err != nil {
			return report, err
		}
		start := time.Now()
		got := clusterAll(docs, cluster.Options{})
		took := time.Since(start).Seconds()
		_, _, full := bCubed(gold, got)
		row := func(run string, gold []string, got []int64, rest ...string) {
			precision, recall, score := bCubed(gold, got)
			report.Rows = append(report.Rows,
				append([]string{s.name, run, fmt.Sprint(len(got)), fmt.Sprintf("%d (%d)", distinct(got), distinct(gold)),
					fmt.Sprintf("%.3f", precision), fmt.Sprintf("%.3f", recall), fmt.Sprintf("%.3f", score),
					fmt.Sprintf("%+.3f", score-full), fmt.Sprintf("%.3f", pairF1(gold, got))}, rest...))
		}
		row("all", gold, got, fmt.Sprintf("%.0f", float64(len(docs))/took), s.floor, s.aim)
		for _, a := range ablations {
			row(a.name, gold, clusterAll(docs, a.o))
		}
		for seed := range uint64(3) {
			mixed, labels := shuffled(docs, gold, seed+1)
			row(fmt.Sprintf("shuffled within 30 minutes, seed %d", seed+1), labels, clusterAll(mixed, cluster.Options{}))
		}
		if same := slices.Equal(got, clusterAll(docs, cluster.Options{})); !same {
			report.Notes = append(report.Notes, s.name+": replaying the stream gave other stories")
		}
	}
	if len(report.Notes) == 0 {
		report.Notes = []string{"Replaying each stream gave the same stories."}
	}
	return report, nil
}

// clusterAll clusters a stream; stories that merged have one number.
func clusterAll(docs []cluster.Doc, o cluster.Options) []int64 {
	clusterer := cluster.New(o)
	got := make([]int64, len(docs))
	into := map[int64]int64{}
	for i, d := range docs {
		got[i], _ = clusterer.Add(d)
		for _, m := range clusterer.Merged() {
			into[m.From] = m.Into
		}
	}
	for i := range got {
		for into[got[i]] != 0 {
			got[i] = into[got[i]]
		}
	}
	return got
}

// shuffled lets articles arrive out of order by up to shuffleWithin; their
// times stay.
func shuffled(docs []cluster.Doc, gold []string, seed uint64) ([]cluster.Doc, []string) {
	random := rand.New(rand.NewPCG(seed, seed))
	at := make([]time.Time, len(docs))
	order := make([]int, len(docs))
	for i, d := range docs {
		order[i], at[i] = i, d.Time.Add(time.Duration(random.Int64N(int64(shuffleWithin))))
	}
	slices.SortStableFunc(order, func(a, b int) int { return at[a].Compare(at[b]) })
	mixed, labels := make([]cluster.Doc, len(docs)), make([]string, len(docs))
	for i, o := range order {
		mixed[i], labels[i] = docs[o], gold[o]
	}
	return mixed, labels
}

// streamStep is between two titles of news-t, which has an order and no times:
// its 11,109 titles are of one day (Yin and Wang 2014). 30 minutes are then 231
// places, a third of the run of each of its sixteen batches of stories.
const streamStep = 24 * time.Hour / 11_109

func readClustering(path string) ([]cluster.Doc, []string, error) {
	articles, err := set.ReadFile[clustered](path)
	if err != nil {
		return nil, nil, err
	}
	var docs []cluster.Doc
	var gold []string
	at := time.Date(2014, 3, 10, 0, 0, 0, 0, time.UTC)
	for _, a := range articles {
		switch {
		case a.MS != 0:
			at = time.UnixMilli(a.MS).UTC()
		case a.Published != "":
			if parsed, err := time.Parse(time.RFC3339, a.Published); err == nil {
				at = parsed
			} else if parsed, err := time.Parse(time.DateOnly, a.Published); err == nil {
				at = parsed
			}
		default:
			at = at.Add(streamStep)
		}
		docs = append(docs, cluster.NewDoc(cluster.Article{ID: int64(len(docs) + 1), Time: at, Lang: "en", Genre: "news", Title: a.Title,
			Text: a.Text, Spans: text.Sentences(a.Text, "en")}))
		gold = append(gold, a.Story)
	}
	return docs, gold, nil
}

func distinct[T comparable](xs []T) int {
	seen := map[T]bool{}
	for _, x := range xs {
		seen[x] = true
	}
	return len(seen)
}

// overlap counts the members of each pair of gold and found cluster.
func overlap(gold []string, got []int64) (both map[string]map[int64]float64, g map[string]float64, p map[int64]float64) {
	both, g, p = map[string]map[int64]float64{}, map[string]float64{}, map[int64]float64{}
	for i := range gold {
		if both[gold[i]] == nil {
			both[gold[i]] = map[int64]float64{}
		}
		both[gold[i]][got[i]]++
		g[gold[i]]++
		p[got[i]]++
	}
	return both, g, p
}

// bCubed is B-cubed precision, recall and F1 (Bagga and Baldwin 1998).
func bCubed(gold []string, got []int64) (precision, recall, f1 float64) {
	both, golden, predicted := overlap(gold, got)
	n := float64(len(gold))
	for gs, row := range both {
		for ps, k := range row {
			precision += k * k / predicted[ps] / n
			recall += k * k / golden[gs] / n
		}
	}
	return precision, recall, 2 * precision * recall / (precision + recall)
}

// pairF1 is F1 over pairs of articles that stand together.
func pairF1(gold []string, got []int64) float64 {
	both, golden, predicted := overlap(gold, got)
	pairs := func(n float64) float64 { return n * (n - 1) / 2 }
	var tp, want, found float64
	for _, row := range both {
		for _, k := range row {
			tp += pairs(k)
		}
	}
	for _, n := range golden {
		want += pairs(n)
	}
	for _, n := range predicted {
		found += pairs(n)
	}
	return 2 * tp / (want + found)
}
