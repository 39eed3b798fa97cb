package evidence

import (
	"slices"
	"testing"
)

// What a source only reports must not become a fact, nor what it denies, in each
// language in which sentences are written: the claim that keeps it holds, the
// one that lost it has a fault of that kind.
func TestCheck_ReportedOrDeniedStaysSo(t *testing.T) {
	for _, c := range []struct{ kind, lang, source, kept, lost string }{
		{"attribution", "en", "The bridge of Karsk will close in spring for repairs, the roads agency said.", "The bridge of Karsk will close in spring for repairs, the roads agency said.", "The bridge of Karsk will close in spring for repairs."},
		{"attribution", "en", "According to prosecutors, Ruben Falk took money from the pension fund of the miners.", "Prosecutors say Ruben Falk took money from the pension fund of the miners.", "Ruben Falk took money from the pension fund of the miners."},
		{"attribution", "en", "The storm could reach the coast of Karsk by noon and close the harbour.", "The storm could reach the coast of Karsk by noon.", "The storm reached the coast of Karsk by noon."},
		{"attribution", "en", "The village of Karsk will be rebuilt on the hill above the valley, Mayor Tilda Roos said.", "Mayor Tilda Roos: “The village of Karsk will be rebuilt on the hill above the valley.”", "The village of Karsk will be rebuilt on the hill above the valley."},
		{"attribution", "de", "Ruben Falk soll Geld aus der Kasse der Bergleute genommen haben.", "Ruben Falk soll Geld aus der Kasse der Bergleute genommen haben.", "Ruben Falk hat Geld aus der Kasse der Bergleute genommen."},
		{"attribution", "de", "Der Vorstand habe Geld aus der Kasse der Bergleute genommen, teilte die Behörde mit.", "Nach Angaben der Behörde hat der Vorstand Geld aus der Kasse der Bergleute genommen.", "Der Vorstand hat Geld aus der Kasse der Bergleute genommen."},
		{"attribution", "es", "Ruben Falk habría tomado dinero del fondo de los mineros de Karsk.", "Ruben Falk habría tomado dinero del fondo de los mineros de Karsk.", "Ruben Falk tomó dinero del fondo de los mineros de Karsk."},
		{"attribution", "es", "El presunto ladrón del fondo de los mineros huyó de Karsk.", "El presunto ladrón del fondo de los mineros huyó de Karsk.", "El ladrón del fondo de los mineros huyó de Karsk."},
		{"attribution", "fr", "Ruben Falk aurait pris de l'argent dans la caisse des mineurs de Karsk.", "Ruben Falk aurait pris de l'argent dans la caisse des mineurs de Karsk.", "Ruben Falk a pris de l'argent dans la caisse des mineurs de Karsk."},
		{"attribution", "pt", "Ruben Falk teria tirado dinheiro do fundo dos mineiros de Karsk, segundo a polícia.", "Segundo a polícia, Ruben Falk teria tirado dinheiro do fundo dos mineiros de Karsk.", "Ruben Falk tirou dinheiro do fundo dos mineiros de Karsk."},
		{"negation", "en", "The council did not approve the harbour plan of Karsk on Monday.", "The council didn't approve the harbour plan of Karsk on Monday.", "The council did approve the harbour plan of Karsk on Monday."},
		{"negation", "de", "Der Rat hat den Hafenplan von Karsk am Montag nicht beschlossen.", "Der Rat hat am Montag den Hafenplan von Karsk nicht beschlossen.", "Der Rat hat den Hafenplan von Karsk am Montag beschlossen."},
		{"negation", "es", "El consejo no aprobó el plan del puerto de Karsk.", "El consejo no aprobó el plan del puerto de Karsk.", "El consejo aprobó el plan del puerto de Karsk."},
		{"negation", "fr", "Le conseil n'a pas adopté le plan du port de Karsk.", "Le conseil n'a pas adopté le plan du port de Karsk.", "Le conseil a adopté le plan du port de Karsk."},
		{"negation", "pt", "O conselho não aprovou o plano do porto de Karsk.", "O conselho não aprovou o plano do porto de Karsk.", "O conselho aprovou o plano do porto de Karsk."},
	} {
		w := Window{Lang: c.lang, Text: c.source}
		if r := Check(c.kept, c.lang, w); !r.Supported() {
			t.Errorf("%s %q: %+v", c.lang, c.kept, r.Faults)
		}
		if r := Check(c.lost, c.lang, w); !faulty(r, c.kind) {
			t.Errorf("%s %q lost its %s: %+v", c.lang, c.lost, c.kind, r)
		}
		if r := Check(c.source, c.lang, Window{Lang: c.lang, Text: c.lost}); c.kind == "negation" && !faulty(r, c.kind) {
			t.Errorf("%s: a negation was added: %q: %+v", c.lang, c.source, r)
		}
	}
}

func faulty(r Result, kind string) bool {
	return slices.ContainsFunc(r.Faults, func(f Fault) bool { return f.Kind == kind && f.Message != "" })
}

// Words of another clause are no attribution and no negation of the claim.
func TestCheck_OnlyTheClausesOwnStance(t *testing.T) {
	for _, c := range []struct {
		text, sentence string
		holds          bool
	}{
		{"Ivo Brandt, who said he was not afraid, won the race of Hale by 14 seconds.", "Ivo Brandt won the race of Hale by 14 seconds.", true},
		{"Miners' groups have accused the Oru company, which now has its seat in Karsk, of fraud and of hiding debts.", "The Oru company has its seat in Karsk.", true},
		{"Miners' groups have accused the Oru company, which now has its seat in Karsk, of fraud and of hiding debts.", "The Oru company hid debts.", false},
		{"Police arrested a man they say started a fire that destroyed more than 40 boats in the harbour of Hale.", "The fire in the harbour of Hale destroyed more than 40 boats.", true},
		{"Police arrested a man they say started a fire that destroyed more than 40 boats in the harbour of Hale.", "A man started a fire in the harbour of Hale.", false},
		{"Prosecutors said that a fire destroyed more than 40 boats in the harbour of Hale.", "A fire destroyed more than 40 boats in the harbour of Hale.", false},
		{"Prosecutors said they had evidence that Brandt took money from the fund of the miners.", "Brandt took money from the fund of the miners.", false},
		{"Ruben Falk is accused of taking money from the fund of the miners.", "Ruben Falk took money from the fund of the miners.", false},
	} {
		if r := Check(c.sentence, "en", Window{Lang: "en", Text: c.text}); r.Supported() != c.holds {
			t.Errorf("%q of %q: %+v, want %v", c.sentence, c.text, r.Faults, c.holds)
		}
	}
}

func TestWritable_OnlyCheckableLanguages(t *testing.T) {
	for lang, want := range map[string]bool{"en": true, "de": true, "es": true, "fr": true, "pt": true, "it": false, "ar": false, "he": false, "zh": false, "ja": false, "ko": false, "hi": false, "th": false, "": false} {
		if Writable(lang) != want {
			t.Errorf("Writable(%q) is %v", lang, !want)
		}
	}
}

func TestCheck_NegationIsOfItsPredicate(t *testing.T) {
	for _, c := range []struct {
		text, sentence string
		holds          bool
	}{
		{"The dam at Senn did not break.", "Not surprisingly, the dam at Senn did break.", false},
		{"The dam at Senn did not break on Sunday.", "The dam at Senn broke on Sunday.", false},
		{"The dam at Senn did not immediately break.", "The dam at Senn did not break.", true},
		{"The town of Senn not only opened the gates but also called the army.", "The town of Senn opened the gates and called the army.", true},
		{"The mayor of Senn did not open the gates. She thanked the army.", "The mayor of Senn did not thank the army.", false},
		{"The firm denied that its dam near Senn had caused the flood. Mayor Tilda Roos opened the school of Hale.",
			"The firm said that its dam near Senn had caused the flood, and Mayor Tilda Roos opened the school of Hale.", false},
		{"The mayor of Senn did not open the gates, and she never thanked the army.", "The mayor of Senn did not thank the army.", true},
	} {
		if r := Check(c.sentence, "en", Window{Lang: "en", Text: c.text}); r.Supported() != c.holds {
			t.Errorf("%q of %q: %+v, want %v", c.sentence, c.text, r.Faults, c.holds)
		}
	}
}

func TestCheck_SpeakerSpeaksInTheText(t *testing.T) {
	for _, c := range []struct {
		text, sentence string
		holds          bool
	}{
		{"Mayor Tilda Roos spoke at noon. The road to Hale will stay shut, she said.", "The road to Hale will stay shut, Mayor Tilda Roos said.", true},
		{"“The road to Hale will stay shut.” Mayor Tilda Roos was firm.", "Mayor Tilda Roos said the road to Hale will stay shut.", true},
		{"The road to Hale will stay shut, the mayor said. Tilda Roos is new there.", "Mayor Tilda Roos said the road to Hale will stay shut.", true},
		{"The road to Hale will stay shut, rescue chief Ivo Brandt said. Mayor Tilda Roos left.", "Mayor Tilda Roos said the road to Hale will stay shut.", false},
		{"The road to Hale will stay shut. Mayor Tilda Roos said that the rain is over.", "Mayor Tilda Roos said the road to Hale will stay shut.", false},
		{"The road to Hale will stay shut, Brandt said. Ivo Brandt leads the rescue.", "Ivo Brandt said the road to Hale will stay shut.", true},
		{"Ivo Brandt said the road to Hale will stay shut. He is the mayor of Karsk.", "Ivo Brandt of Karsk said the road to Hale will stay shut.", true},
		{"Police closed the road to Hale on Sunday.", "The road to Hale is closed, police said.", true},
		{"The road to Hale was closed on Sunday. Police came.", "Police asked drivers to avoid the road to Hale, which was closed on Sunday.", false},
	} {
		if r := Check(c.sentence, "en", Window{Lang: "en", Text: c.text}); r.Supported() != c.holds {
			t.Errorf("%q of %q: %+v, want %v", c.sentence, c.text, r.Faults, c.holds)
		}
	}
	const closed = "la route de Hale reste fermée jusqu'à lundi"
	for source, holds := range map[string]bool{"Pour la porte-parole Tilda Roos, " + closed + ".": true, "Pour la boulangère Tilda Roos, " + closed + ".": false} {
		if r := Check("Tilda Roos a déclaré que "+closed+".", "fr", Window{Lang: "fr", Text: source}); r.Supported() != holds {
			t.Errorf("%q: %+v, want %v", source, r.Faults, holds)
		}
	}
}
