package translation

import (
	"testing"
	"time"

	"dateline/briefing/claim"
)

func TestTranslationFault_OrganisationsInTheOtherLanguage(t *testing.T) {
	at := time.Date(2026, 11, 24, 14, 0, 0, 0, time.UTC)
	for _, c := range []struct{ from, src, lang, right, wrong string }{
		{"en", "The Red Cross has opened a kitchen in Senn.", "de", "Das Rote Kreuz hat in Senn eine Küche eröffnet.", "Das Kinderhilfswerk hat in Senn eine Küche eröffnet."},
		{"en", "A lorry of the United Nations burned in Senn.", "de", "In Senn brannte ein Lastwagen der Vereinten Nationen.", "In Senn brannte ein Lastwagen der Arabischen Liga."},
		{"en", "Germany's parliament debates the law on Senn.", "de", "Der Bundestag berät über das Gesetz zu Senn.", "Der Bundesrat berät über das Gesetz zu Senn."},
		{"en", "The UK Health Security Agency closed an office in Senn.", "de", "Die britische Gesundheitsbehörde schloss ein Büro in Senn.", "Die britische Verkehrsbehörde schloss ein Büro in Senn."},
		{"en", "Third in the race was Tilda Roos.", "de", "Dritte des Rennens wurde Tilda Roos.", "Vierte des Rennens wurde Tilda Roos."},
		{"en", "Dockers in Senn get a 5.5 percent pay rise.", "de", "Hafenarbeiter in Senn bekommen eine 5,5-prozentige Lohnerhöhung.", "Hafenarbeiter in Senn bekommen eine 4,5-prozentige Lohnerhöhung."},
		{"en", "Tilda Roos won 3-1 in Senn.", "de", "Tilda Roos gewann in Senn 3:1.", "Tilda Roos gewann in Senn 3:0."},
		{"en", "The Bank of Japan left its rate unchanged.", "es", "El Banco de Japón dejó sin cambios su tipo de interés.", "El Banco de España dejó sin cambios su tipo de interés."},
		{"en", "The US Supreme Court heard Tilda Roos.", "es", "El Tribunal Supremo de Estados Unidos escuchó a Tilda Roos.", "El Tribunal Constitucional de Estados Unidos escuchó a Tilda Roos."},
		{"es", "La OTAN vigila el puerto de Senn.", "en", "NATO is watching the port of Senn.", "The OSCE is watching the port of Senn."},
		{"es", "La Cámara de los Comunes rechazó la ley.", "de", "Das Unterhaus lehnte das Gesetz ab.", "Das Oberhaus lehnte das Gesetz ab."},
		{"en", "The World Bank lends Senn money.", "fr", "La Banque mondiale prête de l'argent à Senn.", "Le Fonds monétaire international prête de l'argent à Senn."},
		{"fr", "L'Assemblée nationale examine le budget de Senn.", "en", "The National Assembly is studying the budget of Senn.", "The Senate is studying the budget of Senn."},
		{"fr", "La Cour pénale internationale a jugé Tilda Roos.", "es", "La Corte Penal Internacional juzgó a Tilda Roos.", "El Tribunal Europeo de Derechos Humanos juzgó a Tilda Roos."},
		{"de", "Die Weltgesundheitsorganisation lobte Senn.", "fr", "L'OMS a salué Senn.", "L'OMC a salué Senn."},
		{"de", "Der Bundestag lobte Senn.", "en", "Germany's parliament praised Senn.", "Denmark's parliament praised Senn."},
	} {
		claim := claim.Claim{Text: c.src, Kind: claim.KindQuoted, Cites: []claim.Cite{{Lang: c.from, Published: at, Body: c.src}}}
		if fault := Fault(claim, c.right, c.lang); fault != "" {
			t.Errorf("%s\n%s\nrefused: %s", c.src, c.right, fault)
		}
		if Fault(claim, c.wrong, c.lang) == "" {
			t.Errorf("%s\n%s\nnot refused", c.src, c.wrong)
		}
	}
}
