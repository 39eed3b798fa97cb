package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestBrief_ConfiguredVerifierRemovesSentences(t *testing.T) {
	verdict := "No"
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct{ Model string }
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
		}
		reply := `{"claims":[{"text":"40 people were found alive in the school of Senn, rescuers said.","cites":["S1"]}]}`
		if strings.HasPrefix(q.Model, "judge") {
			reply = verdict
		}
		text, _ := json.Marshal(reply)
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "data: {\"choices\":[{\"delta\":{\"content\":%s},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", text)
	}))
	defer s.Close()
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, []byte("Rescuers find 40 alive in Senn\n\nRescuers found 40 people alive in the school of Senn, rescuers said on Monday.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(t.TempDir(), "x.db"), "OPENAI_BASE_URL": s.URL + "/v1", "OPENAI_MODEL": "m", "OPENAI_API_KEY": "k", "OPENAI_VERIFIER_MODEL": ""} {
		t.Setenv(k, v)
	}
	if _, code := command(t, "", "ingest", file); code != 0 {
		t.Fatal(code)
	}
	for _, c := range []struct {
		model, verdict string
		written        bool
	}{{"judge", "No", false}, {"", "No", true}, {"judge2", "Yes", true}, {"another", "", true}} { // "another" answers nonsense
		t.Setenv("OPENAI_VERIFIER_MODEL", c.model)
		verdict = c.verdict
		out, code := command(t, "", "brief", "--json", "--since", "240h")
		if code != 0 || strings.Contains(out, "40 people were found alive") != c.written {
			t.Errorf("%+v: exit %d:\n%s", c, code, out)
		}
	}
}

func TestDoctor_TriesTheVerifier(t *testing.T) {
	status, right, wrong := 200, "", ""
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct {
			Model    string
			Messages []struct{ Content string }
		}
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
		}
		reply := right
		switch last := q.Messages[len(q.Messages)-1].Content; {
		case q.Model != "judge":
			http.Error(w, "no", 400) // the writer's model is not what is tried here
			return
		case status != 200:
			http.Error(w, "no", status)
			return
		case strings.Contains(last, "Nobody"):
			reply = wrong
		}
		text, _ := json.Marshal(reply)
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "data: {\"choices\":[{\"delta\":{\"content\":%s},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", text)
	}))
	defer s.Close()
	for _, c := range []struct {
		model, key, right, wrong string
		status                   int
		want                     string
	}{
		{"", "k", "Yes", "No", 200, "ok      verifier: none"},
		{"judge", "", "Yes", "No", 200, "PROBLEM verifier: OPENAI_VERIFIER_MODEL is set and OPENAI_API_KEY is not"},
		{"judge", "k", "Yes", "No", 200, "ok      verifier: judge at 127.0.0.1"},
		{"judge", "k", "Yes", "Yes", 200, "it lets a sentence pass that its source contradicts"},
		{"judge", "k", "No", "No", 200, "it removes a sentence that follows from its source"},
		{"judge", "k", "Yes", "No", 404, "is not known at 127.0.0.1"},
	} {
		status, right, wrong = c.status, c.right, c.wrong
		for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(t.TempDir(), "x.db"), "OPENAI_BASE_URL": s.URL + "/v1", "OPENAI_MODEL": "m", "OPENAI_API_KEY": c.key, "OPENAI_VERIFIER_MODEL": c.model, "DISCORD_TOKEN": ""} {
			t.Setenv(k, v)
		}
		if out, _ := command(t, "", "doctor"); !strings.Contains(out, c.want) {
			t.Errorf("%+v:\n%s", c, out)
		}
	}
}
