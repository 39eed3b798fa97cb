package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExampleFileEqualsTheTable(t *testing.T) {
	want := example()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("../../.env.example", []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile("../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(want, string(got)); d != "" {
		t.Errorf("UPDATE=1 go test ./cmd/dateline writes it anew (-table +file):\n%s", d)
	}
}

func TestAllFaultsAreReportedAtOnce(t *testing.T) {
	env := map[string]string{"LLM_CONTEXT": "many", "FETCH_ALLOW": "home", "LOG_LEVEL": "loud", "OPENAI_BASE_URL": "nowhere", "LLM_FALLBACKS": "x"}
	_, err := loadConfig(func(k string) string { return env[k] })
	if err == nil {
		t.Fatal("five faults passed")
	}
	for name := range env {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%s is not named in: %v", name, err)
		}
	}
}

func TestSecretsMayStandInFiles(t *testing.T) {
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := loadConfig(func(k string) string { return map[string]string{"OPENAI_API_KEY_FILE": file}[k] })
	if err != nil || c.OpenAIAPIKey != "s3cret" {
		t.Errorf("got %q, %v; want the file's first line", c.OpenAIAPIKey, err)
	}
}
