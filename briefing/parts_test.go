package briefing

import (
	"strings"
	"testing"
	"time"
)

func TestTheLastLineSaysWhichPartsAModelWrote(t *testing.T) {
	at := time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)
	claim := []Claim{{Kind: KindQuoted, Text: "The bridge reopens.", Cites: []Cite{{Outlet: "Coast Radio", Published: at}}}}
	written := Answer{Claims: claim, Model: "fake", Confidence: .9}
	quoted := Answer{Claims: claim, Confidence: .9}
	failed := Answer{Claims: claim, Confidence: .9, Fallback: "it gave no usable answer"}
	spent := Answer{Claims: claim, Confidence: .9, Fallback: "today's share is used up", SpentUntil: at.Add(time.Hour)}
	const inPart = "Written in part by AI, checked against these sources by a program; the rest in the sources' own sentences"
	for name, c := range map[string]struct {
		subs      []Answer
		want, not string
	}{
		"both":                       {[]Answer{written, written}, "Written by AI, checked", "in part"},
		"neither":                    {[]Answer{quoted, quoted}, "no language model was used.", "AI"},
		"one, the other failed":      {[]Answer{written, failed}, inPart + ": the language model could not be used (it gave no usable answer).", "Today's"},
		"one of opinions":            {[]Answer{quoted, written}, inPart + ".", "could not"},
		"one, then the day was over": {[]Answer{written, spent}, inPart + ": the language model could not be used (today's share is used up).", "Here is what the sources say"},
		"none, and one refused":      {[]Answer{quoted, {Abstained: true, Model: "fake"}}, "no language model was used.", "AI"},
		"one, and a failed refusal":  {[]Answer{written, {Abstained: true, Fallback: "it gave no usable answer"}}, "Written by AI, checked", "could not"},
	} {
		t.Run(name, func(t *testing.T) {
			var b strings.Builder
			for _, x := range (Answer{At: at, Open: true}).join([]string{"When does it reopen?", "Who says so?"}, c.subs).Blocks() {
				for _, r := range x.Runs {
					b.WriteString(r.Text)
				}
			}
			if got := b.String(); !strings.Contains(got, c.want) || strings.Contains(got, c.not) {
				t.Errorf("got %q, want %q and not %q", got, c.want, c.not)
			}
		})
	}
}
