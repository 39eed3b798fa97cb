package set

import (
	"bytes"
	"compress/gzip"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestReadFile_ReadsLinesCompressedOrNot(t *testing.T) {
	var zipped bytes.Buffer
	writer := gzip.NewWriter(&zipped)
	if _, err := writer.Write([]byte("1\n2\n")); err != nil || writer.Close() != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, body := range map[string]string{"a.jsonl": "1\n2\n", "a.jsonl.gz": zipped.String(), "torn.jsonl": "1\n{\n", "plain.jsonl.gz": "1\n2\n"} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(body), 0o644); err != nil {
			t.Fatal(err)
		}
		got, err := ReadFile[int](path)
		if name[0] == 'a' && (err != nil || !slices.Equal(got, []int{1, 2})) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
		if name[0] != 'a' && (err == nil || !strings.Contains(err.Error(), path)) {
			t.Errorf("%s: %v, %v, want an error that names the file", name, got, err)
		}
	}
	if _, err := ReadFile[int](filepath.Join(dir, "none.jsonl")); err == nil {
		t.Error("a file that is not there is read")
	}
}
