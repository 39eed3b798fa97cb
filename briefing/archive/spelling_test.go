package archive_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/answer"
	"dateline/briefing/archive"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

func TestSpelled_FindsNamesInAnotherSpelling(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		d.Read(briefingtest.Article("libya", "Wire", "Haftar leaves the talks", "The commander Khalifa Haftar left the talks on Monday, his office said."),
			briefingtest.Article("kyiv", "Wire", "Trams run again in Kyiv", "Trams ran again in Kyiv after the repair of the lines."),
			briefingtest.Article("mayor", "Wire", "Mayor Moore opens the pool", "The mayor Anna Moore opened the pool on Monday."))
		d.Src = briefingtest.Must[store.Source](t)(s.OwnSource(t.Context(), "guild:7", state.SourceFile))
		d.Read(briefingtest.Article("own", "Mine", "Dinner with Qadhafi", "We had dinner with Qadhafi in the old town."))
		d.Src = briefingtest.Must[store.Source](t)(s.OwnSource(t.Context(), store.Desk, state.SourceFile))
		ar := &archive.Archive{Store: s}
		for _, c := range []struct {
			question string
			want     []string
		}{
			{"Where is Hifter?", []string{"Haftar leaves the talks"}},
			{"Straßenbahnen in Kiew", []string{"Trams run again in Kyiv"}},
			{"kiev", []string{"Trams run again in Kyiv"}},
			{"Who is Marr?", nil},
			{"Gaddafi", nil}, // read in private text alone: no word for others' questions
		} {
			var got []string
			for _, f := range briefingtest.Must[[]archive.Found](t)(ar.Search(t.Context(), d.Scope, archive.Lookup{Text: c.question, At: briefingtest.Noon.Add(time.Hour), Limit: 1})) {
				got = append(got, f.Ref().Title)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("%q: -want +got:\n%s", c.question, diff)
			}
		}
		if got := briefingtest.Must[map[string][]string](t)(s.Spellings(t.Context(), []string{"kdf"})); len(got) > 0 {
			t.Errorf("a private name is kept as a spelling: %v", got)
		}
	})
}

// A misspelt name is read as the nearest one, and that one's other spellings
// answer too.
func TestSpelled_AnswersMisspeltNamesInEverySpelling(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	items := []feed.Item{
		briefingtest.Article("talks", "Wire", "Haftar leaves the talks", "The commander Khalifa Haftar left the talks on Monday, his office said."),
		briefingtest.Article("port", "Wire", "Hifter opens the port", "The commander Khalifa Hifter opened the port of Karsk on Monday."),
	}
	for i := range 1000 { // in fewer a word that is not there may be spelt well
		items = append(items, briefingtest.Article(fmt.Sprint(i), "Wire", fmt.Sprintf("Rain on day %d", i), ""))
	}
	d.Read(items...)
	a := &answer.Answerer{Store: d.Store, Archive: &archive.Archive{Store: d.Store}}
	for question, want := range map[string]string{"What did Haftbar open on Monday?": "Hifter opened the port", "What did Haftbar leave on Monday?": "Haftar left the talks"} {
		ans := briefingtest.Must[answer.Answer](t)(a.Ask(t.Context(), answer.Question{Text: question, Scope: d.Scope, At: briefingtest.Noon.Add(time.Hour)}))
		if text := briefingtest.Say(ans.Blocks()); !strings.Contains(text, want) {
			t.Errorf("%s: %q is not in\n%s", question, want, text)
		}
	}
}
