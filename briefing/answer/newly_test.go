package answer_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/storetest"
)

// watched is a question with the report that answers it, and those that do not.
type watched struct {
	question string
	right    feed.Item
	wrong    []feed.Item
}

// watches reads a file of watches.
func watches(t *testing.T, file string) []watched {
	t.Helper()
	var out []watched
	for line := range strings.Lines(string(briefingtest.Must[[]byte](t)(os.ReadFile("testdata/" + file)))) {
		kind, said, ok := strings.Cut(strings.TrimSpace(line), " ")
		if !ok || kind == "#" {
			continue
		}
		title, body, _ := strings.Cut(said, " | ")
		id := fmt.Sprintf("%s%d-%d", file[:9], len(out), len(line)+len(said))
		switch kind {
		case "?":
			out = append(out, watched{question: said})
		case "+":
			out[len(out)-1].right = briefingtest.Article(id+"r", "Right Radio", title, body)
		case "-":
			w := &out[len(out)-1]
			w.wrong = append(w.wrong, briefingtest.Article(fmt.Sprint(id, "w", len(w.wrong)), fmt.Sprint("Wire ", len(w.wrong)), title, body))
		}
	}
	return out
}

// newly says which articles of a desk answer a question of a watch that looks at them
// all, each by itself as they are read.
func newly(t *testing.T, w watched) (right bool, wrong []string) {
	t.Helper()
	ctx := context.Background()
	d := briefingtest.NewDesk(t, storetest.Open(t))
	a := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}}
	look := func(item feed.Item) bool {
		d.Read(item)
		id := briefingtest.Must[[]store.Item](t)(d.Store.Window(ctx, d.Scope, store.Range{To: briefingtest.Noon.Add(time.Hour)}))
		newest := id[0].Article.ID
		for _, x := range id {
			newest = max(newest, x.Article.ID)
		}
		ans, ok, err := a.Newly(ctx, answer.Question{Text: w.question, Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour), Only: []int64{newest}})
		if err != nil {
			t.Fatal(err)
		}
		if ok != (len(ans.Passages) > 0) {
			t.Errorf("%s: %v with %d passages", w.question, ok, len(ans.Passages))
		}
		return ok
	}
	for _, x := range w.wrong {
		if look(x) {
			wrong = append(wrong, x.Title)
		}
	}
	return look(w.right), wrong
}

func TestNewly_FiresOnTheRightReportAlone(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"watches-before.txt", "watches-later.txt"} {
		all, right := watches(t, file), 0
		if briefingtest.Raced {
			all = all[:5]
		}
		for _, w := range all {
			fires, wrong := newly(t, w)
			if fires {
				right++
			} else {
				t.Logf("%s: nothing answers %q", file, w.question)
			}
			if len(wrong) > 0 {
				t.Errorf("%s: %q is answered by %q", file, w.question, wrong)
			}
		}
		t.Logf("%s: %d of %d fire on the right report", file, right, len(all))
		if 10*right < 9*len(all) {
			t.Errorf("%s: only %d of %d fire", file, right, len(all))
		}
	}
}
