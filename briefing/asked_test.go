package briefing

import (
	"testing"
	"time"

	"dateline/briefing/search"

	"github.com/google/go-cmp/cmp"
)

func TestAShortQuestionIsTakenApartInItsLanguage(t *testing.T) {
	for q, want := range map[string][]string{
		"Wer gewann die Wahl in Karsk?":        {"gewann", "karsk", "wahl"},
		"¿Quién ganó las elecciones en Karsk?": {"eleccion", "gan", "karsk"},
		"Qui a gagné les élections à Karsk ?":  {"elect", "gagn", "karsk"},
		"Quem venceu as eleições em Karsk?":    {"eleico", "karsk", "venc"},
		"Who won the election in Karsk?":       {"elect", "karsk", "won"},
	} {
		if diff := cmp.Diff(want, newAsked(q).terms); diff != "" {
			t.Errorf("%s (-want +got):\n%s", q, diff)
		}
	}
}

func TestAQuestionOfNumbersOrSmallWordsAloneHasNoAnswer(t *testing.T) {
	found := []Found{{Hit: search.Hit{Coverage: 1}}}
	for q, want := range map[string]bool{
		"42": false, "What is 2+2?": false, "help": false, "What is the news?": false, "": false,
		"How many dead?": true, "Karsk": true, "levy 2030": true, "Summarize the news on measles": true,
	} {
		a := newAsked(q)
		best := picked{own: 1, terms: a.held(q, a.lang)}
		if got := a.confidence(found, []picked{best}) >= answerThreshold; got != want {
			t.Errorf("%q may be answered: %v, want %v", q, got, want)
		}
	}
}

func TestNobodyAsksAboutWhatCallsPeople(t *testing.T) {
	for q, want := range map[string]string{
		"<@123> <@!45> <@&6> what about <#987> Karsk?":        "what about Karsk?",
		"Combien de morts dans l'inondation de l’Oru ?":       "Combien de morts dans l' inondation de l’ Oru ?",
		"@everyone <:flood:99> <a:wave:7> @here who is late?": "who is late?",
		"</ask now:12> Is 3 <4 and @everyones fault?":         "Is 3 <4 and @everyones fault?",
	} {
		if got, _ := cutQuestion(q); got != want {
			t.Errorf("%s is read as %q, want %q", q, got, want)
		}
	}
}

func TestAnAgeIsSaidAsPeopleSayIt(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		time.Minute: "1 minute", 47 * time.Hour: "47 hours", 2 * day: "2 days", 729 * day: "729 days", 730 * day: "2 years", 3246 * day: "8 years",
	} {
		if got := ageWords(d); got != want {
			t.Errorf("%s is said as %q, want %q", d, got, want)
		}
	}
}
