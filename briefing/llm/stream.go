package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

// errStalled says that tokens stopped coming.
var errStalled = errors.New("it stopped answering in the middle")

// once asks one time, as a stream: what counts is not how long it takes but
// that tokens keep coming.
func (e *endpoint) once(ctx context.Context, r Request) (Reply, error) {
	e.mu.Lock()
	plain := e.noSchema || len(r.Schema) == 0
	e.mu.Unlock()
	reply, err := e.stream(ctx, r, plain)
	var ra *retryAfter
	if !plain && errors.As(err, &ra) && (ra.status == 400 || ra.status == 422) {
		reply, err = e.stream(ctx, r, true)
		if err == nil {
			e.mu.Lock()
			e.noSchema = true
			e.mu.Unlock()
		}
	}
	return reply, err
}

func (e *endpoint) request(r Request, plain bool) openai.ChatCompletionRequest {
	//lint:ignore SA1019 the new name is unknown to most OpenAI-compatible servers
	req := openai.ChatCompletionRequest{Model: e.model, MaxTokens: r.MaxTokens, Temperature: 0.01, Stream: true,
		StreamOptions: &openai.StreamOptions{IncludeUsage: true}}
	for _, m := range r.Messages {
		req.Messages = append(req.Messages, openai.ChatCompletionMessage{Role: m.Role, Content: m.Content})
	}
	if !plain {
		req.ResponseFormat = &openai.ChatCompletionResponseFormat{Type: openai.ChatCompletionResponseFormatTypeJSONSchema,
			JSONSchema: &openai.ChatCompletionResponseFormatJSONSchema{Name: r.SchemaName, Schema: r.Schema, Strict: false}}
	}
	return req
}

// stream reads one reply to its end. It is a success only when the server says
// that it stopped by itself and something usable came.
func (e *endpoint) stream(ctx context.Context, r Request, plain bool) (Reply, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stall := time.AfterFunc(e.o.First, func() { cancel(errStalled) })
	defer stall.Stop()
	stream, err := e.api.CreateChatCompletionStream(ctx, e.request(r, plain))
	if err != nil {
		return Reply{}, cause(ctx, err)
	}
	defer stream.Close()
	reply := Reply{Model: e.model}
	var text strings.Builder
	finish, parts := "", 0
	for {
		part, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Reply{}, cause(ctx, err)
		}
		if part.Usage != nil {
			reply.In, reply.Out = part.Usage.PromptTokens, part.Usage.CompletionTokens
		}
		if len(part.Choices) > 0 {
			delta := part.Choices[0].Delta
			text.WriteString(delta.Content)
			stall.Reset(e.o.Next) // also of one without text: a model may think first, under any name
			parts++
			if reason := string(part.Choices[0].FinishReason); reason != "" {
				finish = reason
			}
		}
		if text.Len() > r.MaxTokens*tokenBytes || parts > partsMost+r.MaxTokens {
			return Reply{}, fmt.Errorf("%w: it does not end", ErrUnusable)
		}
	}
	reply.Text = strings.TrimSpace(text.String())
	return reply, usable(r, reply, finish)
}

func cause(ctx context.Context, err error) error {
	if failure := context.Cause(ctx); errors.Is(failure, errStalled) {
		return errStalled
	}
	return err
}

// usable accepts only a whole reply to the whole prompt.
func usable(r Request, reply Reply, finish string) error {
	switch {
	case finish == "length":
		return fmt.Errorf("%w: it was cut at %d tokens", ErrUnusable, r.MaxTokens)
	case finish == "content_filter":
		return fmt.Errorf("%w: the provider's filter stopped it", ErrUnusable)
	case finish != "stop":
		return fmt.Errorf("%w: it ends in the middle", ErrUnusable)
	case reply.Text == "":
		return fmt.Errorf("%w: it is empty", ErrUnusable)
	case reply.In > 0 && float64(reply.In) < cutPrompt*float64(r.pieces()):
		return fmt.Errorf("%w: the server read only a part of the prompt (%d tokens): raise its context length, or lower LLM_CONTEXT",
			ErrUnusable, reply.In)
	}
	if len(r.Schema) > 0 && Object(reply.Text) == nil {
		return fmt.Errorf("%w: it is not the JSON that was asked for", ErrUnusable)
	}
	return nil
}

// Object is the JSON object in a reply, without a code fence or a sentence
// around it; nil if there is none.
func Object(s string) []byte {
	i, j := strings.IndexByte(s, '{'), strings.LastIndexByte(s, '}')
	if i < 0 || j < i || !json.Valid([]byte(s[i:j+1])) {
		return nil
	}
	return []byte(s[i : j+1])
}
