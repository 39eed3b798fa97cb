package main

import (
	"cmp"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dateline/bot/discordtest"
	"dateline/briefing/briefingtest"
	"dateline/store/storetest"
)

// An article may lack anything: its text, its title, a date, an outlet, an
// address. These are the parts that sparse archives are drawn from.
var (
	sparseTitles = []string{"", "", "   ", "Pier", "Council meeting on the pier", "Flood in Senn kills 12", "Senn: flood toll rises to 15", "…", "“”", "?", "🔥", "\u200b", "洪水", "Der Pier in Senn brennt", "12", "Update",
		strings.Repeat("Very long headline on the flood in Senn ", 20)}
	sparseTexts = []string{"", "", "  \n \n", "Pier", ".", "… … …", "“”", "Subscribe to our newsletter.\nRead more.\nShare this on Facebook.", "Photo: Getty Images", "[link] [comments]",
		"The flood in Senn killed 12 people, the rescue service said on Friday.", "The flood in Senn killed 15 people, the rescue service said. The school stands under water.", "Am Freitag brannte der Pier in Senn. Niemand wurde verletzt, sagte die Feuerwehr.",
		"周五，塞恩发生洪水，造成十二人死亡。", "flood", "“The pier is closed,” the council said.", "no sentence stops here and it goes on", "1 2 3 4 5", "\u200b\u200b", "Mayor Ada Brandt was charged with fraud, prosecutors said."}
	sparseOutlets   = []string{"", "", "City Channel", "Coast Radio", " ", "A"}
	sparseQuestions = []string{"What happened at the council meeting on the pier?", "How many people were killed by the flood in Senn?", "pier", "Senn", "Was geschah am Pier in Senn?", "洪水", "Who is Ada Brandt?", "When did the pier burn?",
		"What is new?", "Will the pier open again?", "Update", "What did the council say? And how many died in Senn?", "12", "Why is the pier closed?"}
)

// sparseArchive is n articles as lines of JSON, and the ids of those that can be stored.
func sparseArchive(rng *rand.Rand, n int, now time.Time) (lines string, ids []string) {
	pick := func(from []string) string { return from[rng.IntN(len(from))] }
	var b strings.Builder
	for i := range n {
		a := map[string]string{"id": fmt.Sprintf("a%d", i), "title": pick(sparseTitles), "text": pick(sparseTexts), "outlet": pick(sparseOutlets)}
		if rng.IntN(2) == 0 {
			a["url"] = fmt.Sprintf("https://site%d.example/%d", rng.IntN(4), i)
		}
		if rng.IntN(3) > 0 {
			a["published"] = now.Add(-time.Duration(rng.IntN(20*60)+1) * time.Minute).UTC().Format(time.RFC3339)
		}
		line, _ := json.Marshal(a) // a map of strings can always be written
		b.Write(append(line, '\n'))
		if strings.TrimSpace(a["title"]+a["text"]) != "" { // else it is refused
			ids = append(ids, a["id"])
		}
	}
	return b.String(), ids
}

// hollow finds what is left of a sentence whose part was missing: empty
// quotation marks and brackets, a date of the year 1, a verb of fmt, an empty heading.
var hollow = regexp.MustCompile(`“\s*”|\(\s*[,;)]|\[\]\(|\b0001\b|%!|(?m:^#+\s*$)|(?m:^\s*- (?::|\([^n]))|: ,|, ,|,\s+\(|: \.\B|went wrong`)

// sparseSeeds are replayed with SPARSE_SEED=number.
func sparseSeeds(t *testing.T) []uint64 {
	t.Helper()
	if s := os.Getenv("SPARSE_SEED"); s != "" {
		n, err := strconv.ParseUint(s, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		return []uint64{n}
	}
	if briefingtest.Raced {
		return []uint64{1}
	}
	return []uint64{1, 2, uint64(time.Now().UnixNano())}
}

func sparseDatabases(t *testing.T) map[string]string {
	return map[string]string{"sqlite": "sqlite:" + filepath.Join(storetest.Dir(t), "x.db"), "postgres": "postgres"}
}

func TestExecute_EveryCommandOnSparseArchive(t *testing.T) {
	var asked atomic.Int32
	model := scripted(t, &asked, `{"heading":{"text":"Flood in Senn kills 12","cites":["S1"]},"claims":[{"text":"The flood in Senn killed 12 people, the rescue service said.","cites":["S1"]},{"text":"The pier is closed.","cites":["S2","S3"]}]}`)
	for _, seed := range sparseSeeds(t) {
		for kind, db := range sparseDatabases(t) {
			t.Run(fmt.Sprint(kind, " seed ", seed), func(t *testing.T) {
				if db == "postgres" {
					db = storetest.PostgresURL(t)
				}
				for k, v := range map[string]string{"DATABASE_URL": db, "OPENAI_BASE_URL": model, "OPENAI_MODEL": "", "OPENAI_API_KEY": "k", "OPENAI_EMBEDDING_MODEL": "", "DISCORD_TOKEN": ""} {
					t.Setenv(k, v)
				}
				lines, ids := sparseArchive(rand.New(rand.NewPCG(seed, 1)), 40, time.Now())
				sparseCommands(t, lines, ids)
			})
		}
	}
}

// sparseCommands runs every command that reads the archive. "show" and JSON hold
// the sources' own texts, which may be anything.
func sparseCommands(t *testing.T, lines string, ids []string) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.jsonl")
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	run := func(args ...string) string {
		t.Helper()
		out, code := command(t, "", args...)
		if code != 0 {
			t.Errorf("%v: exit %d:\n%s", args, code, out)
		}
		if bad := hollow.FindString(out); bad != "" && args[0] != "show" && args[0] != "--json" {
			t.Errorf("%v says %q in:\n%s\narchive:\n%s", args, bad, out, lines)
		}
		return out
	}
	run("ingest", file)
	for i, id := range ids {
		run("show", id)
		if i%8 == 0 {
			run("check", "--article", id, "The flood in Senn killed 12 people.")
		}
	}
	run("stories")
	run("search", "pier")
	for _, name := range []string{"", "scripted"} {
		t.Setenv("OPENAI_MODEL", name)
		for _, q := range sparseQuestions {
			run("ask", q)
			run("search", q)
			run("--json", "ask", q)
		}
		run("brief")
		run("brief", "--length", "long", "--stories", "40")
		run("brief", "--channel", "news"+name)
		run("brief", "--channel", "news"+name)
		run("--json", "brief", "--lang", "de")
	}
}

func TestRun_AnswersOnSparseArchive(t *testing.T) {
	t.Parallel()
	for _, seed := range sparseSeeds(t)[:1] {
		for kind, db := range sparseDatabases(t) {
			t.Run(fmt.Sprint(kind, " seed ", seed), func(t *testing.T) {
				t.Parallel()
				if db == "postgres" {
					db = storetest.PostgresURL(t)
				}
				lines, _ := sparseArchive(rand.New(rand.NewPCG(seed, 2)), 40, time.Now())
				file := filepath.Join(t.TempDir(), "a.jsonl")
				if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
					t.Fatal(err)
				}
				if out, code := command(t, "", "--db", db, "ingest", file); code != 0 {
					t.Fatalf("exit %d: %s", code, out)
				}
				n := newNewsroom(t, db)
				n.start()
				sparseTalk(n)
				if log := n.logs.text(); strings.Contains(log, "panic") {
					t.Errorf("it panicked:\n%s", log)
				}
			})
		}
	}
}

// sparseTalk mentions the bot, writes to it, and has it tell and explain.
func sparseTalk(n *newsroom) {
	n.t.Helper()
	sound := func(what, got string) {
		n.t.Helper()
		if bad := hollow.FindString(got); bad != "" || got == "" {
			n.t.Errorf("%s says %q in:\n%s\nlog:\n%s", what, bad, got, n.logs.text())
		}
	}
	for i, q := range sparseQuestions[:6] {
		user := n.d.AddUser(fmt.Sprint("member", i)) // each may ask so much a minute
		n.d.Join(n.guild, user, 0)
		before := len(n.d.ByBot(n.news))
		n.d.Say(user, n.news, "<@"+discordtest.AppID+"> "+q, true, nil)
		n.await("an answer to the mention "+q, func() bool { return len(n.d.ByBot(n.news)) > before })
		sound("a mention: "+q, n.d.ByBot(n.news)[before].Content)
		sound("a direct message: "+q, n.write(user, q))
		sound("/ask "+q, n.interact(discordtest.Interaction{User: user, Name: "ask", Options: map[string]any{"question": q}}).Text())
	}
	sound("/brief", n.interact(discordtest.Interaction{User: n.editor, Name: "brief"}).Text())
	before := len(n.d.ByBot(n.news))
	n.editorTypes("schedule add", map[string]any{"when": "daily " + n.now().UTC().Add(2*time.Minute).Format("15:04"), "city": "UTC", "name": "World"}, "")
	n.wait(3 * time.Minute)
	sound("the briefing", n.posted(before))
	m := n.d.ByBot(n.news)[before]
	for _, id := range m.CustomIDs() {
		in := discordtest.Interaction{User: n.reader, Press: id, Message: &m}
		if id == m.CustomIDs()[0] {
			in.Values = []string{"0"}
		}
		sound("button "+id, cmp.Or(n.interact(in).Text(), "a modal"))
	}
	for _, story := range []string{"", "pier", "flood"} {
		sound("/why "+story, n.interact(discordtest.Interaction{User: n.editor, Name: "why", Options: map[string]any{"story": story}}).Text())
	}
}
