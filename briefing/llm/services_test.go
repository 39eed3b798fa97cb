package llm

import (
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// call is one request as a service sees it.
type call struct {
	http.ResponseWriter
	r    *http.Request
	body map[string]any
	n    int // 1 is the first
}

// has reports that one of these fields is in the request.
func (c call) has(fields ...string) bool {
	return slices.ContainsFunc(fields, func(f string) bool { _, ok := c.body[f]; return ok })
}

// format is the type of the response_format, "" without one.
func (c call) format() string {
	wanted, _ := c.body["response_format"].(map[string]any)
	kind, _ := wanted["type"].(string)
	return kind
}

// prompt is what all messages say.
func (c call) prompt() string {
	encoded, _ := json.Marshal(c.body["messages"])
	return string(encoded)
}

// most is the limit of the reply.
func (c call) most() float64 {
	for _, f := range []string{maxTokens, maxCompletionTokens} {
		if n, ok := c.body[f].(float64); ok {
			return n
		}
	}
	return 1e9
}

// Flush sends what was written so far.
func (c call) Flush() { c.ResponseWriter.(http.Flusher).Flush() }

// refuse sends an error, if it is one.
func (c call) refuse(when bool, status int, body string) bool {
	if when {
		c.Header().Set("Content-Type", "application/json")
		c.WriteHeader(status)
		_, _ = io.WriteString(c, body)
	}
	return when
}

// raw sends text as it is.
func (c call) raw(kind string, texts ...string) {
	if c.Header().Set("Content-Type", kind); kind == "" {
		c.Header()["Content-Type"] = nil
	}
	for _, s := range texts {
		_, _ = io.WriteString(c, s)
		c.Flush()
	}
}

// answer sends a whole reply.
func (c call) answer(before ...string) {
	sse(c, append(before, delta(answered), finish("stop"), done)...)
}

// answered is what every service below says when it can.
const answered = `{"claims":[{"text":"Rescuers found 40 people alive.","cites":["S1"]}]}`

// openaiError is an error's body as OpenAI writes it.
func openaiError(message, param, code string) string {
	encoded, _ := json.Marshal(map[string]any{"error": map[string]string{"message": message, "type": "invalid_request_error", "param": param, "code": code}})
	return string(encoded)
}

// service is how one service behaves, and what must come of it: the answer, or a
// sentence with some words.
type service struct {
	name          string
	host, model   string // "" is a service that nothing is known of, and its model
	serve         func(c call)
	sentence      string // "" is the answer
	first, second int    // requests of the first call and of the next
}

// question is long enough for a count of its tokens to mean something.
var question = Request{Messages: []Message{{"system", "You write claims. Answer with JSON."}, {"user", strings.Repeat("Rescuers found 40 people alive in Senn. ", 120)}},
	SchemaName: "answer", Schema: json.RawMessage(`{"type":"object","properties":{"claims":{"type":"array"}}}`), MaxTokens: 700}

const serviceKey = "sk-hush-hush-1234"

func TestGenerate_EveryServiceAnswersOrSaysWhy(t *testing.T) {
	all := slices.Concat(openaiServices, brokerServices, modelServices, localServices, dialects)
	t.Logf("%d services", len(all))
	if len(all) < 45 {
		t.Errorf("%d services", len(all))
	}
	for _, s := range all {
		t.Run(s.name, func(t *testing.T) { synctest.Test(t, s.test) })
	}
}

func (s service) test(t *testing.T) {
	n := 0
	url, model := "http://models.example.com/v1", "m"
	if s.host != "" {
		url = "http://" + s.host
	}
	if s.model != "" {
		model = s.model
	}
	client := wired(t, Endpoint{URL: url, Model: model, Key: serviceKey}, Options{}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n++
		c := call{w, r, nil, n}
		if err := json.NewDecoder(r.Body).Decode(&c.body); err != nil {
			t.Error(err)
		}
		_, _ = io.Copy(io.Discard, r.Body) // a server notices that its client has gone only when it has read all
		s.serve(c)
	}))
	for i, want := range []int{s.first, s.second} {
		before := n
		reply, err := client.Generate(t.Context(), question)
		switch {
		case s.sentence == "" && (err != nil || reply.Text != answered):
			t.Errorf("call %d: got %q, %v", i+1, reply.Text, err)
		case s.sentence != "" && (err == nil || !strings.Contains(err.Error(), s.sentence)):
			t.Errorf("call %d: got %q, %v; want %q", i+1, reply.Text, err, s.sentence)
		case err != nil && (strings.ContainsAny(err.Error(), "\n\x1b") || strings.Contains(err.Error(), "hush") || len(err.Error()) > 500):
			t.Errorf("call %d: %d bytes, with a secret or of several lines: %v", i+1, len(err.Error()), err)
		}
		if n-before != want {
			t.Errorf("call %d: %d requests, want %d; %s", i+1, n-before, want, client.State().Shape)
		}
		time.Sleep(restMost) // what asked for patience has had it
	}
}
