package choice

import (
	"maps"
	"slices"

	"dateline/briefing/archive"
	"dateline/briefing/text"
)

// How well articles support a choice: in which sentence its words stand, and
// how much of the question stands there and around it.
const (
	// aboutAnything is what a choice counts where nothing of the question stands.
	aboutAnything = .2
	// ownSentence is the weight of the sentence itself beside its neighbours.
	ownSentence = .5
	// othersWeight is how much the sum over all articles counts beside the best.
	othersWeight = .1
)

// evidenceText is a sentence or headline as its words.
type evidenceText struct {
	terms map[string]bool
	row   string
}

func newEvidenceText(s, lang string) evidenceText {
	return evidenceText{text.TermSet(s, lang), text.Row(s)}
}

// evidenceArticle is an article that may support a choice; weight is [0,1],
// the fourth power of its score beside the best one's.
type evidenceArticle struct {
	weight float64
	title  evidenceText
	texts  []evidenceText
}

// evidenceOf are the articles found, each once, with the better of its scores.
func evidenceOf(lists ...[]archive.Found) []evidenceArticle {
	at := map[int64]int{}
	var out []evidenceArticle
	for _, found := range lists {
		for _, f := range found {
			weight := f.Score / found[0].Score
			weight *= weight
			weight *= weight // scores lie close together: squared, choices lose .7 points and refusals .01 F1
			if i, ok := at[f.Version]; ok {
				out[i].weight = max(out[i].weight, weight)
				continue
			}
			at[f.Version] = len(out)
			article := evidenceArticle{weight: weight, title: newEvidenceText(f.Ref().Title, f.Lang())}
			for _, s := range f.Sentences() {
				article.texts = append(article.texts, newEvidenceText(s, f.Lang()))
			}
			out = append(out, article)
		}
	}
	return out
}

// weighChoices is the support of each choice, [0,1]: the best of all sentences
// of all articles. (Sums over articles do worse than the best one, and so does
// dividing by how often a choice is named anyway: measured.)
func weighChoices(asked string, choices []string, articles []evidenceArticle) []float64 {
	lang := text.QuestionLang(asked)
	terms := questionTerms(asked, lang)
	entries := &vocabulary{bit: map[string]int{}}
	options := wordings(entries, terms, lang, choices)
	var question wording
	for _, t := range slices.Sorted(maps.Keys(terms)) {
		question.put(entries.of(t), terms[t])
	}
	out, sum := make([]float64, len(choices)), make([]float64, len(choices))
	for _, a := range articles {
		own := make([]float64, len(choices))
		title := entries.mask(a.title.terms)
		masks := make([]uint64, len(a.texts))
		for i, t := range a.texts {
			masks[i] = entries.mask(t.terms)
		}
		weigh := func(t evidenceText, mask uint64, near float64) {
			for k := range options {
				about := aboutAnything + (1-aboutAnything)*near*near
				own[k] = max(own[k], a.weight*about*options[k].says(mask, t.row))
			}
		}
		weigh(a.title, title, question.cover(title))
		for i, t := range a.texts {
			around := title | masks[max(0, i-1)] | masks[i] | masks[min(len(masks)-1, i+1)]
			weigh(t, masks[i], ownSentence*question.cover(title|masks[i])+(1-ownSentence)*question.cover(around))
		}
		for k := range own {
			out[k], sum[k] = max(out[k], own[k]), sum[k]+own[k]
		}
	}
	for k := range out {
		out[k] = (1-othersWeight)*out[k] + othersWeight*sum[k]/(1+sum[k])
	}
	return out
}
