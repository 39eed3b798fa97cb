package llm

import (
	"context"
	"maps"
	"slices"
	"sync"
)

// Steps are the steps of the product, in the order in which they are taken.
var Steps = []string{"search", "answer", "story", Repair, "verdicts", "translation", Vectors, otherStep}

const otherStep = "other"

// Vectors is the step of texts that are turned into vectors.
const Vectors = "vectors"

// Repair is the step of a request that has a reply of the model in it: a text is
// written once more.
const Repair = "repair"

// Step is what a request is for: one of Steps. It is the name of its schema, or Repair.
func (r Request) Step() string {
	switch {
	case slices.ContainsFunc(r.Messages, func(m Message) bool { return m.Role == "assistant" }):
		return Repair
	case !slices.Contains(Steps, r.SchemaName):
		return otherStep
	}
	return r.SchemaName
}

// Use is what requests cost, in tokens.
type Use struct {
	Requests int `json:"requests"`
	In       int `json:"in"`
	Out      int `json:"out"`
}

// Plus is both together.
func (u Use) Plus(o Use) Use { return Use{u.Requests + o.Requests, u.In + o.In, u.Out + o.Out} }

// Tally is what the requests of one piece of work cost, by step. Many goroutines
// may count in it; the zero value is empty.
type Tally struct {
	mu    sync.Mutex
	steps map[string]Use
}

type tallied struct{}

// Under returns a context whose requests are counted in the tally.
func (t *Tally) Under(ctx context.Context) context.Context {
	return context.WithValue(ctx, tallied{}, t)
}

// Steps are the steps so far with what they cost.
func (t *Tally) Steps() map[string]Use {
	t.mu.Lock()
	defer t.mu.Unlock()
	return maps.Clone(t.steps)
}

// Count counts a request with its reply in the context's tally, if there is one. A
// Client does so itself.
func Count(ctx context.Context, r Request, reply Reply) {
	if t, ok := ctx.Value(tallied{}).(*Tally); ok {
		t.Add(r, reply)
	}
}

// Add counts a request with its reply.
func (t *Tally) Add(r Request, reply Reply) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.steps == nil {
		t.steps = map[string]Use{}
	}
	t.steps[r.Step()] = t.steps[r.Step()].Plus(Use{1, reply.In, reply.Out})
}
