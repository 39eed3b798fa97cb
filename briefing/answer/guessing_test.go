package answer_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"dateline/briefing/briefingtest"
	"dateline/briefing/llm"
	"dateline/briefing/write"
	"dateline/store/storetest"
)

// agreeing is a model that finds every claim stated: it gets half of the quiz right.
type agreeing struct{}

var claimLabel = regexp.MustCompile(`(?m)^(C\d+) \|`)

func (agreeing) Generate(_ context.Context, r llm.Request) (llm.Reply, error) {
	var verdicts []string
	for _, m := range claimLabel.FindAllStringSubmatch(r.Messages[len(r.Messages)-1].Content, -1) {
		verdicts = append(verdicts, fmt.Sprintf(`{"label":%q,"stated":true,"why":""}`, m[1]))
	}
	return llm.Reply{Text: `{"verdicts":[` + strings.Join(verdicts, ",") + `]}`, Model: "fake", In: 7}, nil
}

// A model that judges claims no better than a guess answers no question: the passages
// closest to it are shown, and why. Another model may read for one that answers.
func TestAsk_AModelThatGuessesAnswersNoQuestion(t *testing.T) {
	const q = "How many people were found alive in the school of Senn?"
	said := briefingtest.Reply("", "Rescuers reached the village of Senn and found 40 people alive in its school, the rescue service said.")
	for name, guesses := range map[string]bool{"fake": true, "another": false} {
		c, fake := modelled(t, storetest.Open(t), map[string][]string{"": {said}})
		c.ask.Name = "fake"
		c.ask.Reader = &write.Reader{Model: agreeing{}, Name: name, Store: c.ask.Store}
		ans := c.once(q)
		text := briefingtest.Say(ans.Blocks())
		if guesses != strings.Contains(text, "does not read surely enough to answer, so these are passages") || guesses != (len(fake.Prompts("answer")) == 0) ||
			guesses != (ans.Fallback == "it judged 12 of 24 pairs of claim and source rightly, no more than a guess") || !strings.Contains(text, "40 people") || ans.Tokens == 0 {
			t.Errorf("read by %s, %q, %d tokens, %d prompts:\n%s", name, ans.Fallback, ans.Tokens, len(fake.Prompts("answer")), text)
		}
	}
}
