package answer

import (
	"strings"
	"testing"
)

func TestUnanswerable_ForecastsAndOpinions(t *testing.T) {
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
		"Is anyone missing after the train crash?":       "",
		"Are there fears the bank could collapse?":       "",
		"Wird der Präsident direkt gewählt?":             "",
		"What is the best time to see the eclipse?":      "",
		"Which number should I call in the flood?":       "",
		"Should we worry about the flood?":               "opinion",
		"Wird Mira Tal wieder gewählt werden?":           "forecast",
		"Is the port of Karsk closed?":                   "",
		"Was sagte die Regierung, die Brücke gewinne an": "",
	} {
		got := unanswerable(q).In(nil)
		if (want == "") != (got == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want one about %q", q, got, want)
		}
	}
}
