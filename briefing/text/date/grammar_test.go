package date

import "testing"

// The bits of a word hold every class of the grammar.
func TestTimeGrammar_ClassesFitTheirBits(t *testing.T) {
	if n := len(timeTable().g.classes); n > 64*timeWords {
		t.Errorf("%d classes, room for %d", n, 64*timeWords)
	}
}
