package main

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"dateline/briefing/llm"
)

const (
	measureTime  = 4 * time.Minute // what measuring may take in all
	measureCalls = 20              // replies that are asked for
	judgedLeast  = 5               // replies from which a model is judged
	bisectCalls  = 5               // prompts that are tried after the longest
	promptLeast  = 256             // tokens: below it nothing is worth a try
	promptFirst  = 512             // tokens of a prompt that tells how fast prompts are read
	promptTime   = 60              // seconds that reading a prompt may take
	answerRoom   = 40              // tokens of a reply that is one word
	answerTokens = 300             // of an answer of a few sentences, about
)

// measured is what a model can do.
type measured struct {
	valid, calls int       // replies that could be used, of those that came
	in, out      float64   // tokens a second it reads and writes, about; 0: not known
	context      int       // tokens that prompts are given here, or would be if they took no longer than promptTime
	most         int       // the same at any speed
	longest      int       // tokens of the longest prompt whose first line it still knew
	tried        int       // tokens of the longest prompt tried
	state        llm.State // what the client knows
	stopped      error     // why less was measured; it says nothing of the model
}

const measureSchema = `{"type":"object","required":["claims"],"properties":{"abstain":{"type":"boolean"},` +
	`"claims":{"type":"array","items":` +
	`{"type":"object","required":["text","cites"],"properties":{"text":{"type":"string"},"cites":` +
	`{"type":"array","items":{"type":"string"}}}}}}}`

// measureModel asks a model often enough to say what it is good for.
func measureModel(ctx context.Context, gen llm.Generator) (m measured) {
	ctx, cancel := context.WithTimeout(ctx, measureTime)
	defer cancel()
	m.most = llm.ContextOf(gen)
	m.context = m.most
	if m.replies(ctx, gen); m.stopped == nil {
		m.pace(ctx, gen)
	}
	if m.stopped == nil {
		m.prompts(ctx, gen)
	}
	if client := llm.ClientOf(gen); client != nil {
		m.state = client.State()
		m.in, m.out = cmp.Or(m.state.In, m.in), cmp.Or(m.state.Out, m.out)
	}
	return m
}

// replies counts usable replies to what the desk asks for, in small.
func (m *measured) replies(ctx context.Context, gen llm.Generator) {
	var took time.Duration
	tokens := 0
	for i := range measureCalls {
		if m.stopped = noReply(ctx, nil); m.stopped != nil {
			break
		}
		prompt := fmt.Sprintf("S1 | Coast Radio | Rescue in Town%d\nRescuers found %d people alive in the school of Town%d, "+
			"the rescue service said.\n\nWrite one claim about it that cites S1. Answer with JSON only: "+
			"{\"claims\":[{\"text\":\"...\",\"cites\":[\"S1\"]}]}", i, 40+i, i)
		start := time.Now()
		reply, err := gen.Generate(ctx, llm.Request{Messages: []llm.Message{{Role: "user", Content: prompt}}, SchemaName: "answer",
			Schema: json.RawMessage(measureSchema), MaxTokens: 200, Spare: true})
		if m.stopped = noReply(ctx, err); m.stopped != nil {
			break
		}
		if m.calls++; err != nil {
			continue
		}
		took, tokens = took+time.Since(start), tokens+reply.Out
		if usableClaims(reply.Text) {
			m.valid++
		}
	}
	if tokens > 0 && took > 0 {
		m.out = float64(tokens) / took.Seconds()
	}
}

// noReply is why no reply came; nil when one did, be it of no use. The client
// has tried again what passes, and a spent budget is no fault of the model.
func noReply(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("time was up after %s", measureTime)
	case errors.Is(err, llm.ErrUnusable):
		return nil
	}
	return err
}

func usableClaims(s string) bool {
	var reply struct {
		Claims []struct {
			Text  string
			Cites []string
		}
	}
	if json.Unmarshal(llm.Object(s), &reply) != nil || len(reply.Claims) == 0 {
		return false
	}
	claim := reply.Claims[0]
	return strings.Contains(claim.Text, "Town") && slices.Contains(claim.Cites, "S1")
}

// pace measures how fast a prompt is read, and keeps prompts as short as that asks
// for.
func (m *measured) pace(ctx context.Context, gen llm.Generator) {
	start := time.Now()
	size := min(promptFirst, m.most)
	known, in, err := firstLineKnown(ctx, gen, size)
	if known {
		m.longest = size
	}
	if m.stopped = noReply(ctx, refusedForLength(err)); m.stopped != nil || in < size/2 { // it may leave out what its cache held
		return
	}
	m.in = float64(in) / time.Since(start).Seconds()
	m.context = min(m.most, max(int(m.in*promptTime), llm.ContextLow))
}

// refusedForLength is an error without a refusal: short prompts were answered.
func refusedForLength(err error) error {
	if errors.Is(err, llm.ErrRefused) {
		return nil
	}
	return err
}

// prompts looks for the longest prompt whose first line is still known: the
// longest allowed first, then by halves.
func (m *measured) prompts(ctx context.Context, gen llm.Generator) {
	high, size := m.context, m.context
	for range 1 + bisectCalls {
		known, _, err := firstLineKnown(ctx, gen, size)
		if m.stopped = noReply(ctx, refusedForLength(err)); m.stopped != nil {
			return
		}
		m.tried = max(m.tried, size)
		if known {
			m.longest = size
		} else {
			high = size
		}
		if m.longest == m.context || high-m.longest < promptLeast {
			return
		}
		if size = (m.longest + high) / 2; size < promptLeast {
			return
		}
	}
}

// firstLineKnown asks about the first line of a prompt of so many tokens.
func firstLineKnown(ctx context.Context, gen llm.Generator, size int) (known bool, in int, err error) {
	const word = "kingfisher"
	head := fmt.Sprintf("The word of the day is %s.\n", word)
	end := "\nWhich is the word of the day, as the first line says? Answer with that word alone."
	line := func(i int) string {
		return fmt.Sprintf("Line %06d: the harbour of Town%06d was quiet on that day.\n", i, i)
	}
	const some = 1000 // lines, all of one length: to count each would take as long as it is short
	lines := max(size-answerRoom-llm.Tokens(head+end), 0) * some / llm.Tokens(strings.Repeat(line(0), some))
	var b strings.Builder
	b.WriteString(head)
	for i := range lines {
		b.WriteString(line(i))
	}
	b.WriteString(end)
	reply, err := gen.Generate(ctx, llm.Request{Messages: []llm.Message{{Role: "user", Content: b.String()}}, MaxTokens: answerRoom,
		Spare: true})
	return err == nil && strings.Contains(strings.ToLower(reply.Text), word), reply.In, err
}

// finding says what a model is good for. fixed says that LLM_CONTEXT is set.
func (m measured) finding(fixed bool) finding {
	verdict, do := m.verdict()
	result := finding{Check: "model at work", OK: !m.unusable(), Do: do}
	said := fmt.Sprintf("%s%d of %d replies could be used", verdict, m.valid, m.calls)
	if m.out > 0 {
		said += fmt.Sprintf(", about %.0f tokens a second written", m.out)
	}
	if m.in > 0 {
		said += fmt.Sprintf(" and %.0f read", m.in)
	}
	switch {
	case m.context == m.most:
		said += fmt.Sprintf("; prompts have up to %d tokens", m.most)
	case fixed:
		said += fmt.Sprintf("; prompts have up to %d tokens, of which it reads %d in a minute", m.most, m.context)
	default:
		said += fmt.Sprintf("; prompts have up to %d tokens, what it reads in a minute", m.context)
	}
	switch {
	case m.tried > 0 && m.longest == 0:
		said += "; it knew the first line of none, not even of short ones"
	case m.tried > 0:
		said += fmt.Sprintf("; it knew the first line of one of %d tokens", m.longest)
	}
	if m.state.Shape != "" {
		said += "; it is asked with " + m.state.Shape
	}
	if m.stopped != nil {
		said += " (not all was measured: " + oneLine(m.stopped) + ")"
	}
	switch {
	case m.stopped != nil:
	case m.longest > 0 && m.longest < m.context:
		result.Do = fmt.Sprintf("set LLM_CONTEXT=%d, or give the server a longer context", max(m.longest, llm.ContextLow))
	case fixed && m.context < m.most:
		result.Do = fmt.Sprintf("set LLM_CONTEXT=%d, or leave it empty", m.context)
	}
	result.Detail = said
	return result
}

// unusable reports that fewer than half of enough replies were of use.
func (m measured) unusable() bool { return m.calls >= judgedLeast && 2*m.valid < m.calls }

// verdict is what a model is good for, in words, and what to do if that is little.
func (m measured) verdict() (said, do string) {
	share := float64(m.valid) / float64(max(m.calls, 1))
	var seconds float64 // that an answer takes
	if m.in > 0 && m.out > 0 {
		seconds = float64(m.context)/m.in + answerTokens/m.out
	}
	switch {
	case m.calls < judgedLeast:
		return "", "\"dateline doctor\" measures again"
	case m.unusable():
		return "it seldom keeps to the form, so the sources' own sentences stand in for most of its texts: ",
			"name a larger model, or none: without one nearly the same is shown, sooner"
	case seconds > promptTime && share < .9:
		return "it writes short stories slowly, and the sources' own sentences stand in where it fails: ", ""
	case seconds > promptTime:
		return "it writes short stories slowly, an answer takes more than a minute: ", ""
	case share < .9:
		return "it writes stories and answers, and the sources' own sentences stand in where it fails: ", ""
	}
	return "it writes stories and answers: ", ""
}
