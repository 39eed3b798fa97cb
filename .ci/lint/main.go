// Command lint keeps the form of the tree: it prints what is over a limit below
// and exits with 1. It takes no exclusions. Tests are not looked at.
package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"
)

// The limits.
const (
	columns    = 140 // of a line, a tab is four
	lines      = 400 // of a file
	length     = 60  // lines of a function
	complexity = 15  // of a function (McCabe 1976): decisions and boolean operators, plus one
	operators  = 3   // && and || of one condition
)

type tree struct {
	set  *token.FileSet
	over int
}

func main() {
	t := &tree{set: token.NewFileSet()}
	if err := filepath.WalkDir(".", t.visit); err != nil {
		fmt.Fprintln(os.Stderr, "lint:", err)
		os.Exit(2)
	}
	if t.over > 0 {
		os.Exit(1)
	}
}

// limit prints what is over a limit.
func (t *tree) limit(n, most int, what string) {
	if n > most {
		t.over++
		fmt.Printf("%s: %d, at most %d\n", what, n, most)
	}
}

func (t *tree) visit(path string, d fs.DirEntry, err error) error {
	if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
		return err
	}
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	file, err := parser.ParseFile(t.set, path, source, 0)
	if err != nil {
		return err
	}
	t.limit(strings.Count(string(source), "\n"), lines, path+": lines")
	no := 0
	for line := range strings.Lines(string(source)) {
		no++
		width := utf8.RuneCountInString(strings.ReplaceAll(strings.TrimRight(line, "\n"), "\t", "    "))
		t.limit(width, columns, fmt.Sprintf("%s:%d: columns", path, no))
	}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok {
			t.function(f)
		}
	}
	ast.Inspect(file, t.condition)
	return nil
}

func (t *tree) at(n ast.Node) string { return t.set.Position(n.Pos()).String() }

// function looks at a function.
func (t *tree) function(d *ast.FuncDecl) {
	t.limit(t.set.Position(d.End()).Line-t.set.Position(d.Pos()).Line+1, length, t.at(d)+": lines of "+d.Name.Name)
	if d.Body != nil {
		t.limit(decisions(d.Body), complexity, t.at(d)+": complexity of "+d.Name.Name)
	}
}

// condition looks at the condition of an if.
func (t *tree) condition(n ast.Node) bool {
	if x, ok := n.(*ast.IfStmt); ok {
		count := 0
		ast.Inspect(x.Cond, func(n ast.Node) bool {
			_, literal := n.(*ast.FuncLit)
			if boolean(n) {
				count++
			}
			return !literal
		})
		t.limit(count, operators, t.at(x)+": boolean operators")
	}
	return true
}

// decisions is the complexity of a function.
func decisions(body ast.Node) int {
	n := 1
	ast.Inspect(body, func(x ast.Node) bool {
		switch c := x.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			n++
		case *ast.CaseClause:
			if c.List != nil {
				n++
			}
		case *ast.CommClause:
			if c.Comm != nil {
				n++
			}
		default:
			if boolean(x) {
				n++
			}
		}
		return true
	})
	return n
}

// boolean reports whether a node is && or ||.
func boolean(n ast.Node) bool {
	x, ok := n.(*ast.BinaryExpr)
	return ok && (x.Op == token.LAND || x.Op == token.LOR)
}
