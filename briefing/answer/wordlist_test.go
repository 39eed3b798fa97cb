package answer

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/archive"
	"dateline/briefing/claim"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
)

func TestWordList_AnyWordLeavesAnAnswerOut(t *testing.T) {
	at := time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)
	stated := claim.Claim{Kind: claim.KindQuoted, Text: "The bridge reopens.", Share: "54 percent counted", Cites: []claim.Cite{{Outlet: "Coast Radio", URL: "https://coast.example/flood-of-senn", Published: at}}}
	answer := Answer{At: at, Claims: []claim.Claim{stated}, Model: "m", Continuing: "Ada Brandt"}
	spent := Answer{At: at, Abstained: true, Passages: []claim.Claim{stated}, Fallback: "AI", SpentUntil: at.Add(time.Hour)}
	refusal := Answer{At: at, Abstained: true, Searched: answer.Searched, Why: phrases.Later(noForecast), Forecasts: []archive.ArticleRef{{Outlet: "The Ledger", URL: "https://ledger.example/poll"}}}
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
			for _, x := range c.a.For(message.NewWordList(c.word, message.LeaveOut)) {
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

// The small line cannot be hidden, so that it does not say what a list hides.
func TestWordList_SmallLineHoldsNoHiddenWord(t *testing.T) {
	at := time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)
	stated := claim.Claim{Kind: claim.KindQuoted, Text: "The bridge reopens.", Cites: []claim.Cite{{Outlet: "Coast Radio", Published: at}}}
	for listed, want := range map[string]bool{"brandt": false, "bridge": true} {
		said := ""
		for _, b := range (Answer{At: at, Claims: []claim.Claim{stated}, Model: "m", Continuing: "Ada Brandt"}).For(message.NewWordList(listed, message.Spoiler)) {
			for _, r := range b.Runs {
				if !r.Spoiler {
					said += r.Text
				}
			}
		}
		if got := strings.Contains(said, "Brandt"); got != want {
			t.Errorf("%s: the open words hold what it continues: %v\n%s", listed, got, said)
		}
	}
}

func TestWordList_SpentNoticeIsNotHidden(t *testing.T) {
	at := time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)
	a := Answer{At: at, Abstained: true, SpentUntil: at.Add(time.Hour), Passages: []claim.Claim{{Kind: claim.KindQuoted, Text: "AI reads the river.", Cites: []claim.Cite{{Outlet: "Coast Radio"}}}}}
	blocks := a.For(message.NewWordList("ai", message.Spoiler))
	if r := blocks[0].Runs[0]; r.Spoiler || !strings.HasPrefix(r.Text, "Today's share of AI") {
		t.Errorf("how it was made: %+v", r)
	}
	if r := blocks[1].Runs[0]; !r.Spoiler {
		t.Errorf("what is said stands open: %+v", r)
	}
}
