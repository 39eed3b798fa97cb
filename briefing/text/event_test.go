package text

import (
	"math/bits"
	"testing"
)

func TestEvents_MeetAcrossFormsAndLanguages(t *testing.T) {
	for _, c := range []struct {
		a, langA, b, langB string
		want               bool
	}{
		{"won", "en", "win", "en", true}, {"won", "en", "victory", "en", true}, {"died", "en", "killing", "en", true},
		{"gewann", "de", "won", "en", true}, {"starben", "de", "toll", "en", true}, {"élection", "fr", "Wahl", "de", true},
		{"won", "en", "elected", "en", true}, {"won", "en", "election", "en", false}, {"fired", "en", "sacked", "en", true}, {"fire", "en", "fired", "en", false}, {"won", "en", "died", "en", false},
		{"river", "en", "river", "en", false}, {"Hochwasser", "de", "flood", "en", true}, {"inundación", "es", "inondation", "fr", true}, {"won", "en", "won", "xx", false},
		{"britannique", "fr", "Britain", "en", true}, {"Bretagne", "fr", "Britain", "en", false}, {"Bretaña", "es", "Britain", "en", false}, {"Bretanha", "pt", "Britain", "en", false},
	} {
		if got := Events(c.a, c.langA)&Events(c.b, c.langB) != 0; got != c.want {
			t.Errorf("%s and %s tell one event: %v, want %v", c.a, c.b, got, c.want)
		}
	}
	if Events("queen", "en").Happens() || !Events("resigned", "en").Happens() {
		t.Error("a queen does not happen, a resignation does")
	}
	if got := Translated("won", "en", "en"); got != nil {
		t.Errorf("a word is not translated into its own language: %v", got)
	}
}

func TestEvent_EachHasABit(t *testing.T) {
	if n := bits.OnesCount64(uint64(^Event(0))); len(eventRows()) > n {
		t.Errorf("%d events, and %d bits", len(eventRows()), n)
	}
}
