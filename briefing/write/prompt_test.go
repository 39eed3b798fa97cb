package write

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/claim"
	"dateline/briefing/text"
	"dateline/store"
)

// The prompts as a model gets them; UPDATE=1 writes them anew.
func TestMessages_AreAsAgreed(t *testing.T) {
	body := "Rescuers reached Senn.\u200b They found 40 people. The rescue service said so."
	src := claim.Article{Item: store.Item{Article: store.Article{Outlet: "Coast Radio", Published: time.Date(2026, 11, 22, 23, 10, 0, 0, time.UTC)}, Version: store.Version{Title: "40 alive", Lang: "en", Text: body}}, Spans: text.Sentences(body, "en")}
	for name, data := range map[string]PromptData{"story": {Claims: 3, Words: 45}, "answer": {Question: "Who was found?", Today: "Monday, 23 November 2026"}} {
		c := &Composer{Template: name, mark: "¤", Passages: []claim.Passage{claim.WindowOf(src, 1)}}
		msgs, err := c.messages(data)
		if err != nil {
			t.Fatal(err)
		}
		got := msgs[0].Content + "\n---\n" + msgs[1].Content + "\n"
		file := filepath.Join("testdata", name+".golden")
		if os.Getenv("UPDATE") != "" {
			if err := os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(string(want), got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}
