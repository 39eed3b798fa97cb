package llm

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	openai "github.com/sashabaranov/go-openai"
)

// events reads a reply in any of the forms that services give it, and gives
// go-openai the one that it reads: a line "data: {…}" for each part. It takes
// streams and whole replies, content as text or as a list of blocks, comments (as
// a part without a choice: a sign of life), and turns an error that comes in place
// of a part into one of our own.
type events struct {
	body  io.ReadCloser
	lines *bufio.Reader
	key   string // kept out of a service's words

	out     bytes.Buffer // translated and not read yet
	err     error        // after out
	plain   *json.Decoder
	began   bool
	ended   bool   // a part said why it is the last
	held    []byte // a part that goes on in the next line
	heldAll int    // its lines
}

func newEvents(body io.ReadCloser, key string) *events {
	return &events{body: body, lines: bufio.NewReader(body), key: key}
}

// Close closes the reply.
func (e *events) Close() error { return e.body.Close() }

// Read gives the translation.
func (e *events) Read(p []byte) (int, error) {
	for e.out.Len() == 0 && e.err == nil {
		e.err = e.next()
	}
	if e.out.Len() > 0 {
		return e.out.Read(p)
	}
	return 0, e.err
}

// next translates one line, or one value of a reply that is no stream.
func (e *events) next() error {
	if !e.began {
		e.began = true
		if err := e.begin(); err != nil {
			return err
		}
	}
	if e.plain != nil {
		return e.value()
	}
	line, err := e.lines.ReadBytes('\n')
	line = bytes.TrimSpace(line)
	data, isData := bytes.CutPrefix(line, []byte("data:"))
	fault, isFault := bytes.CutPrefix(line, []byte("error:"))
	switch {
	case len(line) == 0 && len(e.held) > 0:
		return errNotJSON
	case len(line) > 0 && line[0] == ':':
		e.out.WriteString("data: {\"choices\":[]}\n\n")
	case isData:
		if broken := e.data(bytes.TrimSpace(data)); broken != nil {
			return broken
		}
	case isFault:
		return refusalOf(0, fault, e.key)
	}
	switch {
	case errors.Is(err, io.EOF) && !e.ended:
		return errCut
	case errors.Is(err, io.EOF) && len(e.held) > 0:
		return errNotJSON
	}
	return err
}

var (
	errCut     = spoiled{fmt.Errorf("%w: it ends in the middle", ErrUnusable)}
	errNotJSON = spoiled{fmt.Errorf("%w: it is not the JSON of a reply", ErrUnusable)}
	errPage    = spoiled{fmt.Errorf("%w: the server sent a web page, not a reply: check its address", ErrUnusable)}
)

// begin looks at the first letter: what begins as JSON is no stream.
func (e *events) begin() error {
	for {
		letter, _, err := e.lines.ReadRune()
		switch {
		case errors.Is(err, io.EOF):
			return errNotJSON
		case err != nil:
			return err
		case letter == '\ufeff' || strings.ContainsRune(" \t\r\n", letter):
			continue
		}
		if err := e.lines.UnreadRune(); err != nil {
			return err
		}
		switch letter {
		case '<':
			return errPage
		case '{', '[':
			e.plain = json.NewDecoder(e.lines)
		}
		return nil
	}
}

// value translates a whole reply, or the next of several.
func (e *events) value() error {
	var raw json.RawMessage
	switch err := e.plain.Decode(&raw); {
	case errors.Is(err, io.EOF):
		e.out.WriteString("data: [DONE]\n\n")
		return io.EOF
	case errors.Is(err, ErrUnusable):
		return err
	case errors.As(err, new(*json.SyntaxError)), errors.Is(err, io.ErrUnexpectedEOF):
		return errNotJSON
	case err != nil:
		return err
	}
	return e.part(raw)
}

// data translates one part; a part whose JSON goes on in the next line is held.
func (e *events) data(line []byte) error {
	if string(line) == "[DONE]" {
		e.ended = true
		e.out.WriteString("data: [DONE]\n\n")
		return nil
	}
	if e.held = append(e.held, line...); !json.Valid(e.held) {
		if e.heldAll++; e.heldAll > 100 { // lines of one part
			return errNotJSON
		}
		return nil
	}
	raw := e.held
	e.held, e.heldAll = nil, 0
	return e.part(raw)
}

// foreign is a part as services write it.
type foreign struct {
	Error   json.RawMessage `json:"error"`
	Message json.RawMessage `json:"message"` // of an error without a frame, as Detail
	Detail  json.RawMessage `json:"detail"`
	Usage   *openai.Usage   `json:"usage"`
	Choices []foreignChoice `json:"choices"`
}

type foreignChoice struct {
	Delta   *foreignText    `json:"delta"`
	Message *foreignText    `json:"message"`
	Text    string          `json:"text"`
	Finish  string          `json:"finish_reason"`
	Error   json.RawMessage `json:"error"`
}

type foreignText struct {
	Content          json.RawMessage `json:"content"`
	Reasoning        json.RawMessage `json:"reasoning"`
	ReasoningContent json.RawMessage `json:"reasoning_content"`
	Thinking         json.RawMessage `json:"thinking"`
	Refusal          string          `json:"refusal"`
}

// part writes one part as go-openai reads it.
func (e *events) part(raw []byte) error {
	var from foreign
	var kind *json.UnmarshalTypeError // what fits is read all the same
	if err := json.Unmarshal(raw, &from); err != nil && !errors.As(err, &kind) {
		return errNotJSON
	}
	fault := from.Error
	if len(from.Choices) > 0 && !says(fault) {
		fault = from.Choices[0].Error
	}
	switch {
	case says(fault):
		return refusalOf(0, raw, e.key)
	case len(from.Choices) == 0 && (says(from.Message) || says(from.Detail)):
		return refusalOf(0, raw, e.key)
	case len(from.Choices) == 0 && e.plain != nil:
		return spoiled{fmt.Errorf("%w: it holds no choice", ErrUnusable)}
	}
	to := openai.ChatCompletionStreamResponse{Usage: from.Usage}
	if len(from.Choices) > 0 {
		to.Choices = []openai.ChatCompletionStreamChoice{from.Choices[0].translated()}
		e.ended = e.ended || from.Choices[0].Finish != ""
	}
	encoded, err := json.Marshal(to)
	if err != nil {
		return fmt.Errorf("translate a part of a reply: %w", err)
	}
	fmt.Fprintf(&e.out, "data: %s\n\n", encoded)
	return nil
}

// says reports a value that is there and not empty.
func says(raw json.RawMessage) bool {
	s := string(raw)
	return s != "" && s != "null" && s != `""` && s != "{}" && s != "false"
}

func (c foreignChoice) translated() (to openai.ChatCompletionStreamChoice) {
	to.FinishReason = ending(c.Finish)
	from := c.Delta
	if from == nil {
		from = c.Message
	}
	if to.Delta.Content = c.Text; from == nil {
		return to
	}
	content, thought := blocks(from.Content)
	to.Delta.Content += content
	to.Delta.Refusal = from.Refusal
	for _, raw := range []json.RawMessage{from.Reasoning, from.ReasoningContent, from.Thinking} {
		if thought == "" {
			thought, _ = blocks(raw)
		}
	}
	to.Delta.ReasoningContent = thought
	return to
}

// block is a piece of content where it is a list.
type block struct {
	Type     string          `json:"type"`
	Text     string          `json:"text"`
	Thinking json.RawMessage `json:"thinking"`
}

// blocksOf is a content as a list; plain text is one block.
func blocksOf(content json.RawMessage) []block {
	var words string
	if json.Unmarshal(content, &words) == nil {
		return []block{{Text: words}}
	}
	var list []block
	if json.Unmarshal(content, &list) != nil {
		return nil
	}
	return list
}

// blocks are the words of a content, and those that are only thought. What stands
// deeper than the list in a thought is not read: each level costs as much as the whole.
func blocks(content json.RawMessage) (said, thought string) {
	var saying, thinking strings.Builder
	for _, b := range blocksOf(content) {
		to := &saying
		if strings.Contains(b.Type, "think") || strings.Contains(b.Type, "reason") {
			to = &thinking
		}
		to.WriteString(b.Text)
		for _, inner := range blocksOf(b.Thinking) {
			to.WriteString(inner.Text)
		}
	}
	return saying.String(), thinking.String()
}

// Why a reply ended, in the words of go-openai; all that is not in this list is
// a natural end (stop, eos, eos_token, end_turn, end, STOP …).
func ending(reason string) openai.FinishReason {
	reason = strings.ToLower(reason)
	has := func(words ...string) bool {
		for _, w := range words {
			if strings.Contains(reason, w) {
				return true
			}
		}
		return false
	}
	switch {
	case reason == "" || reason == "null":
		return ""
	case has("length", "max_token"):
		return openai.FinishReasonLength
	case has("filter", "safety", "recitation", "refusal", "prohibited", "blocklist"):
		return openai.FinishReasonContentFilter
	case has("tool", "function"):
		return openai.FinishReasonToolCalls
	case has("error", "abort", "cancel"):
		return finishError
	}
	return openai.FinishReasonStop
}

const finishError openai.FinishReason = "error"
