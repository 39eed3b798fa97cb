package brief

import (
	"testing"

	"dateline/briefing/claim"
	"dateline/briefing/message"
)

func TestOmittedBy_AnyWordReadInAStory(t *testing.T) {
	stated := func(s string) claim.Claim {
		return claim.Claim{Kind: claim.KindQuoted, Text: s, Cites: []claim.Cite{{Outlet: "Coast Radio", URL: "https://coast.example/flood-of-senn"}}}
	}
	share := stated("The bridge reopens.")
	share.Share = "54 percent counted"
	story := Story{Title: "A bridge in Senn", Earlier: "The dam holds", Outlets: []string{"Coast Radio", "The Ledger"}, Claims: []claim.Claim{stated("A bridge in Senn"), share},
		Differ: &claim.Difference{What: "how many died", A: stated("Twelve died."), B: stated("Fifteen died.")}}
	for word, want := range map[string]bool{"bridge": true, "dam": true, "flood": false, "coast radio": true, "ledger": true, "counted": true, "fifteen": true, "died": true, "bridgehead": false, "headline": false, "source": false} {
		if got := story.omittedBy(message.NewWordList(word, message.LeaveOut)); got != want {
			t.Errorf("%q: left out %v, want %v", word, got, want)
		}
		if story.omittedBy(message.NewWordList(word, message.Spoiler)) {
			t.Errorf("%q leaves out what it should hide", word)
		}
	}
}
