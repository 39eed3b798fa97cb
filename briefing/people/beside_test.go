package people

import (
	"strings"
	"testing"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
)

func TestRules_WhoIsAccusedAndWhoIsNot(t *testing.T) {
	for _, c := range []struct {
		lang, accuses, said string
		shown               bool
	}{
		{"en", "Police arrested Tom Washington on Monday over a fire in Hale.", "The shop opened in Washington in 2019.", true},
		{"en", "Police arrested Tom Washington on Monday over a fire in Hale.", "Washington opened the shop in 2019.", false},
		{"en", "Police arrested Lena May on Monday over a fire in Hale.", "The shop opened in May after repairs.", true},
		{"en", "Police arrested Lena May on Monday over a fire in Hale.", "The shop opened on May 5 after repairs.", true},
		{"en", "Police arrested Lena May on Monday over a fire in Hale.", "The shop belongs to May and her sister.", false},
		{"en", "Police arrested Adam Smith on Monday over a fire in Hale.", "Fire officer John Smith opened the hall on Friday.", true},
		{"en", "Police arrested Adam Smith on Monday over a fire in Hale.", "Chief Smith opened the hall on Friday.", false},
		{"en", "Police arrested Adam Smith on Monday over a fire in Hale.", "Adam Smith opened the hall on Friday.", false},
		{"de", "Die Polizei hat Jonas Weber am Montag festgenommen.", "Der Bäckermeister Weber öffnete die Halle am Freitag.", false},
		{"en", "Prime Minister Ada Brandt accused Tom Hale of corruption.", "Brandt opened the new bridge on Sunday.", true},
		{"en", "Prime Minister Ada Brandt accused Tom Hale of corruption.", "Hale opened the new bridge on Sunday.", false},
		{"en", "Ada Brandt accused of corruption in Senn.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Ada Brandt, R-Senn, accused the council of corruption.", "Brandt opened the new bridge on Sunday.", true},
		{"en", "Ada Brandt said it was a lie and accused Tom Hale of corruption.", "Brandt opened the new bridge on Sunday.", true},
		{"en", "Ada Brandt, who has long accused his party of corruption, left.", "Brandt opened the new bridge on Sunday.", true},
		{"en", "Ada Brandt was again publicly accused Monday of corruption.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Some praised Ada Brandt while others accused her of corruption.", "Brandt opened the new bridge on Sunday.", false},
		{"es", "Ana Ruiz negó todo y acusó a la policía de corrupción.", "Ruiz inauguró el domingo el puente nuevo.", true},
		{"en", "Ada Brandt, accused the day before of corruption, left Senn.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Ada Brandt, accused a decade ago of fraud, left Senn.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Ada Brandt resigned after prosecutors accused the mayor of bribery.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Ada Brandt accused in a fraud case in Senn.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Ada Brandt accused the police and was arrested on Monday.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Ada Brandt accused the police of lying and was arrested.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Ada Brandt, R-Senn, accused the police and was arrested.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Ada Brandt, whom the police accused the week before of fraud, left.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Ada Brandt is the mayor police accused the next day of fraud.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Ada Brandt accused police of fraud.", "Brandt opened the new bridge on Sunday.", true},
		{"en", "Ada Brandt accused 10 rivals of fraud.", "Brandt opened the new bridge on Sunday.", true},
		{"en", "Ada Brandt, accused years ago of fraud, left Senn.", "Brandt opened the new bridge on Sunday.", false},
		{"en", "Tom Hale, whom Ada Brandt accused of fraud, left Senn.", "Hale ran the bakery in Senn for years.", false},
		{"de", "Jonas Weber, den Ada Brandt beschuldigte, floh aus Senn.", "Weber führte die Bäckerei in Senn seit Jahren.", false},
		{"es", "Teo Vega, a quien Ana Ruiz acusó de corrupción, dimitió.", "Vega llevaba la panadería de Senn desde hace años.", false},
		{"fr", "Luc Morel, que Claire Dubois accuse de corruption, part.", "Morel tenait la boulangerie de Senn depuis des années.", false},
		{"pt", "Tiago Vega, a quem Ana Rocha acusou de corrupção, saiu.", "Vega teve a padaria de Senn durante anos.", false},
		{"en", "Ada Brandt accused her husband of fraud.", "Brandt opened the new bridge on Sunday.", true},
		{"en", "Ada Brandt has repeatedly accused the council of fraud.", "Brandt opened the new bridge on Sunday.", true},
		{"es", "Ana Ruiz, a quien la Fiscalía acusó el lunes de corrupción, dimitió.", "Ruiz inauguró el domingo el puente nuevo.", false},
		{"es", "A Ana Ruiz la acusó la Fiscalía de corrupción.", "Ruiz inauguró el domingo el puente nuevo.", false},
		{"es", "Ana Ruiz, a quien acusó la Fiscalía de corrupción, dimitió.", "Ruiz inauguró el domingo el puente nuevo.", false},
		{"es", "Ana Ruiz acusó a la policía y fue detenida el lunes.", "Ruiz inauguró el domingo el puente nuevo.", false},
		{"pt", "Ana Rocha, a quem a procuradoria acusou a semana passada de corrupção, saiu.", "Rocha inaugurou no domingo a nova ponte.", false},
		{"pt", "Ana Rocha roubou o banco, acusou o procurador.", "Rocha inaugurou no domingo a nova ponte.", false},
		{"pt", "Ana Rocha acusou a polícia e foi presa na segunda.", "Rocha inaugurou no domingo a nova ponte.", false},
		{"fr", "Claire Dubois, que le parquet a accusé la semaine dernière de corruption, part.", "Dubois a inauguré dimanche le nouveau pont.", false},
		{"fr", "Claire Dubois accuse la police et est interpellée lundi.", "Dubois a inauguré dimanche le nouveau pont.", false},
		{"de", "Ada Brandt beschuldigte die Polizei und wurde festgenommen.", "Brandt eröffnete am Sonntag die neue Brücke.", false},
		{"de", "Ada Brandt trat zurück, nachdem der Rat sie beschuldigte, Geld zu nehmen.", "Brandt eröffnete am Sonntag die neue Brücke.", false},
		{"de", "Ada Brandt beschuldigte Jonas Weber der Korruption.", "Brandt eröffnete am Sonntag die neue Brücke.", true},
		{"es", "Ana Ruiz acusó a Teo Vega de corrupción.", "Ruiz inauguró el domingo el puente nuevo.", true},
		{"fr", "Claire Dubois a accusé Luc Morel de corruption.", "Dubois a inauguré dimanche le nouveau pont.", true},
		{"pt", "Ana Rocha acusou Tiago Vega de corrupção.", "Rocha inaugurou no domingo a nova ponte.", true},
		{"en", "Police arrested Tom Hale and Erik Moss on Monday over a fire.", "Moss ran the bakery in Senn for years.", false},
		{"en", "Tom Hale, 40, Jonas Pell and Erik Moss were arrested on Monday.", "Hale ran the bakery in Senn for years.", false},
		{"en", "Police arrested Tom Hale, Jonas Pell's driver, on Monday.", "Pell ran the bakery in Senn for years.", true},
		{"en", "Police arrested a man over the fire on Monday.", "He was identified as Tom Hale, 44, a baker.", false},
		{"en", "Police arrested a man over the fire on Monday.", "He is Tom Hale, a baker of Senn.", false},
		{"en", "Police arrested a man over the fire on Monday.", "Ada Brandt was identified as a baker of Senn.", true},
		{"en", "Ada Brandt opened a bridge in Senn on Monday.", "She is Ada Brandt, a baker of Senn.", true},
		{"de", "Die Polizei hat am Montag einen Mann festgenommen.", "Es handelt sich um den Bäcker Jonas Weber.", false},
		{"es", "La policía detuvo el lunes a un hombre.", "Se trata de Teo Vega, un panadero de Senn.", false},
		{"fr", "La police a interpellé un homme lundi.", "Il s'agit de Luc Morel, un boulanger de Senn.", false},
		{"pt", "A polícia deteve um homem na segunda-feira.", "Trata-se de Tiago Vega, padeiro de Senn.", false},
		{"de", "Die Polizei hat Jonas Weber und Erik Moss am Montag festgenommen.", "Moss führte die Bäckerei in Senn seit Jahren.", false},
		{"es", "La policía detuvo a Teo Vega y Luis Mora el lunes.", "Mora llevaba la panadería de Senn desde hace años.", false},
		{"fr", "La police a interpellé Luc Morel et Jean Petit lundi.", "Petit tenait la boulangerie de Senn depuis des années.", false},
	} {
		src := claimtest.Report(1, c.lang, "Coast Radio", "News", c.accuses+" "+c.said)
		if _, shown := New([]claim.Article{src}).Claim(src.Verbatim(1)); shown != c.shown {
			t.Errorf("%s %s: shown %t", c.accuses, c.said, shown)
		}
	}
}

func TestRules_HeadlineOfWhoIsAccused(t *testing.T) {
	for _, title := range []string{"Brandt Accused Of Taking Bribes In Senn", "Mayor Ada Brandt accused over missing funds"} {
		src := claimtest.Report(1, "en", "Coast Radio", title, "Ada Brandt left on Monday. Brandt opened the new bridge on Sunday.")
		if _, shown := New([]claim.Article{src}).Claim(src.Verbatim(1)); shown {
			t.Errorf("%s: shown", title)
		}
	}
}

// Small letters may be longer: where a word stands is told of the sentence as it is written.
func TestRules_PlacesAreThoseOfTheSentence(t *testing.T) {
	said := strings.Repeat("Ⱥ", 50) + " Tom Hale was arrested."
	if got := accusedOf(said, "en", fullNames(said)); len(got) != 1 {
		t.Errorf("%v", got)
	}
}

func TestRules_WordsOfACaseAreWhole(t *testing.T) {
	for said, want := range map[string]bool{
		"Vale took charge of the orchestra of Senn.":    true,
		"Vale married Courtney Roos in the town hall.":  true,
		"Vale wrote a prisoners' chorus for the opera.": true,
		"Vale must appear in court on Friday.":          false,
		"Vale spent a week in prison before the opera.": false,
		"The charges against Vale fill a whole folder.": false,
	} {
		src := claimtest.Report(1, "en", "Coast Radio", "News", "Police arrested Ada Vale on Monday for fraud. "+said)
		all := []claim.Article{src}
		for i, outlet := range []string{"North Wire", "Hale Echo"} {
			all = append(all, claimtest.Report(int64(i+2), "en", outlet, "News", claimtest.Own(outlet, "Ada Vale opened the bridge.")))
		}
		if _, shown := New(all).Claim(src.Verbatim(1)); shown != want {
			t.Errorf("%s: shown %t", said, shown)
		}
	}
}

func TestClaim_DenialIsThatOfTheAccused(t *testing.T) {
	for _, c := range []struct {
		rest, want string
	}{
		{"A judge denied Erik Moss bail on Tuesday.", ""},
		{"Erik Moss was denied entry to Canada in 2019.", ""},
		{"The fire killed innocent people whom Moss knew, a prosecutor said.", ""},
		{"Moss shouted at Tom Hale. He denies having been there.", ""},
		{"Moss denied it and blamed Tom Hale for the arson.", ""},
		{"Moss, 40, has repeatedly denied it.", "Moss, 40, has repeatedly denied it."},
		{"Moss pleaded not guilty on Friday.", "Moss pleaded not guilty on Friday."},
	} {
		accuses := "Police arrested Erik Moss on Monday over the fire in the mill of Karsk."
		one := claimtest.Report(1, "en", "Coast Radio", "News", claimtest.Own("", strings.Join([]string{accuses, c.rest}, " ")))
		two := claimtest.Report(2, "en", "North Wire", "News", claimtest.Own("North Wire", accuses))
		if shown, ok := New([]claim.Article{one, two}).Claim(one.Verbatim(0)); !ok || shown.Denial != c.want {
			t.Errorf("%s: %t, %q", c.rest, ok, shown.Denial)
		}
	}
}

func TestClaim_DenialOfTheSecondAccused(t *testing.T) {
	accuses, denies := "Police arrested Tom Hale and Erik Moss on Monday over the fire in Karsk.", "Moss denies it."
	one := claimtest.Report(1, "en", "Coast Radio", "News", claimtest.Own("", accuses+" The mill is closed. "+denies))
	two := claimtest.Report(2, "en", "North Wire", "News", claimtest.Own("North Wire", accuses))
	if shown, ok := New([]claim.Article{one, two}).Claim(one.Verbatim(0)); !ok || shown.Denial != denies {
		t.Errorf("%t, %q", ok, shown.Denial)
	}
}

func TestRules_CopiesOfOneReportMakeNobodyKnown(t *testing.T) {
	src := claimtest.Report(1, "en", "Coast Radio", "News", "Police arrested Ada Vale on Monday for fraud. Vale opened the bridge in June.")
	copied := claimtest.Own("North Wire", "Ada Vale opened the bridge.")
	one := claimtest.Report(2, "en", "North Wire", "News", copied)
	two := claimtest.Report(3, "en", "Hale Echo", "News", copied)
	own := claimtest.Report(3, "en", "Hale Echo", "News", claimtest.Own("Hale Echo", "Ada Vale opened the bridge."))
	said := src.Verbatim(1)
	if got := New([]claim.Article{one, two}).known(mention{surname: "vale", given: "ada"}, accused{}); got {
		t.Error("two copies of one report make her known")
	}
	if _, shown := New([]claim.Article{src, one, own}).Claim(said); !shown {
		t.Error("two reports beside the one that accuses, and she is hidden")
	}
}

func TestClaim_DenialOfAnotherIsNone(t *testing.T) {
	for _, c := range []struct{ lang, accuses, said string }{
		{"de", "Die Polizei hat Jonas Weber am Montag nach dem Brand festgenommen.", "Ein Sprecher bestritt, dass Weber dort gewesen sei."},
		{"es", "La policía detuvo a Teo Ruiz el lunes en Hale.", "Un juez negó la fianza a Ruiz."},
		{"fr", "La police a interpellé Luc Morel lundi à Hale.", "La mairie dément que Morel ait travaillé pour elle."},
	} {
		one := claimtest.Report(1, c.lang, "Coast Radio", "News", claimtest.Own("", c.accuses+" "+c.said))
		two := claimtest.Report(2, c.lang, "North Wire", "News", claimtest.Own("North Wire", c.accuses))
		if shown, ok := New([]claim.Article{one, two}).Claim(one.Verbatim(0)); !ok || shown.Denial != "" {
			t.Errorf("%s: %t, %q", c.said, ok, shown.Denial)
		}
	}
}

// Where there are no words for a language, whoever stands beside those of any is accused.
func TestAccusedOf_LanguagesWithoutWords(t *testing.T) {
	for _, lang := range []string{"it", "nl", ""} {
		said := "Tom Hale, Ada Brandt was arrested."
		if got := accusedOf(said, lang, fullNames(said)); len(got) != 1 || got[0].surname != "brandt" {
			t.Errorf("%q: %v", lang, got)
		}
	}
}
