package briefing

import (
	"strings"
	"testing"
	"time"
)

func TestForecastsAndOpinionsAreRefused(t *testing.T) {
	for q, want := range map[string]string{
		"Will Mira Tal win in Karsk?":                    "forecast",
		"who will win the vote in karsk":                 "forecast",
		"Is Mira Tal going to lose?":                     "forecast",
		"Wird Mira Tal die Wahl gewinnen?":               "forecast",
		"¿Quién ganará en Karsk?":                        "forecast",
		"Qui gagnera à Karsk ?":                          "forecast",
		"Quem vai ganhar em Karsk?":                      "forecast",
		"what is the best phone to buy":                  "opinion",
		"Should I sell my shares?":                       "opinion",
		"What do you think of Mira Tal?":                 "opinion",
		"Soll ich meine Aktien verkaufen?":               "opinion",
		"When will the bridge reopen?":                   "",
		"Will the bridge reopen on Friday?":              "",
		"Who won the vote in Karsk?":                     "",
		"How many seats did the Greens win?":             "",
		"What did Mira Tal say she would do to win?":     "",
		"What is the best result of the Greens so far?":  "",
		"Why is the port closed?":                        "",
		"Is the port of Karsk closed?":                   "",
		"Was sagte die Regierung, die Brücke gewinne an": "",
	} {
		got := unanswerable(q)
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want one about %q", q, got, want)
		}
	}
}

func TestAnOldEventDoesNotAnswerForTheNewest(t *testing.T) {
	for _, c := range []struct {
		question, sentence string
		old                bool
	}{
		{"Who won the vote in Karsk?", "Ada Brandt won the vote in Karsk in 2002.", true},
		{"Who won the vote in Karsk?", "Ada Brandt won the vote in Karsk on Sunday, as in 2002.", false},
		{"Who won the vote in Karsk?", "Ada Brandt won the vote in Karsk.", false},
		{"Who won the vote in Karsk in 2002?", "Ada Brandt won the vote in Karsk in 2002.", false},
		{"When did Ada Brandt win the vote in Karsk?", "Ada Brandt won the vote in Karsk in 2002.", false},
		{"Who was Ada Brandt?", "Ada Brandt won the vote in Karsk in 2002.", false},
	} {
		if got := newAsked(c.question).background(c.sentence, "en", time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)); got != c.old {
			t.Errorf("%s: %q is background: %v, want %v", c.question, c.sentence, got, c.old)
		}
	}
}
