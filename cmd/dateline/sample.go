package main

import (
	"bytes"
	_ "embed"
	"fmt"

	"dateline/briefing/feed"
)

// sampleArticles are articles about an invented country: five stories that
// develop over three days, with a correction, a disagreement on a number, a
// wire copy, an opinion piece and boilerplate.
//
//go:embed sample/articles.jsonl
var sampleArticles []byte

// sampleItems reads the bundled articles.
func sampleItems() ([]feed.Item, error) {
	var items []feed.Item
	err := feed.JSONL(bytes.NewReader(sampleArticles), func(line int, it feed.Item, err error) error {
		if err != nil {
			return fmt.Errorf("line %d of the sample: %w", line, err)
		}
		items = append(items, it)
		return nil
	})
	return items, err
}

// sampleQuestions are questions to start with; without the sample, forms of one.
func sampleQuestions(sample bool) []string {
	if !sample {
		return []string{"Who said what about …?", "How many …?", "When will …?"}
	}
	return []string{"How many people were found alive in Senn?", "How did parliament vote on the coal levy?",
		"When does the Lower Oru bridge reopen?"}
}
