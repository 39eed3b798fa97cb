package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"dateline/store/storetest"
)

// A damaged page is found before somebody asks for what stood there.
func TestDoctor_ADamagedPageIsReported(t *testing.T) {
	for _, v := range []string{"DISCORD_TOKEN", "OPENAI_API_KEY", "OPENAI_MODEL", "OPENAI_EMBEDDING_MODEL"} {
		t.Setenv(v, "")
	}
	dir := storetest.Dir(t)
	db, news := filepath.Join(dir, "x.db"), filepath.Join(dir, "a.txt")
	if err := os.WriteFile(news, []byte("Rescuers find 40 alive in Senn\n\n"+strings.Repeat("Rescuers found 40 people alive in the school of Senn. ", 600)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, code := command(t, "", "--db", "sqlite:"+db, "ingest", news); code != 0 {
		t.Fatalf("ingest: exit %d", code)
	}
	for _, args := range [][]string{{"doctor"}, {"doctor", "--quick"}} {
		if out, code := command(t, "", append([]string{"--db", "sqlite:" + db}, args...)...); code != 0 || strings.Contains(out, "PROBLEM") {
			t.Errorf("%v of a sound file: exit %d:\n%s", args, code, out)
		}
	}
	file, err := os.ReadFile(db)
	if err != nil {
		t.Fatal(err)
	}
	const page = 4096
	found := 0
	for at := 2 * page; at+page <= len(file); at += page {
		bad := append([]byte(nil), file...)
		for i := range page {
			bad[at+i] ^= 0xA5
		}
		other := filepath.Join(dir, "bad.db")
		if err := os.WriteFile(other, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		full, code := command(t, "", "--db", "sqlite:"+other, "doctor")
		quick, quickCode := command(t, "", "--db", "sqlite:"+other, "doctor", "--quick")
		if code != quickCode {
			t.Errorf("page %d: exit %d, with --quick %d:\n%s\n%s", at/page+1, code, quickCode, full, quick)
		}
		if code == 1 && strings.Contains(full, "damaged") && strings.Contains(full, "restore") {
			found++
		}
		for _, beside := range []string{"-wal", "-shm"} {
			_ = os.Remove(other + beside)
		}
	}
	// The pages of a long text that are links and words alone hold nothing that can be checked.
	if pages := len(file)/page - 2; found < pages/2 {
		t.Errorf("%d of %d damaged pages are reported", found, pages)
	} else {
		t.Logf("%d of %d damaged pages are reported", found, pages)
	}
}
