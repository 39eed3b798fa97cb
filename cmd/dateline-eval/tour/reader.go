package tour

import (
	"context"
	"encoding/json"
	"regexp"

	"dateline/briefing/llm"
)

// copier is a model that knows the answers: it copies the first sentence of its
// prompt that holds one, and abstains when none does. It writes no search.
type copier []string

// copierContext is what the models of services take at least.
const copierContext = 16_000

// Context is how many tokens it takes.
func (copier) Context() int { return copierContext }

func (c copier) Generate(_ context.Context, req llm.Request) (llm.Reply, error) {
	switch req.SchemaName {
	case "search":
		return llm.Reply{Text: "{}", Model: "reader"}, nil // no search: the rules for no model stand in
	case "answer":
	default:
		return llm.Reply{}, llm.ErrUnusable
	}
	reply := map[string]any{"abstain": true, "claims": []any{}, "unanswered": []any{}}
	for _, m := range req.Messages {
		if sentence, label := c.find(m.Content); m.Role == "user" && label != "" {
			reply["abstain"], reply["claims"] = false, []any{map[string]any{"text": sentence, "cites": []string{label}}}
			break
		}
	}
	encoded, err := json.Marshal(reply)
	return llm.Reply{Text: string(encoded), Model: "reader"}, err
}

// labelled is a sentence in a prompt.
var labelled = regexp.MustCompile(`(?m)^(S\d+) \| (.*)$`)

// find is the first sentence of a prompt that holds an answer, with its label.
func (c copier) find(prompt string) (sentence, label string) {
	for _, m := range labelled.FindAllStringSubmatch(prompt, -1) {
		if holds(m[2], c) {
			return m[2], m[1]
		}
	}
	return "", ""
}

// estimated is a model in this program: what a request costs is estimated as
// for any model of which nothing is known.
type estimated struct{ llm.Generator }

// Unwrap is the model itself.
func (e estimated) Unwrap() llm.Generator { return e.Generator }

func (e estimated) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	reply, err := e.Generator.Generate(ctx, r)
	if err == nil {
		reply.In, reply.Out = r.Most()-r.MaxTokens, llm.Tokens(reply.Text)
		llm.Count(ctx, r, reply)
	}
	return reply, err
}
