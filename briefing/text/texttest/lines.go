package texttest

import (
	"os"
	"strings"
	"testing"
	"time"
)

// Lines reads a file of cases, comments and empty lines left out.
func Lines(t *testing.T, path string) []string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range strings.Split(string(data), "\n") {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			out = append(out, l)
		}
	}
	return out
}

var Monday23 = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
