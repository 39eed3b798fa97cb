package people

import "testing"

func TestGuilty_OfTakingMoney(t *testing.T) {
	for _, c := range []struct {
		lang, sentence string
		guilty         bool
	}{
		{"en", "Osten took 40,000 euros from a builder, the Ledger reports.", true},
		{"en", "Mayor Tilda Roos accepted more than $2 million in cash from the owner of the mine.", true},
		{"en", "Tilda Roos took the chair from Jonas Pell, who earns 40,000 euros.", false},
		{"en", "Tilda Roos took three points from a builder.", false},
		{"en", "The bridge cost 40,000 euros.", false},
		{"de", "Osten nahm 40.000 Euro von einem Bauunternehmer.", true},
		{"es", "Osten aceptó 40.000 euros de un constructor.", true},
		{"fr", "Osten a reçu 40.000 euros d'un entrepreneur, puis 3.000 euros de sa femme.", true},
		{"pt", "Osten recebeu 40.000 euros de um construtor.", true},
		{"en", "Mayor Ada Brandt took money from a builder.", true},
		{"en", "Ada Brandt accepted the prize money from the king.", false},
		{"de", "Ada Brandt nahm Geld von einem Bauunternehmer.", true},
		{"de", "Ada Brandt hat Geld von der Europäischen Union angenommen.", false},
		{"es", "La alcaldesa Ana Ruiz recibió dinero de un constructor.", true},
		{"es", "La alcaldesa Ana Ruiz recibió dinero de la Unión Europea para el puente.", false},
		{"fr", "La maire a reçu l'argent d'un entrepreneur.", true},
		{"fr", "La maire a reçu l'argent de l'Europe.", false},
		{"pt", "A prefeita recebeu dinheiro de um construtor.", true},
		{"pt", "A prefeita recebeu dinheiro de Brasília.", false},
		{"de", "Die Brücke kostete 40.000 Euro.", false},
	} {
		if got := Guilty(c.sentence, c.lang); got != c.guilty {
			t.Errorf("%s: %q: %v", c.lang, c.sentence, got)
		}
	}
}
