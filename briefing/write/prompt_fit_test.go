package write

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/llm"
	"dateline/briefing/text"
	"dateline/store"
)

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

// manyPassages are passages of one sentence each, the n-th about town n.
func manyPassages(n int) []claim.Passage {
	var out []claim.Passage
	for i := range n {
		body := fmt.Sprintf("Rescuers found %d people alive in the school of Town%d, the rescue service said on Monday.", 40+i, i)
		src := claim.Article{Item: store.Item{Article: store.Article{Outlet: "Coast Radio", Published: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}, Version: store.Version{ID: int64(i + 1), Title: "Rescue", Lang: "en", Text: body}}, Spans: text.Sentences(body, "en")}
		out = append(out, claim.WindowOf(src, 0))
	}
	return out
}

func TestCompose_DropsLeastUsefulPassagesToFit(t *testing.T) {
	reply := `{"claims":[{"text":"Rescuers found 40 people alive in the school of Town0, the rescue service said.","cites":["S1"]}]}`
	last := 0
	for _, most := range []int{1500, 1700, 2000, 4096} {
		m := &narrow{llm.Fake{Replies: []string{reply}}, most}
		c := &Composer{Model: m, Template: "answer", Passages: manyPassages(20), Most: 3}
		got, err := c.Compose(t.Context(), PromptData{Question: "Who was found?", Today: "Monday"})
		if err != nil || len(got.Claims) != 1 {
			t.Fatalf("%d tokens: %+v, %v", most, got, err)
		}
		sent := m.Asked()[0].Messages[1].Content
		n := len(c.Passages)
		if n <= last || !strings.Contains(sent, "Town0") || n < 20 && strings.Contains(sent, fmt.Sprintf("Town%d", n)) || !strings.Contains(sent, fmt.Sprintf("Town%d", n-1)) {
			t.Errorf("%d tokens: %d passages (before %d) in\n%s", most, n, last, sent)
		}
		last = n
	}
	if last != 20 {
		t.Errorf("4096 tokens held %d of 20 passages", last)
	}
	m := &narrow{llm.Fake{Replies: []string{reply}}, 100}
	c := &Composer{Model: m, Template: "answer", Passages: manyPassages(5), Most: 3}
	if _, err := c.Compose(t.Context(), PromptData{}); err == nil || !strings.Contains(err.Error(), "LLM_CONTEXT") || len(m.Asked()) != 0 {
		t.Errorf("a model too small for one passage: %v", err)
	}
}

func TestMessages_OnlyTheLastOneChanges(t *testing.T) {
	seen := map[string]bool{}
	for _, name := range []string{"answer", "story"} {
		first := ""
		for n := range 40 {
			m := &llm.Fake{}
			c := &Composer{Model: m, Template: name, Passages: manyPassages(1 + n%5), Most: 3}
			_, _ = c.Compose(t.Context(), PromptData{Question: fmt.Sprint("Question ", n), Today: fmt.Sprint("day ", n)})
			msgs := m.Asked()[0].Messages
			if first == "" {
				first = msgs[0].Content
			}
			if msgs[0].Content != first || strings.ContainsAny(first, marks) {
				t.Fatalf("%s: the first message changed to\n%s", name, msgs[0].Content)
			}
			seen[c.mark] = true
			user := msgs[len(msgs)-1].Content
			if !strings.Contains(user, "carries the mark "+c.mark) || !strings.Contains(user, "Rescuers"+c.mark+" found"+c.mark+" 40"+c.mark) {
				t.Errorf("%s: not marked with %s:\n%s", name, c.mark, user)
			}
		}
	}
	if len(seen) < 3 {
		t.Errorf("%d marks in 80 requests: it is no secret", len(seen))
	}
}

func TestUnmark_ReplyIsReadWithoutTheMark(t *testing.T) {
	m := &llm.Fake{Replies: []string{`{"heading":{"text":"40¤ alive¤ in¤ Town0¤","cites":["S1"]},"claims":[{"text":"Rescuers¤found¤40¤ people¤ alive¤ in¤ the school of Town0¤, the rescue service said¤.","cites":["S1"]}]}`}}
	c := &Composer{Model: m, Template: "story", mark: "¤", Passages: manyPassages(1), Most: 3}
	got, err := c.Compose(t.Context(), PromptData{})
	if err != nil || len(got.Claims) != 1 || got.Claims[0].Text != "Rescuers found 40 people alive in the school of Town0, the rescue service said." || got.Heading == nil || got.Heading.Text != "40 alive in Town0" {
		t.Errorf("got %+v, %v", got, err)
	}
}
