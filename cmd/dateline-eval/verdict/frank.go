package verdict

import (
	"context"
	"path/filepath"
	"strings"

	"dateline/cmd/dateline-eval/set"
)

// frankSummary is a machine's summary of an article with the judgement of
// three people: factuality 1 is supported throughout.
type frankSummary struct {
	Dataset    string   `json:"dataset"`
	Factuality float64  `json:"factuality"`
	Lines      []string `json:"summary_lines"`
	Article    string   `json:"article"`
}

// frankBars are the best published figures of a comparable size.
var frankBars = map[string]string{"cnndm": "AUC .753, balanced accuracy .676 (BERTScore)", "bbc": "AUC .734, balanced accuracy .663 " +
	"(BERTScore)"}

// Frank scores the check on FRANK, per corpus: the two differ so much in
// their share of faults that a pooled figure would measure only that.
func Frank(_ context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "frank", Head: judgedHead}
	report.Notes = []string{"The threshold of the score is taken from this file, per corpus."}
	all, err := set.ReadFile[frankSummary](filepath.Join(o.Dir, "frank", "valid.jsonl.gz"))
	if err != nil {
		return report, err
	}
	out := make([]judged, len(all))
	err = set.Each(len(all), func(i int) error {
		out[i] = judged{all[i].Factuality == 1, against(strings.Join(all[i].Lines, "\n"), all[i].Article)}
		return nil
	})
	for _, name := range []string{"cnndm", "bbc"} {
		var js []judged
		for i, s := range all {
			if s.Dataset == name {
				js = append(js, out[i])
			}
		}
		report.Rows = append(report.Rows, judgedRow(name, js, frankBars[name]))
	}
	return report, err
}
