package main

import (
	"context"

	"dateline/briefing/search"
)

// evalAblation measures the search with each of its mechanisms off.
func evalAblation(ctx context.Context, o options) (table, error) {
	t := table{Title: "ablation", Head: []string{"without", "R@10 2022", "MRR@10 2022", "Hit@10 2022", "Hit@10 2025", "summhay MAP"}}
	o.Retrieval, o.Vectors = true, nil
	for _, row := range []struct {
		name    string
		without search.Without
	}{
		{"nothing", search.Without{}},
		{"recency", search.Without{Recency: true}},
		{"title and outlet", search.Without{Header: true}},
		{"table of common words", search.Without{Common: true}},
		{"the whole article", search.Without{Whole: true}},
		{"the second hop", search.Without{Hop: true}},
		{"places without recency", search.Without{Background: true}},
		{"the outlets that are named", search.Without{Outlets: true}},
		{"the sides of a comparison", search.Without{Parts: true}},
	} {
		o.Without = row.without
		var years [2]quizScore
		for i, year := range quizYears {
			var err error
			if years[i], _, err = quizYear(ctx, o, year); err != nil {
				return t, err
			}
		}
		hay, err := evalSummHay(ctx, o)
		if err != nil {
			return t, err
		}
		a, b := years[0], years[1]
		t.Rows = append(t.Rows, []string{row.name, share(a.recall / float64(a.gold)), share(a.mrr / float64(a.gold)),
			share(float64(a.hit) / float64(a.strings)), share(float64(b.hit) / float64(b.strings)), hay.Rows[3][2]})
	}
	return t, nil
}
