package speech

import "testing"

func TestStandsAlone_SpanishArticleIsNoPronoun(t *testing.T) {
	if err := StandsAlone("El servicio de rescate elevó a 15 el número de muertos en la inundación del río Oru.", "es"); err != nil {
		t.Errorf("an article points back: %v", err)
	}
	if err := StandsAlone("Él dijo que el servicio de rescate elevó a 15 el número de muertos en la inundación.", "es"); err == nil {
		t.Error("a pronoun stands alone")
	}
}
