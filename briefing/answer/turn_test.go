package answer_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"dateline/briefing/answer"
	"dateline/briefing/claim"
	"dateline/briefing/phrases"
)

// turnsOf are turns of which only the questions are known.
func turnsOf(questions ...string) []answer.Turn {
	out := make([]answer.Turn, len(questions))
	for i, q := range questions {
		out[i].Question = q
	}
	return out
}

func TestShown_HoldsTheSentencesWithTheirOutlets(t *testing.T) {
	t.Parallel()
	said := func(text, outlet string) claim.Claim {
		return claim.Claim{Text: text, Cites: []claim.Cite{{Outlet: outlet}}}
	}
	ans := answer.Answer{Claims: []claim.Claim{said("Rescuers found\n40 people.", "Coast Radio"), said("12 are missing.", "")}}
	if got, want := ans.Shown(), "Rescuers found 40 people. (Coast Radio) 12 are missing."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	ans = answer.Answer{Abstained: true, Passages: []claim.Claim{said("The bridge is closed.", "North Wire")}}
	if got, want := ans.Shown(), "The bridge is closed. (North Wire)"; got != want {
		t.Errorf("of passages without a model: got %q, want %q", got, want)
	}
	ans.Declined = true
	if got := ans.Shown(); got != "" {
		t.Errorf("passages that answer nothing are taken for an answer: %q", got)
	}
	if got := (answer.Answer{Abstained: true, Why: phrases.Later("no_guess")}).Shown(); got != "" {
		t.Errorf("a refusal shows %q", got)
	}
	ans = answer.Answer{Claims: []claim.Claim{said(strings.Repeat("水", 5000), "海")}}
	if n := utf8.RuneCountInString(ans.Shown()); n != 600 {
		t.Errorf("%d characters of a long reply are kept, want 600", n)
	}
}
