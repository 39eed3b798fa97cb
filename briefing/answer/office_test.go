package answer

import (
	"testing"

	"dateline/briefing/claim"
)

func TestPresenter_OfficeThatNothingCitedHasAnswersNothing(t *testing.T) {
	p := &presenter{words: "Who set fire to the mill of Karsk?"}
	for said, want := range map[string]string{
		"The mayor did it.":                       "mayor",
		"Mayor Tilda Roos put the damage at 200.": "",
		"Nobody knows who lit the mill.":          "",
		"The bishop saw the mill burn.":           "",
	} {
		c := claim.Claim{Text: said, Cites: []claim.Cite{{Quote: "The mill of Karsk burned on Monday, the bishop said.", Field: "text"}}}
		if got := p.inventedOffice(c); got != want {
			t.Errorf("%s: %q, want %q", said, got, want)
		}
	}
	p.words = "Who opened the mill of Karsk?"
	if got := p.inventedOffice(claim.Claim{Text: "The mayor did it."}); got != "" {
		t.Errorf("asked for no deed, %q is stopped", got)
	}
}
