package evidence

import "testing"

func TestCheck_GermanCompoundOfTheSourcesWordsIsNoForeignName(t *testing.T) {
	for _, c := range []struct {
		says, source string
		holds        bool
	}{
		{"Hafenstreik in Karsk ist zu Ende.", "In Karsk haben die Arbeiter ihren Streik im Hafen am Montag beendet. Er ist zu Ende.", true},
		{"Der Hafenstreik in Karsk ist zu Ende.", "In Karsk ist der Ausstand der Hafenarbeiter zu Ende.", true},
		{"Streik in Karsk ist zu Ende.", "In Karsk ist der Ausstand der Hafenarbeiter zu Ende.", true},
		{"Fährbrand vor Karsk ist gelöscht.", "Vor Karsk ist das Feuer auf der Fähre gelöscht.", true},
		{"Schulbrand in Karsk ist gelöscht.", "In Karsk ist das Feuer in der alten Schule gelöscht.", true},
		{"Bahnstreik in Karsk ist zu Ende.", "In Karsk ist der Ausstand der Hafenarbeiter zu Ende.", false},
		{"Hildebrand ist in Karsk am Montag zurückgetreten.", "In Karsk ist der Bürgermeister am Montag nach dem Brand zurückgetreten.", false},
		{"Siegfried ist in Karsk am Montag zurückgetreten.", "In Karsk ist der Bürgermeister am Montag zurückgetreten. Der Sieg und der Frieden sind dahin.", false},
		{"Steinbach ist in Karsk am Montag zurückgetreten.", "In Karsk ist der Bürgermeister am Montag zurückgetreten. Ein Stein lag im Bach.", false},
		{"Am Montag ist in Karsk Hafenberg zurückgetreten.", "In Karsk ist der Bürgermeister am Montag zurückgetreten. Der Hafen liegt am Berg.", false},
	} {
		r := Check(c.says, "de", Window{Lang: "de", Text: c.source})
		named := false
		for _, f := range r.Faults {
			named = named || f.Kind == "name"
		}
		if named == c.holds {
			t.Errorf("%q of %q: %+v", c.says, c.source, r.Faults)
		}
	}
}
