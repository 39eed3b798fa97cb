package answer_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/llm"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// Two servers upload what nobody else may see, on the same subject: no prompt
// for one holds a word of the other's.
func TestPrompt_HoldsNothingOfOtherServersUploads(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		ctx := context.Background()
		d := briefingtest.NewDesk(t, s)
		for n := 1; n <= 2; n++ {
			var err error
			if d.Src, err = s.OwnSource(ctx, fmt.Sprintf("guild:%d", n), state.SourceFile); err != nil {
				t.Fatal(err)
			}
			canary := fmt.Sprintf("Canary%d", n)
			up := briefingtest.Article(canary, "Desk "+canary, "Rescuers find 40 alive in Senn, "+canary+" reports", "Rescuers of "+canary+" reached the village of Senn and found 40 people alive in its school, the rescue service said.")
			up.URL = ""
			d.Read(up)
		}
		for n := 1; n <= 2; n++ {
			own, foreign := fmt.Sprintf("Canary%d", n), fmt.Sprintf("Canary%d", 3-n)
			var err error
			if d.Scope, err = s.ScopeOf(ctx, fmt.Sprintf("guild:%d", n)); err != nil {
				t.Fatal(err)
			}
			fake := &llm.Fake{Replies: []string{briefingtest.Reply("40 found alive in Senn", "Rescuers found 40 people alive in the school of Senn, the rescue service said.")}}
			text := briefingtest.Say(d.Brief(fake).Blocks())
			a := &answer.Answerer{Store: s, Archive: &archive.Archive{Store: s}, Model: fake, Name: "fake"}
			for _, q := range []string{"How many people were found alive in Senn?", "What does " + foreign + " say about Senn?"} {
				ans, err := a.Ask(ctx, answer.Question{Text: q, Scope: d.Scope, At: briefingtest.Noon.AddDate(0, 0, 1)})
				if err != nil {
					t.Fatal(err)
				}
				text += strings.ReplaceAll(briefingtest.Say(ans.Blocks()), q, "")
			}
			if strings.Contains(text, foreign) {
				t.Errorf("guild %d is shown the other's:\n%s", n, text)
			}
			mine := 0
			for _, r := range fake.Asked() {
				// The question is the asker's own word and stands in the last line.
				prompt := r.Messages[1].Content[:strings.LastIndex(r.Messages[1].Content, "\n")]
				if strings.Contains(prompt, foreign) {
					t.Errorf("guild %d: the prompt holds the other's upload:\n%s", n, prompt)
				}
				mine += strings.Count(prompt, own)
			}
			if len(fake.Asked()) < 2 || mine == 0 {
				t.Errorf("guild %d: %d prompts, its own upload in them %d times", n, len(fake.Asked()), mine)
			}
		}
	})
}
