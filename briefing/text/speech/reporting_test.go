package speech

import "testing"

func TestReports_SomebodysWordInThePast(t *testing.T) {
	for _, c := range []struct {
		s, lang     string
		reports, ok bool
	}{
		{"The bridge was closed at noon, the road office said.", "en", true, true},
		{"Here is what the road office says about bridges.", "en", false, true},
		{"Die Brücke wurde gesperrt, teilte das Bauamt mit.", "de", true, true},
		{"El puente fue cerrado, informó la alcaldía.", "es", true, true},
		{"Le pont est fermé, a annoncé la mairie.", "fr", true, true},
		{"A ponte foi fechada, disse a prefeitura.", "pt", true, true},
		{"Silta suljettiin, kertoi tievirasto.", "fi", false, false},
	} {
		if got, ok := Reports(c.s, c.lang); got != c.reports || ok != c.ok {
			t.Errorf("%q: %v, %v; want %v, %v", c.s, got, ok, c.reports, c.ok)
		}
	}
}

func TestStatement_IsAWholeSentenceOfNews(t *testing.T) {
	for sentence, want := range map[string]bool{
		"The town hall was sold on Monday.":              true,
		"“It was sold,” the mayor said.":                 true,
		"He denies it.":                                  true, // what it means may stand before it
		"Town hall to close":                             false,
		"See the full shortlist:":                        false,
		"Who burned it?":                                 false,
		"Sign up for your newsletter today.":             false,
		"Dec. 18, 2025 Updated Dec. 19, 2025, 9:45 a.m.": false,
	} {
		if got := Statement(sentence, "en") == nil; got != want {
			t.Errorf("%q: %v, want %v", sentence, got, want)
		}
	}
}
