package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// What a newcomer is shown is what the first command writes, to the letter.
func TestTry_ReadmeShowsWhatItWrites(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir()) // no .env
	for _, v := range variables {
		t.Setenv(v.name, "")
	}
	var out, errOut bytes.Buffer
	in := strings.NewReader("How many people were found alive in Senn?\nWho won the chess championship in Reykjavik?\n")
	if code := execute(t.Context(), []string{"try"}, in, &out, &errOut); code != 0 {
		t.Fatalf("exit code %d: %s", code, &errOut)
	}
	told, asked, _ := strings.Cut(out.String(), "\nQuestion: ")
	asked = "> " + strings.ReplaceAll(asked, "\nQuestion: ", "\n> ")
	for _, block := range []string{told, asked} {
		if !strings.Contains(string(readme), "```\n"+block+"```\n") {
			t.Errorf("README.md does not show\n%s", block)
		}
	}
}
