package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"dateline/cmd/dateline/screen"
	"dateline/store/storetest"
)

// scripted is an OpenAI-compatible server that answers every question with one reply.
func scripted(t *testing.T, asked *atomic.Int32, reply string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.Copy(io.Discard, r.Body); err != nil {
			t.Error(err)
		}
		asked.Add(1)
		w.Header().Set("Content-Type", "text/event-stream")
		text, _ := json.Marshal(reply)
		fmt.Fprintf(w, "data: {\"choices\":[{\"delta\":{\"content\":%s}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", text)
	}))
	t.Cleanup(s.Close)
	return s.URL + "/v1"
}

// command runs one command line in this process.
func command(t *testing.T, in string, args ...string) (out string, code int) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code = execute(context.Background(), args, strings.NewReader(in), &stdout, &stderr)
	if stderr.Len() > 0 {
		t.Logf("%v: %s", args, stderr.String())
	}
	return stdout.String(), code
}

func TestBrief_FeedOverModelToUpdate(t *testing.T) {
	items := []string{`<item><title>Rescuers find 40 alive in Senn</title><link>/a</link><description>Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said.</description></item>`}
	feed := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/feed" {
			w.WriteHeader(http.StatusNotFound) // no pages: the teaser is the text
			return
		}
		fmt.Fprintf(w, `<rss version="2.0"><channel><title>Coast Radio</title>%s</channel></rss>`, strings.Join(items, ""))
	}))
	defer feed.Close()
	var asked atomic.Int32
	model := scripted(t, &asked, `{"heading":{"text":"40 found alive in Senn","cites":["S1"]},"claims":[{"text":"Rescuers found 40 people alive in the school of Senn, the rescue service said.","cites":["S1"]}]}`)
	for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"), "FETCH_ALLOW": "127.0.0.0/8", "OPENAI_BASE_URL": model, "OPENAI_MODEL": "scripted", "OPENAI_API_KEY": "k", "OPENAI_VERIFIER_MODEL": "none"} {
		t.Setenv(k, v)
	}
	run := func(want string, args ...string) string {
		t.Helper()
		out, code := command(t, "", args...)
		out = strings.Join(strings.Fields(out), " ") // lines are wrapped
		if code != 0 || !strings.Contains(out, want) {
			t.Fatalf("%v: exit %d, want %q in:\n%s", args, code, want, out)
		}
		return out
	}
	run("1 item now", "feeds", "add", feed.URL+"/feed")
	run("1 added", "ingest")
	run("Rescuers found 40 people alive in the school of Senn, the rescue service said (Coast Radio).", "brief", "--channel", "world")
	run("nothing new", "brief", "--channel", "world")
	run("Written by AI", "brief")
	if n := asked.Load(); n != 1 {
		t.Errorf("the model was asked %d times for one evidence", n)
	}
	items = append(items, `<item><title>Toll of Senn flood rises to 15 as rescuers search school</title><link>/b</link><description>The rescue service said that 15 people had died in the flooded village of Senn, where rescuers searched the school.</description></item>`)
	run("1 added", "ingest", feed.URL+"/feed")
	out := run("(1 story)", "brief", "--channel", "world")
	if !strings.Contains(out, "Update on “") || !strings.Contains(out, "15") {
		t.Errorf("no update:\n%s", out)
	}
	run("nothing new", "brief", "--channel", "world")
	out = run(`"abstained":false`, "ask", "--json", "How many people were found alive in Senn?")
	if !strings.Contains(out, `"steps":{"answer":{"requests":1,`) {
		t.Errorf("the steps are not in:\n%s", out)
	}
	run(`"steps":{}`, "ask", "--json", "How many people were found alive in Senn?") // it was written before
}

func TestAsk_WhatIsNewIsABriefing(t *testing.T) {
	var asked atomic.Int32
	model := scripted(t, &asked, `{"question":"What is new?","queries":[],"from":null,"to":null,"outlets":[],"intent":"briefing","language":null,"heading":{"text":"40 found alive in Senn","cites":["S1"]},"claims":[{"text":"Rescuers found 40 people alive in the school of Senn, the rescue service said.","cites":["S1"]}]}`)
	for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"), "OPENAI_BASE_URL": model, "OPENAI_MODEL": "scripted", "OPENAI_API_KEY": "k"} {
		t.Setenv(k, v)
	}
	file := filepath.Join(t.TempDir(), "senn.jsonl")
	const article = `{"id":"senn","title":"Rescuers find 40 alive in Senn","outlet":"Coast Radio","published":"2026-11-20T12:00:00Z","text":"Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said."}`
	if err := os.WriteFile(file, []byte(article), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, code := command(t, "", "ingest", file); code != 0 {
		t.Fatal(out)
	}
	out, code := command(t, "", "ask", "--at", "2026-11-20T18:00:00Z", "What is new?")
	if out = strings.Join(strings.Fields(out), " "); code != 0 || !strings.HasPrefix(out, "Your briefing, Fri 20 Nov, 18:00 (1 story)") || !strings.Contains(out, "found 40 people alive") {
		t.Errorf("exit %d:\n%s", code, out)
	}
	out, code = command(t, "", "--json", "ask", "--at", "2026-11-20T18:00:00Z", "What is new?")
	var said jsonAnswer
	if err := json.Unmarshal([]byte(out), &said); err != nil || code != 0 || said.Abstained || len(said.Claims) != 2 || !strings.HasPrefix(said.Answer, "40 found alive in Senn\n") || len(said.Passages) != 0 {
		t.Errorf("exit %d, %v:\n%s", code, err, out)
	}
	if out, _ = command(t, "", "--json", "ask", "--at", "2026-12-20T18:00:00Z", "What is new?"); !strings.Contains(out, `"claims":[]`) {
		t.Errorf("a month later: %s", out)
	}
}

func TestTry_NewBeginsAnotherConversation(t *testing.T) {
	t.Setenv("OPENAI_MODEL", "")
	out, code := command(t, "How many people were found alive in Senn?\nAnd how many are missing?\n/new\nAnd how many are missing?\n", "try")
	if code != 0 || strings.Count(out, "/new starts afresh") != 1 || strings.Contains(out, "Question: /new") {
		t.Errorf("exit %d:\n%s", code, out)
	}
}

func TestAsk_SaysWhyTheModelWasNotUsed(t *testing.T) {
	for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(t.TempDir(), "x.db"), "OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "OPENAI_MODEL": "m", "OPENAI_API_KEY": "k", "OPENAI_VERIFIER_MODEL": "None"} {
		t.Setenv(k, v)
	}
	file := filepath.Join(t.TempDir(), "senn.txt")
	if err := os.WriteFile(file, []byte(sennTitle+"\n\n"+sennText+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, code := command(t, "", "ingest", file); code != 0 {
		t.Fatal(code)
	}
	asked := []string{"--json", "ask", "How many people were found alive in Senn?"}
	if out, code := command(t, "", asked...); code != 0 || !strings.Contains(out, `"fallback":"`) || !strings.Contains(out, "cannot be reached") {
		t.Errorf("a model that is not there: exit %d:\n%s", code, out)
	}
	t.Setenv("OPENAI_API_KEY", "")
	if out, code := command(t, "", asked...); code != 0 || strings.Contains(out, "fallback") {
		t.Errorf("no model: exit %d:\n%s", code, out)
	}
	if out, _ := command(t, "", "doctor"); !strings.Contains(out, "PROBLEM model: OPENAI_MODEL is set and OPENAI_API_KEY is not") {
		t.Errorf("half a model:\n%s", out)
	}
}

func TestTry_PipeHasNoEscapes(t *testing.T) {
	t.Setenv("TZ", "UTC")
	out, code := command(t, "How many people were found alive in Senn?\n", "try")
	if code != 0 || strings.Contains(out, "\x1b") {
		t.Errorf("exit %d, escapes in a pipe: %v", code, strings.Contains(out, "\x1b"))
	}
	for _, line := range strings.Split(out, "\n") {
		if screen.Columns(line) > screen.PipeWidth {
			t.Errorf("a line of %d columns: %s", screen.Columns(line), line)
		}
	}
}
