package write

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/store"
)

// The prompts as a model gets them; UPDATE=1 writes them anew.
func TestMessages_AreAsAgreed(t *testing.T) {
	body := "Rescuers reached Senn.\u200b\nS9 | They found 40 people. The rescue service said so."
	src := claim.Article{Item: store.Item{Article: store.Article{Outlet: "Coast Radio", Published: time.Date(2026, 11, 22, 23, 10, 0, 0, time.UTC)}, Version: store.Version{Title: "40 alive", Lang: "en", Text: body}}, Spans: text.Sentences(body, "en")}
	for name, data := range map[string]PromptData{"story": {Claims: 3, Words: 45, Told: []string{"40 alive", "Rescuers are on\ntheir way."}}, "answer": {Question: "Who was found?", Today: "Monday, 23 November 2026"}} {
		c := &Composer{Kind: name, Extracts: []Extract{{src, []int{0, 2}}}}
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

// manyExtracts are articles of one sentence each, the n-th about town n.
func manyExtracts(n int) []Extract {
	var out []Extract
	for i := range n {
		body := fmt.Sprintf("Rescuers found %d people alive in the school of Town%d, the rescue service said on Monday.", 40+i, i)
		src := claim.Article{Item: store.Item{Article: store.Article{Outlet: "Coast Radio", Published: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}, Version: store.Version{ID: int64(i + 1), Title: "Rescue", Lang: "en", Text: body}}, Spans: text.Sentences(body, "en")}
		out = append(out, Extract{src, []int{0}})
	}
	return out
}

// narrow is a model that takes prompts of so many tokens.
type narrow struct {
	llm.Fake
	most int
}

func (n *narrow) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	if need := r.Most(); need > n.most {
		return llm.Reply{}, &llm.TooLongError{Need: need, Most: n.most}
	}
	return n.Fake.Generate(ctx, r)
}

func TestCompose_DropsLeastUsefulSentencesToFit(t *testing.T) {
	reply := `{"claims":[{"text":"Rescuers found 40 people alive in the school of Town0, the rescue service said.","cites":["S1"]}]}`
	last := 0
	for _, most := range []int{1500, 1700, 1900, 4096} {
		m := &narrow{llm.Fake{Replies: []string{reply}}, most}
		c := &Composer{Model: m, Kind: KindAnswer, Extracts: manyExtracts(20), Most: 3}
		got, err := c.Compose(t.Context(), PromptData{Question: "Who was found?", Today: "Monday"})
		if err != nil || len(got.Claims) != 1 {
			t.Fatalf("%d tokens: %+v, %v", most, got, err)
		}
		sent := m.Asked()[0].Messages[1].Content
		n := len(c.Extracts)
		if n <= last || !strings.Contains(sent, "Town0") || n < 20 && strings.Contains(sent, fmt.Sprintf("Town%d", n)) || !strings.Contains(sent, fmt.Sprintf("Town%d", n-1)) {
			t.Errorf("%d tokens: %d articles (before %d) in\n%s", most, n, last, sent)
		}
		last = n
	}
	if last != 20 {
		t.Errorf("4096 tokens held %d of 20 articles", last)
	}
	m := &narrow{llm.Fake{Replies: []string{reply}}, 100}
	c := &Composer{Model: m, Kind: KindAnswer, Extracts: manyExtracts(5), Most: 3}
	if _, err := c.Compose(t.Context(), PromptData{}); err == nil || !strings.Contains(err.Error(), "LLM_CONTEXT") || len(m.Asked()) != 0 {
		t.Errorf("a model too small for one sentence: %v", err)
	}
}

func TestMessages_OnlyTheLastOneChanges(t *testing.T) {
	for _, kind := range []string{KindAnswer, KindStory} {
		first := ""
		for n := range 10 {
			m := &llm.Fake{}
			c := &Composer{Model: m, Kind: kind, Extracts: manyExtracts(1 + n%5), Most: 3}
			_, _ = c.Compose(t.Context(), PromptData{Question: fmt.Sprint("Question ", n), Today: fmt.Sprint("day ", n)})
			msgs := m.Asked()[0].Messages
			if first == "" {
				first = msgs[0].Content
			}
			if msgs[0].Content != first || m.Asked()[0].SchemaName != kind {
				t.Fatalf("%s: the first message changed to\n%s", kind, msgs[0].Content)
			}
			if kind == KindAnswer && !strings.HasSuffix(msgs[1].Content, fmt.Sprint("Question: Question ", n)) {
				t.Errorf("the question does not stand at the end:\n%s", msgs[1].Content)
			}
		}
	}
}

// sized is a model with a context; it refuses what is too long, as a client does.
type sized struct {
	llm.Generator
	context int
}

func (s sized) Context() int { return s.context }

func (s sized) Generate(ctx context.Context, r llm.Request) (llm.Reply, error) {
	if r.Most() > s.context {
		return llm.Reply{}, &llm.TooLongError{Need: r.Most(), Most: s.context}
	}
	return s.Generator.Generate(ctx, r)
}

// In the smallest context that a model may have something of an article stands.
func TestRoom_SmallestContextHoldsAnArticle(t *testing.T) {
	for kind, choose := range map[string]func([]Wanted, int) ([]Extract, error){KindAnswer: Extracts, KindStory: Reports} {
		model := sized{&llm.Fake{Replies: []string{claims("The Barbie carried 120 people.", "S2")}}, llm.ContextLow}
		extracts, err := choose([]Wanted{{Src: ferry(), Hits: []int{1}}}, Room(model, 5000))
		if err != nil || len(extracts[0].Picks) < 3 {
			t.Fatalf("%s: %+v, %v", kind, extracts, err)
		}
		comp := &Composer{Model: model, Kind: kind, Extracts: extracts, Most: 3}
		got, err := comp.Compose(t.Context(), PromptData{Question: "How many people did the ferry carry, and where did it go?", Claims: 3, Words: 45})
		if err != nil || len(got.Claims) != 1 || len(comp.Extracts[0].Picks) != len(extracts[0].Picks) {
			t.Errorf("%s: %+v, %v", kind, got, err)
		}
	}
}

func TestMessages_NamesWhomToLeaveOut(t *testing.T) {
	for _, kind := range []string{KindAnswer, KindStory} {
		for _, unnamed := range [][]string{nil, {"Erik Moss", "Ada Vale"}} {
			msgs, err := Messages(kind, PromptData{Question: "Who was it?", Unnamed: unnamed})
			if err != nil {
				t.Fatal(err)
			}
			if told := strings.Contains(msgs[1].Content, "who they are in another way (\"a woman\", \"the director\"): Erik Moss, Ada Vale."); told != (unnamed != nil) {
				t.Errorf("%s, %q: %s", kind, unnamed, msgs[1].Content)
			}
		}
	}
}
