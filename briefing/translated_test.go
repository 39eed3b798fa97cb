package briefing

import "testing"

func TestOnlyAQuestionWhoseLanguageIsKnownAsksForATranslation(t *testing.T) {
	for question, want := range map[string]string{
		"What did Tilda Roos say in Senn?": "en", "Who won?": "", "Was sagte Tilda Roos in Senn?": "de", "¿Qué dijo la alcaldesa de Senn?": "es",
		"Vem vann valet i Sverige?": "", "Vem hittades vid liv i Senn?": "", "Senn Tilda Roos": "",
	} {
		if got := spokenIn(question); got != want {
			t.Errorf("%s: %q, want %q", question, got, want)
		}
	}
}

func TestACountryMayBeCalledAsTheOtherLanguageDoes(t *testing.T) {
	for _, c := range []struct {
		name, from, other, lang string
		want                    bool
	}{
		{"Germany", "en", "Die Wahl in Deutschland gewann niemand.", "de", true},
		{"Germany", "en", "Die Wahl in Frankreich gewann niemand.", "de", false},
		{"Alemania", "es", "Nobody won the vote in Germany.", "en", true},
		{"Tilda Roos", "en", "Tilda Roos' Boot lag im Hafen.", "de", true},
		{"Tilda Roos", "en", "Tilda Maas lag im Hafen.", "de", false},
		{"Roos", "en", "Tilda Roosevelt lag im Hafen.", "de", false},
		{"Ali", "de", "Forty people were found alive in Senn.", "en", false},
		{"Ali", "de", "The boat is Ali’s.", "en", true},
		{"Senn", "en", "Die Senner lagen im Hafen.", "de", true},
		{"Philippines", "en", "Niemand kam auf die Philippinen.", "de", true},
		{"Niger", "en", "Die Wahl in Nigeria gewann niemand.", "de", false},
		{"Niger", "en", "Die Wahl in Nigers Hauptstadt gewann niemand.", "de", true},
		{"Niger", "fr", "Nobody won the vote in Nigeria.", "en", false},
		{"Putin", "en", "O putinovi nikdo nemluvil.", "cs", true},
		{"Jean-Luc Maas", "en", "Jean-Luc Maas lag im Hafen.", "de", true},
		{"Jean-Luc Maas", "en", "Jean Maas lag im Hafen.", "de", false},
		{"Tilda Roos", "en", "وصلت إلى المدينة", "ar", true}, // another script: not compared
	} {
		if got := keepsName(c.name, c.from, c.other, c.lang); got != c.want {
			t.Errorf("%s in %q: %v, want %v", c.name, c.other, got, c.want)
		}
	}
}
