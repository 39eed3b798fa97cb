package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExample_FileEqualsTheTable(t *testing.T) {
	t.Parallel()
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

// The README is written by hand around the table; a row that lies is worse than none.
func TestConfig_ReadmeListsEveryVariable(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range variables {
		value := v.value
		if value != "" {
			value = "`" + value + "`"
		}
		if row := fmt.Sprintf("| `%s` | %s | %s |", v.name, value, v.help); !strings.Contains(string(b), row+"\n") {
			t.Errorf("cmd/dateline/README.md lacks the row\n%s", row)
		}
	}
}

func from(env map[string]string) func(string) string {
	return func(k string) string { return env[k] }
}

func TestLoadConfig_ReportsAllFaultsAtOnce(t *testing.T) {
	t.Parallel()
	env := map[string]string{"LLM_CONTEXT": "many", "FETCH_ALLOW": "home", "LOG_LEVEL": "loud", "OPENAI_BASE_URL": "nowhere", "LLM_FALLBACKS": "x",
		"DISCORD_API_URL": "discord.com", "DISCORD_MESSAGE_CONTENT": "yes", "OPERATOR_IDS": "12,bob", "HTTP_ADDR": "9090"}
	_, err := loadConfig(from(env))
	if err == nil {
		t.Fatal("nine faults passed")
	}
	for name, value := range env {
		if !strings.Contains(err.Error(), name+": ") {
			t.Errorf("%s=%s is not named in: %v", name, value, err)
		}
	}
}

func TestLoadConfig_TakesOnlyWhatItCanUse(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, value, fault string }{
		{"DISCORD_API_URL", "https://proxy.example:8443/", ""},
		{"DISCORD_API_URL", "http://[::1]:8080", ""},
		{"DISCORD_API_URL", "https://discord.com/api/v9", ""},
		{"DISCORD_API_URL", "https://proxy.example/api", ""},
		{"DISCORD_API_URL", "https://proxy.example/api?key=hush", "write https://proxy.example/api"},
		{"DISCORD_API_URL", "https://me:pw@proxy.example", "write https://proxy.example"},
		{"DISCORD_API_URL", "https://:443", "no http(s) URL"},
		{"DISCORD_MESSAGE_CONTENT", "true", ""},
		{"DISCORD_MESSAGE_CONTENT", "1", "neither true nor false"},
		{"OPERATOR_IDS", "80351110224678912, 9", ""},
		{"OPERATOR_IDS", "-5", "digits only"},
		{"OPERATOR_IDS", "+5", "digits only"},
		{"OPERATOR_IDS", "0", "digits only"},
		{"OPERATOR_IDS", "9223372036854775808", "digits only"},
		{"LLM_DAILY_TOKENS", "200000", ""},
		{"LLM_DAILY_TOKENS", "-1", "no number from 0"},
		{"LLM_GUILD_TOKENS", "50000", ""},
		{"LLM_USER_TOKENS", "many", "no number from 0"},
		{"LLM_PRICE", "0.15 0.60", ""},
		{"LLM_PRICE", "0.15", "not two prices"},
		{"LLM_PRICE", "0.15 0.60 0.02", ""},
		{"LLM_PRICE", "1 2 3 4", "not two prices"},
		{"LLM_PRICE", "1 2 x", "no price"},
		{"LLM_PRICE", "$1 $2", "no price"},
		{"LLM_PRICE", "-1 2", "no price"},
		{"LLM_PRICE", "NaN 2", "no price"},
		{"LLM_CONTEXT", "8192", ""},
		{"LLM_CONTEXT", "2000", "no number from 2048"},
		{"OPENAI_EXTRA", `{"reasoning_effort":"low","top_k":null}`, ""},
		{"OPENAI_EXTRA", `["low"]`, "it is no JSON object"},
		{"OPENAI_EXTRA", "null", "it is no JSON object"},
		{"OPENAI_EXTRA", `{"user":"hush"`, `write it like {"reasoning_effort":"low"}`},
		{"OPENAI_VERIFIER_MODEL", "judge", "OPENAI_MODEL writes, which is not set"},
		{"OPENAI_VERIFIER_MODEL", "none", ""},
		{"LLM_FALLBACKS", "http://localhost:11434/v1 llama3", ""},
		{"LLM_FALLBACKS", "http://localhost:11434/v1 llama3; localhost:11434 llama3", "the address of server 2: it is no http(s) URL"},
		{"HTTP_ADDR", ":9090", ""},
		{"HTTP_ADDR", "[::1]:0", ""},
		{"HTTP_ADDR", "localhost", "no host:port"},
		{"HTTP_ADDR", "localhost:http", "no host:port"},
		{"HTTP_ADDR", "localhost:70000", "no host:port"},
	} {
		_, err := loadConfig(from(map[string]string{c.name: c.value}))
		if (err != nil) != (c.fault != "") || err != nil && !strings.Contains(err.Error(), c.fault) {
			t.Errorf("%s=%s: got %v, want %q", c.name, c.value, err, c.fault)
		}
	}
}

// What was shown is kept at least as long as the texts, whatever is set of the two.
func TestLoadConfig_EvidenceIsKeptAsLongAsTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		archive, evidence string
		wantA, wantE      int
		fault             string
	}{
		{"", "", 180, 730, ""},
		{"0", "", 0, 0, ""},
		{"1000", "", 1000, 1000, ""},
		{"30", "", 30, 730, ""},
		{"", "0", 180, 0, ""},
		{"0", "730", 0, 0, "which ARCHIVE_DAYS keeps for ever: write 0, or leave it empty"},
		{"1000", "730", 0, 0, "which ARCHIVE_DAYS keeps for 1000 days: write 1000, or leave it empty"},
		{"", "90", 0, 0, "keeps for 180 days: write 180"},
	} {
		got, err := loadConfig(from(map[string]string{"ARCHIVE_DAYS": c.archive, "EVIDENCE_DAYS": c.evidence}))
		switch {
		case c.fault != "":
			if err == nil || !strings.Contains(err.Error(), "EVIDENCE_DAYS: ") || !strings.Contains(err.Error(), c.fault) {
				t.Errorf("%+v: %v", c, err)
			}
		case err != nil || got.ArchiveDays != c.wantA || got.EvidenceDays != c.wantE:
			t.Errorf("%+v: %d and %d, %v", c, got.ArchiveDays, got.EvidenceDays, err)
		}
	}
}

func TestLoadConfig_BotsVariables(t *testing.T) {
	t.Parallel()
	got, err := loadConfig(from(map[string]string{"DISCORD_API_URL": "http://127.0.0.1:8080/under/", "DISCORD_MESSAGE_CONTENT": "true", "OPERATOR_IDS": "1, 2,", "HTTP_ADDR": "127.0.0.1:0"}))
	if err != nil {
		t.Fatal(err)
	}
	bare, err := loadConfig(from(nil))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ got, want any }{
		{got.DiscordAPIURL, "http://127.0.0.1:8080/under"}, {got.MessageContent, true}, {got.OperatorIDs, []int64{1, 2}}, {got.HTTPAddr, "127.0.0.1:0"},
		{bare.DiscordAPIURL, "https://discord.com"}, {bare.MessageContent, false}, {bare.OperatorIDs, []int64(nil)}, {bare.HTTPAddr, ""},
	} {
		if d := cmp.Diff(c.want, c.got); d != "" {
			t.Errorf("-want +got:\n%s", d)
		}
	}
}

func TestLoadConfig_SecretsFromFiles(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte("s3cret\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := loadConfig(func(k string) string { return map[string]string{"OPENAI_API_KEY_FILE": file}[k] })
	if err != nil || c.OpenAIAPIKey != "s3cret" {
		t.Errorf("got %q, %v; want the file's first line", c.OpenAIAPIKey, err)
	}
}
