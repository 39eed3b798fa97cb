package llm

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// embedder asks a server that h plays with the texts of each request.
func embedder(t *testing.T, h func(w http.ResponseWriter, r *http.Request, texts []string)) *Embeddings {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Model string
			Input []string
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Model != "m" || r.URL.Path != "/v1/embeddings" || len(body.Input) > embedBatch {
			t.Errorf("asked %s for %d texts of %q, %v", r.URL.Path, len(body.Input), body.Model, err)
		}
		w.Header().Set("Content-Type", "application/json")
		h(w, r, body.Input)
	}))
	t.Cleanup(s.Close)
	m, err := NewEmbeddings(Endpoint{URL: s.URL + "/v1", Model: "m", Key: "secret-key"}, Options{First: time.Minute, Tries: 2})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// data is a reply of vectors, each in JSON, in order.
func data(vectors ...string) string {
	for i, v := range vectors {
		vectors[i] = fmt.Sprintf(`{"object":"embedding","index":%d,"embedding":%s}`, i, v)
	}
	return `{"object":"list","data":[` + strings.Join(vectors, ",") + `]}`
}

func TestEmbed_VectorsInTheOrderOfTexts(t *testing.T) {
	calls := 0
	m := embedder(t, func(w http.ResponseWriter, _ *http.Request, texts []string) {
		calls++
		var out []string
		for i := len(texts) - 1; i >= 0; i-- { // a server may answer in any order
			var n int
			if _, err := fmt.Sscan(texts[i], &n); err != nil {
				t.Error(err)
			}
			out = append(out, fmt.Sprintf(`{"index":%d,"embedding":[%d,1]}`, i, n))
		}
		fmt.Fprintf(w, `{"data":[%s]}`, strings.Join(out, ","))
	})
	var texts []string
	var want [][]float32
	for i := range 70 {
		texts, want = append(texts, fmt.Sprint(i)), append(want, []float32{float32(i), 1})
	}
	got, err := m.Embed(t.Context(), texts)
	if err != nil || calls != 3 {
		t.Errorf("%d calls, %v; want 3", calls, err)
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}

func TestEmbed_WhatAreNoVectorsFails(t *testing.T) {
	say := func(s string) func(http.ResponseWriter, *http.Request, []string) {
		return func(w http.ResponseWriter, _ *http.Request, _ []string) { io.WriteString(w, s) }
	}
	for name, c := range map[string]struct {
		h    func(w http.ResponseWriter, r *http.Request, texts []string)
		want string
	}{
		"too few":              {say(data("[1,0]")), "1 vectors for 2 texts"},
		"too many":             {say(data("[1]", "[1]", "[1]")), "3 vectors for 2 texts"},
		"twice the same":       {say(`{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}`), "which vector is whose"},
		"a foreign index":      {say(`{"data":[{"index":0,"embedding":[1]},{"index":7,"embedding":[1]}]}`), "which vector is whose"},
		"different dimensions": {say(data("[1,0]", "[1,0,0]")), "a vector has 3 numbers"},
		"no numbers":           {say(data("[]", "[]")), "a vector has 0 numbers"},
		"no direction":         {say(data("[0,0]", "[1,0]")), "no direction"},
		"null":                 {say(data("[null,null]", "[1,0]")), "no direction"},
		"not a number":         {say(data("[NaN,0]", "[1,0]")), "not the JSON"},
		"infinity":             {say(data("[1e999,0]", "[1,0]")), "not the JSON"},
		"words":                {say(data(`"one"`, "[1,0]")), "not the JSON"},
		"an error with 200":    {say(`{"error":{"message":"overloaded"}}`), "0 vectors"},
		"a web page with 200":  {say("<html>Welcome</html>"), "not the JSON"},
		"a reply that is cut":  {say(data("[1,0]", "[0,1]")[:60]), "EOF"},
		"a reply without end":  {func(w http.ResponseWriter, r *http.Request, _ []string) { endlessNumbers(w, r) }, "larger than"},
		"no answer":            {func(_ http.ResponseWriter, r *http.Request, _ []string) { <-r.Context().Done() }, "stopped answering"},
		"a wrong key":          {func(w http.ResponseWriter, _ *http.Request, _ []string) { w.WriteHeader(401) }, "OPENAI_API_KEY"},
		"an unknown model":     {func(w http.ResponseWriter, _ *http.Request, _ []string) { w.WriteHeader(404) }, "OPENAI_EMBEDDING_MODEL"},
		"a page named as a page": {func(w http.ResponseWriter, _ *http.Request, _ []string) {
			w.Header().Set("Content-Type", "text/html")
			io.WriteString(w, "<html>Welcome</html>")
		}, "web page"},
	} {
		t.Run(name, func(t *testing.T) {
			m := embedder(t, c.h)
			if name == "no answer" {
				m.end.o.First = 300 * time.Millisecond
			}
			got, err := m.Embed(t.Context(), []string{"one", "two"})
			if err == nil {
				t.Fatalf("it passed as %v", got)
			}
			if len(got) > 0 || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret-key") {
				t.Errorf("got %v and %q, want %q and no key", got, err, c.want)
			}
		})
	}
}

func endlessNumbers(w http.ResponseWriter, r *http.Request) {
	io.WriteString(w, `{"data":[{"index":0,"embedding":[1`)
	for r.Context().Err() == nil {
		if _, err := io.WriteString(w, strings.Repeat(",1", 10000)); err != nil {
			return
		}
	}
}

func TestEmbed_KeepsWhatCameBeforeAFault(t *testing.T) {
	for _, second := range []string{"{}", data(manyTimes("[1,0,0]", 8)...)} {
		n := 0
		m := embedder(t, func(w http.ResponseWriter, _ *http.Request, texts []string) {
			if n++; n == 1 {
				io.WriteString(w, data(manyTimes("[1,0]", len(texts))...))
				return
			}
			io.WriteString(w, second)
		})
		got, err := m.Embed(t.Context(), manyTimes("word", embedBatch+8))
		if err == nil || len(got) != embedBatch {
			t.Errorf("got %d vectors, %v; want %d and an error", len(got), err, embedBatch)
		}
	}
}

func manyTimes(s string, n int) []string {
	out := make([]string, n)
	for i := range out {
		out[i] = s
	}
	return out
}

func TestEmbed_AsksABusyServerAgain(t *testing.T) {
	var n atomic.Int32
	m := embedder(t, func(w http.ResponseWriter, _ *http.Request, _ []string) {
		if n.Add(1) == 1 {
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		io.WriteString(w, data("[1,0]"))
	})
	if got, err := m.Embed(t.Context(), []string{"one"}); err != nil || len(got) != 1 || n.Load() != 2 {
		t.Errorf("got %v, %v after %d tries", got, err, n.Load())
	}
}

func TestEmbed_WaitsNoLongerThanItsCaller(t *testing.T) {
	m := embedder(t, func(_ http.ResponseWriter, r *http.Request, _ []string) { <-r.Context().Done() })
	m.end.local <- struct{}{} // another has its turn
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := m.Embed(ctx, []string{"one"}); err == nil || ctx.Err() == nil {
		t.Errorf("got %v", err)
	}
}

func TestEmbed_TextsAreBoundedAndNeverEmpty(t *testing.T) {
	m := embedder(t, func(w http.ResponseWriter, _ *http.Request, texts []string) {
		for i, s := range texts {
			if s == "" || len(s) > embedBytes || !utf8.ValidString(s) {
				t.Errorf("text %d has %d bytes", i, len(s))
			}
		}
		io.WriteString(w, data("[1]", "[1]", "[1]"))
	})
	if _, err := m.Embed(t.Context(), []string{strings.Repeat("新聞", embedBytes), "", "a\xff"}); err != nil {
		t.Error(err)
	}
	if got, err := m.Embed(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("of no text: %v, %v", got, err)
	}
}

func TestFakeEmbedder_FindsSharedWords(t *testing.T) {
	f := &FakeEmbedder{}
	got, err := f.Embed(t.Context(), []string{"a flood in Senn", "Flood, Senn.", "chess"})
	if err != nil {
		t.Fatal(err)
	}
	dot := func(a, b []float32) (sum float32) {
		for i := range a {
			sum += a[i] * b[i]
		}
		return sum
	}
	if dot(got[0], got[1]) <= dot(got[0], got[2]) {
		t.Error("shared words are no closer than others")
	}
	f = &FakeEmbedder{Err: ErrUnusable, After: 1}
	if got, err := f.Embed(t.Context(), []string{"a", "b"}); err == nil || len(got) != 1 || len(f.Asked()) != 1 {
		t.Errorf("got %v, %v", got, err)
	}
}

func TestEmbed_IsCounted(t *testing.T) {
	for usage, want := range map[string]int{`,"usage":{"prompt_tokens":7,"total_tokens":7}}`: 2 * 7, "}": EmbedTokens(slices.Repeat([]string{"one word"}, embedBatch+1))} {
		m := embedder(t, func(w http.ResponseWriter, _ *http.Request, texts []string) {
			said := strings.TrimSuffix(data(slices.Repeat([]string{"[1,2]"}, len(texts))...), "}") + usage
			if _, err := io.WriteString(w, said); err != nil {
				t.Error(err)
			}
		})
		var tally Tally
		if _, err := m.Embed(tally.Under(t.Context()), slices.Repeat([]string{"one word"}, embedBatch+1)); err != nil {
			t.Fatal(err)
		}
		if got := tally.Steps()[Vectors]; got != (Use{2, want, 0}) {
			t.Errorf("%+v, want %d tokens", got, want)
		}
	}
}

// At a server in the house one thing is computed at a time, whichever model does it.
func TestEmbed_SharesTheTurnOfAServerInTheHouse(t *testing.T) {
	shared := Options{Servers: &Servers{}}
	model, err := New([]Endpoint{{URL: "http://127.0.0.1:1/v1", Model: "m"}}, shared)
	if err != nil {
		t.Fatal(err)
	}
	vectors, err := NewEmbeddings(Endpoint{URL: "http://127.0.0.1:1/v1", Model: "n"}, shared)
	if err != nil {
		t.Fatal(err)
	}
	done, err := model.ends[0].turn(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := vectors.Embed(ctx, []string{"a"}); !errors.Is(err, context.DeadlineExceeded) || !Free(err) {
		t.Errorf("while the model writes: %v", err)
	}
	done()
	if _, err := vectors.Embed(t.Context(), []string{"a"}); err == nil || !strings.Contains(err.Error(), "cannot be reached") || !Free(err) {
		t.Errorf("after it: %v", err)
	}
}
