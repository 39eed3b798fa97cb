package store_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// stateTypes are the types in package state of the column state by table.
var stateTypes = map[string]string{
	"sources": "Source", "articles": "Article", "stories": "Story", "summaries": "Summary", "claims": "Claim",
	"guilds": "Guild", "channels": "Channel", "schedules": "Schedule", "slots": "Slot", "posts": "Post",
	"recalls": "Recall", "answers": "Recall", "watches": "Watch",
}

// otherWords are the quoted words of the queries that are neither a state nor a kind.
var otherWords = []string{"id", "public", "revision", "erased", "segment"}

var (
	quotedWord = regexp.MustCompile(`'([a-z]+)'`)
	// A column and the words it is compared with or set to.
	stateWords = regexp.MustCompile(`\b(state|kind) (?:=|<>|(?:NOT )?IN) \(?('[a-z]+'(?:, '[a-z]+')*)`)
	// A table and the words that its state is set to, begins with, or has in an index.
	tableWords = regexp.MustCompile(`(?:UPDATE (\w+)(?: AS \w)? SET state = |CREATE TABLE (\w+)\([^;]*?\bstate TEXT NOT NULL DEFAULT |` +
		`INDEX \w+ ON (\w+)\(\w+\) WHERE state (?:=|IN) \(?)('[a-z]+'(?:, '[a-z]+')*)`)
	sqlComment = regexp.MustCompile(`--.*`)
)

// constants are the values of the typed constants of package state, by type.
func constants(t *testing.T) map[string][]string {
	t.Helper()
	out := map[string][]string{}
	file := must[*ast.File](t)(parser.ParseFile(token.NewFileSet(), "state/state.go", nil, 0))
	ast.Inspect(file, func(n ast.Node) bool {
		if c, ok := n.(*ast.ValueSpec); ok {
			kind, value := c.Type.(*ast.Ident).Name, c.Values[0].(*ast.BasicLit).Value
			out[kind] = append(out[kind], must[string](t)(strconv.Unquote(value)))
		}
		return true
	})
	return out
}

// queries are the texts of the migrations without comments, and the string
// literals of the package's files: the parts of all its queries.
func queries(t *testing.T) (schema, all []string) {
	t.Helper()
	for _, name := range must[[]string](t)(filepath.Glob("database/migrations/*.sql")) {
		schema = append(schema, sqlComment.ReplaceAllString(string(must[[]byte](t)(os.ReadFile(name))), ""))
	}
	all = slices.Clone(schema)
	for _, name := range must[[]string](t)(filepath.Glob("*.go")) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		ast.Inspect(must[*ast.File](t)(parser.ParseFile(token.NewFileSet(), name, nil, 0)), func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				all = append(all, must[string](t)(strconv.Unquote(lit.Value)))
			}
			return true
		})
	}
	return schema, all
}

func wordsIn(list string) []string {
	var out []string
	for _, m := range quotedWord.FindAllStringSubmatch(list, -1) {
		out = append(out, m[1])
	}
	return out
}

func TestState_QueriesKnowOnlyTheConstants(t *testing.T) {
	byType := constants(t)
	byColumn, known := map[string][]string{}, slices.Clone(otherWords)
	for name, values := range byType {
		column := "state"
		if strings.HasSuffix(name, "Kind") {
			column = "kind"
		}
		byColumn[column] = append(byColumn[column], values...)
		known = append(known, values...)
	}
	schema, all := queries(t)
	compared, tables := 0, map[string]bool{}
	for _, q := range all {
		for _, w := range wordsIn(q) {
			if !slices.Contains(known, w) {
				t.Errorf("%q is no constant of package state, in %s", w, q)
			}
		}
		for _, m := range stateWords.FindAllStringSubmatch(q, -1) {
			for _, w := range wordsIn(m[2]) {
				if compared++; !slices.Contains(byColumn[m[1]], w) {
					t.Errorf("%q is no %s, in %s", w, m[1], q)
				}
			}
		}
		for _, m := range tableWords.FindAllStringSubmatch(q, -1) {
			table := m[1] + m[2] + m[3]
			tables[table] = true
			for _, w := range wordsIn(m[4]) {
				if !slices.Contains(byType[stateTypes[table]], w) {
					t.Errorf("%q is no state of %s, in %s", w, table, q)
				}
			}
		}
	}
	if len(tables) < len(stateTypes) || compared < 50 {
		t.Errorf("found only the states of %v and %d words compared: the queries are not read any more", tables, compared)
	}
	for _, q := range schema {
		if strings.Contains(q, "CHECK") {
			t.Errorf("a constraint that is not compared with the constants, in %s", q)
		}
	}
}
