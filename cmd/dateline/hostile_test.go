package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dateline/store/storetest"

	"github.com/google/go-cmp/cmp"
)

// hostileTexts are what a feed, a page or a person may send where a word is expected.
func hostileTexts(rng *rand.Rand) []string {
	word := func(n int, from string) string { // random, so that no database makes it short by compressing it
		letters := []rune(from)
		out := make([]rune, n)
		for i := range out {
			out[i] = letters[rng.IntN(len(letters))]
		}
		return string(out)
	}
	return []string{"nul\x00inside", "\x00", "broken \xff\xfe bytes", "half \xed\xa0\x80 surrogate", "\ufeffmark", `back\slash "quote" 'tick' %s ? $1`, "line\r\nend\ttab", "\u202eturned", "😀",
		word(3000, "abcdefghijklmnopqrstuvwxyz0123456789"), word(12000, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJ"), word(4000, "äöüßéèñçøåœπλжш"), word(3000, "洪水塞恩周五发生造成人死亡"), word(2000, "ab cd ef.")}
}

// hostileArchive has one article for each text in each field.
func hostileArchive(rng *rand.Rand) string {
	var b strings.Builder
	i := 0
	for _, field := range []string{"id", "url", "title", "text", "outlet", "published"} {
		for _, s := range hostileTexts(rng) {
			i++
			a := map[string]string{"id": fmt.Sprint("a", i), "title": fmt.Sprint("Flood in Senn number ", i), "text": "The flood in Senn killed 12 people, the rescue service said.", "outlet": "Coast Radio", "published": "2026-11-20T12:00:00Z"}
			if a[field] = s; field == "url" {
				a["url"] = "https://news.example/" + s
			}
			line, _ := json.Marshal(a) // a map of strings can always be written
			b.Write(append(line, '\n'))
		}
	}
	return b.String()
}

func TestBackup_HostileTextMovesBetweenDatabases(t *testing.T) {
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	rng := rand.New(rand.NewPCG(seed, 1))
	dir := storetest.Dir(t)
	file := filepath.Join(dir, "a.jsonl")
	if err := os.WriteFile(file, []byte(hostileArchive(rng)), 0o600); err != nil {
		t.Fatal(err)
	}
	texts := hostileTexts(rng)
	t.Setenv("OPENAI_MODEL", "")
	run := func(db string, args ...string) string {
		t.Helper()
		out, code := command(t, "", append([]string{"--db", db}, args...)...)
		if code != 0 {
			t.Errorf("%s: %.80q: exit %d:\n%.400s", db, args, code, out)
		}
		return out
	}
	at := []string{"--at", "2026-11-20T13:00:00Z"}
	look := func(db string) (seen []string) {
		t.Helper()
		seen = append(seen, run(db, append([]string{"--json", "stories", "--since", "999h"}, at...)...), run(db, append([]string{"--json", "search", "flood Senn"}, at...)...))
		for _, id := range []string{"a15", "a16", "a29", "a30", "a31", "a43", "a57"} {
			seen = append(seen, run(db, "--json", "show", id))
		}
		return seen
	}
	sqlite, postgres := "sqlite:"+filepath.Join(dir, "x.db"), storetest.PostgresURL(t)
	for _, db := range []string{sqlite, postgres} {
		run(db, "ingest", file)
		if again := run(db, "ingest", file); !strings.Contains(again, " 0 added, 0 changed") && !strings.HasPrefix(again, "0 added, 0 changed") {
			t.Errorf("%s: read again: %s", db, again)
		}
		for _, s := range texts {
			name := strings.ReplaceAll(s, "\x00", "") // no command line holds NUL
			if _, code := command(t, "", append([]string{"--db", db, "brief", "--since", "999h", "--channel", "x" + name}, at...)...); (code != 0) != (len(name) > 400) {
				t.Errorf("%s: a channel's name of %d bytes: exit %d", db, len(name), code)
			}
			run(db, append([]string{"ask", "What of " + name}, at...)...)
			run(db, append([]string{"search", "Senn " + name}, at...)...)
		}
	}
	want := look(sqlite)
	if d := cmp.Diff(want, look(postgres)); d != "" {
		t.Errorf("the databases hold different things (-sqlite +postgres):\n%.4000s", d)
	}
	for from, to := range map[string]string{sqlite: storetest.PostgresURL(t), postgres: "sqlite:" + filepath.Join(dir, "y.db")} {
		backup := filepath.Join(dir, "backup")
		run(from, "backup", backup)
		run(to, "restore", backup)
		if d := cmp.Diff(want, look(to)); d != "" {
			t.Errorf("after a restore from %s (-want +got):\n%.4000s", from, d)
		}
	}
}
