package answer_test

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/answer"
	"dateline/briefing/briefingtest"
	"dateline/briefing/claim"
	"dateline/briefing/phrases"
	"dateline/store"
)

// An answer that is shown to all repeats nothing that was asked, in whatever language
// it was drawn.
func TestPublish_RepeatsNoQuestionInAnyLanguage(t *testing.T) {
	at := time.Date(2026, 11, 20, 13, 0, 0, 0, time.UTC)
	for _, lang := range phrases.Languages() {
		ans := answer.Answer{At: at, Words: phrases.In(lang), Gaps: []string{"who ordered the shelter"}, Continuing: "Oru, Senn", Used: 1,
			Searched: store.Extent{Articles: 6210, Outlets: 8},
			Claims:   []claim.Claim{{Text: "40 people were found.", Cites: []claim.Cite{{Outlet: "Coast Radio", Published: at.Add(-2 * time.Hour)}}}}}
		drawn := briefingtest.Say(ans.Blocks())
		if !strings.Contains(drawn, "ordered") || !strings.Contains(drawn, "Senn") {
			t.Errorf("%s: the asker reads:\n%s", lang, drawn)
		}
		if got := answer.Publish(drawn); strings.Contains(got, "ordered") || strings.Contains(got, "Senn") || !strings.Contains(got, "40 people") ||
			!strings.Contains(got, "6") {
			t.Errorf("%s: all read:\n%s", lang, got)
		}
	}
}
