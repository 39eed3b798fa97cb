package topic_test

import (
	"strings"
	"testing"

	"dateline/briefing/topic"
)

func report(lang, lead, address string) []topic.Report {
	return []topic.Report{{Lead: lead, Lang: lang, URL: address}}
}

func TestMatch_WordsSectionsAndPhrases(t *testing.T) {
	const flood = "Flood in Senn\nThe sea level at Karsk rose by two metres, the port said."
	for _, c := range []struct {
		asked, lang, lead, address string
		want                       bool
	}{
		{"Sport", "en", "Striker scores late goal as league final goes to extra time", "", true},
		{"sports", "en", "Parliament votes on the budget", "", false},
		{"Sport", "en", "Rain in Lysk", "https://a.example/sport/rain", true},
		{"Fußball", "de", "Trainer verlässt die Mannschaft vor dem Finale im Stadion", "", true},
		{"Salud", "es", "El hospital recibe la vacuna contra el virus", "", true},
		{"politics", "fr", "Le parlement vote la loi du gouvernement", "", true},
		{"Karsk harbour", "en", "Harbour of Karsk closes", "", true},
		{"Karsk harbour", "en", "School of Senn closes", "", false},
		{"", "en", "Anything", "", true},

		{`"sea level"`, "en", flood, "", true},
		{`"level sea"`, "en", flood, "", false},
		{`"sea levels"`, "en", flood, "", false}, // as it stands
		{`“Sea Level”`, "en", flood, "", true},
		{`«sea level» senn`, "en", flood, "", true},
		{`"sea level" "karsk rose"`, "en", flood, "", true},
		{`"sea level" "oru river"`, "en", flood, "", false}, // each of them
		{`„sea level“ parliament`, "en", flood, "", false},
		{`"sea level`, "en", flood, "", true}, // not closed
		{`"地震"`, "ja", "東京都で地震、けが人なし", "", true},
		{`sport "extra time"`, "en", "Striker scores late goal as league final goes to extra time", "", true},
		{`sport "extra time"`, "en", "Parliament asks for extra time", "", false},
		{`Karsk - Senn`, "en", "Harbour of Senn closes", "", true}, // a dash is no minus
		{`-football`, "en", flood, "", true},
		{`""`, "en", flood, "", true},
	} {
		if got := topic.Parse(c.asked).Match(report(c.lang, c.lead, c.address)); got > 0 != c.want {
			t.Errorf("%q and %q: match %.2f, want any: %v", c.asked, c.lead, got, c.want)
		}
	}
}

func TestExcluded_NamesWhatTheStoryHolds(t *testing.T) {
	final := report("en", "Striker scores late goal as league final goes to extra time", "https://a.example/1")
	for _, c := range []struct {
		asked string
		story []topic.Report
		want  string
	}{
		{"-goals", final, "goals"}, // in any form
		{`-"extra time"`, final, "extra time"},
		{`-"extra times"`, final, ""},
		{"-sport", final, "sport"}, // a built-in topic
		{`-"sport"`, final, ""},    // the word itself does not stand there
		{"sport -league", final, "league"},
		{"−league", final, "league"},
		{"-rugby", final, ""},
		{"league - final", final, ""},
		{"sport", final, ""},
		{"-", final, ""},
		{"-the", final, ""}, // says nothing about a story
		{"-deuxième", report("fr", "Le deuxieme tour", ""), "deuxième"},
		{"-budget", append(report("de", "Etat der Stadt Lysk", ""), report("en", "Budget of Lysk", "")...), "budget"}, // in one of its reports
	} {
		if got := topic.Parse(c.asked).Excluded(c.story); got != c.want {
			t.Errorf("%q leaves out %q, want %q", c.asked, got, c.want)
		}
	}
}

func TestNarrow_ByWordsAndPhrases(t *testing.T) {
	for asked, want := range map[string]bool{"": false, " ": false, `""`: false, "- -": false, "-x": false, "x": true, `"x"`: true, "x -y": true} {
		if got := topic.Parse(asked).Narrow(); got != want {
			t.Errorf("%q narrows: %v, want %v", asked, got, want)
		}
	}
}

func TestMain_NamesABuiltInTopic(t *testing.T) {
	if got := topic.Main(report("en", "Coach leaves league before final match", "")); got != "Sport" {
		t.Errorf("main topic %q, want Sport", got)
	}
	if got := topic.Main(report("en", "Road opens", "")); got != "" {
		t.Errorf("main topic %q, want none", got)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`sport "a b" -c -"d e" „f“`, `"""`, "--", "-\"", "\xff\"", strings.Repeat(`-"a" `, 100)} {
		f.Add(s)
	}
	story := report("en", "Coach leaves league before final match", "https://a.example/sport/x")
	f.Fuzz(func(t *testing.T, s string) {
		asked := topic.Parse(s)
		if m := asked.Match(story); m < 0 || m > 1 {
			t.Errorf("%q matches %v", s, m)
		}
		if out := asked.Excluded(story); out != "" && !strings.Contains(strings.Join(strings.Fields(s), " "), out) {
			t.Errorf("%q leaves out %q, which was not typed", s, out)
		}
	})
}
