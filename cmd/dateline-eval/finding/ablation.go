package finding

import (
	"context"

	"dateline/briefing/search"
	"dateline/cmd/dateline-eval/set"
)

// Ablation measures the search with each of its mechanisms off.
func Ablation(ctx context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "ablation"}
	report.Head = []string{"without", "R@10 2022", "MRR@10 2022", "Hit@10 2022", "Hit@10 2025", "summhay MAP"}
	o.Retrieval, o.Vectors = true, nil
	for _, row := range []struct {
		name    string
		without func(*search.Weights)
	}{
		{"nothing", func(*search.Weights) {}},
		{"recency", func(w *search.Weights) { w.RecencyFloor = 1 }},
		{"title and outlet", func(w *search.Weights) { w.Title, w.Outlet = 0, 0 }},
		{"table of common words", func(w *search.Weights) { w.Common = 0 }},
		{"the whole article", func(w *search.Weights) { w.Whole = 0 }},
		{"the second hop", func(w *search.Weights) { w.Hop = 0 }},
		{"places without recency", func(w *search.Weights) { w.Background = 0 }},
	} {
		weights := search.DefaultWeights
		row.without(&weights)
		o.Weights = &weights
		var years [2]quizScore
		for i, year := range quizYears {
			var err error
			if years[i], _, err = quizYear(ctx, o, year); err != nil {
				return report, err
			}
		}
		hay, err := SummHay(ctx, o)
		if err != nil {
			return report, err
		}
		first, second := years[0], years[1]
		report.Rows = append(report.Rows, []string{row.name, set.Share(first.recall / float64(first.gold)),
			set.Share(first.mrr / float64(first.gold)),
			set.Share(float64(first.hit) / float64(first.strings)), set.Share(float64(second.hit) / float64(second.strings)),
			hay.Rows[3][2]})
	}
	return report, nil
}
