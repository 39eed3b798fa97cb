package date

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/text"
	"dateline/briefing/text/texttest"
)

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

func TestTimes_OneMeaningInManyLanguages(t *testing.T) {
	langs := []string{"en", "de", "es", "fr", "pt", "ar"}
	for _, l := range texttest.Lines(t, "testdata/times.txt") {
		cols := strings.Split(l, "|")
		for i, c := range cols[1:] {
			s, want, own := strings.Cut(strings.TrimSpace(c), "=")
			if !own {
				want = strings.TrimSpace(cols[0])
			}
			if s == "-" {
				continue
			}
			got := Times(s, langs[i], texttest.Monday23)
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

func TestTimes_HalvesAreNoDatesOfWholeUnits(t *testing.T) {
	for _, c := range [][2]string{
		{"en", "The bridge opened half a year later."}, {"en", "Half a decade earlier the mine closed."}, {"en", "She left half a year ago."},
		{"en", "It reopens half a year from now."}, {"en", "A year and a half later he resigned."}, {"en", "in the past year and a half"},
		{"de", "Ein halbes Jahr später öffnete die Brücke."}, {"de", "vor einem halben Jahr"}, {"de", "vor einem Jahr und einem halben"},
		{"fr", "Le pont a ouvert il y a un an et demi."}, {"fr", "Il revient dans un mois et demi."}, {"fr", "une demi-heure plus tard"},
		{"es", "El puente abrió hace un año y medio."}, {"es", "Volverá dentro de una semana y media."}, {"es", "medio año después"},
		{"pt", "A ponte abriu há um ano e meio."}, {"pt", "daqui a uma semana e meia"}, {"pt", "meio ano depois"},
	} {
		if got := Times(c[1], c[0], texttest.Monday23); len(got) > 0 {
			t.Errorf("%s %q: got %q %s, want none", c[0], c[1], got[0].Text, shown(got[0]))
		}
	}
	for _, c := range [][2]string{{"en", "half last year's profit"}, {"en", "a year ago and a half mile away"}, {"es", "hace un año y un mes"}, {"de", "vor einem Jahr und einem Monat"}} {
		if got := Times(c[1], c[0], texttest.Monday23); len(got) == 0 {
			t.Errorf("%s %q: got none", c[0], c[1])
		}
	}
}

func TestTimes_ChineseAndJapanese(t *testing.T) {
	for _, l := range texttest.Lines(t, "testdata/times-east.txt") {
		cols := strings.Split(l, "|")
		for i, c := range cols[1:] {
			s, want := strings.TrimSpace(c), strings.TrimSpace(cols[0])
			if s == "-" {
				continue
			}
			got := Times(s, []string{"zh", "ja"}[i], texttest.Monday23)
			if len(got) != 1 || shown(got[0]) != want {
				t.Errorf("%q: got %+v, want %s", s, got, want)
			}
		}
	}
}

func TestTimes_InTheirSentences(t *testing.T) {
	for _, l := range texttest.Lines(t, "testdata/times-more.txt") {
		cols := strings.Split(l, "|")
		s, want := strings.TrimSpace(cols[1]), strings.TrimSpace(cols[2])
		var got []string
		for _, g := range Times(s, strings.TrimSpace(cols[0]), texttest.Monday23) {
			got = append(got, shown(g))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q: got %q, want %q", s, got, want)
		}
	}
}

func TestTimes_DeadlineIsToCome(t *testing.T) {
	for in, want := range map[string]string{
		"by Friday": "-..2026-11-28", "by Monday": "-..2026-11-24",
		"by 5 May": "-..2027-05-06", "by June": "-..2027-07-01", "by Christmas": "-..2026-12-26", "d'ici vendredi": "-..2026-11-28", "bis spätestens Freitag": "-..2026-11-28", "a más tardar el viernes": "-..2026-11-28",
	} {
		if got := Times(in, text.QuestionLang(in), texttest.Monday23); len(got) != 1 || got[0].Text != in || shown(got[0]) != want {
			t.Errorf("%q: got %+v, want %s", in, got, want)
		}
	}
	if got := Times("by last Friday", "en", texttest.Monday23); len(got) != 1 || shown(got[0]) != "2026-11-20" {
		t.Errorf("what says itself which one it is: got %+v", got)
	}
}

func TestTimes_RangeTakesInItsLast(t *testing.T) {
	for in, want := range map[string]string{
		"3 to 5 May": "2026-05-03..2026-05-06", "May 3-5": "2026-05-03..2026-05-06", "vom 3. bis 5. Mai": "2026-05-03..2026-05-06", "from 2014 to 2016": "2014-01-01..2017-01-01",
		"from March to May 2020": "2020-03-01..2020-06-01", "from 30 June to 2 July 2025": "2025-06-30..2025-07-03", "from 2007 to the end of 2008": "2007-01-01..2009-01-01",
	} {
		if got := Times(in, text.QuestionLang(in), texttest.Monday23); len(got) != 1 || shown(got[0].Days()) != want {
			t.Errorf("%q: got %+v, want %s", in, got, want)
		}
	}
}

func TestTimes_FewIsTwoToSeven(t *testing.T) {
	for in, want := range map[string]string{
		"a few days ago": "2026-11-16..2026-11-22", "several days ago": "2026-11-16..2026-11-22", "a couple of weeks ago": "2026-10-05..2026-11-10", "in a few days": "2026-11-25..2026-12-01", "the last few days": "2026-11-16..2026-11-23",
		"vor ein paar Tagen": "2026-11-16..2026-11-22", "vor einigen Tagen": "2026-11-16..2026-11-22", "hace unos días": "2026-11-16..2026-11-22", "il y a quelques jours": "2026-11-16..2026-11-22",
	} {
		if got := Times(in, text.QuestionLang(in), texttest.Monday23); len(got) != 1 || shown(got[0]) != want {
			t.Errorf("%q: got %+v, want %s", in, got, want)
		}
	}
}
