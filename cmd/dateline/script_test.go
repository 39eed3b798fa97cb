package main

import (
	"flag"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"dateline/store/storetest"
)

// atOnce is how many tests run at once. They wait more than they work: for pauses
// of the stages, and for sessions of Discord, which close in a second.
const atOnce = "8"

func TestMain(m *testing.M) {
	if err := flag.Set("test.parallel", atOnce); err != nil { // -parallel holds when it is given
		panic(err)
	}
	testscript.Main(m, map[string]func(){
		"dateline": main,
		"stubborn": stubborn,
	})
}

// The scripts run the real binary: files in, exit code and text out.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{Dir: "testdata/script", WorkdirRoot: storetest.Dir(t), Setup: func(e *testscript.Env) error {
		e.Setenv("TZ", "UTC")
		e.Setenv("DATABASE_URL", "sqlite:desk.db")
		for _, v := range []string{"OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_EMBEDDING_MODEL", "DISCORD_TOKEN"} {
			e.Setenv(v, "")
		}
		return nil
	}})
}
