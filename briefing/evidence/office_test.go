package evidence

import "testing"

func TestCheck_AnOfficeIsAnothersOnlyWhereTheTextSaysSo(t *testing.T) {
	kyiv := "President Volodymyr Zelenskyy rejected the plan in Kyiv, the capital of Ukraine. Russian President Vladimir Putin praised the plan."
	paris := "Emmanuel Macron, president of the republic, opened the fair in Paris, France, where the Polish president spoke."
	cole := "Ada Cole, elected to lead the city, opened the bridge in Senn. Former Mayor Tom Pike praised Cole."
	for _, c := range []struct {
		lang, text, claim string
		holds             bool
	}{
		{"en", kyiv, "Ukrainian President Volodymyr Zelenskyy rejected the plan.", true},
		{"en", kyiv, "Russian President Vladimir Putin praised the plan.", true},
		{"de", "Präsident Wolodymyr Selenskyj lehnte den Plan in Kiew, der Hauptstadt der Ukraine, ab. Der russische Präsident Wladimir Putin lobte den Plan.",
			"Der ukrainische Präsident Wolodymyr Selenskyj lehnte den Plan ab.", true},
		{"fr", "Le président Volodymyr Zelensky a rejeté le plan à Kiev, capitale de l'Ukraine. Le président russe Vladimir Poutine a loué le plan.",
			"Le président ukrainien Volodymyr Zelensky a rejeté le plan.", true},
		{"es", "El presidente Volodímir Zelenski rechazó el plan en Kiev, capital de Ucrania. El presidente ruso Vladímir Putin elogió el plan.",
			"El presidente ucraniano Volodímir Zelenski rechazó el plan.", true},
		{"en", paris, "The French president Emmanuel Macron opened the fair in Paris.", true},
		{"en", "Paul Moss sued the port of Senn. Mr Hale runs the port of Senn.", "Mr Moss sued the port of Senn.", true},
		{"en", "Elena Kagan wrote the opinion of the court. Justice Samuel Alito read it.", "Justice Elena Kagan wrote the opinion of the court.", true},
		{"en", cole, "Mayor Ada Cole opened the bridge in Senn.", true},
		{"en", "The board of the bank met in Senn. Ivo Brandt leads the bank, President Tilda Roos said.", "Bank President Ivo Brandt met the board in Senn.", true},
		{"en", "President Hale opened the bridge in Senn. Ivo Brandt praised the bridge.", "President Brandt opened the bridge in Senn.", false},
		{"en", "Foreign Minister Ivo Brandt came to Senn. Russian President Tilda Roos praised the bridge.", "President Ivo Brandt came to Senn.", false},
		{"de", "Bürgermeisterin Tilda Roos eröffnete in Senn die Brücke. Der Unternehmer Ivo Brandt lobte die Brücke.", "Bürgermeister Brandt lobte in Senn die Brücke.", false},
		{"fr", "Le maire Rubén Orva a ouvert le pont à Senn. L'actrice Lena Falk a loué le pont.", "La maire Lena Falk a loué le pont à Senn.", false},
	} {
		if r := Check(c.claim, c.lang, Window{Lang: c.lang, Text: c.text}); r.Supported() != c.holds {
			t.Errorf("%q of %q: faults %+v, want holds %v", c.claim, c.text, r.Faults, c.holds)
		}
	}
}

func TestCheck_WhatIsSaidIsAClauseOfItsOwn(t *testing.T) {
	for _, c := range []struct {
		lang, text, claim string
		holds             bool
	}{
		{"en", "President Duda said Poland would send tanks. Duda has led Poland since 2015.", "Poland's president said Poland would send tanks.", true},
		{"en", "Israel would answer, its government said.", "Israel said Israel would answer.", true},
		{"es", "Israel responderá al ataque, dijo su gobierno.", "Israel dijo que Israel responderá al ataque.", true},
		{"en", "Talks about Poland's war on Velland begin in Hale.", "Talks about Velland's war on Velland begin in Hale.", false},
	} {
		if r := Check(c.claim, c.lang, Window{Lang: c.lang, Text: c.text}); r.Supported() != c.holds {
			t.Errorf("%q of %q: faults %+v, want holds %v", c.claim, c.text, r.Faults, c.holds)
		}
	}
}
