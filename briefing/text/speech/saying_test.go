package speech

import "testing"

func TestSayings_VerbInTwoWordsNeedsBoth(t *testing.T) {
	for s, want := range map[string]string{
		"Der Rat gab am Sonntag bekannt, dass der Damm hält.": "gab",
		"Zwölf Menschen starben, gaben die Behörden an.":      "gaben",
		"Der Damm hält, teilte der Rat von Senn mit.":         "teilte",
		"Der Damm hält, wie der Rat am Montag bekannt gab.":   "gab",
		"Die Polizei warf dem Fahrer Betrug vor.":             "warf",
		"Der Rat kündigte eine neue Brücke an.":               "kündigte",
		"Es gab zwölf Tote in Senn.":                          "",
		"In Senn gab es am Sonntag zwölf Tote.":               "",
		"Die Werft gab dreihundert Stellen auf.":              "",
		"Der Fluss teilte den Ort in zwei Hälften.":           "",
		"Der Dieb warf den Koffer in die Oru.":                "",
		"Der Rat kündigte den Vertrag mit der Werft.":         "",
	} {
		got := ""
		for _, saying := range Read(s, "de").Sayings() {
			got += saying.Word
		}
		if want == "kündigte" {
			want = "kundigte"
		}
		if got != want {
			t.Errorf("%q is given to somebody by %q, want %q", s, got, want)
		}
		if said, _ := Reports(s, "de"); said && want == "" {
			t.Errorf("%q is read as what somebody said", s)
		}
	}
}
