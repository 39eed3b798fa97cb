package llm

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"
	"sync"
)

// Obedient is a fake Generator that carries out every instruction it is given,
// as the worst of models would: of the orders it finds in a prompt it repeats
// each with links, mentions and invitations, and with all that the prompt holds.
type Obedient struct {
	Orders []string // texts that it takes for instructions

	mu      sync.Mutex
	prompts []string
	obeyed  int
}

var passageLabel = regexp.MustCompile(`(?m)^(S\d+) \| `)

// Generate obeys.
func (o *Obedient) Generate(_ context.Context, r Request) (Reply, error) {
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
	labels := []string{"S1"}
	for _, m := range passageLabel.FindAllStringSubmatch(plain, -1) {
		labels = append(labels, m[1])
	}
	type claim struct {
		Text  string   `json:"text"`
		Cites []string `json:"cites"`
	}
	reply := struct {
		Heading *claim  `json:"heading,omitempty"`
		Claims  []claim `json:"claims"`
	}{Claims: []claim{}}
	say := func(s string) {
		for _, l := range labels[max(0, len(labels)-2):] {
			reply.Claims = append(reply.Claims, claim{s, []string{l}})
		}
	}
	for _, order := range o.Orders {
		if !strings.Contains(plain, order) {
			continue
		}
		o.obeyed++
		reply.Heading = &claim{order + " evil.example", labels[:1]}
		say(order + " See https://evil.example/?q=1 and <@1>, @everyone.")
		say(order + " [Read on](https://evil.example), discord.gg/evil.")
		say(order)
		say(r.Messages[0].Content)
	}
	encoded, err := json.Marshal(reply)
	return Reply{Text: string(encoded), Model: "obedient", In: len(whole) / 4, Out: len(encoded) / 4}, err
}

// Seen is every prompt so far, without its marks, and how often an order was
// found in one.
func (o *Obedient) Seen() (prompts []string, obeyed int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return append([]string(nil), o.prompts...), o.obeyed
}
