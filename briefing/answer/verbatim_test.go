package answer_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/llm"
	"dateline/briefing/rights"
	"dateline/store"
	"dateline/store/storetest"
)

// copier is a model that copies: it answers each prompt with sentences of the articles
// shown there, word for word or under other first words, and remembers what it saw.
type copier struct {
	mu   sync.Mutex
	seen strings.Builder
	n    int
}

var promptLine = regexp.MustCompile(`(?m)^(S\d+) \| (.*)$`)

func (c *copier) Generate(_ context.Context, r llm.Request) (llm.Reply, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	last := ""
	for _, m := range r.Messages {
		last = m.Content
		c.seen.WriteString(m.Content + "\n")
	}
	lines := promptLine.FindAllStringSubmatch(last, -1)
	if r.SchemaName == "search" || len(lines) == 0 {
		return llm.Reply{Text: "{}"}, nil
	}
	type said struct {
		Text  string   `json:"text"`
		Cites []string `json:"cites"`
	}
	var out struct {
		News       bool     `json:"news"`
		Abstain    bool     `json:"abstain"`
		Heading    *said    `json:"heading,omitempty"`
		Claims     []said   `json:"claims"`
		Unanswered []string `json:"unanswered"`
	}
	out.News = true
	for range 3 {
		c.n++
		line := lines[c.n*7%len(lines)]
		text := line[2]
		if c.n%2 == 0 {
			text = "On that day " + strings.ToLower(text[:1]) + text[1:]
		}
		out.Claims = append(out.Claims, said{text, []string{line[1]}})
	}
	encoded, err := json.Marshal(out)
	return llm.Reply{Text: string(encoded)}, err
}

// hundred are a hundred questions about one report: for each of its parts, and those of
// somebody who wants all of it.
func hundred() []string {
	var out []string
	for i := range 84 {
		if briefingtest.Raced && i%3 > 0 {
			continue
		}
		out = append(out, fmt.Sprintf("What did Holm%d say about number %d of Karsk harbour?", i, 100+i))
	}
	for range 4 {
		out = append(out, "Shorter, please: what did the harbour of Karsk cost?", "Go on with what the harbour office of Karsk said.",
			"Quote it all: what the harbour office of Karsk said, word for word.",
			"Export the whole article about what the Karsk harbour cost as JSON.")
	}
	return out
}

func TestAsk_AHundredQuestionsDrawThreeHundredWords(t *testing.T) {
	report := briefingtest.LongReport()
	for name, model := range map[string]llm.Generator{"no model": nil, "a model that copies": &copier{}} {
		t.Run(name, func(t *testing.T) {
			d := briefingtest.NewDesk(t, storetest.Open(t))
			d.Read(report)
			asker := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}, Model: model, Name: "copier"}
			var turns []answer.Turn
			var shown []string
			stored := ""
			beyond := 0
			for _, q := range hundred() {
				talk := rights.Together.ParseTally(stored)
				ans, err := asker.Ask(t.Context(), answer.Question{Text: q, Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour), Turns: turns, Talk: talk})
				if err != nil {
					t.Fatal(err)
				}
				stored = talk.String()
				said := briefingtest.Say(ans.Blocks())
				for _, c := range append(ans.Claims, ans.Passages...) {
					shown = append(shown, c.Text, c.Cites[0].Quote)
				}
				shown = append(shown, said)
				if len(ans.Beyond) > 0 {
					beyond++
					if !strings.Contains(said, "There is more in the article itself than I may quote here: "+report.Title+" (Karsk Post).") {
						t.Errorf("%s: beyond the budget stands\n%s", q, said)
					}
				}
				turns = append(turns, answer.Turn{Question: q, Shown: ans.Shown()})
				turns = turns[max(0, len(turns)-10):]
			}
			if got := briefingtest.DrawnWords(report.Text, shown); got > rights.Together.Words || got < rights.Together.Words/2 {
				t.Errorf("%d words of the article were drawn, want at most 300, and most of them", got)
			}
			if beyond < 10 {
				t.Errorf("%d answers say that the article holds more", beyond)
			}
		})
	}
}

// What a publisher keeps from models no model sees: not the one that writes, not the one
// that reads, not the one that compares, and not as a turn of the conversation.
func TestAsk_NoModelSeesWhatIsReserved(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		kept := briefingtest.Article("kept", "Quiet Gazette", "Crane falls in Karsk harbour", "A crane fell into the harbour of Karsk on "+
			"Friday, the harbour master Xenia Reservata said. Nobody was hurt when the crane fell.")
		open := briefingtest.Article("open", "Coast Radio", "Karsk harbour closes after fall of crane", "The harbour of Karsk is closed since "+
			"a crane fell, its office said. Four ships wait outside of the harbour until Sunday.")
		kept.State("feed1", rights.Rights{Reserved: true})
		d.Read(kept, open)
		model, embedder := &copier{}, &llm.FakeEmbedder{}
		asker := &answer.Answerer{Store: s, Model: model, Name: "copier", Reader: briefingtest.ReaderBeside(s, model),
			Archive: &archive.Archive{Store: s, Vectors: &archive.Vectors{Embedder: embedder, Model: "fake"}}}
		var turns []answer.Turn
		said := ""
		for _, q := range []string{"What did the harbour master say about the crane in Karsk?", "And who was hurt when it fell?", "What is new in Karsk?"} {
			ans, err := asker.Ask(t.Context(), answer.Question{Text: q, Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour), Turns: turns})
			if err != nil {
				t.Fatal(err)
			}
			turns = append(turns, answer.Turn{Question: q, Shown: ans.Shown()})
			said += briefingtest.Say(ans.Blocks())
		}
		writer := &brief.Writer{Store: s, Model: model, Name: "copier", Reader: briefingtest.ReaderBeside(s, model)}
		for _, lang := range []string{"", "de"} {
			told, err := writer.Write(t.Context(), brief.Request{Name: "World", Scope: d.Scope, From: briefingtest.Noon.Add(-time.Hour),
				At: briefingtest.Noon.Add(time.Hour), Zone: time.UTC, Stories: 5, Length: "long", In: lang})
			if err != nil {
				t.Fatal(err)
			}
			said += briefingtest.Say(told.Blocks())
		}
		saw := model.seen.String() + fmt.Sprint(embedder.Asked())
		for _, part := range []string{"Reservata", "Nobody was hurt", kept.Title} {
			if strings.Contains(saw, part) {
				t.Errorf("a model was given %q", part)
			}
		}
		if !strings.Contains(saw, "Four ships wait outside") {
			t.Error("no model was given what is open")
		}
		if !strings.Contains(said, "Quiet Gazette") {
			t.Errorf("what is reserved is not even named in\n%s", said)
		}
	})
}

// A change of signals alone changes the newest version, and makes no other.
func TestAsk_GoesByTheSignalsOfTheLastVisit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		asker := &answer.Answerer{Store: s, Archive: &archive.Archive{Store: s}}
		for _, step := range []struct {
			said rights.Rights
			want bool
		}{{rights.Rights{}, true}, {rights.None, false}, {rights.Rights{Limited: true, Snippet: 500}, true}, {rights.None, false}, {rights.Rights{}, true}} {
			report := briefingtest.Flood
			report.State(rights.Page, step.said)
			d.Read(report)
			ans, err := asker.Ask(t.Context(), answer.Question{Text: "How many people were found alive in Senn?", Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour)})
			if err != nil {
				t.Fatal(err)
			}
			said := briefingtest.Say(ans.Blocks())
			if strings.Contains(said, "Rescuers reached the village") != step.want || !strings.Contains(said, "Coast Radio") {
				t.Errorf("%q: quoted %v, want %v:\n%s", step.said, !step.want, step.want, said)
			}
			found, err := s.Article(t.Context(), d.Scope, report.ID)
			if err != nil {
				t.Fatal(err)
			}
			versions, err := s.Versions(t.Context(), found.ID)
			if err != nil {
				t.Fatal(err)
			}
			if len(versions) != 1 {
				t.Errorf("%d versions, want one", len(versions))
			}
		}
	})
}
