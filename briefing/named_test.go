package briefing_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/store"
	"dateline/store/storetest"

	"github.com/google/go-cmp/cmp"
)

// searched are the articles a search finds, in order.
func searched(t *testing.T, s *store.Store, sc store.Scope, q string) []string {
	t.Helper()
	var out []string
	for _, f := range must[[]briefing.Found](t)((&briefing.Archive{Store: s}).Search(t.Context(), sc, briefing.Lookup{Text: q, At: noon.Add(time.Hour), PerArticle: 1})) {
		out = append(out, f.Near().Article)
	}
	return out
}

func TestAnOutletThatIsAskedForAnswersAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := newDesk(t, s)
		body := "Twelve people died in the flood in Senn, the mayor said."
		d.read(article("bbc", "BBC News", "Flood in Senn", "The flood in Senn killed people, a mayor of the coast told the press."),
			article("radio", "Coast Radio", "Flood in Senn", body), article("reuters", "Reuters", "Flood in Senn: twelve dead", body))
		for q, want := range map[string][]string{
			"How many died in the flood in Senn, according to the BBC?": {"bbc"},
			"flood in Senn site:radio.example":                          {"radio"},
			"flood in Senn site:nowhere.example":                        nil,
		} {
			if diff := cmp.Diff(want, searched(t, s, d.scope, q)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", q, diff)
			}
		}
		if got := searched(t, s, d.scope, "What does Coast Radio say about the flood in Senn?"); len(got) != 3 || got[0] != "radio" {
			t.Errorf("an outlet that is named: %v, want radio first of three", got)
		}
		a := &briefing.Answerer{Store: s, Archive: &briefing.Archive{Store: s}}
		ans, err := a.Ask(t.Context(), briefing.Question{Text: "How many people died in the flood in Senn, according to Reuters?", Scope: d.scope, At: noon.Add(time.Hour)})
		if err != nil || len(ans.Passages) != 1 || ans.Passages[0].Cites[0].Article != "reuters" {
			t.Errorf("got %+v, %v", ans, err)
		}
	})
}

func TestAnOutletThatOthersHaveIsNoOutlet(t *testing.T) {
	s := storetest.Open(t)
	d := newDesk(t, s)
	d.read(article("radio", "Coast Radio", "Flood in Senn", "Twelve people died in the flood in Senn, the mayor said."))
	desk := d.src
	d.src = must[store.Source](t)(s.OwnSource(t.Context(), "guild:7", store.SourceFile))
	d.read(article("secret", "Reuters", "Minutes", "The board of Senn met."))
	d.src = desk
	if diff := cmp.Diff([]string{"radio"}, searched(t, s, d.scope, "How many died in the flood in Senn, according to Reuters?")); diff != "" {
		t.Error(diff)
	}
}

func TestBothSidesOfAComparisonAreFound(t *testing.T) {
	s := storetest.Open(t)
	d := newDesk(t, s)
	d.read(article("karsk", "Herald", "Rent in Karsk", "A flat costs 400 crowns a month, a report found."))
	for i := range 6 {
		n := fmt.Sprint("senn", i)
		d.read(article(n, "Herald "+n, "Rent of flats in Senn", "The rent of a flat in Senn rose to 500 crowns in a year, the council said."))
	}
	look := briefing.Lookup{Text: "Is the rent of a flat higher in Senn or Karsk?", At: noon.Add(time.Hour), Limit: 3, PerArticle: 1}
	ar := &briefing.Archive{Store: s}
	found := must[[]briefing.Found](t)(ar.Search(t.Context(), d.scope, look))
	if !slices.ContainsFunc(found, func(f briefing.Found) bool { return f.Near().Article == "karsk" }) {
		t.Errorf("Karsk is not among %d passages", len(found))
	}
}
