package briefing

import (
	"testing"

	"dateline/briefing/text"
)

func TestAQuestionSaysInWhichTimeItAsks(t *testing.T) {
	for want, qs := range map[tense][]string{
		tenseNow: {
			"How full is the Oru reservoir?", "What do the crane drivers of Hale ask for?", "When will the bridge at Lysk be closed?", "Who will win in Karsk?",
			"Where do the United teams need to play at speed?", "What does Reed say of United Airlines?", "Which hundred ships need water in Karsk?", "Is Mira Tal going to resign?",
			"Wie viele werden in Oru vermisst?", "Wann wird das Theater öffnen?", "Ist das Theater in Norden geschlossen?", "Wer leitet das Theater?",
			"¿Quién gobierna Sella?", "¿Está parado el tren de Sella?", "¿Quién ganará en Karsk?", "Quand le port va-t-il rouvrir ?", "Qui gouverne Sella ?", "Quem governa Sella?", "Quem vai ganhar em Karsk?",
		},
		tensePerfect: {"How many people have died in Senn?", "What has the council of Karsk decided?", "¿Cuántos han muerto en Senn?"},
		tensePast: {
			"Who won the vote in Karsk?", "Who won the vote that is repeated in Karsk?", "What did the mayor say?", "Which bridge closed on Friday?", "How many people died in Senn?", "who killed the mayor of karsk", "When were the bridges closed?", "Who led the United team?",
			"Wer gewann die Wahl?", "Wer tötete den Bürgermeister?", "Wer hat die Wahl gewonnen?", "Wer wurde verhaftet?",
			"¿Quién ganó en Karsk?", "¿Cuántos murieron en Senn?", "¿Quién fue elegido?", "Qui a gagné à Karsk ?", "Combien de personnes sont mortes ?", "Quem venceu em Karsk?", "Quem caiu?", "Quantos morreram em Senn?",
		},
	} {
		for _, q := range qs {
			if got := tenseAsked(q, text.QuestionLang(q)); got != want {
				t.Errorf("%s: tense %d, want %d (%s)", q, got, want, text.QuestionLang(q))
			}
		}
	}
}
