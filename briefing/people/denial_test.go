package people

import (
	"strings"
	"testing"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
)

func TestClaim_AccusationIsToldWithItsDenial(t *testing.T) {
	for _, c := range []struct{ lang, accuses, between, denies string }{
		{"en", "Police arrested Erik Moss on Monday over the fire in the mill of Karsk.", "The mill will stay closed.", "Moss denies the charge, his lawyer said."},
		{"en", "A builder accused Tilda Roos of taking bribes for the pier.", "", "She denied it in a letter to the council."},
		{"de", "Die Polizei hat Jonas Weber am Montag nach dem Brand festgenommen.", "Die Mühle bleibt geschlossen.", "Weber bestreitet die Tat, wie sein Anwalt sagte."},
		{"es", "La policía detuvo a Teo Ruiz el lunes en Hale.", "La escuela sigue cerrada.", "Ruiz niega los hechos, dijo su abogado."},
		{"fr", "La police a interpellé Luc Morel lundi à Hale.", "L'école reste fermée.", "Morel nie les faits, selon son avocat."},
	} {
		one := claimtest.Report(1, c.lang, "Coast Radio", "News", claimtest.Own("", strings.Join([]string{c.accuses, c.between, c.denies}, " ")))
		two := claimtest.Report(2, c.lang, "North Wire", "News", claimtest.Own("North Wire", c.accuses))
		rules := New([]claim.Article{one, two})
		for _, kind := range []string{claim.KindQuoted, claim.KindWritten} {
			said := one.Verbatim(0)
			said.Kind = kind
			for range 2 { // it may be asked again of what is stored
				shown, ok := rules.Claim(said)
				if !ok || shown.Denial != c.denies || len(shown.Cites) != 2 || shown.Cites[1].Quote != c.denies {
					t.Fatalf("%s %s: %t, %q, %d cites", kind, c.accuses, ok, shown.Denial, len(shown.Cites))
				}
				said.Cites = shown.Cites
			}
			if got := rules.shown(said); !strings.HasSuffix(got, "“"+strings.TrimSuffix(c.denies, ".")+"”.") {
				t.Errorf("%s: %s", kind, got)
			}
		}
		if got := rules.shown(two.Verbatim(0)); strings.Contains(got, c.denies) {
			t.Errorf("the denial of another report is told: %s", got)
		}
	}
}
