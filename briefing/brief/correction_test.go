package brief

import (
	"testing"

	"dateline/briefing/claim"
)

func TestCorrectionNote_InEveryLanguage(t *testing.T) {
	for note, want := range map[string]bool{
		"Correction: the bridge closed on Friday.":                     true,
		"Dieser Artikel wurde nachträglich korrigiert.":                true,
		"Este artículo ha sido corregido.":                             true,
		"Cet article a été corrigé.":                                   true,
		"Cet article a été corrigé":                                    true,
		"Esta reportagem foi corrigida.":                               true,
		"Cet article a été corrigéen":                                  false,
		"The prices were subject to a correction, brokers said today.": false,
	} {
		if got := claim.CorrectionNote.MatchString(note); got != want {
			t.Errorf("%q is a note: %v, want %v", note, got, want)
		}
	}
}
