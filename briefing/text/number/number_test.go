package number

import (
	"fmt"
	"strings"
	"testing"

	"dateline/briefing/text/texttest"
)

func TestNumbers_FormsOfTheirLanguages(t *testing.T) {
	for _, l := range texttest.Lines(t, "testdata/numbers.txt") {
		cols := strings.Split(l, "|")
		for i := range cols {
			cols[i] = strings.Trim(cols[i], " ")
		}
		for len(cols) < 5 {
			cols = append(cols, "")
		}
		var values []string
		kind, unit := "", ""
		for _, n := range Numbers(cols[1], cols[0]) {
			v := strings.TrimSuffix(fmt.Sprintf("%.1f", n.Value), ".0")
			if n.High != n.Value {
				v += "-" + strings.TrimSuffix(fmt.Sprintf("%.1f", n.High), ".0")
			}
			values, kind, unit = append(values, v), n.Kind, n.Unit
			if cols[1][n.Start:n.End] != n.Text {
				t.Errorf("%q: span %v is not %q", cols[1], n.Span, n.Text)
			}
		}
		if got := strings.Join(values, ";"); got != cols[2] || kind != cols[3] || cols[4] != "" && unit != cols[4] {
			t.Errorf("%s %q: got %s %s %s, want %v", cols[0], cols[1], got, kind, unit, cols[2:])
		}
	}
}

func TestNumbers_AHundredAlone(t *testing.T) {
	for lang, s := range map[string]string{"de": "hundert Menschen", "es": "cien personas", "pt": "cem pessoas"} {
		if got := Numbers(s, lang); len(got) != 1 || got[0].Value != 100 {
			t.Errorf("%s: %+v, want 100", s, got)
		}
	}
}
