package briefingtest

import (
	"context"
	"sync"

	"dateline/briefing/llm"
)

// Kinds is a model that has replies of its own for each kind of request, by
// llm.Request.SchemaName; those under "" are for every other kind. The last reply
// of a kind comes again; of a kind without any it fails.
type Kinds struct {
	Replies map[string][]string

	mu    sync.Mutex
	asked []llm.Request
}

// Generate gives the next reply of the kind.
func (k *Kinds) Generate(_ context.Context, r llm.Request) (llm.Reply, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked = append(k.asked, r)
	kind := r.SchemaName
	if k.Replies[kind] == nil {
		kind = ""
	}
	list := k.Replies[kind]
	if len(list) == 0 {
		return llm.Reply{}, llm.ErrUnusable
	}
	if len(list) > 1 {
		k.Replies[kind] = list[1:]
	}
	return llm.Reply{Text: list[0], Model: "fake", In: 100, Out: 10}, nil
}

// Prompts are the last messages of the requests of a kind so far; of "" those of all.
func (k *Kinds) Prompts(kind string) []string {
	k.mu.Lock()
	defer k.mu.Unlock()
	var out []string
	for _, r := range k.asked {
		if kind == "" || r.SchemaName == kind {
			out = append(out, r.Messages[len(r.Messages)-1].Content)
		}
	}
	return out
}
