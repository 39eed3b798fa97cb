package write

import (
	"strings"
	"testing"

	"dateline/briefing/phrases"
)

func TestImitates_InAnyLanguageAndAlikeLetters(t *testing.T) {
	for title, want := range map[string]bool{
		"Update on “Oru flood” (20 Nov)":                true,
		"Update: Oru flood kills 12":                    true,
		"Correction: Dateline was wrong about the dam":  true,
		"Written by AI, checked by nobody":              true,
		"Dam breaks. Written by AI":                     true,
		"Reports differ: how many died in Senn":         true,
		"One source so far. Dam holds":                  true,
		"Alert: dam of Senn closed":                     true,
		"Our mistake: the levy ends":                    true,
		"UPDATE ON THE FLOOD":                           true,
		"Uрdаtе оn the flood":                           true, // Cyrillic letters
		"U\u200bpdate\u00ad on the flood":               true,
		"\uff35\uff50\uff44\uff41\uff54\uff45: the dam": true, // full width
		"Úpdate: the dam":                               true,
		"Korrektur: Der Damm hielt":                     true,
		"Neu zu „Flut in Senn“":                         true,
		"Versiones distintas: cuántos murieron":         true,
		"Rédigé par IA":                                 true,
		"تصحيح: السد":                                   true,
		"All is well, says Dateline":                    true,
		"Rescuers find 40 alive in Senn":                false,
		"Neu in Senn: ein Museum":                       false,
		"Minister alert to new risks":                   false,
		"Dam inspectors update plan":                    false,
		"The correction of a river":                     false,
	} {
		if got := Imitates(title); got != want {
			t.Errorf("%q imitates us: %v, want %v", title, got, want)
		}
	}
	for _, lang := range phrases.Languages() {
		for _, key := range ownLabels {
			said, _, _ := strings.Cut(phrases.In(lang).Say(key), "%")
			if title := said + ": the dam"; !Imitates(title) {
				t.Errorf("%s: %q does not imitate us", lang, title)
			}
		}
	}
}
