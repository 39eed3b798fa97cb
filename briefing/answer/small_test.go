package answer_test

import (
	"strings"
	"testing"

	"dateline/briefing/briefingtest"
	"dateline/briefing/llm"
	"dateline/store/storetest"
)

// sized is a model with a context, in tokens.
type sized struct {
	llm.Generator
	context int
}

func (s sized) Context() int { return s.context }

func TestAsk_ModelWithoutRoomSaysSo(t *testing.T) {
	for context, why := range map[int]string{1024: "the model is said to take 1024: raise LLM_CONTEXT", llm.ContextLow: ""} {
		for _, hide := range []bool{false, true} {
			model := &briefingtest.Kinds{Replies: map[string][]string{"": {briefingtest.Reply("", "Ada Brandt of the rescue service said that at least 12 people are still missing in the lower streets.")}, "search": {"{}"}}}
			c := newTalk(briefingtest.NewDesk(t, storetest.Open(t)), sized{model, context})
			c.ask.HideModelErrors = hide
			ans := c.once("How many people are still missing in the lower streets?")
			if hide && why != "" {
				why = "it reads too little at once for these articles"
			}
			if asked := len(model.Prompts("answer")) > 0; asked != (why == "") || !strings.Contains(ans.Fallback, why) || (ans.Fallback == "") != (why == "") {
				t.Errorf("a context of %d: asked %v, not used for %q", context, asked, ans.Fallback)
			}
		}
	}
}
