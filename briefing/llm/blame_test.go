package llm

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

// formed asks for JSON.
var formed = Request{Messages: ask.Messages, SchemaName: "answer", Schema: []byte(`{"type":"object"}`)}

// usage is a last part that says what a reply cost.
func usage(in, out string) string {
	return `{"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":` + in + `,"completion_tokens":` + out + `}}`
}

// A wait in which nobody reads says nothing of how fast prompts are read.
func TestPace_WaitWithoutReadingIsNotMeasured(t *testing.T) {
	const remote, house = "http://api.example.com/v1", "http://127.0.0.1/v1"
	comment := ": PROCESSING\n\n"
	for name, c := range map[string]struct {
		url, model string
		first      string // before the first token, while it waits
		token      string
		details    string // of the usage
		measured   bool
	}{
		"it reads":                          {remote, "m", "", delta("so"), "", true},
		"it thought, the service says":      {remote, "m", "", delta("so"), `,"completion_tokens_details":{"reasoning_tokens":1400}`, false},
		"it may have thought":               {remote, "o4-mini", "", delta("so"), "", false},
		"it shows what it thinks":           {remote, "o4-mini", "", `{"choices":[{"delta":{"reasoning_content":"Well."}}]}`, `,"completion_tokens_details":{"reasoning_tokens":1400}`, true},
		"in the house it would show it":     {house, "qwen3", "", delta("so"), "", true},
		"a queue holds it and says so":      {remote, "m", comment, delta("so"), "", false},
		"a queue in the house":              {house, "m", comment, delta("so"), "", false},
		"it thought nothing":                {remote, "m", "", delta("so"), `,"completion_tokens_details":{"reasoning_tokens":0}`, true},
		"it writes what it thinks in front": {remote, "m", "", delta("<think>so</think>"), `,"completion_tokens_details":{"reasoning_tokens":1400}`, true},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				model := wired(t, Endpoint{URL: c.url, Model: c.model}, Options{}, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
					time.Sleep(5 * time.Second)
					_, _ = io.WriteString(w, c.first)
					w.(http.Flusher).Flush()
					time.Sleep(10 * time.Second)
					sse(w, c.token)
					time.Sleep(5 * time.Second)
					sse(w, delta(" it is"), strings.Replace(usage("900", "1500"), `1500}`, `1500`+c.details+`}`, 1), done)
				}))
				for range paceLeast {
					if _, err := model.Generate(t.Context(), Request{Messages: []Message{{"user", strings.Repeat("many words ", 300)}}}); err != nil {
						t.Fatal(err)
					}
				}
				if got := model.State(); (got.In > 0) != c.measured || got.Slow && !c.measured || !c.measured && c.details != "" && got.Out > 100/5 {
					t.Errorf("got %+v", got)
				}
			})
		})
	}
}

// What a service refuses when it has written already was computed, and is not asked again.
func TestGenerate_RefusalInTheMiddleWasComputed(t *testing.T) {
	for name, c := range map[string]struct {
		before   []string
		requests int
		free     bool
	}{
		"before the first token": {nil, 3, true},
		"after some":             {[]string{delta(strings.Repeat("word ", 300))}, 1, false},
	} {
		synctest.Test(t, func(t *testing.T) {
			n := 0
			model := wired(t, Endpoint{URL: "http://api.example.com/v1", Model: "m"}, Options{}, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				n++
				sse(w, append(c.before, `{"error":{"code":429,"message":"Provider rate limit"}}`)...)
			}))
			if _, err := model.Generate(t.Context(), ask); n != c.requests || Free(err) != c.free || !strings.Contains(err.Error(), "Provider rate limit") {
				t.Errorf("%s: %d requests, free %v: %v", name, n, Free(err), err)
			}
		})
	}
}

// Each token that a server counts is in the bill, whoever answers in the end.
func TestGenerate_BillHoldsWhatFailed(t *testing.T) {
	const stop = `{"choices":[{"delta":{},"finish_reason":"stop"}]}`
	formless := client(t, func(w http.ResponseWriter, _ *http.Request) { sse(w, delta("Sorry."), usage("5000", "300"), done) })
	silent := client(t, func(w http.ResponseWriter, _ *http.Request) { sse(w, delta("Sorry."), stop, done) })
	good := client(t, func(w http.ResponseWriter, _ *http.Request) { sse(w, delta(`{"a":1}`), usage("40", "2"), done) })
	unsaid := client(t, func(w http.ResponseWriter, _ *http.Request) { sse(w, delta(`{"a":1}`), stop, done) })
	refuses := client(t, func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "no", http.StatusForbidden) })
	most := formed
	most.MaxTokens = defaultReply
	for name, c := range map[string]struct {
		ends    []*Client
		in, out int
		fails   bool
	}{
		"one answers":                     {[]*Client{good}, 40, 2, false},
		"one fails, one answers":          {[]*Client{formless, good}, 2*5000 + 40, 2*300 + 2, false},
		"one fails, one does not count":   {[]*Client{formless, unsaid}, 2*5000 + most.Most(), 600, false},
		"one fails":                       {[]*Client{formless}, 2 * 5000, 2 * 300, true},
		"one refuses, one answers":        {[]*Client{refuses, good}, 40, 2, false},
		"one refuses":                     {[]*Client{refuses}, 0, 0, true},
		"one fails and does not count":    {[]*Client{silent}, 0, 0, true},
		"both fail, one does not count":   {[]*Client{silent, formless}, 2*5000 + most.Most(), 600, true},
		"the second of three answers":     {[]*Client{formless, good, silent}, 2*5000 + 40, 602, false},
		"one does not count, one answers": {[]*Client{silent, good}, 40, 2, false},
	} {
		all := &Client{o: good.o}
		for _, one := range c.ends {
			all.ends = append(all.ends, one.ends[0])
			one.ends[0].guess = time.Time{}
		}
		var tally Tally
		reply, err := all.Generate(tally.Under(t.Context()), formed)
		if reply.In != c.in || reply.Out != c.out || (err != nil) != c.fails || Free(err) != (name == "one refuses" && err != nil) {
			t.Errorf("%s: %d and %d tokens, want %d and %d; free %v, %v", name, reply.In, reply.Out, c.in, c.out, Free(err), err)
		}
		if use := tally.Steps()["answer"]; use.In != c.in || use.Out != c.out {
			t.Errorf("%s: counted %+v", name, use)
		}
	}
}

// What is asked, and the key, go to no other server.
func TestGenerate_NothingFollowsARedirectToAnotherHost(t *testing.T) {
	for path, host := range map[string]string{"/openai/deployments/m?api-version=1": "localhost", "/v1": "localhost", "/v2": "127.0.0.1"} {
		got := ""
		other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ := io.ReadAll(r.Body)
			got = r.Header.Get("api-key") + r.Header.Get("Authorization") + string(body)
			sse(w, delta("Yes."), finish("stop"), done)
		}))
		n, to := 0, strings.Replace(other.URL, "127.0.0.1", host, 1)
		first := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if n++; strings.HasPrefix(r.URL.Path, "/moved") {
				sse(w, delta("Yes."), finish("stop"), done)
				return
			}
			http.Redirect(w, r, to+"/moved/chat/completions", http.StatusTemporaryRedirect)
		}))
		model, err := New([]Endpoint{{URL: first.URL + path, Model: "m", Key: "azure-secret"}}, Options{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := model.Generate(t.Context(), ask); !errors.Is(err, errMoved) || !Free(err) || got != "" || n != 1 || strings.Contains(err.Error(), other.URL) {
			t.Errorf("%s: the other was given %q, %d requests, %v", path, got, n, err)
		}
		to = ""
		if reply, err := model.Generate(t.Context(), ask); err != nil || reply.Text != "Yes." {
			t.Errorf("%s: within the host: %+v, %v", path, reply, err)
		}
		first.Close()
		other.Close()
	}
}

// Callers who cannot wait say nothing of a server that answers those who can.
func TestGenerate_CallersDeadlinesLeaveTheBreakerAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		model := wired(t, Endpoint{URL: "http://api.example.com/v1", Model: "m"}, Options{}, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			select {
			case <-r.Context().Done():
			case <-time.After(3 * time.Second):
				sse(w, delta("Yes."), finish("stop"), done)
			}
		}))
		for range 7 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			if _, err := model.Generate(ctx, ask); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("a caller who cannot wait is told %v", err)
			}
			cancel()
		}
		if reply, err := model.Generate(t.Context(), ask); err != nil || reply.Text != "Yes." {
			t.Errorf("one who can: %+v, %v", reply, err)
		}
	})
}

// One reply without a form changes nothing; the same again does, and lasts.
func TestGenerate_FormIsGivenUpWhenItIsMissedAgain(t *testing.T) {
	for name, c := range map[string]struct {
		misses   func(call int) bool // in a call's first request
		requests []int
		words    bool
	}{
		"never":        {func(int) bool { return false }, []int{1, 1, 1}, false},
		"once":         {func(call int) bool { return call == 1 }, []int{2, 1, 1, 1}, false},
		"now and then": {func(call int) bool { return call%2 == 1 }, []int{2, 1, 2, 1, 2, 1}, false},
		"always":       {func(int) bool { return true }, []int{2, 2, 1, 1}, true},
	} {
		call, n := 0, 0
		model := client(t, func(w http.ResponseWriter, r *http.Request) {
			n++
			if body, _ := io.ReadAll(r.Body); c.misses(call) && strings.Contains(string(body), "response_format") {
				sse(w, delta("I am sorry."), finish("stop"), done)
				return
			}
			sse(w, delta(`{"a":1}`), finish("stop"), done)
		})
		for i, want := range c.requests {
			call, n = i+1, 0
			if _, err := model.Generate(t.Context(), formed); err != nil || n != want {
				t.Errorf("%s, call %d: %d requests, want %d, %v", name, i+1, n, want, err)
			}
		}
		if shape := model.State().Shape; strings.Contains(shape, "in words") != c.words {
			t.Errorf("%s: asked with %s", name, shape)
		}
	}
}

func TestWritten_TheModelsFaultIsNotTheServices(t *testing.T) {
	for name, c := range map[string]struct {
		parts   []string
		written bool
	}{
		"no JSON":         {[]string{delta("Sorry."), finish("stop"), done}, true},
		"nothing":         {[]string{delta(""), finish("stop"), done}, true},
		"too long":        {[]string{delta(`{"a":`), finish("length"), done}, true},
		"cut":             {[]string{delta(`{"a":`)}, false},
		"a filter":        {[]string{delta(`{"a":`), finish("content_filter"), done}, false},
		"broken off":      {[]string{delta(`{"a":`), `{"error":{"code":429,"message":"limit"}}`}, false},
		"an error":        {[]string{`{"error":{"code":500,"message":"oh"}}`}, false},
		"what no part is": {[]string{`"x`, "", done}, false},
	} {
		model := client(t, func(w http.ResponseWriter, _ *http.Request) { sse(w, c.parts...) })
		model.ends[0].o.Tries = 1
		if _, err := model.Generate(t.Context(), formed); err == nil || Written(err) != c.written {
			t.Errorf("%s: written %v, %v", name, Written(err), err)
		}
	}
}
