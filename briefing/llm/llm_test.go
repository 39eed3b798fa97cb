package llm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

func sse(w http.ResponseWriter, parts ...string) {
	w.Header().Set("Content-Type", "text/event-stream")
	for _, p := range parts {
		fmt.Fprintf(w, "data: %s\n\n", p)
	}
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}

func delta(s string) string {
	b, _ := json.Marshal(s)
	return `{"choices":[{"delta":{"content":` + string(b) + `}}]}`
}

func finish(reason string) string {
	return `{"choices":[{"delta":{},"finish_reason":"` + reason + `"}],"usage":{"prompt_tokens":900,"completion_tokens":5}}`
}

const done = "[DONE]"

func client(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A server notices that its client has gone only when it has read the body.
		b, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		r.Body = io.NopCloser(bytes.NewReader(b))
		h(w, r)
	}))
	t.Cleanup(s.Close)
	c, err := New([]Endpoint{{URL: s.URL + "/v1", Model: "m", Key: "secret-key"}}, Options{First: 20 * time.Second, Next: 20 * time.Second, Tries: 2})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// hasty is a client of a service that falls silent: it waits for no more than a moment.
func hasty(c *Client) *Client {
	for _, end := range c.ends {
		end.o.First, end.o.Next = 500*time.Millisecond, 300*time.Millisecond
	}
	return c
}

var ask = Request{Messages: []Message{{"user", "Say yes."}}}

func TestGenerate_WholeReplyWithItsCost(t *testing.T) {
	c := client(t, func(w http.ResponseWriter, _ *http.Request) { sse(w, delta("Ye"), delta("s."), finish("stop"), done) })
	r, err := c.Generate(context.Background(), ask)
	if err != nil || r.Text != "Yes." || r.In != 900 || r.Out != 5 {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestGenerate_FailsWhatOnlyLooksLikeSuccess(t *testing.T) {
	for name, c := range map[string]struct {
		h    http.HandlerFunc
		want string
	}{
		"a cut stream": {func(w http.ResponseWriter, _ *http.Request) { sse(w, delta("Yes")) }, "ends in the middle"},
		"a web page": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "<html>Welcome</html>")
		}, "web page"},
		"an error with 200": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			io.WriteString(w, `{"error":{"message":"overloaded"}}`)
		}, ""},
		"nothing": {func(w http.ResponseWriter, _ *http.Request) {
			sse(w, `{"choices":[{"delta":{"content":null}}]}`, finish("stop"), done)
		}, "empty"},
		"cut at the length": {func(w http.ResponseWriter, _ *http.Request) { sse(w, delta("Yes and"), finish("length"), done) }, "cut at"},
		"a filter":          {func(w http.ResponseWriter, _ *http.Request) { sse(w, delta("Yes"), finish("content_filter"), done) }, "filter"},
		"malformed":         {func(w http.ResponseWriter, _ *http.Request) { sse(w, `{"choices":[{`, done) }, ""},
		"a stall":           {func(w http.ResponseWriter, r *http.Request) { sse(w, delta("Yes")); <-r.Context().Done() }, "stopped answering"},
		"no answer":         {func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, "stopped answering"},
		"a wrong key":       {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) }, "OPENAI_API_KEY"},
		"an unknown model":  {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) }, "OPENAI_MODEL"},
		"an endless stream": {func(w http.ResponseWriter, r *http.Request) { endless(w, r) }, "does not end"},
		"a part of a prompt": {func(w http.ResponseWriter, _ *http.Request) {
			sse(w, delta("Yes"), `{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":512}}`, done)
		}, "LLM_CONTEXT"},
	} {
		t.Run(name, func(t *testing.T) {
			req := ask
			if name == "a part of a prompt" {
				req.Messages = []Message{{"user", strings.Repeat("many words ", 300)}} // 600 pieces
			}
			asked := client(t, c.h)
			if c.want == "stopped answering" {
				asked = hasty(asked)
			}
			r, err := asked.Generate(context.Background(), req)
			if err == nil {
				t.Fatalf("it passed as %+v", r)
			}
			if !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret-key") {
				t.Errorf("got %q, want %q and no key", err, c.want)
			}
		})
	}
}

func endless(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	for r.Context().Err() == nil {
		if _, err := fmt.Fprintf(w, "data: %s\n\n", delta(strings.Repeat("x", 10000))); err != nil {
			return
		}
	}
}

func TestGenerate_AsksABusyServerAgain(t *testing.T) {
	var n atomic.Int32
	c := client(t, func(w http.ResponseWriter, _ *http.Request) {
		if n.Add(1) == 1 {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		sse(w, delta("Yes."), finish("stop"), done)
	})
	if r, err := c.Generate(context.Background(), ask); err != nil || r.Text != "Yes." || n.Load() != 2 {
		t.Errorf("got %+v, %v after %d tries", r, err, n.Load())
	}
}

func TestGenerate_WithoutSchemasAsksInWords(t *testing.T) {
	var schemas atomic.Int32
	c := client(t, func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		if strings.Contains(string(b), "json_schema") {
			schemas.Add(1)
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		sse(w, delta(`Here: {"a":1}`), finish("stop"), done)
	})
	req := ask
	req.SchemaName, req.Schema = "x", json.RawMessage(`{"type":"object"}`)
	for range 2 {
		if r, err := c.Generate(context.Background(), req); err != nil || !strings.Contains(r.Text, `{"a":1}`) {
			t.Errorf("got %+v, %v", r, err)
		}
	}
	if schemas.Load() != 1 {
		t.Errorf("the schema was sent %d times, want once", schemas.Load())
	}
}

func TestGenerate_AsksTheNextEndpointOnFailure(t *testing.T) {
	bad := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(400) }))
	defer bad.Close()
	good := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { sse(w, delta("Yes."), finish("stop"), done) }))
	defer good.Close()
	c, err := New([]Endpoint{{URL: bad.URL, Model: "a"}, {URL: good.URL, Model: "b"}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := c.Generate(context.Background(), ask); err != nil || r.Model != "b" {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestGenerate_RefusedRequestIsNoServerFailure(t *testing.T) {
	asked := 0
	c := client(t, func(w http.ResponseWriter, _ *http.Request) {
		if asked++; asked <= 8 { // the first call tries three shapes
			w.WriteHeader(http.StatusBadRequest)
			return
		}
		sse(w, delta("Yes."), finish("stop"), done)
	})
	for range 6 {
		if _, err := c.Generate(context.Background(), ask); !errors.Is(err, ErrRefused) || !Free(err) {
			t.Errorf("got %v", err)
		}
	}
	if r, err := c.Generate(context.Background(), ask); err != nil || r.Text != "Yes." {
		t.Errorf("the next request: %+v, %v", r, err)
	}
}

func TestGenerate_SaysWhenServerIsUnreachable(t *testing.T) {
	c, err := New([]Endpoint{{URL: "http://127.0.0.1:1/v1", Model: "m"}}, Options{Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Generate(context.Background(), ask); err == nil || !strings.Contains(err.Error(), "cannot be reached") {
		t.Errorf("got %v", err)
	}
}

func TestGenerate_TooLongPromptIsNotSent(t *testing.T) {
	c := client(t, func(http.ResponseWriter, *http.Request) { t.Error("it was sent") })
	if _, err := c.Generate(context.Background(), Request{Messages: []Message{{"user", strings.Repeat("word ", 20000)}}}); err == nil || !strings.Contains(err.Error(), "LLM_CONTEXT") {
		t.Errorf("got %v", err)
	}
}

func TestFree_OnlyWhatWasNotWorkedOn(t *testing.T) {
	answer := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
	}
	gone, err := New([]Endpoint{{URL: "http://127.0.0.1:1/v1", Model: "m"}}, Options{Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	cut := client(t, func(w http.ResponseWriter, _ *http.Request) { sse(w, delta("Ye")) })
	late, cancel := context.WithCancel(context.Background())
	cancel()
	long := Request{Messages: []Message{{"user", strings.Repeat("word ", 9000)}}}
	for name, c := range map[string]struct {
		ctx  context.Context
		ask  Request
		c    *Client
		want bool
	}{
		"a wrong key": {ask: ask, c: client(t, answer(401)), want: true}, "a rate limit": {ask: ask, c: client(t, answer(429)), want: true}, "no server": {ask: ask, c: gone, want: true},
		"a prompt that is too long": {ask: long, c: cut, want: true}, "a question nobody waits for": {ctx: late, ask: ask, c: cut, want: true},
		"a proxy's error": {ask: ask, c: client(t, answer(502))}, "a reply cut in the middle": {ask: ask, c: cut},
		"no server, then a cut reply": {ask: ask, c: &Client{ends: append(gone.ends[:1:1], cut.ends...), o: cut.o}},
	} {
		ctx := c.ctx
		if ctx == nil {
			ctx = context.Background()
		}
		if _, err := c.c.Generate(ctx, c.ask); err == nil || Free(err) != c.want {
			t.Errorf("%s: free is %v, want %v (%v)", name, Free(err), c.want, err)
		}
	}
	if Free(nil) {
		t.Error("a call that did not fail is no free one")
	}
}

func TestMost_BoundsWhatARequestCosts(t *testing.T) {
	text := strings.Repeat("A sentence of news. ", 60) // 1,200 letters: about 300 tokens
	for _, c := range []struct {
		r           Request
		least, most int
	}{
		{Request{}, 500, 500}, {Request{MaxTokens: 20}, 20, 20}, {Request{Messages: []Message{{"user", text}}, MaxTokens: 700}, 1000, 1150},
		{Request{Messages: []Message{{"user", strings.Repeat("新聞記事", 300)}}, MaxTokens: 20}, 1220, 1600},
		{Request{Schema: json.RawMessage(`{"type":"object"}`)}, 504, 520},
	} {
		if got := c.r.Most(); got < c.least || got > c.most {
			t.Errorf("got %d, want %d to %d", got, c.least, c.most)
		}
	}
}

func TestParseFallbacks_ReadsAndRefuses(t *testing.T) {
	env := func(k string) string { return map[string]string{"K": "v"}[k] }
	got, err := ParseFallbacks("http://a/v1 m; http://b/v1 n K", env)
	if err != nil || len(got) != 2 || got[1].Key != "v" {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, s := range []string{"http://a/v1", "a b c d", "http://a m NONE"} {
		if _, err := ParseFallbacks(s, env); err == nil {
			t.Errorf("%q passed", s)
		}
	}
}

func TestFirst_AsksNoOtherServer(t *testing.T) {
	asked := map[string]int{}
	server := func(name string, status int) Endpoint {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			asked[name]++
			w.WriteHeader(status)
		}))
		t.Cleanup(s.Close)
		return Endpoint{URL: s.URL, Model: name}
	}
	c, err := New([]Endpoint{server("first", 401), server("second", 401)}, Options{Tries: 1})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.First().Generate(t.Context(), ask); err == nil || asked["first"] == 0 || asked["second"] != 0 {
		t.Errorf("asked %v, %v", asked, err)
	}
	if why, _ := c.Fault(); why == "" {
		t.Error("what it learns of the server is not shared")
	}
}

func TestFake_KeepsToItsScript(t *testing.T) {
	f := &Fake{Replies: []string{"a", "b"}}
	for _, want := range []string{"a", "b", "b"} {
		if r, err := f.Generate(context.Background(), ask); err != nil || r.Text != want {
			t.Errorf("got %+v, %v; want %s", r, err, want)
		}
	}
	if _, err := (&Fake{Err: ErrUnusable}).Generate(context.Background(), ask); !errors.Is(err, ErrUnusable) || len(f.Asked()) != 3 {
		t.Errorf("got %v, asked %d", err, len(f.Asked()))
	}
}

func TestParseFallbacks_KeyInAnAddressIsNoModel(t *testing.T) {
	for s, ok := range map[string]bool{
		"https://a.example/v1 m":                                 true,
		"https://a.example/openai/deployments/m?api-version=1 m": true,
		"https://a.example/v1?key=hu sh":                         false,
		"https://a.example/v1?hu sh":                             false,
		"https://me:1@a.example/v1 m":                            true, // a password of the server, which is never shown
		"https://sk-hu sh@a.example/v1":                          false,
		"https://sk-hu\tsh@a.example/v1 m":                       false,
	} {
		got, err := ParseFallbacks(s, func(string) string { return "" })
		if (err == nil) != ok || err != nil && (strings.Contains(err.Error(), "hu") || strings.Contains(err.Error(), "sk-")) {
			t.Errorf("%q: %+v, %v", s, got, err)
		}
	}
}
