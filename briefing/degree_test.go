package briefing

import "testing"

func TestADegreeIsSaidInAUnit(t *testing.T) {
	for _, c := range []struct {
		question string
		yes, no  []string
	}{
		{"how big is the Oru fire", []string{"The Oru fire has burned 14,000 acres.", "The Oru fire is nine miles wide."}, []string{"In Oru 2,500 people fight the fire."}},
		{"How big was the crowd in Senn?", []string{"A crowd of 5,000 met in Senn."}, []string{"The crowd in Senn met at 5."}},
		{"How long does the 4 day week pilot last?", []string{"The four-day week is tried for six months."}, []string{"The pilot of a four-day week began.", "In the pilot 70 firms try the week."}},
		{"How far is Lysk from Senn?", []string{"Lysk is 40 miles from Senn."}, []string{"Lysk has 40 schools, Senn none."}},
		{"Wie hoch ist die Brücke in Lysk?", []string{"Die Brücke in Lysk ist 40 Meter hoch."}, []string{"Die Brücke in Lysk sperren 40 Leute."}},
		{"how high are prices in Karsk", []string{"Prices in Karsk rose by 4 percent."}, []string{"Prices in Karsk rose in 40 shops."}},
	} {
		a := newAsked(c.question)
		holdsOnly(t, a, c.yes, c.no)
	}
}

func TestTheWordForADegreeIsNotLookedFor(t *testing.T) {
	for q, word := range map[string]string{"how big is the Oru fire": "big", "Wie alt war Mira Tal?": "alt"} {
		if a := newAsked(q); a.weight[word] != 0 {
			t.Errorf("%s: %q is a word to find", q, word)
		}
	}
}
