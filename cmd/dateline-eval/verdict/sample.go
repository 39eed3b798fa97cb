package verdict

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"

	"dateline/briefing/write"
	"dateline/cmd/dateline-eval/set"
)

// sampleEach is how many sentences of each kind are read a second time.
const sampleEach = 12

// held is a sentence as each check sees it.
type held struct {
	*trial
	strict, code outcome
	reading      *write.Reading // nil: stopped by code, or copied
	verdict      write.Verdict
}

// read reports whether there is a verdict: one that denies says why.
func (h held) read() bool { return h.verdict.Stated || h.verdict.Why != "" }

// hold holds sentences against their sources by all checks there are.
func (b *bench) hold(ctx context.Context, trials []*trial, in form) ([]held, error) {
	out := make([]held, len(trials))
	err := set.Each(len(trials), func(i int) (err error) {
		out[i].trial = trials[i]
		if out[i].strict, err = trials[i].run(ctx, in, nil); err == nil {
			out[i].code, out[i].reading, err = b.byCode(ctx, trials[i], in)
		}
		return err
	})
	if err != nil || b.model == nil {
		return out, err
	}
	var readings []write.Reading
	for _, x := range out {
		if x.reading != nil {
			readings = append(readings, *x.reading)
		}
	}
	verdicts := b.verdicts(ctx, readings)
	for i := range out {
		if out[i].reading != nil {
			out[i].verdict, verdicts = verdicts[0], verdicts[1:]
		}
	}
	return out, ctx.Err()
}

// SampledMutations has a sample of the false and the true sentences of Mutations
// read a second time.
func SampledMutations(ctx context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "mutations, a sample read a second time",
		Head: sampleHead("sentences")}
	all, err := mutationTrials(o)
	if err != nil {
		return report, err
	}
	tried, err := newBench(ctx, os.Getenv)
	if err != nil {
		return report, err
	}
	defer func() { _ = tried.close() }()
	results, err := tried.hold(ctx, sampled(all), storyForm)
	if err != nil {
		return report, err
	}
	for _, kind := range kindsOf(results) {
		report.Rows = append(report.Rows, sampledRow(kind, results))
	}
	report.Notes = append(tried.notes(), fmt.Sprintf("%d of each kind, spread over all articles. What nobody read is held by the strict "+
		"rules.", sampleEach))
	return report, noteHeld(o.Log, results)
}

// noteHeld writes a line of each sentence.
func noteHeld(path string, results []held) error {
	notes, err := set.OpenNotes(path)
	if err != nil {
		return err
	}
	for _, h := range results {
		if err := notes.Write(noteOf("", h)); err != nil {
			return errors.Join(err, notes.Close())
		}
	}
	return notes.Close()
}

func sampleHead(of string) []string {
	return []string{of, "number", "stopped by the strict rules", "by code alone", "by code and the second reading", "unread"}
}

// sampled are sampleEach of each kind, spread evenly. Copied sentences are not
// among them: they need no second reading.
func sampled(all []*trial) []*trial {
	byKind := map[string][]*trial{}
	var order, out = []string{}, []*trial{}
	for _, t := range all {
		if t.kind == verbatim || t.kind == verbatimAsked {
			continue
		}
		if byKind[t.kind] == nil {
			order = append(order, t.kind)
		}
		byKind[t.kind] = append(byKind[t.kind], t)
	}
	slices.Sort(order)
	for _, kind := range order {
		of := byKind[kind]
		n := min(len(of), sampleEach)
		for i := range n {
			out = append(out, of[i*len(of)/n])
		}
	}
	return out
}

func kindsOf(results []held) []string {
	var out []string
	for _, h := range results {
		if !slices.Contains(out, h.kind) {
			out = append(out, h.kind)
		}
	}
	return out
}

func sampledRow(kind string, results []held) []string {
	n, strict, code, both, unread := 0, 0, 0, 0, 0
	count := func(n *int, yes bool) {
		if yes {
			*n++
		}
	}
	for _, h := range results {
		if h.kind != kind {
			continue
		}
		n++
		count(&strict, !h.strict.shown)
		count(&code, !h.code.shown)
		by, _ := h.by()
		count(&both, by != "")
		count(&unread, h.reading != nil && !h.read())
	}
	out := []string{kind}
	for _, n := range []int{n, strict, code, both, unread} {
		out = append(out, fmt.Sprint(n))
	}
	return out
}

// heldNote is a line of what was found.
type heldNote struct {
	ID      string             `json:"id,omitempty"`
	Kind    string             `json:"kind"`
	Claim   string             `json:"claim"`
	Sources []write.ReadSource `json:"sources"` // what a second reader is shown; null: it is not asked
	Stopped string             `json:"stopped"` // by: code, second reading, strict rules; "" is shown
	Why     string             `json:"why"`
	Strict  string             `json:"strict"` // why the strict rules would stop it, "" where they do not
}

func noteOf(id string, h held) heldNote {
	out := heldNote{ID: id, Kind: h.kind, Claim: h.s}
	if h.reading != nil {
		out.Sources = h.reading.Sources
	}
	if !h.strict.shown {
		out.Strict = h.strict.why
	}
	out.Stopped, out.Why = h.by()
	return out
}

// by says what keeps the sentence from readers where one reads it a second time,
// and why, "" and "" if nothing does; what nobody read is held by the strict rules.
func (h held) by() (by, why string) {
	switch {
	case !h.code.shown:
		return "code", h.code.why
	case h.read() && !h.verdict.Stated:
		return "second reading", h.verdict.Why
	case h.reading != nil && !h.read() && !h.strict.shown:
		return "strict rules", h.strict.why
	}
	return "", ""
}
