package measure

import (
	"testing"

	"dateline/briefing/text/texttest"
)

func TestMeasures_CountsOnlyStrikers(t *testing.T) {
	for s, want := range map[string]string{
		"About 300 workers are on strike in Karsk.":       "strike",
		"In Karsk 300 striking workers closed the port.":  "strike",
		"The number of workers on strike rose to 300.":    "strike",
		"Police saw 300 people near the strike in Karsk.": "",
		"A drone strike injured 12 people in Karsk.":      "injured",
		"Some 40 people watched the strike in Karsk.":     "",
	} {
		got := ""
		for _, m := range Measures(s, "en", texttest.Monday23) {
			got += m.Class
		}
		if got != want {
			t.Errorf("%q counts %q, want %q", s, got, want)
		}
	}
}

func TestMeasures_GermanThereWasIsNoSpeaker(t *testing.T) {
	first := func(s string) Measure {
		ms := Measures(s, "de", texttest.Monday23)
		if len(ms) == 0 {
			t.Fatalf("nothing is measured in %q", s)
		}
		return ms[0]
	}
	here := first("In Senn starben 12 Menschen.")
	if got := first("In Senn gab es 12 Tote."); !got.Same(here) {
		t.Errorf("%+v is another measure than %+v", got, here)
	}
	if got := first("In Varn gab es 12 Tote."); got.Same(here) {
		t.Errorf("%+v is the same measure as %+v", got, here)
	}
	if got := first("Wie der Rat von Varn am Montag bekannt gab, starben in Senn 12 Menschen."); !got.Same(here) {
		t.Errorf("%+v is another measure than %+v", got, here)
	}
}
