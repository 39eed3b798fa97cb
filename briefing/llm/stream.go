package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

var (
	// errStalled says that tokens stopped coming.
	errStalled = errors.New("it stopped answering in the middle")
	// errThought says that a model thought until its tokens were used up.
	errThought = errors.New("it used up its tokens before it wrote an answer")
	// errForm says that a reply came in another form than was asked for.
	errForm = errors.New("it is not the JSON that was asked for")
	// errEmpty says that a reply has no words.
	errEmpty = errors.New("it is empty")
)

// requestsMost is how many requests one call makes while its shape is looked for.
const requestsMost = 3

// once asks one time; where the service refuses the shape of the request, or the
// reply has no room, it asks again in the next shape. The tokens of all replies
// count.
func (e *endpoint) once(ctx context.Context, r Request) (Reply, error) {
	s := e.current()
	in, out, guesses, computed, formless := 0, 0, 0, false, false
	for n := 1; ; n++ {
		reply, err := e.stream(ctx, r, s)
		in, out, computed = in+reply.In, out+reply.Out, computed || !refused(err)
		reply.In, reply.Out = in, out
		if err == nil {
			e.keepHelped(s, formless)
			return reply, nil
		}
		formless = formless || formFault(err)
		next, named, ok := e.next(s, r, err, guesses > 0)
		if !named {
			guesses++
		}
		if !ok || n == requestsMost || ctx.Err() != nil {
			if guesses > 1 {
				e.guessedInVain()
			}
			if computed {
				err = computedFor{err}
			}
			return reply, err
		}
		if s = next; named {
			e.keep(s)
		}
	}
}

// next is after at this endpoint; guessing: a guess was made for this call.
func (e *endpoint) next(s shape, r Request, err error, guessing bool) (next shape, named, ok bool) {
	next, named, ok = after(s, r, err)
	switch {
	case s.room < next.room && e.room(next, r) == e.room(s, r):
		ok = false // the context has no more
	case !named:
		ok = ok && (guessing || e.mayGuess())
	}
	return next, named, ok
}

// formFault reports a reply without the form that was asked for.
func formFault(err error) bool { return errors.Is(err, errForm) || errors.Is(err, errEmpty) }

// after is the shape to try after a failure; named says that the service asked
// for it, which is remembered at once, while a guess has to help first.
func after(s shape, r Request, err error) (next shape, named, ok bool) {
	var refused *refusal
	next = s
	switch {
	case errors.As(err, &refused):
		return refused.shaped(s)
	case errors.Is(err, errThought):
		next, ok = s.roomier()
		return next, true, ok
	case len(r.Schema) > 0 && s.format != byWords && formFault(err):
		next.format = byWords
		return next, false, true
	}
	return s, false, false
}

// stream reads one reply to its end: what counts is not how long it takes but
// that tokens keep coming. The tokens of a reply are counted even if it is of no use.
func (e *endpoint) stream(ctx context.Context, r Request, s shape) (Reply, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	first := e.o.First
	if !s.stream {
		first *= patience
	}
	stall := time.AfterFunc(first, func() { cancel(errStalled) })
	defer stall.Stop()
	got := &reading{stall: stall, o: e.o, asked: time.Now(), most: r.MaxTokens + e.room(s, r)}
	got.last = got.asked
	stream, err := e.api.CreateChatCompletionStream(withFields(ctx, s.fields(r, got.most)),
		openai.ChatCompletionRequest{Model: e.model, Messages: s.messages(r)})
	if err != nil {
		return Reply{}, cause(ctx, err)
	}
	defer stream.Close()
	if err = got.read(stream); err != nil {
		err = got.broken(cause(ctx, err))
	}
	reply := got.reply(e.model)
	if fault := got.usable(r, &reply, err); fault != nil {
		return reply, fault
	}
	if e.readsPart(r, got.usage) {
		return reply, spoiled{fmt.Errorf("%w: the server read only a part of the prompt (%d tokens): raise its context length, or "+
			"lower LLM_CONTEXT", ErrUnusable, reply.In)}
	}
	e.note(got, s)
	return reply, nil
}

// patience is how many times the stall limit a service may keep a request alive
// without a token.
const patience = 3

// reading is what came of a reply.
type reading struct {
	stall       *time.Timer
	o           Options
	most        int       // tokens of the reply, thinking included
	asked       time.Time // when the request was made
	first, last time.Time // when the first and the last token came
	parts       int
	held        bool // signs of life came before the first token
	finish      openai.FinishReason
	text        strings.Builder
	thought     strings.Builder
	declined    strings.Builder
	usage       openai.Usage
}

// read reads to the end, or to what breaks it.
func (g *reading) read(stream *openai.ChatCompletionStream) error {
	for {
		part, err := stream.Recv()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return err
		}
		if part.Usage != nil {
			g.usage = *part.Usage
		}
		g.held = g.held || len(part.Choices) == 0 && part.Usage == nil && g.first.IsZero()
		if len(part.Choices) > 0 {
			g.take(part.Choices[0])
		} else if time.Since(g.last) < patience*g.o.First {
			g.stall.Reset(g.o.First) // a sign of life
		}
		if g.text.Len() > g.most*tokenBytes || g.thought.Len() > thoughtMost || g.parts > partsMost+g.most {
			return fmt.Errorf("%w: it does not end", ErrUnusable)
		}
	}
}

// broken is what ended a reply before its end. What a service refuses once it has written
// was computed, and would be so again.
func (g *reading) broken(err error) error {
	var refused *refusal
	switch {
	case g.first.IsZero(), !errors.As(err, &refused), refused.status >= 500, refused.status == 0 && refused.passes():
		return err
	}
	return spoiled{fmt.Errorf("%w: the provider broke it off%s", ErrUnusable, behind(": ", refused.words))}
}

// take takes a part. One without text counts too: a model may think first, under
// any name.
func (g *reading) take(choice openai.ChatCompletionStreamChoice) {
	g.text.WriteString(choice.Delta.Content)
	g.thought.WriteString(choice.Delta.ReasoningContent)
	g.declined.WriteString(choice.Delta.Refusal)
	g.parts++
	g.last = time.Now()
	if g.first.IsZero() && choice.Delta.Content+choice.Delta.ReasoningContent != "" {
		g.first = g.last
	}
	if choice.FinishReason != "" {
		g.finish = choice.FinishReason
	}
	g.stall.Reset(g.o.Next)
}

// thinks reports that the model showed what it thinks.
func (g *reading) thinks() bool {
	_, thinks := spoken(g.text.String())
	return thinks || g.thought.Len() > 0
}

// reply is the text with its cost. Some services leave thinking out of the tokens
// of a reply, none leaves it out of their sum.
func (g *reading) reply(model string) Reply {
	return Reply{Model: model, Text: strings.TrimSpace(g.text.String()), In: max(g.usage.PromptTokens, 0),
		Out: max(g.usage.CompletionTokens, g.usage.TotalTokens-g.usage.PromptTokens, 0)}
}

func cause(ctx context.Context, err error) error {
	if failure := context.Cause(ctx); errors.Is(failure, errStalled) {
		return errStalled
	}
	return err
}

// usable accepts only a whole reply, and leaves of it what was asked for. A reply
// in JSON is whole when its JSON is, whatever came after; one in words when it
// has a natural end.
func (g *reading) usable(r Request, reply *Reply, broken error) error {
	text, thinks := spoken(reply.Text)
	thinks = thinks || g.thought.Len() > 0
	if reply.Text = text; len(r.Schema) > 0 {
		object := Object(text)
		if object == nil && text == "" && broken == nil && g.finish != openai.FinishReasonLength {
			object = Object(g.thought.String()) // some servers take all that is written for thought
		}
		if object != nil {
			reply.Text = string(object)
			return nil
		}
	}
	if broken != nil {
		return broken
	}
	if err := g.stopped(text == "" || thinks); err != nil {
		return err
	}
	switch {
	case text == "" && g.declined.Len() > 0:
		return fmt.Errorf("%w: the model declines: %s", ErrUnusable, scrub(g.declined.String(), ""))
	case text == "":
		return fmt.Errorf("%w: %w", ErrUnusable, errEmpty)
	case len(r.Schema) > 0:
		return fmt.Errorf("%w: %w", ErrUnusable, errForm)
	}
	return nil
}

// stopped is what ended a reply, if that was no natural end.
func (g *reading) stopped(thinking bool) error {
	switch {
	case g.finish == openai.FinishReasonLength && thinking:
		return fmt.Errorf("%w: %w (%d tokens)", ErrUnusable, errThought, g.most)
	case g.finish == openai.FinishReasonLength:
		return fmt.Errorf("%w: it was cut at %d tokens", ErrUnusable, g.most)
	case g.finish == openai.FinishReasonContentFilter:
		return spoiled{fmt.Errorf("%w: the provider's filter stopped it", ErrUnusable)}
	case g.finish == openai.FinishReasonToolCalls:
		return fmt.Errorf("%w: it calls for a tool", ErrUnusable)
	case g.finish == finishError:
		return spoiled{fmt.Errorf("%w: the provider broke it off", ErrUnusable)}
	}
	return nil
}

// Thought is what stands in front of a reply in one of these frames; templates
// often write the opening word themselves.
var (
	thoughtEnd = regexp.MustCompile(`(?is)^.*(?:</(?:seed:)?(?:think|thinking|thought|reasoning)>|◁/think▷|` +
		`<\|channel\|>final<\|message\|>)`)
	thoughtBegin = regexp.MustCompile(`(?is)^\s*(?:<(?:seed:)?(?:think|thinking|thought|reasoning)>|◁think▷|<\|channel\|>analysis)`)
)

// spoken is a text without what the model thought in front of it; thinks reports
// that it did.
func spoken(s string) (text string, thinks bool) {
	if end := thoughtEnd.FindStringIndex(s); end != nil {
		return strings.TrimSpace(s[end[1]:]), true
	}
	if thoughtBegin.MatchString(s) {
		return "", true
	}
	return s, false
}

const objectsMost = 100 // beginnings of an object that are tried

// Object is the last JSON object in a reply, without what the model thought, a
// code fence or sentences around it; nil if there is none that is whole.
func Object(s string) []byte {
	s, _ = spoken(s)
	var last []byte
	for range objectsMost {
		begin := strings.IndexByte(s, '{')
		if begin < 0 {
			break
		}
		s = s[begin:]
		var raw json.RawMessage
		decoder := json.NewDecoder(strings.NewReader(s))
		switch err := decoder.Decode(&raw); {
		case err == nil:
			last, s = raw, s[decoder.InputOffset():]
		case errors.Is(err, io.ErrUnexpectedEOF):
			return last // it goes on behind the end: what stands in it is a part of it
		default:
			s = s[1:]
		}
	}
	return last
}
