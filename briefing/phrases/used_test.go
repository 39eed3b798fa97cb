package phrases

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// Keys of these beginnings are put together or checked elsewhere: commands by
// package bot/command, what people type of schedules by package schedule.
var checkedElsewhere = regexp.MustCompile(`^(?:/|option |choice |hear|share_|only_)`)

// A text that nobody says is work for six translators.
func TestWords_EveryTextIsSaid(t *testing.T) {
	said := map[string]bool{}
	for _, room := range []string{"bot", "briefing", "cmd"} {
		err := filepath.WalkDir(filepath.Join("..", "..", room), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			if err != nil {
				return err
			}
			ast.Inspect(file, func(n ast.Node) bool {
				if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
					if text, err := strconv.Unquote(lit.Value); err == nil {
						said[text] = true
					}
				}
				return true
			})
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	var begun []string // "genre_", to which a kind is put
	for text := range said {
		if len(text) > 3 && strings.HasSuffix(text, "_") {
			begun = append(begun, text)
		}
	}
	for key := range parsed()["en"].text {
		bare := key
		if part := counts.FindStringSubmatch(key); part != nil {
			bare = part[1]
		}
		if said[key] || said[bare] || checkedElsewhere.MatchString(key) ||
			slices.ContainsFunc(begun, func(b string) bool { return strings.HasPrefix(key, b) }) {
			continue
		}
		t.Errorf("nobody says %s = %q", key, parsed()["en"].text[key])
	}
}
