package speech_test

import (
	"strings"
	"testing"

	"dateline/briefing/text/speech"
)

func TestWithdraws_OfItselfAlone(t *testing.T) {
	for said, want := range map[string]bool{
		"Coast Radio has withdrawn this article. Its documents were forged.":                 true,
		"Editor's note: this story has been retracted.":                                      true,
		"Dieser Artikel wurde zurückgezogen.":                                                true,
		"Wir haben diesen Bericht zurückgezogen.":                                            true,
		"Este artículo ha sido retirado.":                                                    true,
		"Cet article a été retiré.":                                                          true,
		"Esta reportagem foi retirada.":                                                      true,
		"تم سحب هذا المقال.":                                                                 true,
		"The maker has withdrawn this model from the market.":                                false,
		"The army has withdrawn from Senn, this report says.":                                false,
		"Das Gesetz wurde zurückgezogen.":                                                    false,
		strings.Repeat("The council of Senn met. ", 40) + "This article has been withdrawn.": false,
	} {
		if got := speech.Withdraws("News of Senn", said); got != want {
			t.Errorf("%q: %v, want %v", said, got, want)
		}
	}
	for title, want := range map[string]bool{"Withdrawn: report on minister": true, "Zurückgezogen: Bericht über Minister": true, "Withdrawn troops return to Lysk": false} {
		if got := speech.Withdraws(title, ""); got != want {
			t.Errorf("%q: %v, want %v", title, got, want)
		}
	}
}
