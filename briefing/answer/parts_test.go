package answer

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/claim"
)

func TestJoin_SaysHowPartsWereMet(t *testing.T) {
	at := time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)
	said := func(s string) []claim.Claim {
		return []claim.Claim{{Kind: claim.KindQuoted, Text: s, Cites: []claim.Cite{{Article: s, Outlet: "Coast Radio", Published: at}}}}
	}
	written := Answer{Claims: said("The bridge reopens."), Model: "fake"}
	closest := Answer{At: at, Abstained: true, Passages: said("The bridge is closed.")}
	failed := Answer{At: at, Abstained: true, Passages: said("The road is closed."), Fallback: "it gave no usable answer"}
	spent := Answer{At: at, Abstained: true, Passages: said("The road is closed."), Fallback: "today's share is used up", SpentUntil: at.Add(time.Hour)}
	for name, c := range map[string]struct {
		subs      []Answer
		want, not string
	}{
		"both written":        {[]Answer{written, written}, "Written by AI, checked", "closest"},
		"no model":            {[]Answer{closest, failed}, "The closest I have read“The bridge is closed.” Coast Radio, 20 Nov.“The road is closed.” Coast Radio, 20 Nov.", "Written"},
		"one written":         {[]Answer{written, closest}, "Not in what I have read: the second part of the question.", "closest"},
		"the model failed":    {[]Answer{failed, failed}, "The language model could not be used (it gave no usable answer), so these are passages, not an answer.", "No language model"},
		"the share is spent":  {[]Answer{spent, spent}, "Here is what the sources say themselves:“The road is closed.”", "No language model"},
		"a person is accused": {[]Answer{{Abstained: true, Person: true, Why: noGuess}, closest}, noGuess, "bridge"},
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

func TestSaid_AGapThatIsNotRepeatedHasAPlace(t *testing.T) {
	for want, gap := range map[string]Gap{
		"who pays for it":                 newGap(2, "who pays for it?"),
		"the second part of the question": newGap(2, "is Tilda Crook a thief?"),
	} {
		if got := gap.Said(); got != want {
			t.Errorf("%+v is called %q, want %q", gap, got, want)
		}
	}
}
