package verdict

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/briefing/evidence"
	"dateline/briefing/feed"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
	"dateline/cmd/dateline-eval/set"
)

const (
	mutationSeed = 6
	mutationEach = 280 // of a kind, per corpus
	verbatimEach = 1000
)

// The kinds of true sentences.
const (
	verbatim      = "verbatim"
	verbatimAsked = "verbatim, a question or to the reader"
	paraphrased   = "paraphrase, "
)

// Mutations measures the evidence check on what readers are shown: false
// sentences made of true ones, the true ones, and sentences by which people put
// articles in their own words.
func Mutations(ctx context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "mutations", Head: []string{"sentences", "number", "stopped by the strict rules", "asked",
		"shown by another window", "stopped by code alone"}}
	trials, err := mutationTrials(o)
	if err != nil {
		return report, err
	}
	tried, err := newBench(ctx, func(string) string { return "" }) // nobody reads all of them
	if err != nil {
		return report, err
	}
	defer func() { _ = tried.close() }()
	start := time.Now()
	results, err := tried.hold(ctx, trials, storyForm)
	if err != nil {
		return report, err
	}
	if err := noteHeld(o.Log, results); err != nil {
		return report, err
	}
	row := func(kind, asked string, kinds ...string) {
		n, stopped, moved, code := 0, 0, 0, 0
		for _, h := range results {
			if h.kind != kind && !slices.Contains(kinds, h.kind) {
				continue
			}
			if n++; !h.strict.shown {
				stopped++
			} else if h.strict.moved {
				moved++
			}
			if !h.code.shown {
				code++
			}
		}
		report.Rows = append(report.Rows, []string{kind, fmt.Sprint(n), set.Share(float64(stopped) / float64(n)), asked,
			fmt.Sprint(moved), set.Share(float64(code) / float64(n))})
	}
	for _, m := range mutations {
		row(m.name, m.floor)
	}
	for _, m := range slices.Concat(farKinds, nameKinds) {
		row(m.name, "")
		row(m.name+reworded, "")
	}
	row(verbatim, "<= .005")
	row(verbatimAsked, "left out on purpose")
	row(paraphrased+"cnndm", "")
	row(paraphrased+"xsum", "")
	row(paraphrased+"both", "<= .10 (aim .05)", paraphrased+"cnndm", paraphrased+"xsum")
	row(paraphrased+"both"+farTrue, "", paraphrased+"cnndm"+farTrue, paraphrased+"xsum"+farTrue)
	row(headline, "")
	report.Notes = []string{fmt.Sprintf("%d sentences in %s; stopped: its words are not shown. What code alone lets through is read a "+
		"second time in the product. Paraphrases are sentences of QAGS that people found supported.", len(trials),
		time.Since(start).Round(time.Millisecond))}
	return report, nil
}

// mutationTrials are the sentences of all kinds.
func mutationTrials(o set.Options) ([]*trial, error) {
	var out, named []*trial
	for _, name := range []string{"corpus-2022", "corpus-2025"} {
		all, err := readNews(filepath.Join(o.Dir, "realtimeqa", name+".jsonl.gz"))
		if err != nil {
			return nil, err
		}
		out, named = append(out, mutate(all)...), append(named, nameTrials(all)...)
	}
	for _, name := range []string{"cnndm", "xsum"} {
		some, err := paraphrases(o, name)
		if err != nil {
			return nil, err
		}
		out = append(out, some...)
	}
	return slices.Concat(out, farTrials(out), named), nil
}

func readNews(path string) ([]newsArticle, error) {
	unzipped, closeFile, err := set.Open(path)
	if err != nil {
		return nil, err
	}
	defer closeFile()
	var out []newsArticle
	err = feed.JSONL(unzipped, func(_ int, it feed.Item, err error) error {
		out = append(out, newsArticle{it.Title, it.Text, it.Outlet, it.Published})
		return err
	})
	return out, err
}

// mutate samples articles of a corpus and changes at most one sentence of each
// by each kind.
func mutate(all []newsArticle) []*trial {
	editor := &mutator{rng: rand.New(rand.NewPCG(mutationSeed, uint64(len(all))))}
	order := editor.rng.Perm(len(all))
	for _, i := range order[:min(len(order), 300)] {
		for _, n := range name.Names(all[i].Text, "en") {
			editor.names = append(editor.names, n.Text)
		}
		editor.numbers = append(editor.numbers, number.Numbers(all[i].Text, "en")...)
	}
	made := sample{made: map[string]int{}}
	for _, i := range order {
		spans := text.Sentences(all[i].Text, "en")
		if len(spans) >= 8 && text.Detect(all[i].Text, "") == "en" && !all[i].Published.IsZero() {
			made.mutate(editor, all[i], spans)
		}
	}
	return made.trials
}

// sample are trials, so many of each kind.
type sample struct {
	trials []*trial
	made   map[string]int // by kind
}

// add takes a trial unless there are enough of its kind.
func (sm *sample) add(t trial, most int) bool {
	if t.s == "" || sm.made[t.kind] == most {
		return false
	}
	sm.made[t.kind]++
	sm.trials = append(sm.trials, &t)
	return true
}

// mutate makes trials of an article: two of its sentences as they are, and one
// changed by each kind.
func (sm *sample) mutate(m *mutator, a newsArticle, spans []text.Span) {
	orig := original{lang: "en", article: a.Title + "\n" + a.Text, date: a.Published}
	orig.names, orig.numbers = name.Names(a.Text, "en"), number.Numbers(a.Text, "en")
	orig.folded = text.Fold(orig.article)
	done := map[string]bool{}
	for n, cited := range m.rng.Perm(len(spans)) {
		orig.s = a.Text[spans[cited].Start:spans[cited].End]
		if !plainSentence(orig.s) {
			continue
		}
		tried := trial{kind: verbatim, s: orig.s, item: a.item(), spans: spans, cited: []int{cited}}
		if speech.Questions(tried.s) || speech.Addresses(tried.s) {
			tried.kind = verbatimAsked
		}
		if n < 2 {
			sm.add(tried, verbatimEach)
		}
		for _, kind := range mutations {
			if done[kind.name] || sm.made[kind.name] >= mutationEach {
				continue
			}
			tried.kind, tried.s = kind.name, kind.make(m, orig)
			done[kind.name] = tried.s != orig.s && sm.add(tried, mutationEach)
		}
	}
}

// plainSentence leaves out what no claim may be, whatever it says: links and
// more than 400 characters; and scraps of fewer than eight words.
func plainSentence(s string) bool {
	holds := func(part string) bool { return strings.Contains(s, part) }
	return utf8.RuneCountInString(s) <= 380 && len(strings.Fields(s)) >= 8 && !strings.ContainsAny(s, "@`<[\n") &&
		!slices.ContainsFunc([]string{".com", "www", "iscord", ".org"}, holds)
}

// paraphrases are the supported sentences of QAGS, each cited with the window
// that is nearest to it.
func paraphrases(o set.Options, name string) ([]*trial, error) {
	claims, err := readQags(o, name)
	if err != nil {
		return nil, err
	}
	var out []*trial
	for _, c := range claims {
		if !c.supported {
			continue
		}
		spans := text.Sentences(c.article, "en")
		_, at := evidence.CheckArticle(c.text, evidence.Article{Lang: "en", Text: c.article, Spans: spans})
		cited := 0
		for i, sp := range spans {
			if len(at) > 0 && sp.Start == at[0].Start {
				cited = min(i+1, len(spans)-1)
			}
		}
		out = append(out, &trial{kind: paraphrased + name, s: c.text, item: newsArticle{Text: c.article}.item(), spans: spans,
			cited: []int{cited}})
	}
	return out, nil
}
