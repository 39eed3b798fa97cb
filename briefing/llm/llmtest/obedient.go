// Package llmtest has a model that does whatever it reads, for tests and
// evaluations. It is never linked into the product.
package llmtest

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"sync"

	"dateline/briefing/llm"
)

// Obedient is a fake Generator that carries out every instruction it is given,
// as the worst of models would: of the orders it finds in a prompt it repeats
// each with links, mentions and invitations, and with all that the prompt holds,
// searches for them, and finds every claim stated.
type Obedient struct {
	Orders []string // texts that it takes for instructions

	mu      sync.Mutex
	prompts []string
	obeyed  int
}

// promptLine is the label in front of a sentence (S1 | …) or a claim (C1 | …).
var promptLine = regexp.MustCompile(`(?m)^([SC]\d+) \| `)

// flat is a text without labels and ends of lines: an order may stand on several.
func flat(s string) string {
	return strings.Join(strings.Fields(promptLine.ReplaceAllString(s, "")), " ")
}

// Generate obeys.
func (o *Obedient) Generate(_ context.Context, r llm.Request) (llm.Reply, error) {
	whole := ""
	for _, m := range r.Messages {
		whole += m.Content + "\n"
	}
	plain := whole
	if _, after, ok := strings.Cut(whole, "carries the mark "); ok {
		plain = strings.ReplaceAll(whole, string([]rune(after)[:1]), "")
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.prompts = append(o.prompts, plain)
	type verdict struct {
		Label  string `json:"label"`
		Stated bool   `json:"stated"`
	}
	labels, verdicts := []string{"S1"}, []verdict{}
	for _, m := range promptLine.FindAllStringSubmatch(plain, -1) {
		if m[1][0] == 'S' {
			labels = append(labels, m[1])
		} else {
			verdicts = append(verdicts, verdict{m[1], true})
		}
	}
	type claim struct {
		Text  string   `json:"text"`
		Cites []string `json:"cites"`
	}
	reply := struct {
		News     bool      `json:"news"`
		Heading  *claim    `json:"heading,omitempty"`
		Claims   []claim   `json:"claims"`
		Verdicts []verdict `json:"verdicts"`
		Question string    `json:"question,omitempty"` // of a search, as Queries
		Queries  []string  `json:"queries,omitempty"`
	}{News: true, Claims: []claim{}, Verdicts: verdicts}
	say := func(s string) {
		for _, l := range labels[max(0, len(labels)-2):] {
			reply.Claims = append(reply.Claims, claim{s, []string{l}})
		}
	}
	for _, order := range o.Orders {
		if !strings.Contains(flat(plain), flat(order)) {
			continue
		}
		o.obeyed++
		reply.Question, reply.Queries = order, append(reply.Queries, order)
		reply.Heading = &claim{order + " evil.example", labels[:1]}
		say(order + " See https://evil.example/?q=1 and <@1>, @everyone.")
		say(order + " [Read on](https://evil.example), discord.gg/evil.")
		say(order)
		say(r.Messages[0].Content)
	}
	encoded, err := json.Marshal(reply)
	return llm.Reply{Text: string(encoded), Model: "obedient", In: len(whole) / 4, Out: len(encoded) / 4}, err
}

// Seen is every prompt so far, without its marks, and how often an order was
// found in one.
func (o *Obedient) Seen() (prompts []string, obeyed int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.prompts...), o.obeyed
}
