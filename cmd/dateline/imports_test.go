package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// allowed says which of our packages each may import; arrows only go down
// (the tour is in package briefing's comment).
var allowed = map[string][]string{
	"cmd/dateline":             {"bot", "briefing/answer", "briefing/archive", "briefing/brief", "briefing/claim", "briefing/deliver", "briefing/guard", "briefing/ingest", "briefing/message", "briefing/people", "briefing/stories", "briefing/write", "briefing/evidence", "briefing/feed", "briefing/llm", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "store"},
	"cmd/dateline-eval":        {"briefing/answer", "briefing/archive", "briefing/brief", "briefing/claim", "briefing/deliver", "briefing/guard", "briefing/ingest", "briefing/message", "briefing/people", "briefing/stories", "briefing/write", "briefing/cluster", "briefing/evidence", "briefing/feed", "briefing/llm", "briefing/search", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "store"},
	"bot":                      {"briefing/answer", "briefing/archive", "briefing/brief", "briefing/claim", "briefing/deliver", "briefing/guard", "briefing/ingest", "briefing/message", "briefing/people", "briefing/stories", "briefing/write", "briefing/schedule", "briefing/phrases", "store"},
	"briefing":                 {},
	"briefing/message":         {"briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/phrases"},
	"briefing/guard":           {},
	"briefing/claim":           {"briefing/message", "briefing/evidence", "briefing/feed", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/phrases", "store"},
	"briefing/people":          {"briefing/claim", "briefing/message", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/phrases"},
	"briefing/ingest":          {"briefing/guard", "briefing/feed", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "store"},
	"briefing/stories":         {"briefing/guard", "briefing/cluster", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "store"},
	"briefing/archive":         {"briefing/claim", "briefing/guard", "briefing/feed", "briefing/search", "briefing/llm", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "store"},
	"briefing/write":           {"briefing/claim", "briefing/message", "briefing/guard", "briefing/evidence", "briefing/llm", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/phrases", "store"},
	"briefing/brief":           {"briefing/claim", "briefing/people", "briefing/write", "briefing/message", "briefing/guard", "briefing/evidence", "briefing/feed", "briefing/llm", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/phrases", "store"},
	"briefing/answer":          {"briefing/archive", "briefing/people", "briefing/write", "briefing/claim", "briefing/message", "briefing/guard", "briefing/evidence", "briefing/llm", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/phrases", "store"},
	"briefing/deliver":         {"briefing/brief", "briefing/claim", "briefing/message", "briefing/guard", "briefing/schedule", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/phrases", "store"},
	"briefing/briefingtest":    {"briefing/answer", "briefing/archive", "briefing/brief", "briefing/claim", "briefing/deliver", "briefing/guard", "briefing/ingest", "briefing/message", "briefing/people", "briefing/stories", "briefing/write", "briefing/feed", "briefing/llm", "briefing/search", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/schedule", "briefing/phrases", "store", "store/storetest"},
	"briefing/claim/claimtest": {"briefing/claim", "briefing/message", "briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "store"},
	"bot/discordtest":          {},
	"bot/discordtest/cmd":      {"bot/discordtest"},
	"briefing/cluster":         {"briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/text/lexicon"},
	"briefing/evidence":        {"briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/text/lexicon"},
	"briefing/feed":            {"briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/text/lexicon"},
	"briefing/feed/feedtest":   {},
	"briefing/llm":             {},
	"briefing/schedule":        {},
	"briefing/search":          {"briefing/text", "briefing/text/date", "briefing/text/number", "briefing/text/name", "briefing/text/measure", "briefing/text/speech", "briefing/text/lexicon"},
	"briefing/text/date":       {"briefing/text", "briefing/text/lexicon"},
	"briefing/text/number":     {"briefing/text", "briefing/text/lexicon", "briefing/text/date"},
	"briefing/text/name":       {"briefing/text", "briefing/text/lexicon", "briefing/text/number"},
	"briefing/text/measure":    {"briefing/text", "briefing/text/lexicon", "briefing/text/date", "briefing/text/number", "briefing/text/name"},
	"briefing/text/speech":     {"briefing/text", "briefing/text/lexicon", "briefing/text/date", "briefing/text/name"},
	"briefing/text":            {"briefing/text/lexicon"},
	"briefing/text/lexicon":    {},
	"briefing/text/texttest":   {},
	"briefing/phrases":         {},
	"store":                    {},
	"store/storetest":          {"store"},
}

// only says who alone may import a library.
var only = map[string]string{
	"github.com/sashabaranov/go-openai": "briefing/llm", "github.com/bwmarrin/discordgo": "bot", "modernc.org/sqlite": "store", "github.com/mmcdole/gofeed": "briefing/feed", "github.com/joho/godotenv": "cmd/dateline",
	"codeberg.org/readeck/go-readability/v2":         "briefing/feed",
	"github.com/prometheus/client_golang/prometheus": "cmd/dateline", "github.com/prometheus/client_golang/prometheus/promhttp": "cmd/dateline", // the bot reports through a Meter
}

func TestImports_OnlyGoDown(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	seen := 0
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		rel, err := filepath.Rel(root, filepath.Dir(path))
		if err != nil {
			return err
		}
		pkg := filepath.ToSlash(rel)
		may, known := allowed[pkg]
		if !known {
			t.Errorf("package %s is not on the map of the house", pkg)
		}
		f, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		seen++
		for _, im := range f.Imports {
			name, err := strconv.Unquote(im.Path.Value)
			if err != nil {
				return err
			}
			check(t, path, pkg, name, may)
		}
		return nil
	})
	if err != nil || seen < 40 {
		t.Errorf("read %d files, %v", seen, err)
	}
}

func check(t *testing.T, path, pkg, name string, may []string) {
	t.Helper()
	if name == "testing" && !strings.HasSuffix(pkg, "test") {
		t.Errorf("%s imports testing into the product", path)
	}
	if owner := only[name]; owner != "" && owner != pkg {
		t.Errorf("%s imports %s, which only %s may", path, name, owner)
	}
	ours, ok := strings.CutPrefix(name, "dateline/")
	if !ok {
		return
	}
	for _, m := range may {
		if m == ours {
			return
		}
	}
	t.Errorf("%s imports %s: %s may import only %v", path, name, pkg, may)
}
