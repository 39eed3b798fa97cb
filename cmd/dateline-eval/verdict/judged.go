// Package verdict measures the check of evidence: on claims that people held
// against their sources (FRANK, QAGS), and on false sentences made of true ones.
package verdict

import (
	"cmp"
	"fmt"
	"slices"

	"dateline/briefing/evidence"
	"dateline/briefing/text"
	"dateline/cmd/dateline-eval/set"
)

// judged is a claim that people held against its source.
type judged struct {
	supported bool
	result    evidence.Result
}

// judgeLang is the language of both sets.
const judgeLang = "en"

// against runs the check of `dateline check` on a claim and its whole source.
func against(claim, source string) evidence.Result {
	verdict, _ := evidence.CheckArticle(claim, evidence.Article{Lang: judgeLang, Text: source, Spans: text.Sentences(source, judgeLang)})
	return verdict
}

// auc is the area under the ROC curve of the score: the share of pairs of a
// supported and an unsupported claim which it puts in order, ties for half.
func auc(js []judged) float64 {
	sorted := slices.Clone(js)
	slices.SortFunc(sorted, func(a, b judged) int { return cmp.Compare(a.result.Score, b.result.Score) })
	ranks, yes, no := 0.0, 0.0, 0.0
	for i := 0; i < len(sorted); {
		j := i
		for j < len(sorted) && sorted[j].result.Score == sorted[i].result.Score {
			j++
		}
		for _, x := range sorted[i:j] {
			if x.supported {
				yes++
				ranks += float64(i+j+1) / 2
			} else {
				no++
			}
		}
		i = j
	}
	if yes == 0 || no == 0 {
		return 0
	}
	return (ranks - yes*(yes+1)/2) / (yes * no)
}

// balanced is the mean of the shares of supported claims that are let through
// and of unsupported ones that are stopped.
func balanced(js []judged, through func(evidence.Result) bool) float64 {
	var n, right [2]float64
	for _, j := range js {
		count := 0
		if j.supported {
			count = 1
		}
		n[count]++
		if through(j.result) == j.supported {
			right[count]++
		}
	}
	if n[0] == 0 || n[1] == 0 {
		return 0
	}
	return (right[0]/n[0] + right[1]/n[1]) / 2
}

// threshold is the score that parts the claims best.
func threshold(js []judged) (at, ba float64) {
	for _, j := range js {
		score := j.result.Score
		if balance := balanced(js, func(r evidence.Result) bool { return r.Score >= score }); balance > ba {
			at, ba = score, balance
		}
	}
	return at, ba
}

// judgedRow is a corpus as a row: the score alone, then the whole check.
func judgedRow(name string, js []judged, bar string) []string {
	yes, stopped, caught := 0, 0, 0
	for _, j := range js {
		switch through := j.result.Supported(); {
		case j.supported && !through:
			stopped++
		case !j.supported && !through:
			caught++
		}
		if j.supported {
			yes++
		}
	}
	at, best := threshold(js)
	return []string{name, fmt.Sprint(len(js)), fmt.Sprint(yes), set.Share(auc(js)), set.Share(best), set.Share(at),
		set.Share(balanced(js, evidence.Result.Supported)), set.Share(float64(stopped) / float64(max(yes, 1))),
		set.Share(float64(caught) / float64(max(len(js)-yes, 1))), bar}
}

var judgedHead = []string{"corpus", "claims", "supported", "AUC of the score", "its balanced accuracy", "at", "of the whole check",
	"supported stopped", "unsupported stopped", "to beat"}
