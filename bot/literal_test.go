package bot

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

	"dateline/briefing/phrases"
)

// shownFields are the fields of what people see.
var shownFields = []string{"Text", "Label", "Placeholder", "Title", "Description", "Content"}

// keyed are the functions whose text is taken from the catalogue, with the place of
// its key among their arguments. That of package message takes the language first.
var keyed = map[string]int{"Say": 0, "say": 0, "refuse": 0, "Later": 0, "Around": 0, "Count": 1, "Counted": 1}

// keyOf is where a call has the key of a text, if it is one that takes any.
func keyOf(call *ast.CallExpr) (at int, counted, ok bool) {
	called := ""
	switch f := call.Fun.(type) {
	case *ast.SelectorExpr:
		called = f.Sel.Name
		if room, of := f.X.(*ast.Ident); of && room.Name == "message" {
			at = 1
		}
	case *ast.Ident:
		called = f.Name
	}
	place, ok := keyed[called]
	return at + place, strings.HasPrefix(called, "Count"), ok && at+place < len(call.Args)
}

var letters = regexp.MustCompile(`[A-Za-z]{2,}`)

// goFiles are the files of this package and of those below it, without tests and
// without the Discord that they are tested in.
func goFiles(t *testing.T) (set *token.FileSet, files []*ast.File) {
	t.Helper()
	set = token.NewFileSet()
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "discordtest":
			return fs.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		file, err := parser.ParseFile(set, path, nil, 0)
		files = append(files, file)
		return err
	})
	if err != nil || len(files) < 30 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	return set, files
}

// literals are the texts of an expression that is put together of some.
func literals(e ast.Expr) (out []string) {
	ast.Inspect(e, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok {
			method, isMethod := call.Fun.(*ast.SelectorExpr)
			if _, _, keyed := keyOf(call); keyed || isMethod && method.Sel.Name == "Format" { // of a time
				return false
			}
		}
		if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
			if said, err := strconv.Unquote(lit.Value); err == nil {
				out = append(out, said)
			}
		}
		return true
	})
	return out
}

// What people see comes from the catalogue, in their language.
func TestBot_ShowsNoTextThatStandsInGo(t *testing.T) {
	set, files := goFiles(t)
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			var shown []ast.Expr
			switch x := n.(type) {
			case *ast.KeyValueExpr:
				if key, ok := x.Key.(*ast.Ident); ok && slices.Contains(shownFields, key.Name) {
					shown = append(shown, x.Value)
				}
			case *ast.CallExpr:
				if f, ok := x.Fun.(*ast.Ident); ok && (f.Name == "said" || f.Name == "paras") {
					shown = x.Args
				}
			}
			for _, e := range shown {
				for _, said := range literals(e) {
					if letters.MatchString(said) {
						t.Errorf("%s: %q is shown as it stands here", set.Position(e.Pos()), said)
					}
				}
			}
			return true
		})
	}
}

// A key that nobody wrote would be shown in place of a text.
func TestBot_SaysOnlyWhatTheCatalogueHas(t *testing.T) {
	set, files := goFiles(t)
	english, checked := phrases.In("en"), 0
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			at, counted, ok := keyOf(call)
			if !ok {
				return true
			}
			lit, ok := call.Args[at].(*ast.BasicLit)
			if !ok || lit.Kind != token.STRING {
				return true
			}
			key, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			if checked++; counted {
				key += "_many"
			}
			if !english.Has(key) {
				t.Errorf("%s: the catalogue has no %s", set.Position(lit.Pos()), key)
			}
			return true
		})
	}
	if checked < 100 {
		t.Errorf("%d keys were found", checked)
	}
}
