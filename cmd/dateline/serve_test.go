package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/briefing/llm"
	"dateline/cmd/dateline/loop"
	"dateline/cmd/dateline/watch"
	"dateline/store"
	"dateline/store/storetest"
)

// served runs the observed part of the program on a free port of this machine.
func served(t *testing.T, d *desk, stages ...loop.Stage) (base string, m *watch.Metrics, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	ln, err := watch.Listen(ctx, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	a := &app{log: slog.New(slog.DiscardHandler), now: time.Now, metrics: watch.NewMetrics(version)}
	done := make(chan error, 1)
	go func() {
		done <- a.operate(ctx, d, ln, parts{stages, func(ctx context.Context) error { <-ctx.Done(); return nil }, nil})
	}()
	stop = func() error {
		cancel()
		select {
		case err := <-done:
			return err
		case <-time.After(hang):
			return errors.New("still running long after the end")
		}
	}
	t.Cleanup(cancel)
	return "http://" + ln.Addr().String(), a.metrics, stop
}

func testDesk(t *testing.T) *desk {
	t.Helper()
	st, err := store.Open(t.Context(), "sqlite:"+filepath.Join(storetest.Dir(t), "x.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	return &desk{store: st}
}

func get(t *testing.T, method, url string) (int, string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), method, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(b)
}

func TestHealth_OKUntilTheDatabaseIsGone(t *testing.T) {
	t.Parallel()
	d := testDesk(t)
	base, _, stop := served(t, d)
	if code, body := get(t, "GET", base+"/healthz"); code != 200 || body != "ok\n" {
		t.Errorf("got %d %q, want 200 ok", code, body)
	}
	if code, body := get(t, "HEAD", base+"/healthz"); code != 200 || body != "" {
		t.Errorf("HEAD: got %d %q", code, body)
	}
	for _, c := range []struct {
		method, path string
		want         int
	}{{"POST", "/healthz", 405}, {"DELETE", "/metrics", 405}, {"GET", "/", 404}, {"GET", "/debug/pprof/", 404}} {
		if code, _ := get(t, c.method, base+c.path); code != c.want {
			t.Errorf("%s %s: got %d, want %d", c.method, c.path, code, c.want)
		}
	}
	if err := d.store.Close(); err != nil {
		t.Fatal(err)
	}
	if code, body := get(t, "GET", base+"/healthz"); code != 503 || body != "the database does not answer\n" {
		t.Errorf("got %d %q, want 503 and what is wrong", code, body)
	}
	if _, body := get(t, "GET", base+"/metrics"); !strings.Contains(body, "dateline_database_up 0\n") || strings.Contains(body, "dateline_articles ") {
		t.Errorf("a lost database shows as\n%s", body)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	if c, err := net.DialTimeout("tcp", strings.TrimPrefix(base, "http://"), time.Second); err == nil {
		_ = c.Close()
		t.Error("still listening after the end")
	}
}

type fixedModel struct{ llm.Reply }

func (f fixedModel) Generate(context.Context, llm.Request) (llm.Reply, error) { return f.Reply, nil }

func TestMetrics_ShowWhatTheProcessDoes(t *testing.T) {
	t.Parallel()
	d := testDesk(t)
	if _, err := d.store.SeeGuild(t.Context(), 7); err != nil {
		t.Fatal(err)
	}
	passed := make(chan struct{}, 1)
	base, m, stop := served(t, d, loop.Stage{Name: "index", Every: time.Hour, Run: func(context.Context) (int, error) {
		passed <- struct{}{}
		return 0, errors.New("no")
	}})
	<-passed
	bot := m.Meter()
	for _, status := range []int{200, 204, 404, 429, 502, 0} {
		bot.Request(status)
	}
	bot.Acked("ask", 300*time.Millisecond)
	bot.Connected(false)
	bot.Connected(true)
	bot.Answered("refused")
	if _, err := m.OverModel(fixedModel{llm.Reply{In: 30, Out: 12}}).Generate(t.Context(), llm.Request{SchemaName: "answer"}); err != nil {
		t.Fatal(err)
	}
	var body string
	for end := time.Now().Add(hang); time.Now().Before(end) && !strings.Contains(body, "dateline_stage_failures_total"); {
		_, body = get(t, "GET", base+"/metrics") // the pass is counted just after it ended
	}
	for _, want := range []string{
		`dateline_stage_passes_total{stage="index"} 1`, `dateline_stage_failures_total{stage="index"} 1`, `dateline_stage_last_pass_seconds{stage="index"} `,
		`dateline_discord_requests_total{class="2xx"} 2`, `dateline_discord_requests_total{class="4xx"} 1`, `dateline_discord_requests_total{class="429"} 1`, `dateline_discord_requests_total{class="5xx"} 1`, `dateline_discord_requests_total{class="none"} 1`,
		`dateline_interaction_ack_seconds_bucket{kind="ask",le="0.25"} 0`, `dateline_interaction_ack_seconds_bucket{kind="ask",le="0.5"} 1`,
		`dateline_gateway_connected 1`, `dateline_answers_total{kind="refused"} 1`, `dateline_model_tokens_total{direction="in",step="answer"} 30`, `dateline_model_tokens_total{direction="out",step="answer"} 12`, `dateline_model_tokens_total{direction="in",step="verdicts"} 0`,
		`dateline_guilds{state="active"} 1`, `dateline_posts_waiting 0`, `dateline_posts_oldest_waiting_seconds 0`, `dateline_articles 0`, `dateline_database_up 1`,
		`dateline_build_info{version="dev"} 1`, `go_goroutines `,
	} {
		if !strings.Contains(body, "\n"+want) {
			t.Errorf("no %s in\n%s", want, body)
		}
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
}

func TestRun_TakenAddressIsSaidFirst(t *testing.T) {
	t.Parallel()
	ln, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ln.Close() }()
	addr, file := ln.Addr().String(), filepath.Join(t.TempDir(), "x.db")
	err = (&app{cfg: Config{DiscordToken: "token", HTTPAddr: addr, DatabaseURL: "sqlite:" + file}, log: slog.New(slog.DiscardHandler), now: time.Now}).run(t.Context())
	if err == nil || !strings.Contains(err.Error(), "HTTP_ADDR "+addr) || !strings.Contains(err.Error(), "free port") {
		t.Errorf("got %v, want the variable, the cause and what to do", err)
	}
	if found, _ := filepath.Glob(file); len(found) > 0 {
		t.Error("the database was opened all the same")
	}
}
