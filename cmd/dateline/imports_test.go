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
//
// A name without a path is a package of briefing; text/... is briefing/text with
// the packages below it.
const allowed = `
.ci/lint:
cmd/dateline: bot bot/layout answer archive brief catalogue claim deliver guard ingest message people phrases rights stories write evidence feed/... llm text/... store store/audit store/state store/database cmd/dateline/input cmd/dateline/loop cmd/dateline/operate cmd/dateline/output cmd/dateline/redact cmd/dateline/screen cmd/dateline/watch store/brake retention
cmd/dateline/input: feed
cmd/dateline/loop: guard store
cmd/dateline/operate: ingest cmd/dateline/output store store/audit store/recall store/state store/brake
cmd/dateline/output: message
cmd/dateline/redact:
cmd/dateline/screen: message
cmd/dateline/watch: bot llm write store
cmd/dateline-eval: archive llm cmd/dateline-eval/set cmd/dateline-eval/finding cmd/dateline-eval/grouping cmd/dateline-eval/injection cmd/dateline-eval/reading cmd/dateline-eval/tour cmd/dateline-eval/verdict
cmd/dateline-eval/set: answer archive ingest stories feed llm search store store/state
cmd/dateline-eval/choice: archive text/... store
cmd/dateline-eval/finding: archive llm search text/... cmd/dateline-eval/choice cmd/dateline-eval/set
cmd/dateline-eval/grouping: brief cluster text/... cmd/dateline-eval/set
cmd/dateline-eval/injection: answer archive brief claim ingest message stories feed llm store store/state cmd/dateline-eval/set llm/llmtest
cmd/dateline-eval/reading: feed/... text/... cmd/dateline-eval/set
cmd/dateline-eval/tour: answer brief claim rights write llm text/speech cmd/dateline-eval/set
cmd/dateline-eval/verdict: claim write evidence feed llm text/... store cmd/dateline-eval/set
bot: bot/ongoing watch topic rights bot/follow store/watching bot/reason bot/proof bot/change bot/history bot/command bot/component bot/setting bot/gateway bot/rest bot/wire bot/layout bot/sources smalltalk answer brief catalogue compare export listing recap why claim deliver feed feed/link ingest message profile write schedule text/... phrases store store/audit store/brake store/health store/state bot/setup sample store/retain bot/smalltalk bot/card archive people chart store/report store/recall
bot/command: bot/wire listing message write phrases
bot/card: bot/component bot/layout claim message people phrases text store store/report
bot/component: bot/layout bot/wire
bot/gateway: bot/wire
bot/ongoing:
bot/reason: phrases
bot/change: message phrases schedule store/audit
bot/proof: bot/layout bot/rest bot/wire deliver
bot/rest:
bot/wire:
bot/layout: message phrases store/recall
bot/setting: bot/reason feed/outlet message phrases profile schedule store store/state
bot/sources: bot/reason bot/layout catalogue claim feed/... message phrases rights store store/health store/state
bot/setup: bot/component bot/layout bot/setting bot/sources bot/wire brief catalogue message phrases profile sample schedule write
bot/follow: bot/component bot/setting message phrases profile schedule store store/watching
briefing:
briefing/message: text/... phrases store/recall
briefing/guard:
briefing/profile: message
briefing/claim: message evidence feed/outlet rights text/... phrases store store/recall
briefing/people: claim message text/... phrases
briefing/ingest: rights guard feed/... text/... store store/recall store/state store/database
briefing/stories: guard cluster text/... store store/state
briefing/archive: claim guard feed/outlet search llm text/... store
briefing/retention: archive guard write text/... store store/retain
briefing/translation: claim evidence text/...
briefing/write: people rights translation claim message guard evidence llm text/... phrases store store/state store/brake
briefing/brief: rights claim people write message guard evidence feed feed/outlet llm text/... topic phrases store store/recall store/state
briefing/unsay: message phrases store/recall
briefing/compare: archive claim evidence feed/link ingest message people phrases rights search store text/...
briefing/listing: archive claim message people phrases rights store text/...
briefing/export: claim message people phrases rights store store/state
briefing/recap: brief claim message people phrases rights store store/state
briefing/why: brief feed feed/link text message phrases store store/state
briefing/answer: smalltalk rights archive people write claim message guard evidence llm text/... phrases store
briefing/watch: answer claim guard message phrases write store store/watching
briefing/deliver: brief claim message profile guard schedule text/... unsay phrases store store/recall store/state
briefing/sample: brief guard ingest stories feed/... store store/state
briefing/briefingtest: answer archive brief claim deliver guard ingest message people profile stories write feed llm search text/... schedule phrases store store/state store/storetest
briefing/claim/claimtest: claim message text/... store
bot/discordtest: bot/discordtest/rules
bot/discordtest/rules:
bot/discordtest/cmd: bot/discordtest
bot/discordtest/picture:
bot/discordtest/draw: bot/discordtest/picture
briefing/chart:
briefing/catalogue: phrases text/...
briefing/cluster: text/...
briefing/evidence: text/...
briefing/feed/clock: text/...
briefing/feed/link: text/...
briefing/feed/outlet: text/...
briefing/feed/page: text/...
briefing/feed: rights feed/clock feed/link feed/outlet feed/page text/...
briefing/feed/fetch: rights feed feed/link feed/outlet feed/page text/...
briefing/feed/feedtest:
briefing/llm:
briefing/llm/llmtest: llm
briefing/schedule: phrases
briefing/search: text/...
briefing/topic: text text/lexicon
briefing/text/date: text text/lexicon
briefing/text/number: text text/lexicon text/date
briefing/text/name: text text/lexicon text/number
briefing/text/measure: text text/lexicon text/date text/number text/name text/verb
briefing/text/speech: text text/lexicon text/date text/name text/verb
briefing/text/verb:
briefing/text: text/lexicon
briefing/text/lexicon:
briefing/text/texttest:
briefing/phrases:
briefing/rights:
briefing/smalltalk:
store: store/audit store/health store/recall store/state store/database store/brake store/watching store/retain store/report
store/audit: store/state
store/brake: store/state
store/database:
store/health:
store/report:
store/recall:
store/retain:
store/state:
store/watching: store/state
store/storetest: store
`

// mayImport reads allowed: the packages that each package may import.
func mayImport() map[string][]string {
	out := map[string][]string{}
	for line := range strings.Lines(strings.TrimSpace(allowed)) {
		name, list, _ := strings.Cut(strings.TrimSpace(line), ":")
		out[name] = nil
		for _, used := range strings.Fields(list) {
			if top, _, _ := strings.Cut(used, "/"); top != "bot" && top != "store" && top != "cmd" {
				used = "briefing/" + used
			}
			out[name] = append(out[name], used)
		}
	}
	return out
}

// only says who alone may import a library; bot/... is bot with the packages below it.
var only = map[string]string{
	"github.com/sashabaranov/go-openai": "briefing/llm", "github.com/bwmarrin/discordgo": "bot/...", "modernc.org/sqlite": "store/database", "github.com/mmcdole/gofeed": "briefing/feed", "github.com/joho/godotenv": "cmd/dateline", "github.com/go-analyze/charts": "briefing/chart",
	"codeberg.org/readeck/go-readability/v2":         "briefing/feed/page",
	"github.com/prometheus/client_golang/prometheus": "cmd/dateline/watch", "github.com/prometheus/client_golang/prometheus/promhttp": "cmd/dateline/watch", // the bot reports through a Meter
}

func TestImports_OnlyGoDown(t *testing.T) {
	t.Parallel()
	root, allowed := filepath.Join("..", ".."), mayImport()
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
	if owner := only[name]; owner != "" && !among(owner, pkg) {
		t.Errorf("%s imports %s, which only %s may", path, name, owner)
	}
	ours, ok := strings.CutPrefix(name, "dateline/")
	if !ok {
		return
	}
	for _, m := range may {
		if among(m, ours) {
			return
		}
	}
	t.Errorf("%s imports %s: %s may import only %v", path, name, pkg, may)
}

// among reports whether a package is the named one, or one below it when the name ends in /....
func among(name, pkg string) bool {
	tree, whole := strings.CutSuffix(name, "/...")
	return name == pkg || whole && (pkg == tree || strings.HasPrefix(pkg, tree+"/"))
}
