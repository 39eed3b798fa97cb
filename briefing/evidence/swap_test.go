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

func TestCheck_NumberRounderNeverFiner(t *testing.T) {
	for _, c := range []struct {
		source, claim string
		holds         bool
	}{
		{"1,234,567", "1.23 million", true},
		{"1,234,567", "1.2 million", false}, // three percent off: no longer the number that was cited
		{"1,234,567", "1,234,568", false},
		{"1,387", "1,400", false},
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
