package tour

import (
	"fmt"
	"maps"
	"slices"

	"dateline/briefing/llm"
)

// prices are dollars for a million tokens of prompts and of replies, by class of model.
var prices = []struct {
	class   string
	in, out float64
}{{"small", .1, .4}, {"middle", .6, 2.4}, {"large", 3, 15}}

const costNote = "Prices in dollars for a million tokens of prompts and of replies: small .10 and .40, middle .60 and 2.40, large 3 " +
	"and 15. The tokens of a model in this program are estimated as the product estimates prompts, on the high side. The quiz is not " +
	"counted."

func costHead(of string) []string {
	out := []string{"answered by", "step", "requests a " + of, "tokens in", "tokens out"}
	for _, p := range prices {
		out = append(out, "$ "+p.class)
	}
	return out
}

// cost is what pieces of work cost, by step.
type cost struct {
	pieces int
	steps  map[string]llm.Use
}

// add counts a piece of work.
func (c *cost) add(steps map[string]llm.Use) {
	c.pieces++
	if c.steps == nil {
		c.steps = map[string]llm.Use{}
	}
	for step, use := range steps {
		c.steps[step] = c.steps[step].Plus(use)
	}
}

// rows are the steps, each as the mean of all pieces of work, and their sum.
func (c *cost) rows(name string) [][]string {
	var out [][]string
	row := func(step string, use llm.Use) {
		mean := func(n int) float64 { return float64(n) / float64(c.pieces) }
		line := []string{name, step, fmt.Sprintf("%.2f", mean(use.Requests)), fmt.Sprintf("%.0f", mean(use.In)),
			fmt.Sprintf("%.0f", mean(use.Out))}
		for _, p := range prices {
			line = append(line, fmt.Sprintf("%.5f", (mean(use.In)*p.in+mean(use.Out)*p.out)/1e6))
		}
		out = append(out, line)
	}
	var all llm.Use
	for _, step := range slices.Sorted(maps.Keys(c.steps)) {
		row(step, c.steps[step])
		all = all.Plus(c.steps[step])
	}
	if len(c.steps) > 0 {
		row("all", all)
	}
	return out
}
