package briefing

import (
	"strings"
	"testing"
	"time"
)

func TestAnAnswerIsLeftOutForAnyWordThatIsReadInIt(t *testing.T) {
	at := time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)
	claim := Claim{Kind: KindQuoted, Text: "The bridge reopens.", Share: "54 percent counted", Cites: []Cite{{Outlet: "Coast Radio", URL: "https://coast.example/flood-of-senn", Published: at}}}
	answer := Answer{At: at, Claims: []Claim{claim}, Model: "m", Continuing: "Ada Brandt"}
	spent := Answer{At: at, Abstained: true, Passages: []Claim{claim}, Fallback: "AI", SpentUntil: at.Add(time.Hour)}
	refusal := Answer{At: at, Abstained: true, Searched: answer.Searched, Why: noForecast, Forecasts: []Near{{Outlet: "The Ledger", URL: "https://ledger.example/poll"}}}
	refusal.Searched.Articles = 1
	for name, c := range map[string]struct {
		a    Answer
		word string
		want bool
	}{
		"a sentence":         {answer, "bridge", true},
		"no address":         {answer, "flood", false},
		"an outlet":          {answer, "coast radio", true},
		"a share":            {answer, "counted", true},
		"a forecast":         {refusal, "ledger", true},
		"over two runs":      {answer, "reopens coast", true},
		"a word of another":  {answer, "bridgehead", false},
		"a refusal's others": {refusal, "bridge", false},
		"what it goes on":    {answer, "brandt", true},
		"how it was written": {answer, "ai", false},
		"why it was not":     {spent, "ai", false},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			for _, x := range c.a.For(NewWordList(c.word, LeaveOut)) {
				for _, r := range x.Runs {
					b.WriteString(r.Text)
				}
			}
			if got := strings.Contains(b.String(), "words that this channel leaves out"); got != c.want {
				t.Errorf("left out: %v, want %v: %s", got, c.want, b.String())
			}
		})
	}
}

func TestAStoryIsLeftOutForAnyWordThatIsReadInIt(t *testing.T) {
	claim := func(s string) Claim {
		return Claim{Kind: KindQuoted, Text: s, Cites: []Cite{{Outlet: "Coast Radio", URL: "https://coast.example/flood-of-senn"}}}
	}
	share := claim("The bridge reopens.")
	share.Share = "54 percent counted"
	story := Story{Title: "A bridge in Senn", Earlier: "The dam holds", Outlets: []string{"Coast Radio", "The Ledger"}, Claims: []Claim{claim("A bridge in Senn"), share},
		Differ: &Difference{What: "how many died", A: claim("Twelve died."), B: claim("Fifteen died.")}}
	for word, want := range map[string]bool{"bridge": true, "dam": true, "flood": false, "coast radio": true, "ledger": true, "counted": true, "fifteen": true, "died": true, "bridgehead": false, "headline": false, "source": false} {
		if got := story.omittedBy(NewWordList(word, LeaveOut)); got != want {
			t.Errorf("%q: left out %v, want %v", word, got, want)
		}
		if story.omittedBy(NewWordList(word, Spoiler)) {
			t.Errorf("%q leaves out what it should hide", word)
		}
	}
}

func TestThatTheShareOfAnswersIsUsedUpIsNotHidden(t *testing.T) {
	at := time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)
	a := Answer{At: at, Abstained: true, SpentUntil: at.Add(time.Hour), Passages: []Claim{{Kind: KindQuoted, Text: "AI reads the river.", Cites: []Cite{{Outlet: "Coast Radio"}}}}}
	blocks := a.For(NewWordList("ai", Spoiler))
	if r := blocks[0].Runs[0]; r.Spoiler || !strings.HasPrefix(r.Text, "Today's share of AI") {
		t.Errorf("how it was made: %+v", r)
	}
	if r := blocks[1].Runs[0]; !r.Spoiler {
		t.Errorf("what is said stands open: %+v", r)
	}
}
