package evidence

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/text"
)

var flood = Window{Title: "Oru flood death toll reaches 15", Outlet: "Velland Herald", Lang: "en", Published: time.Date(2026, 11, 23, 5, 40, 0, 0, time.UTC),
	Text: "The rescue service put the number of dead in the Oru flood at 15 on Monday morning. About 1,400 residents of Hale district were evacuated, Rescue chief Ivo Brandt said. Mayor Tilda Roos was not injured and called the night “long and very cold”."}

func TestCheck_WhatStandsInTheWindowHolds(t *testing.T) {
	for _, s := range []string{
		"The rescue service put the number of dead in the Oru flood at 15 on Monday morning.",
		"Fifteen people died in the Oru flood, the rescue service said on 23 November.",
		"About 1,400 residents of Hale district were evacuated, Brandt said.",
		"Mayor Roos was not injured and called the night \"long and very cold\".",
	} {
		if r := Check(s, "en", flood); !r.Supported() {
			t.Errorf("%q: score %.2f, faults %+v", s, r.Score, r.Faults)
		}
	}
}

func TestCheck_WhatIsAbsentIsAFault(t *testing.T) {
	for s, kind := range map[string]string{
		"The rescue service put the number of dead in the Oru flood at 51 on Monday morning.":            "number",
		"The rescue service put the number of dead in the Oru flood at 15 on Thursday morning.":          "date",
		"The rescue service put the number of dead in the Marr flood at 15 on Monday morning.":           "name",
		"Mayor Tilda Roos was not injured and called the night “long and rather cold”.":                  "quote",
		"Mayor Tilda Roos was injured and called the night “long and very cold”.":                        "negation",
		"About 1,400 residents of Hale district were evacuated by plane to hotels abroad for Christmas.": "",
		"Scientists found a cheap cure against cancer in distant forests.":                               "coverage",
		"About 14 percent of residents of Hale district were evacuated, Rescue chief Ivo Brandt said.":   "number",
		"About 1,400 residents of Hale district were evacuated, Rescue chief Jon Brandt said.":           "name",
	} {
		if r := Check(s, "en", flood); r.Supported() || kind != "" && !faulty(r, kind) {
			t.Errorf("%q: score %.2f, faults %+v, want one of kind %s", s, r.Score, r.Faults, kind)
		}
	}
}

func TestCheck_AccusationKeepsItsAttribution(t *testing.T) {
	w := Window{Lang: "en", Text: "Ruben Falk allegedly took money from the pension fund of the miners, prosecutors said."}
	if r := Check("Ruben Falk took money from the pension fund of the miners.", "en", w); r.Supported() {
		t.Errorf("the attribution was dropped and it holds: %+v", r)
	}
	if r := Check("Ruben Falk allegedly took money from the pension fund of the miners, prosecutors said.", "en", w); !r.Supported() {
		t.Errorf("with the attribution: %+v", r)
	}
}

func TestCheck_TwoWindowsMakeNoThirdFact(t *testing.T) {
	a := Window{Lang: "en", Text: "The flood in Hale district killed 15 people."}
	b := Window{Lang: "en", Text: "The strike in Karsk keeps 23 ships outside the harbour."}
	if r := Check("The flood in Hale district killed 23 people.", "en", a, b); r.Supported() {
		t.Errorf("a number of one window with the words of the other holds: %+v", r)
	}
}

// A name needs no certain word beside it, but a window that is about what the claim
// says of it.
func TestCheck_NameOfOneOfTwoWindows(t *testing.T) {
	a := Window{Lang: "en", Text: "Engineers found the crack in the dam of Senn on Monday, the power company said."}
	for _, c := range []struct {
		text, sentence string
		holds          bool
	}{
		{"Tilda Roos leads the engineers who look after the dam of Senn.", "Engineers led by Tilda Roos found the crack in the dam of Senn, the power company said.", true},
		{"The strike of Karsk keeps ships outside the harbour, said Tilda Roos.", "Engineers led by Tilda Roos found the crack in the dam of Senn, the power company said.", false},
	} {
		if r := Check(c.sentence, "en", a, Window{Lang: "en", Text: c.text}); r.Supported() != c.holds {
			t.Errorf("%q with %q: %+v, want %v", c.sentence, c.text, r.Faults, c.holds)
		}
	}
}

func TestCheck_FullNameStandsInTheArticle(t *testing.T) {
	const sentence = "Tilda Roos opened the bridge of Karsk on Monday."
	for _, c := range []struct {
		window, article string
		holds           bool
	}{
		{"Roos opened the bridge of Karsk on Monday.", "Mayor Tilda Roos came by boat.", true},
		{"Roos opened the bridge of Karsk on Monday.", "The mayor came by boat.", false},
		{"Roos opened the bridge of Karsk on Monday.", "Mayor Ivo Roos came with his sister Tilda Brandt.", false},
		{"Ivo Roos opened the bridge of Karsk on Monday. Roos smiled.", "Mayor Tilda Roos came by boat.", false},
		{"The mayor opened the bridge of Karsk on Monday.", "Mayor Tilda Roos came by boat.", false},
	} {
		body := c.window + " It rained. Nobody minded. " + c.article
		whole := NewArticlePage(Article{Lang: "en", Text: body, Spans: text.Sentences(body, "en")}, "en")
		page := NewPage(Window{Lang: "en", Text: c.window}, "en")
		if r := NewSentence(sentence, "en").Check(page.Within(whole)); r.Supported() != c.holds {
			t.Errorf("of %q in %q: %+v, want %v", c.window, body, r.Faults, c.holds)
		}
	}
	page := NewPage(Window{Lang: "en", Text: "Karsk opened its bridge on Monday."}, "en").Within(NewPage(Window{Lang: "en", Text: "The University of Karsk is old."}, "en"))
	if r := NewSentence("The University of Karsk opened its bridge on Monday.", "en").Check(page); r.Supported() {
		t.Error("what is named after a place is taken for it")
	}
}

func TestCheck_UndatedTextConfirmsNoDate(t *testing.T) {
	w := Window{Lang: "en", Text: "The bridge of Karsk was closed on Friday by the roads agency."}
	if r := Check("The bridge of Karsk was closed on 20 November 2026 by the roads agency.", "en", w); r.Supported() {
		t.Errorf("an undated text confirmed a date: %+v", r)
	}
	w.Published = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	if r := Check("The bridge of Karsk was closed on 20 November 2026 by the roads agency.", "en", w); !r.Supported() {
		t.Errorf("the dated text did not: %+v", r)
	}
}

func TestCheckArticle_TakesTheBestWindow(t *testing.T) {
	body := strings.Repeat("Nothing of note was said in this part of the text about the day. ", 20) + flood.Text
	a := Article{Title: flood.Title, Outlet: flood.Outlet, Lang: "en", Text: body, Published: flood.Published, Spans: text.Sentences(body, "en")}
	r, at := CheckArticle("About 1,400 residents of Hale district were evacuated, Ivo Brandt said. Mayor Tilda Roos was not injured.", a)
	if !r.Supported() || len(at) != 2 || at[0].Start < len(body)-len(flood.Text)-200 {
		t.Errorf("got %+v at %v", r, at)
	}
}

func TestFacts_SurviveAnotherWording(t *testing.T) {
	a := Facts("40 people were found alive in Senn.", "en", time.Time{})
	b := Facts("Rescuers found 40 people alive in Senn.", "en", time.Time{})
	if a[0] == b[0] {
		t.Error("two wordings have one fingerprint")
	}
	have := map[int64]bool{}
	for _, f := range b {
		have[f] = true
	}
	for _, f := range a[1:] {
		if !have[f] {
			t.Errorf("fact %d of %v is not among %v", f, a, b)
		}
	}
	c := Facts("41 people were found alive in Senn.", "en", time.Time{})
	if c[1] == a[1] {
		t.Error("another number is the same fact")
	}
}

// Mutations of true sentences: what the check exists to stop.
func TestCheck_CatchesSwaps(t *testing.T) {
	s := "The rescue service put the number of dead in the Oru flood at 15 on Monday morning."
	caught, n := 0, 0
	for _, swap := range [][2]string{{"15", "16"}, {"15", "150"}, {"Oru", "Rhine"}, {"Oru", "Karsk"}, {"Monday", "Sunday"}, {"15", "1.5 million"}, {"at 15", "at least 51"}} {
		n++
		if !Check(strings.Replace(s, swap[0], swap[1], 1), "en", flood).Supported() {
			caught++
		}
	}
	if caught != n {
		t.Errorf("%d of %d swaps were caught", caught, n)
	}
}

func TestCheck_AnotherSpellingUnlessTwoFit(t *testing.T) {
	w := Window{Lang: "en", Text: "Troops of Khalifa Hifter entered Sabha on Sunday. The army said that Gaddafi's old palace was burnt."}
	if r := Check("Troops of Khalifa Haftar entered Sabha on Sunday.", "en", w); !r.Supported() {
		t.Errorf("another spelling is a fault: %+v", r)
	}
	w.Text += " General Heftar denied it."
	if r := Check("Troops of Khalifa Haftar entered Sabha on Sunday.", "en", w); r.Supported() {
		t.Errorf("two names of one key stand there, and a third was taken for one of them: %+v", r)
	}
	if r := Check("Troops of Khalifa Hafez entered Sabha on Sunday.", "en", w); r.Supported() {
		t.Errorf("another man: %+v", r)
	}
}

func TestCheck_TimeOfDayWithinDay(t *testing.T) {
	w := Window{Lang: "en", Published: flood.Published, Text: "The bridge of Karsk was closed at 7:30 on Monday by the roads agency."}
	if r := Check("The bridge of Karsk was closed on Monday morning by the roads agency.", "en", w); !r.Supported() {
		t.Errorf("another hour of the day is a fault: %+v", r)
	}
	if r := Check("The bridge of Karsk was closed on Sunday morning by the roads agency.", "en", w); r.Supported() {
		t.Errorf("another day: %+v", r)
	}
	for clock, want := range map[string]bool{"7:30": true, "8:30": false, "7:45": false} {
		if r := Check("The bridge of Karsk was closed at "+clock+" on Monday by the roads agency.", "en", w); r.Supported() != want {
			t.Errorf("closed at %s: %+v", clock, r)
		}
	}
	w.Text = "The bridge of Karsk was closed around 3pm on Monday by the roads agency."
	for clock, want := range map[string]bool{"3 pm": true, "3 p.m.": true, "3pm": true, "3:00 pm": true, "3 am": false, "4 pm": false, "3:30 pm": false} {
		if r := Check("The bridge of Karsk was closed at "+clock+" on Monday by the roads agency.", "en", w); r.Supported() != want {
			t.Errorf("closed at %s: %+v", clock, r)
		}
	}
}

func FuzzCheck(f *testing.F) {
	f.Add("“12 dead” said Mr. Y on 3 March", flood.Text, "en")
	f.Add("There is no ʼ sign.", "There is no ʼ sign.", "en") // a letter that folds to an apostrophe
	f.Fuzz(func(t *testing.T, claim, body, lang string) {
		r := Check(claim, lang, Window{Text: body, Lang: lang, Published: flood.Published}, flood)
		if !(r.Score >= 0 && r.Score <= 1) || r.Supported() && r.Score < Threshold {
			t.Errorf("score %v with %d faults", r.Score, len(r.Faults))
		}
		for _, x := range r.Faults {
			if x.Kind == "" || x.Message == "" {
				t.Errorf("fault %+v", x)
			}
		}
		if len(Facts(claim, lang, flood.Published)) == 0 {
			t.Error("a sentence without a fingerprint")
		}
	})
}

func TestCheckArticle_NoNewsIsCheckedWhole(t *testing.T) {
	s := "Scroll down for video. Tilda Roos left Senn in 2002."
	if r, _ := CheckArticle("Tilda Roos left Senn in 2002.", Article{Lang: "en", Text: s, Spans: text.Sentences(s, "en")}); !r.Supported() {
		t.Errorf("got %+v", r.Faults)
	}
}
