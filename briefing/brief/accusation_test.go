package brief_test

import (
	"strings"
	"testing"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/store/storetest"
)

// News of courts and crime is told, and names nobody whom one report accuses.
func TestCaseHeading_NamesNobodyAccused(t *testing.T) {
	for name, c := range map[string]struct {
		item feed.Item
		lang string
		want []string
	}{
		"a place": {briefingtest.Article("bank", "North Wire", "Rolf Stade charged with fraud", "Police in Marand charged Rolf Stade with fraud on Friday. Prosecutors in Marand accuse Stade of fraud over nine years."), "",
			[]string{"A fraud case in Marand", "One source so far", "North Wire", "!Stade", "!nothing new"}},
		"no place": {briefingtest.Article("bank", "North Wire", "Rolf Stade charged with murder", "Police charged Rolf Stade with murder on Friday. The prosecutor accuses Stade of murder."), "",
			[]string{"A homicide case: North Wire", "!Stade"}},
		"a sentence that names nobody": {briefingtest.Article("bank", "North Wire", "Rolf Stade sued over dam", "Farmers sued Rolf Stade over the dam of Senn. Lawyers of the farmers in Senn accused the owners of the dam of fraud on Friday, the court said."), "",
			[]string{"A fraud case in Senn", "accused the owners of the dam of fraud", "!Stade"}},
		"what goes on about it": {briefingtest.Article("bank", "North Wire", "Rolf Stade took bribes from builder, documents show", "Rolf Stade was accused of taking bribes from the builder Orsa Bau, prosecutors said. The payments were made in Marand between 2021 and 2023, North Wire reports."), "",
			[]string{"!The payments", "!Stade"}},
		"in the language of the message": {briefingtest.Article("bank", "Landbote", "Rolf Stade wegen Betrugs angeklagt", "Rolf Stade ist in Marand wegen Betrugs angeklagt worden. Die Staatsanwaltschaft in Marand wirft Rolf Stade Betrug vor."), "de",
			[]string{"Ein Betrugsfall in Marand", "Bisher eine Quelle", "!Stade"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := briefingtest.NewDesk(t, storetest.Open(t))
			d.Read(c.item)
			b, err := (&brief.Writer{Store: d.Store}).Write(t.Context(), brief.Request{Name: "World", Scope: d.Scope, From: briefingtest.Noon.Add(-1), At: briefingtest.Noon.Add(1), Stories: 5, Length: "normal", In: c.lang})
			if err != nil {
				t.Fatal(err)
			}
			got := briefingtest.Say(b.Blocks())
			for _, want := range c.want {
				if want, no := strings.CutPrefix(want, "!"); strings.Contains(got, want) == no {
					t.Errorf("%q: not so in\n%s", c.want, got)
				}
			}
		})
	}
}

// What was read and could not be told is no empty day.
func TestWrite_CountsWhatCannotBeTold(t *testing.T) {
	d := briefingtest.NewDesk(t, storetest.Open(t))
	d.Read(briefingtest.Article("bare", "North Wire", "", "He was there. They left."))
	b := d.Brief(nil)
	got := briefingtest.Say(b.Blocks())
	if !strings.Contains(got, "1 story could not be told with a source") || strings.Contains(got, "nothing new") {
		t.Errorf("told\n%s", got)
	}
	if len(b.Trace) != 1 || b.Trace[0].Outcome != brief.Untellable {
		t.Errorf("trace %+v", b.Trace)
	}
}
