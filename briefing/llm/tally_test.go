package llm

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTally_CountsByStep(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"choices":[{"message":{"role":"assistant","content":"{}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":30,"completion_tokens":2}}`))
	}))
	defer server.Close()
	client, err := New([]Endpoint{{URL: server.URL, Model: "m", Key: "k"}}, Options{})
	if err != nil {
		t.Fatal(err)
	}
	said := Message{"user", "Who?"}
	var tally Tally
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() {
			for _, r := range []Request{{SchemaName: "answer", Messages: []Message{said}}, {SchemaName: "answer", Messages: []Message{said, {"assistant", "{}"}, said}}, {Messages: []Message{said}}} {
				if _, err := client.Generate(tally.Under(t.Context()), r); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	if _, err := client.Generate(t.Context(), Request{Messages: []Message{said}}); err != nil {
		t.Fatal(err) // counted nowhere
	}
	want := map[string]Use{"answer": {4, 120, 8}, Repair: {4, 120, 8}, "other": {4, 120, 8}}
	if d := cmp.Diff(want, tally.Steps()); d != "" {
		t.Errorf("-want +got:\n%s", d)
	}
}
