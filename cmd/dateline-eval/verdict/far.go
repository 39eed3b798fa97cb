package verdict

import (
	"math/rand/v2"
	"slices"

	"dateline/briefing/claim"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
)

// farEach is how many other sentences a paraphrase is tried with.
const farEach = 5

// farLeast is how many sentences lie between two of which no window of three holds both.
const farLeast = 4

// farKind makes false sentences of a kind; "" of one that has nothing to change.
type farKind struct {
	name string
	make func(m *mutator, o original) string
}

// farKinds put what another sentence of the article holds into a sentence and cite
// both, as a model does that joins the halves of two facts.
var farKinds = []farKind{
	{"name of another cited sentence", (*mutator).sameName},
	{"number of another cited sentence", (*mutator).sameNumber},
}

// reworded is of the same kinds over the sentences of paraphrases.
const reworded = ", in other words"

// farTrials are false sentences of two cited ones, made of sentences of articles as
// they stand there and of paraphrases, and the true ones: of those the other cited
// sentence is one more.
func farTrials(all []*trial) []*trial {
	editor := &mutator{rng: rand.New(rand.NewPCG(mutationSeed, uint64(len(all))))}
	made := sample{made: map[string]int{}}
	for _, t := range all {
		switch t.kind {
		case verbatim:
			made.far(editor, t, "", false)
		case paraphrased + "cnndm", paraphrased + "xsum":
			for i := range farEach { // few of them have a name or number that another sentence can give
				made.far(editor, t, reworded, i == 0)
			}
		}
	}
	return made.trials
}

// far makes trials of a sentence and another one of its article, chosen at random;
// unchanged: the sentence as it is too.
func (sm *sample) far(m *mutator, t *trial, tail string, unchanged bool) {
	src := claim.Article{Item: t.item, Spans: t.spans}
	at := t.cited[0]
	far := m.any(len(t.spans), func(i int) bool { return max(i-at, at-i) >= farLeast && plainSentence(src.Sentence(i)) })
	if far < 0 {
		return
	}
	other := src.Sentence(far)
	orig := original{lang: judgeLang, s: t.s, names: name.Names(other, judgeLang), numbers: number.Numbers(other, judgeLang)}
	tried := trial{kind: t.kind + farTrue, s: t.s, item: t.item, spans: t.spans, cited: []int{at, far}}
	if unchanged {
		sm.add(tried, mutationEach)
	}
	for _, kind := range farKinds {
		tried.kind, tried.s = kind.name+tail, kind.make(m, orig)
		if !slices.ContainsFunc(sm.trials, func(t *trial) bool { return t.s == tried.s }) {
			sm.add(tried, mutationEach)
		}
	}
}

// farTrue are paraphrases that cite another sentence beside their own.
const farTrue = ", another sentence cited too"
