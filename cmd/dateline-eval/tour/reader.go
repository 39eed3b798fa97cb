package tour

import (
	"context"
	"encoding/json"
	"regexp"
	"strings"

	"dateline/briefing/llm"
	"dateline/briefing/text/speech"
	"dateline/briefing/write"
)

// copier is a model that knows the answers: it copies the first sentence of its
// prompt that holds one, and abstains when none does. It writes no search. Of a
// story it tells the first sentences that state something, as it is told to.
type copier struct {
	answers []string
	anew    bool // it says them in words of its own, so that they are read a second time
}

// copierContext is what the models of services take at least.
const copierContext = 16_000

// Context is how many tokens it takes.
func (copier) Context() int { return copierContext }

func (c copier) Generate(_ context.Context, req llm.Request) (llm.Reply, error) {
	switch req.SchemaName {
	case "search":
		return llm.Reply{Text: "{}", Model: "reader"}, nil // no search: the rules for no model stand in
	case "answer", "story":
	default:
		return llm.Reply{}, llm.ErrUnusable
	}
	prompt := ""
	for _, m := range req.Messages {
		if m.Role == "user" && prompt == "" {
			prompt = m.Content
		}
	}
	reply := c.answer(prompt)
	if req.SchemaName == "story" {
		reply = c.story(prompt)
	}
	encoded, err := json.Marshal(reply)
	return llm.Reply{Text: string(encoded), Model: "reader"}, err
}

func (c copier) answer(prompt string) write.ModelReply {
	sentence, label := c.find(prompt)
	if label == "" {
		return write.ModelReply{Abstain: true, Claims: []write.ModelClaim{}, Unanswered: []string{}}
	}
	return write.ModelReply{Claims: []write.ModelClaim{c.said(sentence, label)}, Unanswered: []string{}}
}

// story is the first sentences of a prompt, the first one's beginning above them.
func (c copier) story(prompt string) write.ModelReply {
	news := true
	reply := write.ModelReply{News: &news, Claims: []write.ModelClaim{}}
	for _, m := range labelled.FindAllStringSubmatch(prompt, -1) {
		if speech.Statement(m[2], "en") != nil {
			continue
		}
		if reply.Heading == nil {
			words := strings.Fields(m[2])
			reply.Heading = &write.ModelClaim{Text: strings.Join(words[:min(len(words), headingWords)], " "), Cites: []string{m[1]}}
		}
		if reply.Claims = append(reply.Claims, c.said(m[2], m[1])); len(reply.Claims) == storyClaims {
			break
		}
	}
	return reply
}

const (
	headingWords = 9
	storyClaims  = 3
)

// said is a claim of a sentence.
func (c copier) said(sentence, label string) write.ModelClaim {
	if c.anew {
		sentence = "It is reported that " + sentence
	}
	return write.ModelClaim{Text: sentence, Cites: []string{label}}
}

// labelled is a sentence in a prompt.
var labelled = regexp.MustCompile(`(?m)^(S\d+) \| (.*)$`)

// find is the first sentence of a prompt that holds an answer, with its label.
func (c copier) find(prompt string) (sentence, label string) {
	for _, m := range labelled.FindAllStringSubmatch(prompt, -1) {
		if holds(m[2], c.answers) {
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
