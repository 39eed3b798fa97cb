package llm

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// outer wraps a Generator as a budget does.
type outer struct{ Generator }

func (o outer) Unwrap() Generator { return o.Generator }

func TestContext_AsSaidElseByPlace(t *testing.T) {
	for _, c := range []struct {
		url, model string
		said, want int
		room       int
	}{
		{"http://127.0.0.1:11434/v1", "m", 0, 4096, 0},
		{"https://api.openai.com/v1", "gpt-4o", 0, 16000, 0},
		{"https://api.openai.com/v1", "gpt-5-mini", 0, 16000, 4096},
		{"http://ollama:11434/v1", "m", 8192, 8192, 0},
		{"https://api.openai.com/v1", "gpt-4o", 3000, 3000, 0},
		{"http://ollama:11434/v1", "qwen3:8b", 8192, 4096, 4096}, // what it thinks stands in the same context
		{"http://ollama:11434/v1", "qwen3:8b", 0, 2048, 4096},
	} {
		client, err := New([]Endpoint{{URL: c.url, Model: c.model}}, Options{Context: c.said})
		if err != nil {
			t.Fatal(err)
		}
		wrapped := outer{outer{client}}
		if got, room := ContextOf(wrapped), RoomOf(wrapped); got != c.want || room != c.room || ClientOf(wrapped) != client {
			t.Errorf("%+v: context %d, room %d", c, got, room)
		}
	}
	if got, room := ContextOf(&Fake{}), RoomOf(&Fake{}); got != 4096 || room != 0 || ClientOf(&Fake{}) != nil {
		t.Errorf("a fake: context %d, room %d", got, room)
	}
}

func TestContext_WhatASlowServerReadsInAMinute(t *testing.T) {
	for name, c := range map[string]struct {
		wait  time.Duration // until the first token
		said  int
		want  int
		slow  bool
		reads float64
	}{
		"slow":                      {15 * time.Second, 0, 2400, true, 40},
		"very slow":                 {60 * time.Second, 0, 2048, true, 10},
		"fast":                      {time.Second, 0, 4096, false, 600},
		"slow, and its owner knows": {15 * time.Second, 4096, 4096, false, 40},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				model := wired(t, Endpoint{URL: "http://127.0.0.1/v1", Model: "m"}, Options{Context: c.said}, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					time.Sleep(c.wait)
					sse(w, delta("so"))
					time.Sleep(4 * time.Second)
					sse(w, delta(" it is"), `{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":600,"completion_tokens":20}}`, done)
				}))
				long := Request{Messages: []Message{{"user", strings.Repeat("many words ", 300)}}}
				for range paceLeast {
					if got := model.State(); got.Slow {
						t.Errorf("it is called slow too early: %+v", got)
					}
					if _, err := model.Generate(t.Context(), long); err != nil {
						t.Fatal(err)
					}
				}
				got := model.State()
				if got.Context != c.want || got.Slow != c.slow || got.In != c.reads || got.Out != 5 || model.Context() != c.want {
					t.Errorf("got %+v", got)
				}
			})
		})
	}
}

func TestExtra_AddedToEveryRequest(t *testing.T) {
	extra, err := ParseExtra(`{"reasoning_effort":"low","temperature":null,"max_tokens":9,"n":1234567890123456789}`)
	if err != nil {
		t.Fatal(err)
	}
	var body []byte
	model := client(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ = io.ReadAll(r.Body)
		sse(w, delta("Yes."), finish("stop"), done)
	})
	withExtra, err := New([]Endpoint{{URL: "http://" + model.ends[0].host + "/v1", Model: "m"}}, Options{Extra: extra})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := withExtra.Generate(context.Background(), ask); err != nil {
		t.Fatal(err)
	}
	var got map[string]json.RawMessage
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	_, warm := got["temperature"]
	if said := fmt.Sprintf("%s %s %s", got["reasoning_effort"], got["max_tokens"], got["n"]); said != `"low" 9 1234567890123456789` || warm || len(got["messages"]) == 0 {
		t.Errorf("sent %s", body)
	}
}

func TestFault_IsTheLastOfEachEndpointUntilItAnswers(t *testing.T) {
	broken := true
	model := client(t, func(w http.ResponseWriter, _ *http.Request) {
		if broken {
			w.WriteHeader(http.StatusPaymentRequired)
			return
		}
		sse(w, delta("Yes."), finish("stop"), done)
	})
	if why, _ := model.Fault(); why != "" {
		t.Errorf("before: %q", why)
	}
	for range 7 { // at the end the breaker lets nothing pass, which is not the reason
		_, _ = model.Generate(context.Background(), ask)
	}
	if why, at := model.Fault(); !strings.Contains(why, "no money or quota left") || strings.Contains(why, "left alone") || time.Since(at) > time.Minute {
		t.Errorf("got %q at %s", why, at)
	}
	broken = false
	fresh := &Client{ends: []*endpoint{model.ends[0]}, o: model.o}
	fresh.ends[0].breaker = newBreaker[Reply]("h")
	if _, err := fresh.Generate(context.Background(), ask); err != nil {
		t.Fatal(err)
	}
	if why, _ := model.Fault(); why != "" {
		t.Errorf("after: %q", why)
	}
}

func TestFree_NotAfterAReplyThatWasComputed(t *testing.T) {
	n := 0
	model := client(t, func(w http.ResponseWriter, _ *http.Request) {
		if n++; n == 1 {
			sse(w, finish("length"), done) // it asks again with more room
			return
		}
		w.WriteHeader(http.StatusUnauthorized)
	})
	if _, err := model.Generate(context.Background(), ask); err == nil || Free(err) || n != 2 {
		t.Errorf("%d requests, free is %v: %v", n, Free(err), err)
	}
}

func TestGenerate_RepliesThatWereOfNoUseCountToo(t *testing.T) {
	n := 0
	model := client(t, func(w http.ResponseWriter, _ *http.Request) {
		if n++; n == 1 {
			sse(w, `{"choices":[{"delta":{},"finish_reason":"length"}],"usage":{"prompt_tokens":100,"completion_tokens":0,"total_tokens":600}}`, done)
			return
		}
		sse(w, delta("Yes."), `{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":100,"completion_tokens":40}}`, done)
	})
	if r, err := model.Generate(context.Background(), ask); err != nil || r.In != 200 || r.Out != 540 {
		t.Errorf("got %+v, %v", r, err)
	}
}

func TestObject_TheLastThatIsWhole(t *testing.T) {
	for s, want := range map[string]string{
		`{"a":1}`: `{"a":1}`, "```json\n{\"a\":{\"b\":2}}\n```": `{"a":{"b":2}}`, `Of {x} I say {"a":1}.`: `{"a":1}`, `{"a":1} or {"a":2}`: `{"a":2}`,
		`{"a":[{"b":1},{"b`: "", `{"a":"}`: "", "[1]": "", "": "", `<think>{"a":1}`: "", `<think>{"a":1}</think>{"a":2}`: `{"a":2}`, `{"a":1}</think>{"a":2`: "",
		strings.Repeat("{", 1<<20): "", strings.Repeat(`{"a":[`, 1<<16) + "x": "",
	} {
		if got := string(Object(s)); got != want {
			t.Errorf("%.60q: got %q, want %q", s, got, want)
		}
	}
}

// It takes a second. When each level was read again, 1,000 of them around 1 MiB took 21 s.
func TestBlocks_HostileContentIsReadInOneGo(t *testing.T) {
	const levels, pieces = 4900, replyMost / 24
	deep := strings.Repeat(`[{"type":"thinking","thinking":`, levels) + `"` + strings.Repeat("x", replyMost) + `"` + strings.Repeat("}]", levels)
	if said, thought := blocks(json.RawMessage(deep)); said != "" || thought != "" {
		t.Errorf("%d levels: %d bytes said, %d thought", levels, len(said), len(thought))
	}
	many := `[{"text":"0123456789a"}` + strings.Repeat(`,{"text":"0123456789a"}`, pieces-1) + `]`
	if said, _ := blocks(json.RawMessage(many)); len(said) != pieces*len("0123456789a") {
		t.Errorf("%d pieces: %d bytes said", pieces, len(said))
	}
}

func TestScrub_NoSecretOneLine(t *testing.T) {
	for s, want := range map[string]string{
		"Bad key abcdef123 at\nhttps://me:pw@host.example/v1?key=x#y now": "Bad key … at https://host.example/v1 now",
		"Incorrect API key provided: sk-proj-****abcd.":                   "Incorrect API key provided: …",
		"\x1b[31mred\x00\u202e text":                                      "[31mred text",
		strings.Repeat("wörd ", 100):                                      strings.Repeat("wörd ", 39) + "wörd…",
	} {
		if got := scrub(s, "abcdef123"); got != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

func TestServers_ShareWhatIsKnownAndTheTurn(t *testing.T) {
	refused := 0
	h := func(w http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); strings.Contains(string(body), "stream_options") {
			refused++
			http.Error(w, `{"detail":"stream_options: extra fields not permitted"}`, http.StatusUnprocessableEntity)
			return
		}
		sse(w, delta("Yes."), finish("stop"), done)
	}
	end := Endpoint{URL: "http://" + client(t, h).ends[0].host + "/v1", Model: "m"}
	other := end
	other.Model = "n"
	shared := Options{Servers: &Servers{}}
	var clients []*Client
	for _, e := range []Endpoint{end, end, other} {
		c, err := New([]Endpoint{e}, shared)
		if err == nil {
			_, err = c.Generate(context.Background(), ask)
		}
		if err != nil {
			t.Fatal(err)
		}
		clients = append(clients, c)
	}
	if refused != 2 {
		t.Errorf("%d requests were refused, want one for each model", refused)
	}
	if clients[0].ends[0] != clients[1].ends[0] || clients[0].ends[0].local != clients[2].ends[0].local {
		t.Error("two clients of one server do not know of one another")
	}
}
