package briefing

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestASentenceTellsTheEventInAnyWordForIt(t *testing.T) {
	for _, c := range []struct {
		question, lang string
		yes, no        []string
	}{
		{"Who won the vote in Karsk?", "en",
			[]string{"Mira Tal beat Ada Brandt in Karsk's vote.", "Mira Tal was elected in Karsk.", "The victory in Karsk went to Mira Tal."},
			[]string{"Mira Tal voted in Karsk.", "Mira Tal will win the vote in Karsk.", "Mira Tal is expected to win in Karsk."}},
		{"How many people died in Senn?", "en", []string{"The flood in Senn killed 12.", "The death toll in Senn is 12."}, []string{"In Senn 12 people were hurt."}},
		{"Who killed Ada Brandt?", "en", []string{"Ada Brandt was assassinated by Mira Tal."}, []string{"Ada Brandt died, Mira Tal said."}},
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
