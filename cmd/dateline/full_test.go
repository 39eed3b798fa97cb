package main

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"

	_ "modernc.org/sqlite" // driver "sqlite"

	"dateline/store/storetest"
)

// A disk that is full lets nothing be put into stories: a trigger stands in for it.
func TestBrief_ADatabaseThatTakesNothingIsNoEmptyDay(t *testing.T) {
	db := filepath.Join(storetest.Dir(t), "x.db")
	t.Setenv("DATABASE_URL", "sqlite:"+db)
	input := filepath.Join(t.TempDir(), "news.jsonl")
	line := `{"id":"a1","title":"Rescuers find 40 alive in Senn","outlet":"Coast Radio","text":"Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said."}`
	if err := os.WriteFile(input, []byte(line), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, code := command(t, "", "brief", "--channel", "world"); code != 0 {
		t.Fatal("an empty database can be told of")
	}
	raw, err := sql.Open("sqlite", db)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	change := func(statement string) {
		t.Helper()
		if _, err := raw.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	run := func(wantCode int, want ...string) {
		t.Helper()
		out, code := command(t, "", "brief", "--channel", "world")
		out = strings.Join(strings.Fields(out), " ") // lines are wrapped
		for _, w := range want {
			bad, not := strings.CutPrefix(w, "!")
			if code != wantCode || strings.Contains(out, bad) == not {
				t.Errorf("exit %d, want %d and %q in:\n%s", code, wantCode, w, out)
			}
		}
	}
	change(`CREATE TRIGGER disk_full BEFORE UPDATE OF clustered_at ON versions BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`)
	if _, code := command(t, "", "ingest", input); code == 0 {
		t.Error("what could not be placed is a failure")
	}
	run(1, "I cannot say what is new", "1 article was read and could not be put into stories yet, so something may be missing.", "!nothing new")
	change(`DROP TRIGGER disk_full`)
	run(0, "(1 story)", "Rescuers reached the village of Senn")
	run(0, ": nothing new")
}
