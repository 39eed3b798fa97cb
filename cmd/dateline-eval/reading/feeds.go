package reading

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/feed/page"
	"dateline/cmd/dateline-eval/set"
)

// tally counts the outcome of one part of the feed sets.
type tally struct {
	equal, differ, skipped int
	first                  []string // files that differ, the first few
}

func (t *tally) miss(file, want, got string) {
	t.differ++
	if len(t.first) < 6 {
		t.first = append(t.first, fmt.Sprintf("  %s: want %q, got %q", file, want, got))
	}
}

// Feeds runs gofeed's and feedparser's own tests and the OPML lists
// through feed.Parse; nothing of them may panic or hang.
func Feeds(_ context.Context, o set.Options) (set.Table, error) {
	report := set.Table{Title: "feeds", Head: []string{"set", "equal", "different", "skipped", "aim"}}
	root := filepath.Join(o.Dir, "feeds")
	for _, s := range []struct {
		name string
		run  func(path string, t *tally) error
	}{{"gofeed", gofeedPair}, {"feedparser", feedparserFile}, {"opml", opmlFile}} {
		var n tally
		start := time.Now()
		err := filepath.WalkDir(filepath.Join(root, s.name), func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || filepath.Base(path) == "LICENSE" {
				return err
			}
			return s.run(path, &n)
		})
		if err != nil {
			return report, err
		}
		report.Rows = append(report.Rows, []string{s.name, fmt.Sprint(n.equal), fmt.Sprint(n.differ), fmt.Sprint(n.skipped), "all"})
		report.Notes = append(report.Notes, fmt.Sprintf("%s took %s.", s.name, time.Since(start).Round(time.Millisecond)))
		report.Notes = append(report.Notes, n.first...)
	}
	report.Notes = append(report.Notes, "Skipped: gofeed cases without an entry that has a title or text, or that test fields we do not "+
		"read; feedparser forms other than title, link, id, author and text, bozo and CDF.")
	return report, nil
}

// gofeedPair compares a feed with the JSON gofeed expects of it.
func gofeedPair(path string, t *tally) error {
	if strings.HasSuffix(path, ".json") && !strings.HasSuffix(path, "feed.json") {
		return nil // the expectation, or read beside its feed
	}
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	doc, parseErr := feed.Parse(data, "", "")
	expect, err := os.ReadFile(strings.TrimSuffix(path, filepath.Ext(path)) + ".json")
	if err != nil || filepath.Ext(path) == ".json" {
		t.skipped++
		return nil
	}
	var want map[string]any
	if json.Unmarshal(expect, &want) != nil {
		t.skipped++
		return nil
	}
	if parseErr != nil {
		t.miss(filepath.Base(path), "a feed", parseErr.Error())
		return nil
	}
	if compareGofeed(filepath.Base(path), want, doc, t) == 0 {
		t.skipped++
	}
	return nil
}

func compareGofeed(file string, want map[string]any, doc feed.Document, t *tally) (compared int) {
	before := t.differ
	check := func(want, got string) {
		if want != "" {
			compared++
			if want != got {
				t.miss(file, want, got)
			}
		}
	}
	check(page.Plain(textOf(want["title"])), doc.Title)
	entries, _ := want["items"].([]any)
	if entries == nil {
		entries, _ = want["entries"].([]any)
	}
	if len(entries) == len(doc.Items) {
		for i, e := range entries {
			item, _ := e.(map[string]any)
			check(oneSpace(page.Plain(textOf(item["title"]))), doc.Items[i].Title)
			check(firstText(item["guid"], item["id"]), doc.Items[i].GUID)
			if published := textOf(item["publishedParsed"]); published != "" {
				check(published, doc.Items[i].Published.Format(time.RFC3339))
			}
		}
	}
	if compared > 0 && t.differ == before {
		t.equal++
	}
	return compared
}

func oneSpace(s string) string { return strings.Join(strings.Fields(s), " ") }

func textOf(v any) string {
	switch value := v.(type) {
	case string:
		return value
	case map[string]any:
		return textOf(value["value"])
	}
	return ""
}

func firstText(vs ...any) string {
	for _, v := range vs {
		if text := textOf(v); text != "" {
			return text
		}
	}
	return ""
}

var (
	expectLine = regexp.MustCompile(`(?m)Expect:\s*(.*)$`)
	expectForm = regexp.MustCompile(`(feed|entries\[0\])(?:\['(\w+)'\]|\.(\w+)) == u?'((?:[^'\\]|\\.)*)'$`)
)

// feedparserFile checks the simple forms of feedparser's expectations.
func feedparserFile(path string, t *tally) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	doc, parseErr := feed.Parse(data, "", "")
	match := expectLine.FindSubmatch(data)
	var f []string
	if match != nil {
		f = expectForm.FindStringSubmatch(strings.TrimSpace(string(match[1])))
	}
	if f == nil || strings.Contains(path, "/sanitize/") || strings.Contains(path, "/cdf/") ||
		strings.HasPrefix(strings.TrimSpace(string(match[1])), "bozo") {
		t.skipped++
		return nil
	}
	got, known := expected(doc, f[1], f[2]+f[3])
	want := unescape(f[4])
	if f[2]+f[3] != "id" && f[2]+f[3] != "link" {
		want = oneSpace(page.Plain(want))
	}
	switch {
	case !known:
		t.skipped++
	case parseErr != nil:
		t.miss(filepath.Base(path), want, parseErr.Error())
	case got != want && !strings.Contains(got, want):
		t.miss(filepath.Base(path), want, got)
	default:
		t.equal++
	}
	return nil
}

func unescape(s string) string {
	return strings.NewReplacer(`\'`, "'", `\n`, "\n", `\t`, "\t", `\\`, `\`).Replace(s)
}

// expected is what a document has for a field of feedparser.
func expected(doc feed.Document, of, key string) (string, bool) {
	if of == "feed" {
		return doc.Title, key == "title"
	}
	if len(doc.Items) == 0 {
		return "", false
	}
	item := doc.Items[0]
	switch key {
	case "title":
		return item.Title, true
	case "link":
		return item.URL, true
	case "id", "guid":
		return item.GUID, true
	case "author":
		return item.Byline, true
	case "summary", "description":
		return oneSpace(item.Text), true
	}
	return "", false
}

// opmlFile proves that import, export, import is the identity.
func opmlFile(path string, t *tally) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	first, err := feed.Parse(data, "", "")
	if err != nil {
		t.miss(filepath.Base(path), "a list", err.Error())
		return nil
	}
	out, err := feed.OPML(first.Feeds)
	if err != nil {
		return err
	}
	again, err := feed.Parse(out, "", "")
	if err != nil || !slices.Equal(first.Feeds, again.Feeds) {
		t.miss(filepath.Base(path), fmt.Sprint(first.Feeds), fmt.Sprint(again.Feeds))
		return nil
	}
	t.equal++
	return nil
}
