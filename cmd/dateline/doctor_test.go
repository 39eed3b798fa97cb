package main

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/store/storetest"
)

func TestDoctor_TriesTheModelOfVectors(t *testing.T) {
	reply := ""
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/embeddings" {
			t.Errorf("asked %s", r.URL.Path)
		}
		io.WriteString(w, reply)
	}))
	defer s.Close()
	for _, c := range []struct {
		name, model, key, reply, want string
		code                          int
	}{
		{"none", "", "k", "", "ok      vectors: none", 0},
		{"one that works", "m", "k", `{"data":[{"index":0,"embedding":[1,0,0]}]}`, "ok      vectors: m at 127.0.0.1", 0},
		{"its numbers", "m", "k", `{"data":[{"index":0,"embedding":[1,0,0]}]}`, "gave 3 numbers", 0},
		{"one that talks", "m", "k", `{"choices":[]}`, "it has 0 vectors for 1 texts\n        until it answers, passages are ranked by their words", 1},
		{"no key", "m", "", "", "OPENAI_API_KEY is not\n        set the key", 1},
	} {
		reply = c.reply
		for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"), "OPENAI_BASE_URL": s.URL + "/v1", "OPENAI_MODEL": "", "OPENAI_EMBEDDING_MODEL": c.model, "OPENAI_API_KEY": c.key, "DISCORD_TOKEN": ""} {
			t.Setenv(k, v)
		}
		if out, code := command(t, "", "doctor"); code != c.code || !strings.Contains(out, c.want) {
			t.Errorf("%s: exit %d, want %d and %q in:\n%s", c.name, code, c.code, c.want, out)
		}
	}
}

// A search by words must not wait for a model of vectors that is down.
func TestSearch_WorksWithoutItsModelOfVectors(t *testing.T) {
	for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"), "OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "OPENAI_EMBEDDING_MODEL": "m", "OPENAI_API_KEY": "k"} {
		t.Setenv(k, v)
	}
	file := filepath.Join(t.TempDir(), "a.txt")
	if err := os.WriteFile(file, []byte("Rescuers find 40 alive in Senn\n\nRescuers found 40 people alive in the school of Senn.\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, code := command(t, "", "ingest", file); code != 0 {
		t.Fatalf("ingest: exit %d", code)
	}
	if out, code := command(t, "", "search", "Senn"); code != 0 || !strings.Contains(out, "40 alive in Senn") {
		t.Errorf("exit %d:\n%s", code, out)
	}
}

func TestDoctor_AWideFetchAllowIsWarnedOf(t *testing.T) {
	for allow, want := range map[string]bool{"0.0.0.0/0": true, "::/0": true, "128.0.0.0/1,10.0.0.0/8": true, "169.254.0.0/16": true, "127.0.0.0/8 192.168.1.0/24": false} {
		for k, v := range map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"), "FETCH_ALLOW": allow, "OPENAI_API_KEY": "", "DISCORD_TOKEN": ""} {
			t.Setenv(k, v)
		}
		out, code := command(t, "", "doctor")
		if got := strings.Contains(out, "PROBLEM FETCH_ALLOW: "); got != want || (code == 1) != want {
			t.Errorf("%s: exit %d, warned %v, want %v:\n%s", allow, code, got, want, out)
		}
		if _, code := command(t, "", "doctor", "--quick"); code != 0 {
			t.Errorf("%s: the health check fails", allow)
		}
	}
}

// A model that cannot be asked is no fault of the database.
func TestDoctor_TellsAConfigurationFromADatabase(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	a := &app{cli: &cli{}, out: &out, log: slog.New(slog.DiscardHandler), now: time.Now, cfg: Config{DatabaseURL: "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"),
		OpenAIModel: "m", OpenAIAPIKey: "k", OpenAIBaseURL: "nowhere"}}
	if err := (&doctorCmd{Quick: true}).Run(t.Context(), a); !errors.Is(err, errReported) || !strings.Contains(out.String(), "PROBLEM configuration: the model's address") || strings.Contains(out.String(), "database") {
		t.Errorf("%v:\n%s", err, out.String())
	}
}
