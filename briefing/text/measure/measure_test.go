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
