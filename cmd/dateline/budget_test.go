package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/storetest"
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

func TestAskModel_DailyBudgetHoldsInEveryProcess(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	cfg := Config{DiscordToken: "token", DiscordAPIURL: "http://127.0.0.1:1", DatabaseURL: "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"), OpenAIAPIKey: "k", OpenAIModel: "m",
		OpenAIBaseURL: modelServer(t, &asked), LLMContext: 4096, LLMDailyTokens: 60}
	for _, want := range []string{"(30 tokens); it sees questions and short extracts of articles; 30 of 60 tokens (50 %) used today", "was not asked: today's share of AI answers is used up until 00:00 UTC; 30 of 60 tokens (50 %) used today"} {
		a := &app{cfg: cfg, log: slog.New(slog.DiscardHandler), now: func() time.Time { return noon }} // a process of its own
		d, err := a.open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if f, _ := a.askModel(t.Context(), d); !f.OK || !strings.Contains(f.Detail, want) {
			t.Errorf("got %+v, want %q", f, want)
		}
		discord, err := a.newBot(d)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := message.Text(discord.Budget(t.Context(), nil, store.All)), "30 of 60 tokens (50 %) used today."; got != want {
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

func TestAskModel_WithoutALimitCountsEveryCall(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	cfg := Config{DiscordToken: "token", DiscordAPIURL: "http://127.0.0.1:1", DatabaseURL: "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"), OpenAIAPIKey: "k", OpenAIModel: "m", OpenAIBaseURL: modelServer(t, &asked), LLMContext: 4096, LLMPrice: write.Price{In: .15, Out: .6}}
	a := &app{cfg: cfg, log: slog.New(slog.DiscardHandler), now: time.Now}
	d, err := a.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = d.store.Close() }()
	if f, _ := a.askModel(t.Context(), d); !f.OK || !strings.HasSuffix(f.Detail, "short extracts of articles; 30 tokens used today, $0.0000") {
		t.Errorf("got %+v", f)
	}
	for _, q := range []llm.Request{{SchemaName: "verdicts"}, {SchemaName: "answer"}, {SchemaName: "answer"}} {
		if _, err := d.answerer.Model.Generate(t.Context(), q); err != nil {
			t.Fatal(err)
		}
	}
	if got, want := d.spent(t.Context()), " Since this process began: answer 60 in 2 requests, verdicts 30 in 1 request."; !strings.HasSuffix(got, want) {
		t.Errorf("the operator's /status: %q, want %q", got, want)
	}
	if got := message.Text(d.budget.Said(t.Context(), nil, "guild:1")); got != "0 tokens used today, $0.00." {
		t.Errorf("a server's /status: %q", got)
	}
}

// TestAsk_Kill9NeverOverspends kills the program while the model works, again and
// again: what a dead process had reserved stays counted.
func TestAsk_Kill9NeverOverspends(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	sent, largest, calls := 0, 0, 0
	working := make(chan struct{}, 100)
	model := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Messages  []llm.Message `json:"messages"`
			MaxTokens int           `json:"max_tokens"`
			Most      int           `json:"max_completion_tokens"`
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		most := llm.Request{Messages: body.Messages, MaxTokens: max(body.MaxTokens, body.Most)}.Most()
		mu.Lock()
		sent, largest, calls = sent+most, max(largest, most), calls+1
		mu.Unlock()
		working <- struct{}{}
		<-r.Context().Done() // until whoever asked is dead
	}))
	t.Cleanup(model.Close)
	dir := storetest.Dir(t)
	self, err := os.Executable()
	if err == nil {
		err = os.Symlink(self, filepath.Join(dir, "dateline"))
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "senn.txt"), []byte(sennTitle+"\n"+sennText+"\n"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	const limit = 5000
	run := func(args ...string) (*exec.Cmd, *lockedBuffer) {
		c, out := exec.Command(filepath.Join(dir, "dateline"), append([]string{"--scope", "guild:1"}, args...)...), &lockedBuffer{}
		c.Dir, c.Stdout, c.Stderr = dir, out, out
		c.Env = append(os.Environ(), "DISCORD_TOKEN=", "DATABASE_URL=sqlite:"+filepath.Join(dir, "x.db"), "OPENAI_API_KEY=k", "OPENAI_MODEL=m", "OPENAI_VERIFIER_MODEL=none", "OPENAI_BASE_URL="+model.URL+"/v1", fmt.Sprint("LLM_GUILD_TOKENS=", limit))
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		return c, out
	}
	if c, out := run("ingest", "senn.txt"); c.Wait() != nil {
		t.Fatal(out.text())
	}
	killed, last := 0, ""
	for day := range 12 { // another day in the question is another text: nobody waits for a dead writer
		c, out := run("ask", "--at", time.Now().AddDate(0, 0, 1+day).Format(time.DateOnly), "How many people were found alive in Senn?")
		ended := make(chan error, 1)
		go func() { ended <- c.Wait() }()
		select {
		case <-working:
			if err := c.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			<-ended
			killed++
		case err := <-ended:
			if last = out.text(); err != nil {
				t.Fatal(last)
			}
		case <-time.After(hang):
			t.Fatal(out.text())
		}
	}
	if killed < 2 || killed == 12 || sent > limit+largest {
		t.Errorf("%d processes were killed over %d calls of %d tokens, the budget is %d and a call at most %d", killed, calls, sent, limit, largest)
	}
	if !strings.Contains(last, "found 40 people alive") || !strings.Contains(last, "used up") {
		t.Errorf("at the limit the sources do not speak:\n%s", last)
	}
	st, err := store.Open(t.Context(), "sqlite:"+filepath.Join(dir, "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	day := time.Now().UTC().Format(time.DateOnly)
	if got, err := st.Spent(t.Context(), day, "guild:1"); err != nil || got.Used+got.Reserved > limit || got.Used+got.Reserved < sent {
		t.Errorf("%+v are counted (%v), %d were sent", got, err, sent)
	}
	t.Logf("%d killed, %d of %d tokens sent", killed, sent, limit)
}
