package number

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOrdinals_CountUpInEveryLanguage(t *testing.T) {
	for _, c := range []struct {
		in, lang string
		want     []Ordinal
	}{
		{"A third body was found.", "en", []Ordinal{{3, "bodi"}}},
		{"It was the first of many; a second followed.", "en", []Ordinal{{2, "follow"}}},
		{"Ein drittes Todesopfer wurde geborgen.", "de", []Ordinal{{3, "todesopf"}}},
		{"Am fünften Tag.", "de", []Ordinal{{5, "tag"}}},
		{"Hallan la tercera víctima y el cuarto barco.", "es", []Ordinal{{3, "victim"}, {4, "barc"}}},
		{"Un troisième corps a été retrouvé.", "fr", []Ordinal{{3, "corp"}}},
		{"A terceira vítima foi encontrada.", "pt", []Ordinal{{3, "vitim"}}},
		{"Acht Menschen warten seit Sekunden.", "de", nil},
		{"Ten seconds, a quarter, thirds.", "en", nil},
	} {
		if d := cmp.Diff(c.want, Ordinals(c.in, c.lang)); d != "" {
			t.Errorf("%q: %s", c.in, d)
		}
	}
}
