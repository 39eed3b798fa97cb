package translation

import (
	"testing"
	"time"

	"dateline/briefing/claim"
)

func TestKeepsName_CountriesInTheOtherLanguage(t *testing.T) {
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

// Correct translations differ from their sentences in the order and form of
// words; wrong ones in a number, a day, a name or a place.
func TestTranslationFault_CorrectShownAndWrongNot(t *testing.T) {
	at := time.Date(2026, 11, 21, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		src, said string
		holds     bool
	}{
		{"The bank of Velland lowered its rate to 1.50 percent from 1.75 percent on Friday, as most economists had expected.", "Die Bank von Velland hat am Freitag ihren Leitzins von 1,75 auf 1,50 Prozent gesenkt, wie die meisten Ökonomen erwartet hatten.", true},
		{"The bank of Velland lowered its rate to 1.50 percent from 1.75 percent on Friday, as most economists had expected.", "Die Bank von Velland hat am Freitag ihren Leitzins von 1,75 auf 1,25 Prozent gesenkt, wie die meisten Ökonomen erwartet hatten.", false},
		{"The launch of the satellite was put off to 11 December because of a leaking valve, Arianespace said on Saturday.", "Der Start des Satelliten wurde wegen eines undichten Ventils auf den 11. Dezember verschoben, teilte Arianespace am Samstag mit.", true},
		{"The launch of the satellite was put off to 11 December because of a leaking valve, Arianespace said on Saturday.", "Der Start des Satelliten wurde wegen eines undichten Ventils auf den 12. Dezember verschoben, teilte Arianespace am Samstag mit.", false},
		{"Riksbank lowers rate to 1.50 percent", "Riksbank senkt Leitzins auf 1,50 Prozent", true},
		{"Ferry line Nordlinje resumes Kiel to Oslo crossings", "Fährlinie Nordlinje nimmt Verbindung zwischen Kiel und Oslo wieder auf", true},
		{"Ferry line Nordlinje resumes Kiel to Oslo crossings", "Fährlinie Südlinje nimmt Verbindung zwischen Kiel und Oslo wieder auf", false},
		{"The ship left Naples for a port near Vienna on Friday.", "Das Schiff fuhr am Freitag von Neapel in einen Hafen bei Wien.", true},
		{"The ship left Naples for a port near Vienna on Friday.", "Das Schiff fuhr am Freitag von Genua in einen Hafen bei Wien.", false},
		{"Talks in Rotterdam resume on Sunday, the union FNV said.", "Die Gespräche in Rotterdam gehen am Sonntag weiter, teilte die Gewerkschaft FNV mit.", true},
		{"A man died in Carlet, Spain's Guardia Civil said on Sunday.", "In Carlet ist ein Mann gestorben, teilte die spanische Guardia Civil am Sonntag mit.", true},
		{"Their union, the Harbour Workers' League, wants 6 percent more pay; Skerne Quays offers 2.5 percent.", "Ihre Gewerkschaft, die Harbour Workers' League, verlangt 6 Prozent mehr Lohn; Skerne Quays bietet 2,5 Prozent.", true},
		{"Their union, the Harbour Workers' League, wants 6 percent more pay; Skerne Quays offers 2.5 percent.", "Ihre Gewerkschaft, die Harbour Workers' League, verlangt 6 Prozent mehr Lohn; Karsk Quays bietet 2,5 Prozent.", false},
		{"Nobody is missing any more in Senn.", "Niemand wird in Senn mehr vermisst.", true},
		{"Residents of Senn should not drink tap water until Sunday.", "Die Einwohner von Senn sollen bis Sonntag kein Leitungswasser trinken.", true},
		{"Residents of Senn should not drink tap water until Sunday.", "Die Einwohner von Karsk sollen bis Sonntag kein Leitungswasser trinken.", false},
		{"A court stopped the toll on the Tove bridge.", "Ein Gericht hat die Maut auf der Tovebrücke gestoppt.", true},
		{"A court stopped the toll on the Tove bridge.", "Ein Gericht hat die Maut auf der Senkbrücke gestoppt.", false},
		{"Two people died in the fire, the rescue service of Senn said on Friday.", "Two people died in the fire in Senn, the rescue service said on Friday.", false},
	} {
		claim := claim.Claim{Text: c.src, Kind: claim.KindQuoted, Cites: []claim.Cite{{Lang: "en", Published: at, Body: c.src}}}
		if fault := Fault(claim, c.said, "de"); (fault == "") != c.holds {
			t.Errorf("%s\n%s\nfault %q, holds %v", c.src, c.said, fault, c.holds)
		}
	}
}

func TestOtherLanguage_NamesAreOfNone(t *testing.T) {
	for said, other := range map[string]bool{
		"Waffle House says on its website that it serves about 272 million eggs a year.":      false,
		"Waffle House gibt auf seiner Seite an, dass es im Jahr 272 Millionen Eier verkauft.": true,
		"救助隊は40人を発見した。":                                                                       true,
		"Waffle House dice en su página que sirve 272 millones de huevos al año.":             true,
	} {
		if OtherLanguage(said, "", "en") != other {
			t.Errorf("%s: %t", said, !other)
		}
	}
}

// A translated quotation quotes nobody word for word any more.
func TestWithoutMarks_ApostrophesStay(t *testing.T) {
	for in, want := range map[string]string{
		"The deal was ‘binding for all of us’, the mayor's office said.": "The deal was binding for all of us, the mayor's office said.",
		"Der Vertrag sei ‚bindend für alle‘, sagte er.":                  "Der Vertrag sei bindend für alle, sagte er.",
		"Il parle d’un « bon accord ».":                                  "Il parle d’un  bon accord .",
		"The workers' house isn't lost.":                                 "The workers' house isn't lost.",
	} {
		if got := WithoutMarks(in); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
		if Quotes(in) != (in != want) {
			t.Errorf("%q: quotes %v", in, Quotes(in))
		}
	}
}
