package main

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"dateline/briefing/cluster"
	"dateline/briefing/text"
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

// evalClustering runs the three sets in stream order and scores B-cubed.
func evalClustering(_ context.Context, o options) (table, error) {
	t := table{Title: "clustering", Head: []string{"set", "articles", "stories (gold)", "B3-P", "B3-R", "B3-F1", "pairwise F1", "articles/s", "to beat (B3-F1)"}}
	for _, s := range []struct{ name, bar string }{{"uci6k", ".676"}, {"news-t", ".677"}, {"basil", ".897"}} {
		docs, gold, err := readClustering(filepath.Join(o.Dir, "clustering", s.name+".jsonl.gz"))
		if err != nil {
			return t, err
		}
		start := time.Now()
		c := cluster.New(cluster.Options{})
		got := make([]int64, len(docs))
		for i, d := range docs {
			got[i], _ = c.Add(d)
		}
		took := time.Since(start).Seconds()
		p, r, f := bCubed(gold, got)
		t.Rows = append(t.Rows, []string{s.name, fmt.Sprint(len(docs)), fmt.Sprintf("%d (%d)", distinct(got), distinct(gold)),
			fmt.Sprintf("%.3f", p), fmt.Sprintf("%.3f", r), fmt.Sprintf("%.3f", f), fmt.Sprintf("%.3f", pairF1(gold, got)), fmt.Sprintf("%.0f", float64(len(docs))/took), s.bar})
	}
	return t, nil
}

func readClustering(path string) ([]cluster.Doc, []string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", path, err)
	}
	var docs []cluster.Doc
	var gold []string
	sc := bufio.NewScanner(z)
	sc.Buffer(nil, 4<<20)
	at := time.Date(2014, 3, 10, 0, 0, 0, 0, time.UTC)
	for sc.Scan() {
		var a clustered
		if err := json.Unmarshal(sc.Bytes(), &a); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", path, err)
		}
		switch {
		case a.MS != 0:
			at = time.UnixMilli(a.MS).UTC()
		case a.Published != "":
			if p, err := time.Parse(time.RFC3339, a.Published); err == nil {
				at = p
			} else if p, err := time.Parse(time.DateOnly, a.Published); err == nil {
				at = p
			}
		default:
			at = at.Add(time.Second) // stream order, no times
		}
		spans := text.Sentences(a.Text, "en")
		docs = append(docs, cluster.NewDoc(int64(len(docs)+1), at, "en", "news", a.Title, a.Text, spans))
		gold = append(gold, a.Story)
	}
	return docs, gold, sc.Err()
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
	both, g, p := overlap(gold, got)
	n := float64(len(gold))
	for gs, row := range both {
		for ps, k := range row {
			precision += k * k / p[ps] / n
			recall += k * k / g[gs] / n
		}
	}
	return precision, recall, 2 * precision * recall / (precision + recall)
}

// pairF1 is F1 over pairs of articles that stand together.
func pairF1(gold []string, got []int64) float64 {
	both, g, p := overlap(gold, got)
	pairs := func(n float64) float64 { return n * (n - 1) / 2 }
	var tp, want, found float64
	for _, row := range both {
		for _, k := range row {
			tp += pairs(k)
		}
	}
	for _, n := range g {
		want += pairs(n)
	}
	for _, n := range p {
		found += pairs(n)
	}
	return 2 * tp / (want + found)
}
