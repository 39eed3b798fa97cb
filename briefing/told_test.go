package briefing

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestASentenceTellsTheEventInAnyWordForIt(t *testing.T) {
	for _, c := range []struct {
		question, lang string
		yes, no        []string
	}{
		{"Who won the vote in Karsk?", "en",
			[]string{"Mira Tal beat Ada Brandt in Karsk's vote.", "Mira Tal was elected in Karsk.", "The vote in Karsk was won by Mira Tal."},
			[]string{"Ada Brandt said the party won time before Friday.", "Mira Tal and the Greens held the election in Karsk.", "Mira Tal voted in Karsk.", "Mira Tal will win the vote in Karsk.", "Mira Tal is expected to win in Karsk."}},
		{"How many people died in Senn?", "en", []string{"The flood in Senn killed 12.", "The death toll in Senn is 12."}, []string{"In Senn 12 people were hurt."}},
		{"How many people have died in Senn?", "en", []string{"The flood in Senn has killed 12."}, []string{"The flood in Senn could kill 12."}},
		{"¿Cuántos morirán en Senn?", "en", []string{"The flood in Senn could kill 12."}, nil},
		{"Who killed Ada Brandt?", "en", []string{"Ada Brandt was assassinated by Mira Tal."}, []string{"Ada Brandt died, Mira Tal said."}},
		{"Who was killed in Karsk?", "en", []string{"The flood in Karsk killed Mira Tal."}, []string{"Mira Tal was hurt in Karsk."}},
		{"Who beat Tal in Karsk?", "en", []string{"Ada Brandt beat Mira Tal in Karsk."}, []string{"Mira Tal will miss Ada Brandt's victory in Karsk."}},
		{"Who shot Ada Brandt?", "en", []string{"Mira Tal shot Ada Brandt."}, []string{"Mira Tal said that she was shocked by the shooting of Ada Brandt."}},
		{"Who hosted the Oru gala?", "en", []string{"Mira Tal hosted the Oru gala.", "The Oru gala, hosted by Mira Tal, ended."}, []string{"The Oru gala was hosted in Karsk by the sea."}},
		{"Who plays Ada Brandt in the Oru final?", "en", []string{"Ada Brandt and Mira Tal will play each other in the Oru final."}, []string{"Ada Brandt will play in the Oru final in Karsk."}},
		{"Who appointed the Senn judge?", "en", []string{"Mira Tal appointed the Senn judge."}, []string{"Mira Tal weighed whether to appoint the Senn judge."}},
		{"who directed the Oru film", "en", []string{"Mira Tal directed the Oru film."}, []string{"Mira Tal is in the Oru film."}},
		{"When will the vote be won?", "en", []string{"The vote will be won on Friday."}, nil},
		{"Wer gewann die Wahl in Karsk?", "en", []string{"Mira Tal won the vote in Karsk."}, []string{"Mira Tal voted in Karsk."}},
	} {
		a := newAsked(c.question)
		for _, s := range c.yes {
			if !a.tells(s, c.lang) {
				t.Errorf("%s: %q tells it", c.question, s)
			}
		}
		for _, s := range c.no {
			if a.tells(s, c.lang) {
				t.Errorf("%s: %q does not tell it", c.question, s)
			}
		}
	}
}

func TestAQuestionIsCoveredInAnotherLanguage(t *testing.T) {
	a := newAsked("Wer gewann die Wahl in Karsk?")
	want := map[string]bool{"gewann": true, "wahl": true, "karsk": true}
	if diff := cmp.Diff(want, a.held("Mira Tal won the election in Karsk.", "en")); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestAQuestionThatNamesATimeIsAnsweredFromIt(t *testing.T) {
	at := time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC)
	july := time.Date(2026, 7, 13, 0, 0, 0, 0, time.UTC)
	q := "How many people died in Senn in June?"
	a := newAsked(q)
	a.named = namedPast(q, "en", at)
	for s, want := range map[string]bool{"The flood in Senn killed 12 people.": true, "The flood in Senn killed 12 people in June.": true, "The flood in Senn killed 12 people in 2019.": false} {
		if got := a.timely(s, "en", july); got != want {
			t.Errorf("%q: %v, want %v", s, got, want)
		}
	}
	if s := "The flood in Senn killed 12 people."; a.timely(s, "en", at.AddDate(0, 0, -30)) || !a.timely(s+" It was in June.", "en", at) {
		t.Error("a report of another time answers only if it names the time")
	}
}

func TestADefinitionSaysWhatAThingIs(t *testing.T) {
	for _, c := range []struct {
		question, sentence string
		want               bool
	}{
		{"what is Oru", "Oru is an app for boats.", true},
		{"What is the Oru Fund?", "The Oru Fund, a bank of the Greens, opened.", true},
		{"what is Oru", "Rescuers use a network known as Oru.", true},
		{"Who is Mira Tal?", "Mira Tal, the mayor of Karsk, resigned.", true},
		{"Was ist Oru?", "Oru ist eine App.", true},
		{"what is Oru", "Oru opened on Friday.", false},
		{"What is the result of the vote in Karsk on Friday?", "The vote is a test.", false},
		{"Where is Oru?", "Oru is a town.", false},
	} {
		if got := newAsked(c.question).defines(c.sentence); got != c.want {
			t.Errorf("%s: %q: %v, want %v", c.question, c.sentence, got, c.want)
		}
	}
}

func TestTheEventStandsNearWhatItHappenedTo(t *testing.T) {
	a := newAsked("When did Ada Brandt resign?")
	near := a.nearness("Ada Brandt resigned on Friday.", "en")
	far := a.nearness("Ada Brandt was dealt a blow on Friday as the minister of Karsk and two of his oldest friends resigned.", "en")
	if near != 1 || far >= near || far < nearLeast {
		t.Errorf("near %v, far %v", near, far)
	}
}

func TestWhatHappenedYesterdayIsNotToldByLastMonth(t *testing.T) {
	a := newAsked("What happened in Kyiv yesterday?")
	a.at = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	a.named = namedPast(a.text, a.lang, a.at)
	s := "Rockets hit two houses in Kyiv, the mayor said."
	if a.timely(s, "en", a.at.AddDate(0, -2, 0)) || !a.timely(s, "en", a.at.AddDate(0, 0, -1)) {
		t.Error("a sentence is not told apart by its day")
	}
}

func BenchmarkNearnessOfASentence(b *testing.B) {
	a := newAsked("When did the minister Ada Brandt resign in Karsk?")
	a.also = map[string][]string{"minister": {"ministers", "ministro"}}
	b.ReportAllocs()
	for b.Loop() {
		a.nearness("Ada Brandt was dealt a blow on Friday as the minister of Karsk and two of his oldest friends resigned.", "en")
	}
}
