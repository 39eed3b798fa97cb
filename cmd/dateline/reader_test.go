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

	"dateline/briefing/llm"
	"dateline/briefing/write"
)

// modelsAt is a server of models: each is a fake that is asked what is sent.
func modelsAt(t *testing.T, models map[string]llm.Generator) *httptest.Server {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var q struct {
			Model    string
			Messages []llm.Message
			Format   struct {
				Schema struct{ Name string } `json:"json_schema"`
			} `json:"response_format"`
		}
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
		}
		model := models[q.Model]
		if model == nil {
			http.Error(w, "no such model", http.StatusNotFound)
			return
		}
		reply, err := model.Generate(r.Context(), llm.Request{Messages: q.Messages, SchemaName: q.Format.Schema.Name})
		if err != nil {
			http.Error(w, "no", http.StatusBadRequest)
			return
		}
		text, _ := json.Marshal(reply.Text)
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprintf(w, "data: {\"choices\":[{\"delta\":{\"content\":%s},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n", text)
	}))
	t.Cleanup(s.Close)
	return s
}

// readerServer is a server of models, and settings that use it.
func readerServer(t *testing.T, models map[string]llm.Generator) *httptest.Server {
	t.Helper()
	s := modelsAt(t, models)
	for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(t.TempDir(), "x.db"), "OPENAI_BASE_URL": s.URL + "/v1", "OPENAI_MODEL": "m", "OPENAI_API_KEY": "k", "DISCORD_TOKEN": ""} {
		t.Setenv(k, v)
	}
	return s
}

// says judges every claim alike.
func says(stated bool) func(string, string) write.Verdict {
	return func(string, string) write.Verdict { return write.Verdict{Stated: stated, Why: "roles"} }
}

func TestBrief_ConfiguredReaderJudgesSentences(t *testing.T) {
	writer := &llm.Fake{Replies: []string{`{"news":true,"heading":{"text":"","cites":[]},"claims":[{"text":"40 people were found alive in the school of Senn, rescuers said.","cites":["S1"]}]}`}}
	models := map[string]llm.Generator{
		"m":      &write.FakeReader{Model: writer, Judge: says(false)},
		"m2":     &write.FakeReader{Model: writer, Judge: says(true)},
		"judge":  &write.FakeReader{Judge: says(false)},
		"judge2": &write.FakeReader{Judge: says(true)},
		"all":    &llm.Fake{Replies: []string{`{"verdicts":[]}`}}, // fails the quiz
	}
	readerServer(t, models)
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, []byte("Rescuers find 40 alive in Senn\n\nRescuers found 40 people alive in the school of Senn, rescuers said on Monday.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, code := command(t, "", "ingest", file); code != 0 {
		t.Fatal(code)
	}
	for _, c := range []struct {
		model, reader string
		written       bool
	}{
		{"m", "judge", false},
		{"m", "judge2", true},
		{"m", "", false}, // the model itself
		{"m2", "", true},
		{"m", "none", true}, // the strict rules
		{"m2", "all", true},
		{"m2", "absent", true},
	} {
		t.Setenv("OPENAI_MODEL", c.model)
		t.Setenv("OPENAI_VERIFIER_MODEL", c.reader)
		out, code := command(t, "", "brief", "--json", "--since", "240h")
		if code != 0 || strings.Contains(out, "40 people were found alive") != c.written {
			t.Errorf("%+v: exit %d:\n%s", c, code, out)
		}
	}
}

func TestDoctor_SaysWhetherTheReaderIsTrusted(t *testing.T) {
	weak := &llm.Fake{Replies: []string{`{"verdicts":[]}`}}
	models := map[string]llm.Generator{"m": &write.FakeReader{Model: &llm.Fake{Replies: []string{"yes"}}}, "judge": &write.FakeReader{}, "weak": weak}
	readerServer(t, models)
	for _, c := range []struct{ model, reader, key, want string }{
		{"m", "", "k", "ok      second reading: m at 127.0.0.1"},
		{"m", "", "k", "is trusted: it judged 24 of 24 pairs of claim and source rightly"},
		{"m", "judge", "k", "ok      second reading: judge at 127.0.0.1"},
		{"m", "none", "k", "ok      second reading: switched off: stricter rules"},
		{"", "", "k", "ok      second reading: none"},
		{"m", "judge", "", "PROBLEM second reading: OPENAI_VERIFIER_MODEL is set and OPENAI_API_KEY is not"},
		{"m", "weak", "k", "PROBLEM second reading: weak at 127.0.0.1"},
		{"m", "weak", "k", "is not trusted: it judged 0 of 24 pairs of claim and source rightly, 21 are needed"},
		{"weak", "", "k", "ok      second reading: weak at 127.0.0.1"},
		{"m", "absent", "k", "is not known at 127.0.0.1"},
	} {
		t.Setenv("OPENAI_MODEL", c.model)
		t.Setenv("OPENAI_VERIFIER_MODEL", c.reader)
		t.Setenv("OPENAI_API_KEY", c.key)
		if out, _ := command(t, "", "doctor"); !strings.Contains(out, c.want) {
			t.Errorf("%+v:\n%s", c, out)
		}
	}
	if n := len(weak.Asked()); n < 6 {
		t.Errorf("one that was not trusted was asked %d times: it is asked again", n)
	}
	models["weak"] = &write.FakeReader{Model: weak}
	t.Setenv("OPENAI_API_KEY", "k")
	t.Setenv("OPENAI_MODEL", "m")
	t.Setenv("OPENAI_VERIFIER_MODEL", "weak")
	if out, _ := command(t, "", "doctor"); !strings.Contains(out, "weak at 127.0.0.1") || !strings.Contains(out, "is trusted") {
		t.Errorf("another model under the name:\n%s", out)
	}
}
