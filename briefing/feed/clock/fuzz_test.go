package clock

import (
	"strings"
	"testing"
)

func FuzzDate(f *testing.F) {
	for _, line := range strings.Split(strings.TrimSpace(dateForms), "\n") {
		_, in, _ := strings.Cut(line, " | ")
		f.Add(in)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, ok := Date(s)
		if ok && (d.Year() < 1899 || d.Year() > 10000) {
			t.Errorf("%q is %s", s, d)
		}
		if ok && StatesNone(s) {
			t.Errorf("%q states a date and none", s)
		}
		OrderOf([]string{s}, s)
	})
}
