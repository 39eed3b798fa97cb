package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/alecthomas/kong"

	"dateline/store/storetest"
)

// everyCommand are all commands in an order in which they work. SITE is a server, DIR a folder.
var everyCommand = []string{
	"ingest|DIR/a.jsonl", "ingest|SITE/feed", "feeds add|SITE/other", "feeds list|", "feeds pause|SITE/other", "feeds resume|SITE/other", "feeds test|SITE/feed", "feeds import|DIR/list.opml",
	"feeds remove|SITE/other", "brief|--since|9999d", "ask|Who was found alive in Senn?", "ask|-", "search|Senn", "search|-", "stories|--since|9999d", "show|a1", "show|a4", "check|--article|a1|Rescuers found 40 people.",
	"check|-", "extract|DIR/a.html", "dates|--now|2026-11-23|today", "dates|-", "doctor|", "pause|posting", "resume|posting", "block|--guild|5", "articles remove|https://field.example/a", "people erase|7770001234567",
	"guilds erase|77", "retract|--article|a1|--why|x|--remove", "backup|DIR/all.gz", "restore|DIR/all.gz", "version|", "try|DIR/a.jsonl",
}

// steering is what moves the cursor of a terminal, or turns what follows.
const steering = "\x1b[2J\u202e"

// eachCommand runs every command with these flags over sources that steer terminals, and
// gives what each has written.
func eachCommand(t *testing.T, look func(args []string, out, errOut string), flags ...string) {
	t.Helper()
	xml := strings.ReplaceAll(steering, "\x1b", "") // which XML cannot hold
	site := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/feed": // a JSON Feed
			items := []map[string]string{{"id": "1", "title": "Rescuers" + steering + " find 40 alive in Senn", "content_text": "Rescuers found 40 people."}, {"id": "x" + steering}}
			body, _ := json.Marshal(map[string]any{"version": "https://jsonfeed.org/version/1.1", "title": "Coast" + steering, "items": items}) // it can always be written
			w.Write(body)
		case "/other":
			fmt.Fprintf(w, `<rss version="2.0"><channel><title>Other%s</title><item><title>Wheat%s grows</title><guid>1</guid></item></channel></rss>`, xml, xml)
		default:
			w.WriteHeader(http.StatusNotFound)
		}
	}))
	t.Cleanup(site.Close)
	dir := storetest.Dir(t)
	line := func(fields ...string) string {
		article := map[string]string{}
		for i, name := range []string{"id", "url", "title", "text", "outlet"} {
			article[name] = fields[i]
		}
		body, _ := json.Marshal(article) // a map of strings can always be written
		return string(body) + "\n"
	}
	for name, body := range map[string]string{
		"a.jsonl": line("a1", "https://a.example/1", "Rescuers"+steering+" find 40 alive in Senn", "Rescuers"+steering+" found 40 people alive in the school of Senn.", "Coast"+steering) + steering + "broken\n" +
			line("a3", "https://field.example/a", "Wheat grows in Velland", "Wheat grows in Velland, said a farmer.", "Field Paper") + line("a4", "https://x.example/"+steering, "Boats leave Senn", "Boats left Senn on Monday.", "Coast") +
			line("a5"+steering, "https://y.example/", "Boats return to Senn", "Boats returned to Senn.", "Coast") + line("", "https://z.example/"+steering, "", "", ""),
		"own.jsonl": line("own", "", "A treaty is signed", "A treaty was signed in Karsk on Monday.", ""),
		"a.html":    `<html><head><title>The pier` + steering + ` is closed</title></head><body><article><p>` + strings.Repeat("The council of Senn closed its pier on Monday. ", 20) + `</p></article></body></html>`,
		"list.opml": `<opml><body><outline text="One" xmlUrl="https://one.example/feed` + xml + `"/><outline text="Two` + xml + `" xmlUrl="https://me:pw@two.example/feed"/></body></opml>`,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("DATABASE_URL", "sqlite:"+filepath.Join(dir, "x.db"))
	t.Setenv("FETCH_ALLOW", "127.0.0.0/8")
	for _, v := range []string{"DISCORD_TOKEN", "OPENAI_MODEL", "OPENAI_API_KEY", "OPENAI_EMBEDDING_MODEL"} {
		t.Setenv(v, "")
	}
	for _, owner := range []string{"guild:77", "user:7770001234567"} {
		if _, code := command(t, "", "ingest", "--scope", owner, filepath.Join(dir, "own.jsonl")); code != 0 {
			t.Fatalf("nothing is stored of %s", owner)
		}
	}
	for _, step := range everyCommand {
		step = strings.NewReplacer("SITE", site.URL, "DIR", dir).Replace(step)
		name, rest, _ := strings.Cut(step, "|")
		args := append(slices.Clone(flags), strings.Fields(name)...)
		if rest != "" {
			args = append(args, strings.Split(rest, "|")...)
		}
		if name == "restore" {
			args = append(args, "--db", "sqlite:"+filepath.Join(dir, "y.db"))
		}
		in := `{"id":"1","question":"Who was found?","query":"Senn","text":"today","now":"2026-11-23","claim":"It is.","source":"It is so."}` + "\n"
		var out, errOut bytes.Buffer
		if code := execute(t.Context(), args, strings.NewReader(in), &out, &errOut); code != 0 || out.Len() == 0 {
			t.Errorf("%v: exit %d, gave %q, said %q", args, code, out.String(), errOut.String())
		}
		look(args, out.String(), errOut.String())
	}
}

// With --json every command gives JSON objects, one a line, and nothing else.
func TestExecute_JSONIsOneObjectALine(t *testing.T) {
	eachCommand(t, func(args []string, out, _ string) {
		for line := range strings.Lines(out) {
			var object map[string]any
			if err := json.Unmarshal([]byte(line), &object); err != nil || len(object) == 0 {
				t.Errorf("%v gives %q: %v", args, line, err)
			}
		}
	}, "--json")
	met := map[string]bool{"run": true, "feeds export": true} // the bot; a file of its own form
	for _, step := range everyCommand {
		name, _, _ := strings.Cut(step, "|")
		met[name] = true
	}
	var c cli
	parser, err := kong.New(&c, kong.Name("dateline"))
	if err != nil {
		t.Fatal(err)
	}
	for _, leaf := range parser.Model.Leaves(true) {
		if !met[strings.TrimPrefix(leaf.FullPath(), "dateline ")] {
			t.Errorf("%s is not among the commands of this test", leaf.FullPath())
		}
	}
}

func TestExecute_NothingThatSourcesWriteSteersTheTerminal(t *testing.T) {
	eachCommand(t, func(args []string, out, errOut string) {
		if args[len(args)-1] == "-" {
			out = "" // JSON, for programs
		}
		for _, r := range out + errOut {
			if unicode.IsControl(r) && r != '\n' || r == '\u202e' {
				t.Errorf("%v writes %q: %q", args, r, out+errOut)
				return
			}
		}
	})
}
