package main

import (
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"dateline": main,
	})
}

// The scripts run the real binary: files in, exit code and text out.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", Setup: func(e *testscript.Env) error {
		e.Setenv("TZ", "UTC")
		e.Setenv("DATABASE_URL", "sqlite:desk.db")
		for _, v := range []string{"OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_EMBEDDING_MODEL", "DISCORD_TOKEN"} {
			e.Setenv(v, "")
		}
		return nil
	}})
}
