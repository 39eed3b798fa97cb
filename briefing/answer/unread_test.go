package answer_test

import (
	"errors"
	"strings"
	"testing"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/llm"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/brake"
	"dateline/store/storetest"
)

// A reader that is trusted and gives no verdict reads as little as none: the rules for
// what nobody reads hold, and the last line says so.
func TestAsk_TextIsReadWhenTheReaderHasJudgedIt(t *testing.T) {
	const question = "How many people are still missing in the lower streets after the explosion?"
	own, asker := "Ada Brandt of the rescue service said that at least 12 people are still missing in the lower streets.",
		"At least 12 people are still missing in the lower streets after the explosion, said Ada Brandt of the rescue service."
	denies := func(string, string) write.Verdict { return write.Verdict{Why: "merged"} }
	for name, c := range map[string]struct {
		reader *write.FakeReader
		reply  string
		says   []string
		read   bool
	}{
		"it judges":                    {&write.FakeReader{}, own, []string{"Ada Brandt of the rescue service said that"}, true},
		"it denies":                    {&write.FakeReader{Judge: denies}, asker, []string{"12 people are still missing in the lower streets, said"}, false},
		"its budget is used up":        {&write.FakeReader{Err: &write.SpentError{Owner: store.All}}, own, []string{"Ada Brandt of the rescue service said that"}, false},
		"it is stopped":                {&write.FakeReader{Err: brake.ErrModel}, own, []string{"Ada Brandt of the rescue service said that"}, false},
		"it is down":                   {&write.FakeReader{Err: errors.New("down")}, own, []string{"Ada Brandt of the rescue service said that"}, false},
		"none, a false premise":        {nil, asker, nil, false},
		"used up, a false premise":     {&write.FakeReader{Err: &write.SpentError{Owner: store.All}}, asker, nil, false},
		"stopped, a false premise":     {&write.FakeReader{Err: brake.ErrModel}, asker, nil, false},
		"down, a false premise":        {&write.FakeReader{Err: llm.ErrUnusable}, asker, nil, false},
		"nothing of the model to read": {&write.FakeReader{}, "At least 12 people are still missing in the lower streets, said Ada Brandt of the rescue service.", nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := storetest.Open(t)
			d := briefingtest.NewDesk(t, s)
			d.Read(coast...)
			model := &briefingtest.Kinds{Replies: map[string][]string{"": {briefingtest.Reply("", c.reply)}, "search": {"{}"}}}
			ask := &answer.Answerer{Store: s, Archive: &archive.Archive{Store: s}, Model: model, Name: "fake"}
			if c.reader != nil {
				ask.Reader = &write.Reader{Name: "fake reader", Store: s, Model: c.reader}
			}
			for _, time := range []string{"written", "from the memo"} {
				text := briefingtest.Say((&talk{t: t, scope: d.Scope, ask: ask}).once(question).Blocks())
				if strings.Contains(text, "explosion") || strings.Contains(text, "read beside them a second time") != c.read {
					t.Errorf("%s, got:\n%s", time, text)
				}
				for _, said := range c.says {
					if !strings.Contains(text, said) {
						t.Errorf("%s, it does not say %q:\n%s", time, said, text)
					}
				}
			}
		})
	}
}
