package text

import (
	"os"
	"strings"
	"testing"
	"time"
)

// lines reads a file of cases, comments and empty lines left out.
func lines(t *testing.T, path string) []string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, l := range strings.Split(string(b), "\n") {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			out = append(out, l)
		}
	}
	return out
}

func shown(t Time) string {
	f := func(x time.Time) string {
		switch {
		case x.IsZero():
			return "-"
		case x.Equal(day0(x)):
			return x.Format(time.DateOnly)
		}
		return x.Format("2006-01-02T15:04")
	}
	if t.To.Sub(t.From) == 24*time.Hour && t.From.Equal(day0(t.From)) {
		return f(t.From)
	}
	return f(t.From) + ".." + f(t.To)
}

var monday23 = time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)

func TestOneMeaningInManyLanguages(t *testing.T) {
	langs := []string{"en", "de", "es", "fr", "pt", "ar"}
	for _, l := range lines(t, "testdata/times.txt") {
		cols := strings.Split(l, "|")
		for i, c := range cols[1:] {
			s, want, own := strings.Cut(strings.TrimSpace(c), "=")
			if !own {
				want = strings.TrimSpace(cols[0])
			}
			if s == "-" {
				continue
			}
			got := Times(s, langs[i], monday23)
			if len(got) != 1 || shown(got[0]) != want {
				var all []string
				for _, g := range got {
					all = append(all, g.Text+" "+shown(g))
				}
				t.Errorf("%s %q: got %q, want %s", langs[i], s, all, want)
			}
		}
	}
}

func TestChineseAndJapaneseDates(t *testing.T) {
	for _, l := range lines(t, "testdata/times-east.txt") {
		cols := strings.Split(l, "|")
		for i, c := range cols[1:] {
			s, want := strings.TrimSpace(c), strings.TrimSpace(cols[0])
			if s == "-" {
				continue
			}
			got := Times(s, []string{"zh", "ja"}[i], monday23)
			if len(got) != 1 || shown(got[0]) != want {
				t.Errorf("%q: got %+v, want %s", s, got, want)
			}
		}
	}
}

func TestDatesInTheirSentences(t *testing.T) {
	for _, l := range lines(t, "testdata/times-more.txt") {
		cols := strings.Split(l, "|")
		s, want := strings.TrimSpace(cols[1]), strings.TrimSpace(cols[2])
		var got []string
		for _, g := range Times(s, strings.TrimSpace(cols[0]), monday23) {
			got = append(got, shown(g))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}
