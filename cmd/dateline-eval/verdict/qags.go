package verdict

import (
	"context"
	"path/filepath"
	"regexp"
	"strings"

	"dateline/cmd/dateline-eval/set"
)

// qagsArticle is an article with the sentences of its summary, each with the
// votes of three people.
type qagsArticle struct {
	Article   string `json:"article"`
	Sentences []struct {
		Sentence  string `json:"sentence"`
		Responses []struct {
			Response string `json:"response"`
		} `json:"responses"`
	} `json:"summary_sentences"`
}

// qagsClaim is one sentence with its source; supported is the majority's word.
type qagsClaim struct {
	text, article string
	supported     bool
}

// qagsMarks puts back the quotation marks that the set has as its tokeniser
// wrote them, apart from the word behind them.
var qagsMarks = strings.NewReplacer("` ` ", `"`, "` `", `"`, "`` ", `"`, "``", `"`, "' '", `"`, "''", `"`, "` ", "'", "`", "'")

// qagsCountry is the United States in the set's small letters, where an article
// shows that it is no pronoun.
var qagsCountry = regexp.MustCompile(`\b([Tt]he|[Aa]) us\b`)

func qagsText(s string) string {
	return qagsCountry.ReplaceAllString(qagsMarks.Replace(s), "$1 US")
}

func readQags(o set.Options, name string) ([]qagsClaim, error) {
	all, err := set.ReadFile[qagsArticle](filepath.Join(o.Dir, "qags", name+".jsonl.gz"))
	var out []qagsClaim
	for _, a := range all {
		for _, s := range a.Sentences {
			yes := 0
			for _, r := range s.Responses {
				if r.Response == "yes" {
					yes++
				}
			}
			out = append(out, qagsClaim{qagsText(s.Sentence), qagsText(a.Article), 2*yes > len(s.Responses)})
		}
	}
	return out, err
}

// Qags scores the check on QAGS, per corpus.
func Qags(_ context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "qags", Head: judgedHead}
	report.Notes = []string{"The threshold of the score is taken from this file, per corpus."}
	bars := map[string]string{"cnndm": "AUC .818 (bigram containment)", "xsum": "AUC .628 (bigram containment)"}
	for _, name := range []string{"cnndm", "xsum"} {
		claims, err := readQags(o, name)
		if err != nil {
			return report, err
		}
		judgements := make([]judged, len(claims))
		if err := set.Each(len(claims), func(i int) error {
			judgements[i] = judged{claims[i].supported, against(claims[i].text, claims[i].article)}
			return nil
		}); err != nil {
			return report, err
		}
		report.Rows = append(report.Rows, judgedRow(name, judgements, bars[name]))
	}
	return report, nil
}
