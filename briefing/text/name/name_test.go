package name

import (
	"strings"
	"testing"

	"dateline/briefing/text/texttest"
)

// At least 90 in 100 pairs of one name are joined, and at most 2 in 100 pairs
// of two.
func TestSameName_JoinsSpellingsNotPeople(t *testing.T) {
	joined, all := map[string]int{}, map[string]int{}
	for _, l := range texttest.Lines(t, "testdata/names.txt") {
		cols := strings.Split(l, "|")
		want, a, b := strings.TrimSpace(cols[0]), strings.TrimSpace(cols[1]), strings.TrimSpace(cols[2])
		got := SameName(a, b)
		if got != SameName(b, a) {
			t.Errorf("%s and %s: the order matters", a, b)
		}
		all[want]++
		if got {
			joined[want]++
		}
		if got != (want == "same") {
			t.Logf("%s: %s (%s) and %s (%s): joined %v", want, a, NameKey(a), b, NameKey(b), got)
		}
	}
	if joined["same"]*100 < 97*all["same"] || joined["two"] > 0 {
		t.Errorf("joined %d of %d spellings of one name and %d of %d pairs of two", joined["same"], all["same"], joined["two"], all["two"])
	}
}

func TestNameKey_SpellingsShareOne(t *testing.T) {
	for _, group := range []string{"Kyiv|Kiev|Kiew|Київ", "Gaddafi|Qadhafi|Kadhafi|القذافي", "Haftar|Hifter|حفتر", "Khamenei|Hamenei", "Sharif|Scharif|Chérif"} {
		names := strings.Split(group, "|")
		for _, n := range names[1:] {
			if NameKey(n) != NameKey(names[0]) {
				t.Errorf("%s has the key %q, %s %q", names[0], NameKey(names[0]), n, NameKey(n))
			}
		}
	}
}

func TestNames_GermanArticleJoinsNone(t *testing.T) {
	var got []string
	for _, n := range Names("Am Montag hat Orva den Konzern Nordal und Mark van den Berg verklagt.", "de") {
		got = append(got, n.Text)
	}
	if want := "Orva|Konzern Nordal|Mark van den Berg"; strings.Join(got, "|") != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestNames_ParticlesWithACapitalAndTitlesCutShort(t *testing.T) {
	for _, c := range []struct{ s, want string }{
		{"The judges fined Marine Le Pen and Robert De Niro.", "Marine Le Pen|Robert De Niro"},
		{"France's Le Pen was convicted, and Senn's La Scala closed.", "France|Pen|Senn|Scala"},
		{"Sen. Cory Booker and Rep. Rand Oller met Lt. Gov. Tilda Roos.", "Cory Booker|Rand Oller|Tilda Roos"},
		{"The prize went to Amartya Sen. Karsk was calm.", "Amartya Sen|Karsk"},
	} {
		var got []string
		for _, n := range Names(c.s, "en") {
			got = append(got, n.Text)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q: got %q, want %q", c.s, got, c.want)
		}
	}
}

func TestNames_GermanAdjectiveAndNounAreNone(t *testing.T) {
	for _, c := range []struct{ s, want string }{
		{"Kleine Kinder sind gefährdet. Schwere Stürme trafen Karsk.", "Karsk"},
		{"Französische Abgeordnete lehnten ab.", "Französische"},
		{"Britische Polizei nahm Roos fest.", "Britische|Roos"},
		{"Wiener Polizisten riefen Roos.", "Wiener|Roos"},
		{"Britischer Premierminister Keir Starmer kam.", "Britischer|Keir Starmer"},
		{"Amerikaner Miller gewinnt.", "Amerikaner Miller"},
		{"Deutsche Lückenkemper holt Gold.", "Deutsche Lückenkemper|Gold"},
		{"Rüdiger Richter schwieg.", "Rüdiger Richter"},
		{"Britische Labour-Abgeordnete kamen.", "Britische Labour-Abgeordnete"},
		{"Islamischer Staat bekennt sich.", "Islamischer Staat"},
		{"Grüne Woche öffnet.", "Grüne Woche"},
	} {
		var got []string
		for _, n := range Names(c.s, "de") {
			if c.s[n.Start:n.End] != n.Text {
				t.Errorf("%q: the span of %q is %q", c.s, n.Text, c.s[n.Start:n.End])
			}
			got = append(got, n.Text)
		}
		if strings.Join(got, "|") != c.want {
			t.Errorf("%q: got %q, want %q", c.s, got, c.want)
		}
	}
}
