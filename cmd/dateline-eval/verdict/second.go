package verdict

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"dateline/briefing/write"
	"dateline/cmd/dateline-eval/set"
	"dateline/store"
)

// bench is where sentences are held against their sources: by the strict rules, by
// code alone, and by the second reader of OPENAI_*.
type bench struct {
	store *store.Store // remembers what readers scored
	dir   string
	model *set.Model // nil: nobody reads a second time

	right  int      // of the quiz, by the model
	faults []string // of its requests
}

// newBench is a bench in an empty database.
func newBench(ctx context.Context, getenv func(string) string) (*bench, error) {
	model, err := set.NewModel(getenv)
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "dateline-eval-")
	if err != nil {
		return nil, err
	}
	out := &bench{dir: dir}
	if model != nil && model.Reader != nil {
		out.model = model
	}
	if out.store, err = store.Open(ctx, "sqlite:"+filepath.Join(dir, "eval.db")); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return out, nil
}

// close removes it.
func (b *bench) close() error { return errors.Join(b.store.Close(), os.RemoveAll(b.dir)) }

// byCode is what code says of a sentence before anybody reads it, with what a
// second reader would be asked; nil of one that is stopped, or is copied and needs none.
func (b *bench) byCode(ctx context.Context, t *trial, in form) (outcome, *write.Reading, error) {
	var asked *write.Reading
	var fault error
	var mu sync.Mutex
	agrees := &write.FakeReader{Judge: func(claim, sources string) write.Verdict {
		reading := write.Reading{Claim: claim}
		mu.Lock()
		defer mu.Unlock()
		for line := range strings.Lines(sources) {
			var source write.ReadSource
			fault = errors.Join(fault, json.Unmarshal([]byte(line), &source))
			reading.Sources = append(reading.Sources, source)
		}
		asked = &reading
		return write.Verdict{Stated: true}
	}}
	out, err := t.run(ctx, in, &write.Reader{Model: agrees, Name: "agrees", Store: b.store})
	if !out.shown {
		asked = nil
	}
	return out, asked, errors.Join(err, fault)
}

// readAtOnce is how many sentences one request for verdicts holds: more than an
// answer has, fewer than the product allows.
const readAtOnce = 8

// verdicts has sentences read by the model. The zero verdict is given on what it
// did not answer, and why is kept in faults.
func (b *bench) verdicts(ctx context.Context, readings []write.Reading) []write.Verdict {
	reader := &write.Reader{Model: b.model.Reader, Name: b.model.ReaderName, Store: b.store}
	var err error
	if b.right, _, err = reader.Quiz(ctx, false); err != nil {
		b.faults = append(b.faults, fmt.Sprintf("the quiz: %v", err))
	}
	var out []write.Verdict
	for part := range slices.Chunk(readings, readAtOnce) {
		got, _, err := reader.Read(ctx, part, false)
		if err != nil {
			b.faults = append(b.faults, err.Error())
			got = make([]write.Verdict, len(part))
		}
		out = append(out, got...)
	}
	return out
}

// notes says who read, and what went wrong.
func (b *bench) notes() []string {
	if b.model == nil {
		return []string{"Nobody read a second time: OPENAI_BASE_URL and OPENAI_MODEL name who does."}
	}
	said := fmt.Sprintf("Read a second time by %s, which got %d of %d pairs of the quiz right (%d are needed).", b.model.ReaderName,
		b.right, write.QuizPairs, write.QuizPass)
	return append([]string{said}, b.faults...)
}
