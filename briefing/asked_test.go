package briefing

import (
	"testing"

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
