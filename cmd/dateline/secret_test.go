package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/store/storetest"
)

// secretValues are addresses, well formed or not, in which the word hush is a secret.
func secretValues(rng *rand.Rand) []string {
	pick := func(from ...string) string { return from[rng.IntN(len(from))] }
	odd := func() string {
		return pick("", "/", "%", " ", "@", ":", "?", "#", "\"", "%zz", "é", "\\", "[", "&x=", "\t")
	}
	var out []string
	for range 12 {
		secret := "hush" + odd() + "hush-word"
		scheme := pick("postgres://", "postgresql://", "http://", "https://", "mysql://", "://", "", "HTTP://")
		host := pick("127.0.0.1:1", "db.invalid", "127.0.0.1:x", "[::1", "", "localhost:1/v1")
		out = append(out, scheme+pick("me:", "", "sk-", ":")+secret+"@"+host+pick("", "/news", "/v1", "?sslmode=disable", "/news?x=%"),
			scheme+host+pick("/v1?", "?", "/news?password=", "/v1?key=", "/?api-key=")+secret)
	}
	return out
}

func TestExecute_PrintsNoSecretOfAVariable(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	dir := storetest.Dir(t)
	usual := map[string]string{"DATABASE_URL": "sqlite:" + filepath.Join(dir, "x.db"), "OPENAI_BASE_URL": "http://127.0.0.1:1/v1", "OPENAI_MODEL": "m", "OPENAI_API_KEY": "sk-hush-hush-word", "LLM_FALLBACKS": "",
		"DISCORD_API_URL": "http://127.0.0.1:1", "DISCORD_TOKEN": "", "OPENAI_EMBEDDING_MODEL": "m", "FETCH_ALLOW": "", "OPERATOR_IDS": "", "HTTP_ADDR": "", "LOG_LEVEL": "debug"}
	for k, v := range usual {
		t.Setenv(k, v)
	}
	run := func(what string, args ...string) {
		t.Helper()
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		var out, errOut bytes.Buffer
		execute(ctx, args, strings.NewReader("Senn?\n"), &out, &errOut)
		if all := out.String() + errOut.String(); strings.Contains(all, "hush") {
			t.Errorf("%s: %v prints a secret:\n%s", what, args, all)
		}
	}
	news := filepath.Join(dir, "a.txt")
	if err := os.WriteFile(news, []byte("Rescuers find 40 alive in Senn\n\nRescuers found 40 people alive in the school of Senn.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	run("the usual", "ingest", news)
	commands := [][]string{{"doctor"}, {"ask", "How many people were found alive in Senn?"}, {"brief"}, {"feeds", "list"}, {"ingest"}, {"--json", "ask", "-"}, {"run"}}
	for _, name := range []string{"DATABASE_URL", "OPENAI_BASE_URL", "LLM_FALLBACKS", "DISCORD_API_URL", "FETCH_ALLOW", "OPERATOR_IDS", "HTTP_ADDR", "LOG_LEVEL", "LLM_PRICE"} {
		for i, value := range secretValues(rng) {
			if strings.Contains(value, "\x00") {
				continue
			}
			if name == "LLM_FALLBACKS" {
				value += []string{"", " m", " m sk-hush-key", " m OPENAI_API_KEY; x"}[i%4]
			}
			t.Run(fmt.Sprint(name, " ", i), func(t *testing.T) {
				t.Setenv(name, value)
				run(name+"="+value, commands[i%len(commands)]...)
				run(name+"="+value, "doctor", "--quick")
			})
		}
	}
	for i, value := range secretValues(rng) {
		run("--db "+value, "--db", value, "search", "Senn")
		file := filepath.Join(dir, fmt.Sprint("env", i))
		if err := os.WriteFile(file, []byte("OPENAI_MODEL=m\nDATABASE_URL=\""+value+"\nOPENAI_API_KEY='"+value+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		run("a broken .env", "--env", file, "doctor", "--quick")
	}
}
