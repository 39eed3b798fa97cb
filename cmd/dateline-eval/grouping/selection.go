package grouping

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"dateline/briefing/brief"
	"dateline/cmd/dateline-eval/set"
)

const (
	selectionWindow = 7 * 24 * time.Hour // the quiz is weekly
	selectionTop    = 15
)

// week is one quiz: the articles that a briefing of its week should hold.
type week struct {
	at   time.Time
	gold []string
}

// selectionOrders are the product's order, with each factor left out, and the
// two that every reader of feeds has, each with the other where stories are equal.
var selectionOrders = []struct {
	name    string
	weights brief.RankWeights
	compare func(a, b brief.Listed) int // nil keeps the product's
}{
	{"the product's", brief.DefaultRankWeights, nil},
	{"without reports", brief.RankWeights{Age: 1, Sourced: 1}, nil},
	{"without age", brief.RankWeights{Texts: 1, Sourced: 1}, nil},
	{"without somebody's word", brief.RankWeights{Texts: 1, Age: 1}, nil},
	{"newest first", brief.DefaultRankWeights, func(a, b brief.Listed) int { return cmp.Or(newer(a, b), larger(a, b)) }},
	{"largest first", brief.DefaultRankWeights, func(a, b brief.Listed) int { return cmp.Or(larger(a, b), newer(a, b)) }},
}

func newer(a, b brief.Listed) int  { return cmp.Compare(a.Rank.Age, b.Rank.Age) }
func larger(a, b brief.Listed) int { return cmp.Compare(len(b.Articles), len(a.Articles)) }

// selection counts the gold articles of all weeks.
type selection struct {
	gold  int   // that stand in a story of their week
	told  int   // in the briefing as it is told
	found []int // in the first stories of each order
}

// Selection measures how many of the articles that a weekly quiz asks about
// are in the first stories of a briefing of that week.
func Selection(ctx context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "selection", Head: []string{"order", "gold articles in the top 15", "of", "share"}}
	weeks, err := readWeeks(filepath.Join(o.Dir, "realtimeqa", "questions-2022.jsonl"))
	if err != nil {
		return report, err
	}
	opened, err := set.OpenCorpus(ctx, o, filepath.Join(o.Dir, "realtimeqa", "corpus-2022.jsonl.gz"))
	if err != nil {
		return report, err
	}
	defer opened.Close()
	sum := selection{found: make([]int, len(selectionOrders))}
	start := time.Now()
	for _, k := range weeks {
		if err := sum.add(ctx, opened, k); err != nil {
			return report, fmt.Errorf("week to %s: %w", k.at.Format(time.DateOnly), err)
		}
	}
	row := func(name string, n int) {
		report.Rows = append(report.Rows, []string{name, fmt.Sprint(n), fmt.Sprint(sum.gold), set.Share(float64(n) / float64(sum.gold))})
	}
	row("as told in the briefing", sum.told)
	for i, x := range selectionOrders {
		row(x.name, sum.found[i])
	}
	report.Notes = []string{fmt.Sprintf("%d weeks in %s; gold articles older than their week are not counted.", len(weeks),
		time.Since(start).Round(time.Millisecond))}
	return report, nil
}

// add counts one week.
func (sum *selection) add(ctx context.Context, from *set.Corpus, k week) error {
	writer := &brief.Writer{Store: from.Store}
	req := brief.Request{Scope: from.Scope, From: k.at.Add(-selectionWindow), At: k.at, Length: "short", Stories: selectionTop}
	briefing, err := writer.Write(ctx, req)
	if err != nil {
		return err
	}
	for _, s := range briefing.Stories {
		sum.told += held(k.gold, s.Articles)
	}
	for i, x := range selectionOrders {
		req.Weights = &x.weights
		list, err := writer.Ranked(ctx, req)
		if err != nil {
			return err
		}
		if i == 0 {
			sum.gold += heldIn(k.gold, list)
		}
		if x.compare != nil {
			slices.SortFunc(list, func(a, b brief.Listed) int { return cmp.Or(x.compare(a, b), cmp.Compare(a.ID, b.ID)) })
		}
		sum.found[i] += heldIn(k.gold, list[:min(len(list), selectionTop)])
	}
	return nil
}

// readWeeks gathers the questions of one date, which share a briefing.
func readWeeks(path string) ([]week, error) {
	questions, err := set.ReadFile[set.Quiz](path)
	if err != nil {
		return nil, err
	}
	var out []week
	for _, q := range questions {
		if len(q.Gold) == 0 {
			continue
		}
		at, err := set.EndOfDay(q.Date)
		if err != nil {
			return nil, err
		}
		i := slices.IndexFunc(out, func(w week) bool { return w.at.Equal(at) })
		if i < 0 {
			i, out = len(out), append(out, week{at: at})
		}
		for _, g := range q.Gold {
			if !slices.Contains(out[i].gold, g) {
				out[i].gold = append(out[i].gold, g)
			}
		}
	}
	return out, nil
}

// held counts the gold articles among a story's.
func held(gold, articles []string) int {
	n := 0
	for _, g := range gold {
		if slices.Contains(articles, g) {
			n++
		}
	}
	return n
}

func heldIn(gold []string, list []brief.Listed) int {
	n := 0
	for _, l := range list {
		n += held(gold, l.Articles)
	}
	return n
}
