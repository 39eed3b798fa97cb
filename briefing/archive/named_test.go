package archive_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// searched are the articles a search finds, in order.
func searched(t *testing.T, s *store.Store, sc store.Scope, q string) []string {
	t.Helper()
	var out []string
	for _, f := range briefingtest.Must[[]archive.Found](t)((&archive.Archive{Store: s}).Search(t.Context(), sc, archive.Lookup{Text: q, At: briefingtest.Noon.Add(time.Hour), PerArticle: 1})) {
		out = append(out, f.Ref().Article)
	}
	return out
}

func TestArchive_OutletAskedForAnswersAlone(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		body := "Twelve people died in the flood in Senn, the mayor said."
		d.Read(briefingtest.Article("bbc", "BBC News", "Flood in Senn", "The flood in Senn killed people, a mayor of the coast told the press."),
			briefingtest.Article("radio", "Coast Radio", "Flood in Senn", body), briefingtest.Article("reuters", "Reuters", "Flood in Senn: twelve dead", body))
		for q, want := range map[string][]string{
			"How many died in the flood in Senn, according to the BBC?": {"bbc"},
			"flood in Senn site:radio.example":                          {"radio"},
			"flood in Senn site:nowhere.example":                        nil,
		} {
			if diff := cmp.Diff(want, searched(t, s, d.Scope, q)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", q, diff)
			}
		}
		if got := searched(t, s, d.Scope, "What does Coast Radio say about the flood in Senn?"); len(got) != 3 || got[0] != "radio" {
			t.Errorf("an outlet that is named: %v, want radio first of three", got)
		}
		a := &answer.Answerer{Store: s, Archive: &archive.Archive{Store: s}}
		ans, err := a.Ask(t.Context(), answer.Question{Text: "How many people died in the flood in Senn, according to Reuters?", Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour)})
		if err != nil || len(ans.Passages) != 1 || ans.Passages[0].Cites[0].Article != "reuters" {
			t.Errorf("got %+v, %v", ans, err)
		}
	})
}

func TestArchive_OutletOfOthersIsNoOutlet(t *testing.T) {
	s := storetest.Open(t)
	d := briefingtest.NewDesk(t, s)
	d.Read(briefingtest.Article("radio", "Coast Radio", "Flood in Senn", "Twelve people died in the flood in Senn, the mayor said."))
	desk := d.Src
	d.Src = briefingtest.Must[store.Source](t)(s.OwnSource(t.Context(), "guild:7", state.SourceFile))
	d.Read(briefingtest.Article("secret", "Reuters", "Minutes", "The board of Senn met."))
	d.Src = desk
	if diff := cmp.Diff([]string{"radio"}, searched(t, s, d.Scope, "How many died in the flood in Senn, according to Reuters?")); diff != "" {
		t.Error(diff)
	}
}

func TestArchive_FindsBothSidesOfAComparison(t *testing.T) {
	s := storetest.Open(t)
	d := briefingtest.NewDesk(t, s)
	d.Read(briefingtest.Article("karsk", "Herald", "Rent in Karsk", "A flat costs 400 crowns a month, a report found."))
	for i := range 6 {
		n := fmt.Sprint("senn", i)
		d.Read(briefingtest.Article(n, "Herald "+n, "Rent of flats in Senn", "The rent of a flat in Senn rose to 500 crowns in a year, the council said."))
	}
	look := archive.Lookup{Text: "Is the rent of a flat higher in Senn or Karsk?", At: briefingtest.Noon.Add(time.Hour), Limit: 3, PerArticle: 1}
	ar := &archive.Archive{Store: s}
	found := briefingtest.Must[[]archive.Found](t)(ar.Search(t.Context(), d.Scope, look))
	if !slices.ContainsFunc(found, func(f archive.Found) bool { return f.Ref().Article == "karsk" }) {
		t.Errorf("Karsk is not among %d passages", len(found))
	}
}
