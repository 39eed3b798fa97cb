package verdict

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/briefing/claim"
	"dateline/briefing/evidence"
	"dateline/briefing/feed"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/briefing/text/name"
	"dateline/briefing/text/number"
	"dateline/briefing/text/speech"
	"dateline/briefing/write"
	"dateline/cmd/dateline-eval/set"
	"dateline/store"
)

const (
	mutationSeed = 6
	mutationEach = 280 // of a kind, per corpus: 5,000 in all
	verbatimEach = 1000
)

// trial is a sentence that a model is made to write.
type trial struct {
	kind, s string
	item    store.Item
	spans   []text.Span
	cited   int // the sentence whose window the model cites

	shown, moved bool // its words reach a reader; by another window than the cited
}

// parrot is a model that writes one sentence and cites one label, however often it is asked.
type parrot struct{ said, label string }

func (p parrot) Generate(context.Context, llm.Request) (llm.Reply, error) {
	encoded, err := json.Marshal(map[string]any{"claims": []any{map[string]any{"text": p.said, "cites": []string{p.label}}}})
	return llm.Reply{Text: string(encoded), Model: "parrot"}, err
}

// run climbs the ladder: the cited window first, then windows of the whole
// article, as many as a story has.
func (t *trial) run(ctx context.Context) error {
	src := claim.Article{Item: t.item, Spans: t.spans}
	extracts := write.Extracts([]write.Wanted{{Src: src, Hits: []int{t.cited}}}, promptTokens)
	if len(extracts) == 0 {
		return write.ErrUnwritable
	}
	label := fmt.Sprintf("S%d", slices.Index(extracts[0].Picks, t.cited)+1)
	claims, err := composed(ctx, parrot{t.s, label}, extracts)
	for _, c := range claims {
		if speech.Fingerprint(c.Text) == speech.Fingerprint(t.s) { // what is not seen is not shown
			t.shown = true
			for _, cite := range c.Cites {
				t.moved = t.moved || t.cited < len(t.spans) && (t.spans[t.cited].Start < cite.Start || t.spans[t.cited].End > cite.End)
			}
		}
	}
	return err
}

// A story's prompt as briefings make it.
const (
	promptTokens = 2000
	promptClaims = 3
	promptWords  = 45
)

// composed is what a reader would be shown of the claims that a model states over
// what a prompt shows of one article. Nobody reads them a second time, and the
// sources' own sentences stand in for none of the story's, so that what comes back
// is the model's.
func composed(ctx context.Context, model llm.Generator, extracts []write.Extract) ([]claim.Claim, error) {
	composer := &write.Composer{Model: model, Kind: write.KindStory, Extracts: extracts, Most: promptClaims}
	got, err := composer.Compose(ctx, write.PromptData{Claims: composer.Most, Words: promptWords})
	if errors.Is(err, write.ErrNothingHeld) {
		return nil, nil
	}
	return got.Claims, err
}

// Mutations measures the evidence check on what readers are shown: false
// sentences made of true ones, the true ones, and sentences by which people put
// articles in their own words.
func Mutations(ctx context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "mutations", Head: []string{"sentences", "number", "stopped", "asked", "shown by another window"}}
	var trials []trial
	for _, name := range []string{"corpus-2022", "corpus-2025"} {
		some, err := mutate(filepath.Join(o.Dir, "realtimeqa", name+".jsonl.gz"))
		if err != nil {
			return report, err
		}
		trials = append(trials, some...)
	}
	for _, name := range []string{"cnndm", "xsum"} {
		some, err := paraphrases(o, name)
		if err != nil {
			return report, err
		}
		trials = append(trials, some...)
	}
	start := time.Now()
	if err := set.Each(len(trials), func(i int) error { return trials[i].run(ctx) }); err != nil {
		return report, err
	}
	row := func(kind, asked string, kinds ...string) {
		n, stopped, moved := 0, 0, 0
		for _, x := range trials {
			if x.kind != kind && !slices.Contains(kinds, x.kind) {
				continue
			}
			if n++; !x.shown {
				stopped++
			} else if x.moved {
				moved++
			}
		}
		report.Rows = append(report.Rows, []string{kind, fmt.Sprint(n), set.Share(float64(stopped) / float64(n)), asked, fmt.Sprint(moved)})
	}
	for _, m := range mutations {
		row(m.name, m.floor)
	}
	row("verbatim", "<= .005")
	row("verbatim, a question or to the reader", "left out on purpose")
	row("paraphrase, cnndm", "")
	row("paraphrase, xsum", "")
	row("paraphrase, both", "<= .10 (aim .05)", "paraphrase, cnndm", "paraphrase, xsum")
	report.Notes = []string{fmt.Sprintf("%d sentences in %s; stopped: its words are not shown. Paraphrases are sentences of QAGS that "+
		"people found supported.", len(trials), time.Since(start).Round(time.Millisecond))}
	return report, nil
}

// newsArticle is an article of a corpus.
type newsArticle struct {
	Title, Text, Outlet string
	Published           time.Time
}

func (a newsArticle) item() store.Item {
	return store.Item{Article: store.Article{Outlet: a.Outlet, Published: a.Published}, Version: store.Version{ID: 1, Title: a.Title,
		Lang: "en", Text: a.Text}}
}

func readNews(path string) ([]newsArticle, error) {
	unzipped, closeFile, err := set.OpenGzip(path)
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
func mutate(path string) ([]trial, error) {
	all, err := readNews(path)
	if err != nil {
		return nil, err
	}
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
	return made.trials, nil
}

// sample are trials, so many of each kind.
type sample struct {
	trials []trial
	made   map[string]int // by kind
}

// add takes a trial unless there are enough of its kind.
func (sm *sample) add(t trial, most int) bool {
	if t.s == "" || sm.made[t.kind] == most {
		return false
	}
	sm.made[t.kind]++
	sm.trials = append(sm.trials, t)
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
		tried := trial{kind: "verbatim", s: orig.s, item: a.item(), spans: spans, cited: cited}
		if speech.Questions(tried.s) || speech.Addresses(tried.s) {
			tried.kind = "verbatim, a question or to the reader"
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
func paraphrases(o set.Options, name string) ([]trial, error) {
	claims, err := readQags(o, name)
	if err != nil {
		return nil, err
	}
	var out []trial
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
		out = append(out, trial{kind: "paraphrase, " + name, s: c.text, item: newsArticle{Text: c.article}.item(), spans: spans,
			cited: cited})
	}
	return out, nil
}
