package name

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBodies_AreFoundInAnyFormButNotInSmallLetters(t *testing.T) {
	for _, c := range []struct {
		s, lang string
		want    []string
	}{
		{"Helfer der Vereinten Nationen und des Roten Kreuzes", "de", []string{"un", "redcross"}},
		{"The Security Council of the UN", "en", []string{"un.security", "un"}},
		{"L'Organisation mondiale de la santé et l’Otan", "fr", []string{"who", "nato"}},
		{"Who was it? It is for us and the un-named.", "en", nil},
		{"Es un banco de España, un banco mundial", "es", nil},
		{"The U.N. and the U.S. Senate", "en", []string{"un", "US.country", "senate"}},
	} {
		var got []string
		for _, b := range Bodies(c.s, c.lang) {
			got = append(got, b.Keys[0])
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", c.s, diff)
		}
	}
}
