package claim_test

import (
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
	"dateline/briefing/phrases"
)

// A sentence is put into one of ours in its own language alone: "Diario del Sur
// reports that Es la primera víctima" is nobody's.
func TestSentence_EmbedsNoOtherLanguage(t *testing.T) {
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	stated := func(s, lang, kind string) claim.Claim {
		return claim.Claim{Text: s, Kind: kind, Reported: true, Cites: []claim.Cite{{Outlet: "Diario", URL: "u", Lang: lang}}}
	}
	opinion := stated("La tasa debe acabar.", "es", claim.KindQuoted)
	opinion.By = "Ada Voss"
	for _, c := range []struct {
		claim claim.Claim
		in    string
		want  string
	}{
		{stated("Es la primera víctima.", "es", claim.KindQuoted), "en", "Diario: “Es la primera víctima”."},
		{stated("Es la primera víctima.", "es", claim.KindQuoted), "es", "Diario: “Es la primera víctima”."},
		{stated("Es la primera víctima.", "es", claim.KindWritten), "es", "Diario informa: Es la primera víctima."},
		{stated("Sie ist das erste Opfer.", "de", claim.KindWritten), "de", "Diario berichtet: Sie ist das erste Opfer."},
		{stated("The first victim was found.", "en", claim.KindWritten), "en", "Diario reports that the first victim was found."},
		{stated("The first victim was found.", "en", claim.KindWritten), "de", "Diario berichtet: The first victim was found."},
		{opinion, "fr", "Ada Voss écrit dans Diario : “La tasa debe acabar”."},
	} {
		to := claim.NewLinker()
		to.Words = phrases.In(c.in)
		if got := claimtest.Said(claim.Sentence(c.claim, false, at, to)); got != c.want {
			t.Errorf("in %s: %q, want %q", c.in, got, c.want)
		}
	}
}
