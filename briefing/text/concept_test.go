package text

import (
	"strings"
	"testing"
)

func TestConcepts_AreTheSameInEveryLanguage(t *testing.T) {
	for _, c := range []struct{ lang, s, want string }{
		{"en", "Two dead in Gothenburg ferry fire", "dead gothenburg ship fire"},
		{"de", "Zwei Tote bei Fährbrand in Göteborg", "dead fire gothenburg"},
		{"es", "Dos muertos en el incendio de un ferry en Gotemburgo", "dead fire ship gothenburg"},
		{"fr", "Deux morts dans l'incendie d'un ferry à Göteborg", "dead fire ship gothenburg"},
		{"pt", "Dois mortos em incêndio de balsa em Gotemburgo", "dead fire ship gothenburg"},
		{"en", "Germany's prime minister", "DE primeminister"},
		{"de", "der schwedische Ministerpräsident", "SE primeminister"},
		{"es", "el primer ministro de Estados Unidos", "primeminister US"},
		{"de", "Parlamentswahl in der Ukraine", "election UA"},
		{"fr", "une explosion de gaz", "explosion gas"},
		{"fr", "les bombardements sur Gaza", "bomb PS"},
		{"fr", "les législatives", "election"},
		{"es", "la semana que viene en Viena", "vienna"},
		{"de", "die schwedischen Häfen", "SE port"},
		{"pt", "a galeria de arte", "museum museum"},
		{"en", "Lithuanian defence minister in Nepal", "LT defence minister NP"},
		{"de", "Litauens Verteidigung", "LT defence"},
		{"fr", "Lituanie : le ministère de la Défense", "LT minister defence"},
		{"ja", "東京", ""},
	} {
		var got []string
		for _, x := range Concepts(c.s, c.lang) {
			got = append(got, x.Key)
		}
		if g := strings.Join(got, " "); g != c.want {
			t.Errorf("Concepts(%q, %s) = %q, want %q", c.s, c.lang, g, c.want)
		}
	}
}

func FuzzConcepts(f *testing.F) {
	f.Add("Zwei Tote bei Fährbrand in Göteborg", "de")
	f.Add("", "en")
	f.Fuzz(func(t *testing.T, s, lang string) {
		if got := Concepts(s, lang); len(got) > len(Terms(s, lang)) {
			t.Errorf("%d concepts in %d words", len(got), len(Terms(s, lang)))
		}
	})
}
