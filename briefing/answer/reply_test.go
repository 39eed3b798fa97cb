package answer

import (
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
	"dateline/briefing/phrases"
)

func TestSentence_QuotesOnlyASourcesOwnWords(t *testing.T) {
	ct := claim.Cite{Outlet: "Coast Radio", Published: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}
	now := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		kind, by, briefing, answer string
	}{
		{claim.KindQuoted, "", "Coast Radio reports that “The levy must go”.", "Coast Radio reports that “The levy must go” (20 Nov)."},
		{claim.KindWritten, "", "Coast Radio reports that the levy must go.", "Coast Radio reports that the levy must go (20 Nov)."},
		{claim.KindTranslated, "", "Coast Radio reports that the levy must go (translated).", "Coast Radio reports that the levy must go (20 Nov, translated)."},
		{claim.KindQuoted, "Ada Voss", "Ada Voss argues in Coast Radio: “The levy must go”.", "Ada Voss argues in Coast Radio: “The levy must go” (20 Nov)."},
		{claim.KindWritten, "Ada Voss", "Ada Voss argues in Coast Radio that the levy must go.", "Ada Voss argues in Coast Radio that the levy must go (20 Nov)."},
		{claim.KindTranslated, "Ada Voss", "Ada Voss argues in Coast Radio that the levy must go (translated).", "Ada Voss argues in Coast Radio that the levy must go (20 Nov, translated)."},
	} {
		stated := claim.Claim{Text: "The levy must go.", Kind: c.kind, By: c.by, Reported: c.by == "", Cites: []claim.Cite{ct}}
		to := claim.NewLinker()
		if got := claimtest.Said(claim.Sentence(stated, false, now, to)); got != c.briefing {
			t.Errorf("a briefing: %q, want %q", got, c.briefing)
		}
		if got := claimtest.Said(answerSentence(stated, now, to)); got != c.answer {
			t.Errorf("an answer: %q, want %q", got, c.answer)
		}
	}
}

// A day that ends with a full stop needs no other behind it.
func TestSentence_EndsWithOneFullStop(t *testing.T) {
	to := claim.NewLinker()
	to.Words = phrases.In("de")
	stated := claim.Claim{Text: "The levy must go.", Kind: claim.KindQuoted, Cites: []claim.Cite{{Outlet: "Coast Radio",
		Published: time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)}}}
	got := claimtest.Said(answerSentence(stated, time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC), to))
	if want := "“The levy must go.” Coast Radio, 20. Nov."; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
