package evidence

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNames_AreNotWhatBeginsASentence(t *testing.T) {
	for _, c := range []struct{ lang, s, want string }{
		{"en", "Even Roos was not there.", "Roos"},
		{"en", "Never had Roos been there.", "Roos"},
		{"en", "Forty-one people were hurt.", ""},
		{"en", "Beyond the river lies Senn.", "Senn"},
		{"en", "Dozens of Germans came.", "Germans"},
		{"en", "Toll of the Senn flood rises to 12.", "Senn"},
		{"en", "Three-quarters of the money is gone.", ""},
		{"en", "Organizers called it off. Residents had complained, and Senn agreed.", "Senn"},
		{"en", "Golden Tempo won the race.", "Golden Tempo"},
		{"en", "US troops left Senn.", "US, Senn"},
		{"en", "He said: “Despite Roos, we won.”", "Roos"},
		{"en", "The Senn-based firm of Kim Jong-un is US-backed.", "Senn, Kim Jong-un, US"},
		{"de", "Anwohner riefen die Polizei in Senn.", "Senn"},
		{"de", "Trotz der Warnung fuhr Roos weiter.", "Roos"},
		{"de", "Kleine Kinder badeten in Senn.", "Senn"},
		{"de", "Britische Polizisten trafen Kanzler Wagner.", "Britische, Wagner"},
		{"de", "Deutsche Bank senkt die Preise.", "Deutsche Bank"},
		{"de", "Grüne Woche öffnet.", "Grüne Woche"},
		{"es", "Vecinos de Senn llamaron a Roos.", "Senn, Roos"},
		{"es", "Tampoco Roos lo sabía.", "Roos"},
		{"fr", "Malgré Roos, Senn a voté.", "Roos, Senn"},
		{"pt", "Moradores chamaram Roos.", "Roos"},
	} {
		var got []string
		for _, n := range names(c.s, c.lang) {
			if c.s[n.Start:n.End] != n.Text {
				t.Errorf("%q: the span of %q is %q", c.s, n.Text, c.s[n.Start:n.End])
			}
			got = append(got, n.Text)
		}
		if diff := cmp.Diff(c.want, strings.Join(got, ", ")); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.s, diff)
		}
	}
}
