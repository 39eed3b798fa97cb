package evidence

import (
	"testing"
	"time"
)

// A model that copies a sentence and swaps a token for another of the same
// window is caught, though every token stands there.
func TestCheck_SwappedTokenIsAFault(t *testing.T) {
	w := Window{Lang: "en", Published: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Text: "Ivo Brandt accepted the plan of the Hale council in March 2025 after 14 months of talks. Tilda Roos left the room with 9 of her party. She had come from Karsk in June 2024."}
	for s, kind := range map[string]string{
		"Tilda Roos accepted the plan of the Hale council in March 2025 after 14 months of talks.":  "name",
		"Ivo Brandt accepted the plan of the Karsk council in March 2025 after 14 months of talks.": "name",
		"Ivo Brandt accepted the plan of the Hale council in March 2025 after 9 months of talks.":   "number",
		"Ivo Brandt accepted the plan of the Hale council in June 2024 after 14 months of talks.":   "date",
	} {
		r := Check(s, "en", w)
		if r.Supported() || r.Faults[0].Kind != kind {
			t.Errorf("%q: faults %+v, want %s", s, r.Faults, kind)
		}
	}
	for _, s := range []string{
		"Ivo Brandt accepted the plan of the Hale council in March 2025 after 14 months of talks.",
		"In March 2025, after 14 months of talks, Brandt accepted the Hale council's plan.",
		"Tilda Roos left with 9 of her party.",
	} {
		if r := Check(s, "en", w); !r.Supported() {
			t.Errorf("%q: faults %+v", s, r.Faults)
		}
	}
}

// A name that changes places with another has the other's, though the sentence has both.
func TestCheck_NamesThatChangePlaces(t *testing.T) {
	w := Window{Lang: "en", Text: "On Monday Ivo Brandt accepted the plan of the council for the harbour, and Tilda Roos left the room."}
	for s, holds := range map[string]bool{
		"On Monday Ivo Brandt accepted the plan of the council for the harbour, and Tilda Roos left.": true,
		"On Monday Tilda Roos accepted the plan of the council for the harbour, and Ivo Brandt left.": false,
	} {
		if r := Check(s, "en", w); r.Supported() != holds {
			t.Errorf("%q: faults %+v, want held %v", s, r.Faults, holds)
		}
	}
}

func TestCheck_PlaceOfADatelineIsNoOtherPlace(t *testing.T) {
	w := Window{Lang: "en", Published: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), Title: "Oru Line before the court",
		Text: "HALE − The court in Karsk heard arguments on Friday over a law on the trains."}
	for s, holds := range map[string]bool{
		"HALE − The court in Karsk heard arguments on Friday over a law.":         true,
		"Oru Line: The court in Hale heard arguments on Friday over a law.":       false,
		"KARSK − The court in Karsk heard arguments on Friday over the Oru Line.": false,
	} {
		if r := Check(s, "en", w); r.Supported() != holds {
			t.Errorf("%q: faults %+v, want held %v", s, r.Faults, holds)
		}
	}
}

func TestCheck_NumberRounderNeverFiner(t *testing.T) {
	for _, c := range []struct {
		source, claim string
		holds         bool
	}{
		{"1,234,567", "1.23 million", true},
		{"1,234,567", "1.2 million", false}, // near three percent off: no longer the number that was cited
		{"1,234,567", "1,234,568", false},
		{"1,576,000", "1.6 million", true},
		{"1,576,000", "more than 1.6 million", false},
		{"1,576,000", "more than 1,570,000", true},
		{"1,576,000", "more than 1,571,234", false},
		{"1,576,000", "1.5 million", false},
		{"1,387", "1,400", true},
		{"387", "390", false}, // a small whole number is exact
		{"387", "about 390", true},
		{"388", "about 387", false}, // no rounder: another number
		{"5.46 million", "nearly 5.5 million", true},
		{"5.54 million", "nearly 5.5 million", false},
		{"97", "almost 100", true},
		{"97", "fewer than 100", true},
		{"103", "fewer than 100", false},
		{"60", "fewer than 100", false},
		{"1,400", "1,387", false},
		{"1,400", "1,500", false},
		{"3.7", "7", false},
		{"15", "fifteen", true},
		{"10 to 12", "12", true},
		{"14 percent", "14", false},
		{"116", "more than 100", true},
		{"516", "more than 100", false},
		{"96", "more than 100", false},
	} {
		w := Window{Lang: "en", Text: "The ministry of Karsk counted " + c.source + " ships in the harbour of the town."}
		s := "The ministry of Karsk counted " + c.claim + " ships in the harbour of the town."
		if r := Check(s, "en", w); r.Supported() != c.holds {
			t.Errorf("%s from %s: %+v, want %v", c.claim, c.source, r.Faults, c.holds)
		}
	}
}

func TestCheck_RoundingHasItsWordsInEachLanguage(t *testing.T) {
	for _, c := range [][3]string{
		{"de", "In Senn wurden 97 Schiffe gezählt.", "In Senn wurden knapp 100 Schiffe gezählt."},
		{"de", "In Senn wurden 1.576.000 Schiffe gezählt.", "In Senn wurden rund 1,6 Millionen Schiffe gezählt."},
		{"es", "En Senn contaron 97 barcos.", "En Senn contaron casi 100 barcos."},
		{"fr", "À Senn, ils ont compté 97 bateaux.", "À Senn, ils ont compté près de 100 bateaux."},
		{"pt", "Em Senn contaram 103 navios.", "Em Senn contaram mais de 100 navios."},
	} {
		if r := Check(c[2], c[0], Window{Lang: c[0], Text: c[1]}); !r.Supported() {
			t.Errorf("%q of %q: %+v", c[2], c[1], r.Faults)
		}
	}
}

func TestCheck_DateHoldsHoweverItIsWritten(t *testing.T) {
	w := Window{Lang: "en", Published: time.Date(2025, 6, 14, 9, 0, 0, 0, time.UTC), Text: "The team of Senn won 1-0 on May 18 and lost 2-3 on June 11."}
	for s, holds := range map[string]bool{
		"The team of Senn won 1-0 on 18 May.":             true,
		"The team of Senn lost 2-3 on 11 June.":           true,
		"The team of Senn lost 2-3 on the 11th of June.":  true,
		"The team of Senn lost 2-3 on Wednesday.":         true,
		"The team of Senn won 1-0 on May 11.":             false,
		"The team of Senn won 1-0 on 18 June.":            false,
		"The team of Senn won 1-2 on May 18.":             false,
		"On Thursday the team of Senn lost 2-3.":          false,
		"On May 18, 2024, the team of Senn won with 1-0.": false,
	} {
		if r := Check(s, "en", w); r.Supported() != holds {
			t.Errorf("%q: %+v, want %v", s, r.Faults, holds)
		}
		page := []*Page{NewPage(w, "en")}
		if r := NewSentence(s, "en").CheckTokens(page, page); r.Supported() != holds && s != "The team of Senn won 1-0 on May 11." && s != "The team of Senn won 1-0 on 18 June." {
			t.Errorf("tokens of %q: %+v, want %v", s, r.Faults, holds)
		}
	}
}

func TestCheckTokens_AnotherSpellingOfAName(t *testing.T) {
	for _, c := range [][2]string{{"Kiev", "Kyiv"}, {"Gadhafi", "Qaddafi"}, {"Geraskevich", "Heraskevych"}, {"Zelensky", "Selenskyj"}} {
		for _, pair := range [][2]string{{c[0], c[1]}, {c[1], c[0]}} {
			page := []*Page{NewPage(Window{Lang: "en", Text: "On Sunday the men of " + pair[0] + " arrived in Senn."}, "en")}
			if r := NewSentence("The men of "+pair[1]+" came to Senn.", "en").CheckTokens(page, page); !r.Supported() {
				t.Errorf("%s of %s: %+v", pair[1], pair[0], r.Faults)
			}
		}
	}
}

func TestCheck_QuotationIsVerbatim(t *testing.T) {
	w := Window{Lang: "en", Text: "Mayor Tilda Roos called the night “long and very cold” and the rescue of the miners ‘a wonder’."}
	for s, holds := range map[string]bool{
		"Mayor Tilda Roos called the night \"long and very cold\".":       true,
		"Mayor Tilda Roos called the rescue of the miners 'a wonder'.":    true,
		"Mayor Tilda Roos called the night 'long and cold'.":              false,
		"Mayor Tilda Roos called the rescue of the miners “wonder of a”.": false,
		"Mayor Tilda Roos called the night “very long”.":                  false,
	} {
		if r := Check(s, "en", w); r.Supported() != holds {
			t.Errorf("%q: %+v, want %v", s, r.Faults, holds)
		}
	}
}

func TestCheck_NameByCountryLettersOrSpelling(t *testing.T) {
	w := Window{Lang: "en", Text: "France and Canada asked the World Health Organization for help on the coast of Karsk, the U.S. said."}
	for s, holds := range map[string]bool{
		"The French and the Canadian governments asked the WHO for help on the coast of Karsk, the US said.": true,
		"The American side said that France asked for help on the coast of Karsk.":                           true,
		"Frankfurt and Canada asked the World Health Organization for help on the coast of Karsk.":           false,
		"France and Canada asked the WTO for help on the coast of Karsk, the U.S. said.":                     false,
		"France and Cambodia asked the World Health Organization for help, the U.S. said.":                   false,
	} {
		if r := Check(s, "en", w); r.Supported() != holds {
			t.Errorf("%q: %+v, want %v", s, r.Faults, holds)
		}
	}
}

func TestCheck_GermanNounsAreNoNames(t *testing.T) {
	w := Window{Lang: "de", Text: "Bundespräsident Frank-Walter Steinmeier hat am Montag in Bremen die neue Brücke über die Weser eröffnet. Rund 400 Gäste kamen."}
	for s, holds := range map[string]bool{
		"Steinmeier hat am Montag in Bremen eine Brücke über die Weser eröffnet.":                      true,
		"Steinmeier eröffnete in Bremen die neue Brücke über die Weser bei einer Veranstaltung.":       true,
		"Bundespräsident Wagner hat am Montag in Bremen die neue Brücke über die Weser eröffnet.":      false,
		"Bundespräsident Steinmeier hat am Montag in Dresden die neue Brücke über die Weser eröffnet.": false,
	} {
		if r := Check(s, "de", w); r.Supported() != holds {
			t.Errorf("%q: %+v, want %v", s, r.Faults, holds)
		}
	}
}

func TestCheck_NameOfSeveralWhereOneIsNamed(t *testing.T) {
	w := Window{Lang: "en", Text: "The Golden Globe awards opened the Oscar race, and Robert Chen, a Toyota dealer, met the Clinton family."}
	for s, holds := range map[string]bool{
		"The Golden Globes opened the Oscar race.":        true,
		"The Golden Globe awards opened the Oscars race.": true,
		"The Clintons met a Toyota dealer.":               true,
		"The family met Roberts, a dealer.":               false,
		"The Golden Bears opened the Oscar race.":         false,
	} {
		if r := Check(s, "en", w); r.Supported() != holds {
			t.Errorf("%q: faults %+v, want held %v", s, r.Faults, holds)
		}
	}
}

// Without the article of several a name with one letter more is another's.
func TestCheck_NameOfAnotherWithAnS(t *testing.T) {
	for _, c := range []struct{ lang, text, said string }{
		{"en", "Peter visited Karsk on Monday and met the mayor of the town.", "Peters visited Karsk on Monday and met the mayor."},
		{"en", "Prince William visited Karsk on Monday and met the mayor of the town.", "Prince Williams visited Karsk on Monday and met the mayor."},
		{"de", "Peter besuchte Karsk am Montag und sprach mit der Ministerin Roos.", "Peters besuchte Karsk am Montag und sprach mit der Ministerin Roos."},
		{"es", "Martín visitó Karsk el lunes y habló con la alcaldesa Roos.", "Martíns visitó Karsk el lunes y habló con la alcaldesa Roos."},
		{"fr", "Robert a visité Karsk lundi et a parlé avec la maire Roos.", "Roberts a visité Karsk lundi et a parlé avec la maire Roos."},
		{"pt", "Martin visitou Karsk na segunda-feira e falou com a prefeita Roos.", "O Martins visitou Karsk na segunda-feira e falou com a prefeita Roos."},
	} {
		if r := Check(c.said, c.lang, Window{Lang: c.lang, Text: c.text}); r.Supported() {
			t.Errorf("%q holds of %q", c.said, c.text)
		}
	}
}

// A name with something inserted behind it is a subject, whose place another may not take.
func TestCheck_NameBeforeADashIsNoDateline(t *testing.T) {
	for _, text := range []string{
		"Ada Roos — accused of fraud on Monday in Karsk — left. Tom Brandt sings.",
		"Ada Roos — Mayor since 2019 — was accused of fraud on Monday in Karsk. Tom Brandt sings.",
	} {
		if r := Check("Tom Brandt was accused of fraud on Monday in Karsk.", "en", Window{Lang: "en", Text: text}); r.Supported() {
			t.Errorf("holds of %q", text)
		}
	}
}
