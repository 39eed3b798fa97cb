package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// plain answers without a stream, whatever was asked for.
func plain(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json; charset=utf-8")
		io.WriteString(w, body)
	}
}

func TestGenerate_PlainReplyHeldToTheSame(t *testing.T) {
	choice := func(content, finish string) string {
		return `{"choices":[{"message":{"role":"assistant","content":` + content + `},"finish_reason":"` + finish + `"}],"usage":{"prompt_tokens":900,"completion_tokens":5}}`
	}
	for name, c := range map[string]struct{ body, want string }{
		"an error body":          {`{"error":{"message":"overloaded"}}`, "an error instead"},
		"an error and a choice":  {`{"error":"overloaded","choices":[{"message":{"content":"Yes."},"finish_reason":"stop"}]}`, "an error instead"},
		"no choice":              {`{"choices":[]}`, "no choice"},
		"null content":           {choice("null", "stop"), "empty"},
		"null content, cut":      {choice("null", "length"), "used up its tokens"},
		"cut at the length":      {choice(`"Yes and"`, "length"), "cut at"},
		"a filter":               {choice(`"Yes"`, "content_filter"), "filter"},
		"a tool that is called":  {choice(`"Yes"`, "tool_calls"), "it calls for a tool"},
		"half a body":            {choice(`"Yes."`, "stop")[:40], "not the JSON"},
		"a body that is no JSON": {`{Welcome`, "not the JSON"},
		"a page":                 {`<html>Welcome</html>`, "a web page"},
		"nothing":                {"", "not the JSON"},
	} {
		t.Run(name, func(t *testing.T) {
			if r, err := client(t, plain(c.body)).Generate(context.Background(), ask); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %+v, %v; want %q", r, err, c.want)
			}
		})
	}
	if r, err := client(t, plain(choice(`"Yes."`, "stop"))).Generate(context.Background(), ask); err != nil || r.Text != "Yes." || r.In != 900 || r.Out != 5 {
		t.Errorf("a whole reply: got %+v, %v", r, err)
	}
}

func TestGenerate_ReplyIsCapped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		model := overWire(t, plain(`{"choices":[{"message":{"content":"`+strings.Repeat("x", replyMost)+`"}}]}`))
		if r, err := model.Generate(t.Context(), ask); err == nil || !strings.Contains(err.Error(), "larger than") {
			t.Errorf("got %d bytes, %v", len(r.Text), err)
		}
	})
}

func TestGenerate_StreamThatBreaksRulesFails(t *testing.T) {
	for name, c := range map[string]struct {
		h    http.HandlerFunc
		want string
	}{
		"an error in the middle": {func(w http.ResponseWriter, _ *http.Request) {
			sse(w, delta("Yes"), `{"error":{"message":"overloaded","type":"server_error"}}`, finish("stop"), done)
		}, ""},
		"a connection that breaks": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "5000")
			sse(w, delta("Yes"))
			panic(http.ErrAbortHandler)
		}, ""},
		"parts without tokens for ever": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				sse(w, delta(""))
			}
		}, "does not end"},
		"comments for ever": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "text/event-stream")
			for r.Context().Err() == nil {
				io.WriteString(w, ": still here\n\n")
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		}, ""},
		"a limit that is ignored": {func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				sse(w, delta(strings.Repeat(" ", 200)))
			}
		}, "does not end"},
	} {
		t.Run(name, func(t *testing.T) {
			asked := client(t, c.h)
			if name == "comments for ever" {
				asked = hasty(asked)
			}
			r, err := asked.Generate(context.Background(), ask)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %+v, %v; want %q", r, err, c.want)
			}
		})
	}
}

// wire is a server without a network: each connection to it is a pipe.
type wire chan net.Conn

func (w wire) Accept() (net.Conn, error) {
	if c, ok := <-w; ok {
		return c, nil
	}
	return nil, net.ErrClosed
}

func (w wire) Close() error   { return nil }
func (w wire) Addr() net.Addr { return &net.IPAddr{} }

// overWire is a client as client makes it, for a bubble where time costs nothing.
func overWire(t *testing.T, h http.HandlerFunc) *Client {
	t.Helper()
	return wired(t, Endpoint{URL: "http://model.example/v1", Model: "m"}, Options{Tries: 1}, h)
}

// wired is a client of a server at any address, in such a bubble.
func wired(t *testing.T, end Endpoint, o Options, h http.Handler) *Client {
	t.Helper()
	w := make(wire)
	s := &http.Server{Handler: h, ErrorLog: log.New(io.Discard, "", 0)}
	go s.Serve(w)
	dial := func(context.Context, string, string) (net.Conn, error) {
		here, there := net.Pipe()
		w <- there
		return here, nil
	}
	transport := &http.Transport{DialContext: dial}
	o.Transport = transport
	c, err := New([]Endpoint{end}, o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		close(w)
		s.Close()
		time.Sleep(time.Hour) // until the last handler has noticed
	})
	return c
}

func TestGenerate_WaitsWhileTokensArrive(t *testing.T) {
	for name, c := range map[string]struct {
		part, last string
		rest       time.Duration // after each of 12 parts
		want       string        // "" is a failure
	}{
		"tokens":              {delta("so "), "", nextToken - time.Millisecond, strings.TrimSpace(strings.Repeat("so ", 12))},
		"a model that thinks": {`{"choices":[{"delta":{"reasoning":"hm"}}]}`, delta("Yes."), nextToken - time.Millisecond, "Yes."},
		"tokens that come too late for each other": {delta("so "), "", nextToken + time.Millisecond, ""},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				model := overWire(t, func(w http.ResponseWriter, _ *http.Request) {
					for range 12 {
						sse(w, c.part)
						time.Sleep(c.rest) // in all longer than either stall limit
					}
					if c.last != "" {
						sse(w, c.last)
					}
					sse(w, finish("stop"), done)
				})
				if r, err := model.Generate(t.Context(), ask); r.Text != c.want || (err != nil) != (c.want == "") {
					t.Errorf("got %q, %v", r.Text, err)
				}
			})
		})
	}
}

func TestGenerate_CutPromptFails(t *testing.T) {
	long := strings.Repeat("Rescuers found 40 people alive in the school of Senn, the rescue service said. ", 60)
	r := Request{Messages: []Message{{"user", long}}, MaxTokens: 20}
	if n := r.pieces(); n < 900 || n > 1100 {
		t.Fatalf("%d pieces: the counts below are of about 1,000", n)
	}
	for name, c := range map[string]struct {
		counts string // of two prompts' tokens, as the server says them
		fails  [2]bool
	}{
		"the length of a context": {"512 768", [2]bool{true, true}}, "one less": {"511 767", [2]bool{false, true}}, "the same twice": {"600 600", [2]bool{false, true}},
		"what a cache did not hold": {"14 14", [2]bool{}}, "more of it": {"700 650", [2]bool{}}, "all": {"1024 1280", [2]bool{}}, "not said": {"0 0", [2]bool{}},
	} {
		counts := strings.Fields(c.counts)
		var n atomic.Int32
		model := client(t, func(w http.ResponseWriter, _ *http.Request) {
			sse(w, delta("Yes."), fmt.Sprintf(`{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":%s}}`,
				counts[n.Add(1)-1]), done)
		})
		for i := range counts {
			r.Messages = []Message{{"user", long + strings.Repeat("More. ", i)}}
			got, err := model.Generate(context.Background(), r)
			if (err != nil) != c.fails[i] || err != nil && !strings.Contains(err.Error(), "only a part of the prompt") {
				t.Errorf("%s, prompt %d: got %+v, %v", name, i+1, got, err)
			}
		}
	}
}

func TestGenerate_LongRetryAfterIsRespected(t *testing.T) {
	var n, other atomic.Int32
	busy := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		n.Add(1)
		w.Header().Set("Retry-After", time.Now().Add(5*time.Minute).UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusTooManyRequests)
	}))
	defer busy.Close()
	good := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		other.Add(1)
		sse(w, delta("Yes."), finish("stop"), done)
	}))
	defer good.Close()
	c, err := New([]Endpoint{{URL: busy.URL, Model: "a"}, {URL: good.URL, Model: "b"}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if r, err := c.Generate(context.Background(), ask); err != nil || r.Model != "b" {
			t.Errorf("got %+v, %v", r, err)
		}
	}
	if n.Load() != 1 || other.Load() != 3 {
		t.Errorf("asked %d and %d times, want once and 3 times", n.Load(), other.Load())
	}
	alone := &Client{ends: c.ends[:1], o: c.o}
	if _, err := alone.Generate(context.Background(), ask); err == nil || !strings.Contains(err.Error(), "asks to wait ") || !Free(err) {
		t.Errorf("got %v, free %v", err, Free(err))
	}
}

func TestWaitOf_SecondsOrADate(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for s, want := range map[string]time.Duration{
		"": 0, "7": 7 * time.Second, " 7 ": 7 * time.Second, "-3": 0, "99999999999": 0, "86400": restMost, "soon": 0,
		"Mon, 23 Nov 2026 12:00:20 GMT": 20 * time.Second, "Mon, 23 Nov 2026 11:00:00 GMT": 0, "Mon, 23 Nov 2027 11:00:00 GMT": restMost,
	} {
		if s == "99999999999" {
			want = restMost
		}
		if got := waitOf(s, now); got != want {
			t.Errorf("%q: got %s, want %s", s, got, want)
		}
	}
}

func TestGenerate_BrokenServerRestsAMinute(t *testing.T) {
	var n atomic.Int32
	c := client(t, func(w http.ResponseWriter, _ *http.Request) { n.Add(1); w.WriteHeader(http.StatusForbidden) })
	for range 9 {
		if _, err := c.Generate(context.Background(), ask); err == nil {
			t.Fatal("it passed")
		}
	}
	if _, err := c.Generate(context.Background(), ask); n.Load() != 5 || !strings.Contains(err.Error(), "left alone for a minute") || !Free(err) {
		t.Errorf("asked %d times, want 5; %v", n.Load(), err)
	}
}

func TestGenerate_UnusableRepliesKeepBreakerClosed(t *testing.T) {
	var n atomic.Int32
	c := client(t, func(w http.ResponseWriter, _ *http.Request) { n.Add(1); sse(w, delta("Yes"), finish("length"), done) })
	for range 8 {
		if _, err := c.Generate(context.Background(), ask); !errors.Is(err, ErrUnusable) {
			t.Fatal(err)
		}
	}
	if n.Load() != 8 {
		t.Errorf("asked %d times, want 8", n.Load())
	}
}

func TestGenerate_AsksLocalServersOneByOne(t *testing.T) {
	var now, most atomic.Int32
	c := client(t, func(w http.ResponseWriter, _ *http.Request) {
		most.Store(max(most.Load(), now.Add(1)))
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
		sse(w, delta("Yes."), finish("stop"), done)
	})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			if _, err := c.Generate(context.Background(), ask); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d questions at once", most.Load())
	}
	for host, want := range map[string]bool{"127.0.0.1": true, "::1": true, "localhost": true, "ollama": true, "192.168.1.5": true, "box.local": true, "host.docker.internal": true, "api.openai.com": false, "8.8.8.8": false} {
		if isLocal(host) != want {
			t.Errorf("%s: local is %v", host, !want)
		}
	}
}

func TestExplain_FallbackNamesItsOwnVariable(t *testing.T) {
	for status, want := range map[int]string{401: "the key that LLM_FALLBACKS names", 404: "check LLM_FALLBACKS"} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }))
		c, err := New([]Endpoint{{URL: "http://127.0.0.1:1", Model: "a"}, {URL: s.URL, Model: "b", Variable: "LLM_FALLBACKS", KeyVariable: "the key that LLM_FALLBACKS names"}}, Options{Tries: 1})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := c.Generate(context.Background(), ask); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q", err, want)
		}
		s.Close()
	}
}

func TestGenerate_JSONAskedInWordsIsChecked(t *testing.T) {
	req := ask
	req.SchemaName, req.Schema = "x", json.RawMessage(`{"type":"object"}`)
	for reply, ok := range map[string]bool{`{"a":1}`: true, "```json\n{\"a\":1}\n```": true, `{"a":1`: false, `I cannot.`: false, `[1]`: false} {
		c := client(t, func(w http.ResponseWriter, _ *http.Request) { sse(w, delta(reply), finish("stop"), done) })
		if _, err := c.Generate(context.Background(), req); (err == nil) != ok {
			t.Errorf("%s: %v", reply, err)
		}
	}
}
