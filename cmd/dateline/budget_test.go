package main

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// modelServer is an OpenAI-compatible server that says yes for 30 tokens.
func modelServer(t *testing.T, asked *atomic.Int32) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, `data: {"choices":[{"delta":{"content":"yes"},"finish_reason":"stop"}],"usage":{"prompt_tokens":27,"completion_tokens":3}}`+"\n\ndata: [DONE]\n\n")
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1"
}

func TestTheDailyBudgetHoldsInEveryProcessAndIsSaid(t *testing.T) {
	var asked atomic.Int32
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	cfg := Config{DiscordToken: "token", DiscordAPIURL: "http://127.0.0.1:1", DatabaseURL: "sqlite:" + filepath.Join(t.TempDir(), "x.db"), OpenAIAPIKey: "k", OpenAIModel: "m",
		OpenAIBaseURL: modelServer(t, &asked), LLMContext: 4096, LLMDailyTokens: 60}
	for _, want := range []string{"(30 tokens); it sees questions and short extracts of articles; 30 of 60 tokens used today", "was not asked: today's share of AI answers is used up until 00:00 UTC; 30 of 60 tokens used today"} {
		a := &app{cfg: cfg, log: slog.New(slog.DiscardHandler), now: func() time.Time { return noon }} // a process of its own
		d, err := a.open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if f, _ := a.askModel(t.Context(), d); !f.OK || !strings.Contains(f.Detail, want) {
			t.Errorf("got %+v, want %q", f, want)
		}
		face, err := a.face(d)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := face.Budget(t.Context()), "30 of 60 tokens used today."; got != want {
			t.Errorf("/status says %q, want %q", got, want)
		}
		if err := d.store.Close(); err != nil {
			t.Error(err)
		}
	}
	if n := asked.Load(); n != 1 {
		t.Errorf("the model was asked %d times, want 1", n)
	}
}

func TestWithoutALimitNothingIsCounted(t *testing.T) {
	var asked atomic.Int32
	cfg := Config{DiscordToken: "token", DiscordAPIURL: "http://127.0.0.1:1", DatabaseURL: "sqlite:" + filepath.Join(t.TempDir(), "x.db"), OpenAIAPIKey: "k", OpenAIModel: "m", OpenAIBaseURL: modelServer(t, &asked), LLMContext: 4096}
	a := &app{cfg: cfg, log: slog.New(slog.DiscardHandler), now: time.Now}
	d, err := a.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.store.Close() }()
	if f, _ := a.askModel(t.Context(), d); !f.OK || !strings.HasSuffix(f.Detail, "short extracts of articles") {
		t.Errorf("got %+v", f)
	}
	if face, err := a.face(d); err != nil || face.Budget != nil {
		t.Errorf("/status speaks of a budget (%v)", err)
	}
}
