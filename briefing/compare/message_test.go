package compare

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestRead_TakesWhatAMessageStates(t *testing.T) {
	t.Parallel()
	for said, want := range map[string][]string{
		"<@123> **BREAKING:** the dam above Senn broke <:flood:55>": {"the dam above Senn broke"},
		"> The coal levy runs until 2030.\nI think that is dumb.":   {"The coal levy runs until 2030."},
		"[A strike closed 11 lines in Marr](https://a.example/x)":   {"A strike closed 11 lines in Marr"},
		"40 ppl were found alive in Senn 😱😱":                        {"40 people were found alive in Senn"},
		"THE DAM ABOVE SENN HELD":                                   {"the dam above senn held"},
		"Is the bridge open?":                                       nil,
		"does anyone know when the bridge opens":                    nil,
		"The dam might break tonight":                               nil,
		"Oh sure, the dam broke":                                    nil,
		"The dam broke /s":                                          nil,
		"Ich glaube, der Damm ist gebrochen":                        nil,
		"Ojalá cierre el puerto de Ámbar":                           nil,
		"À mon avis le musée de Hale rouvrira":                      nil,
		"Na minha opinião o metro de Norde é caro":                  nil,
		"lol ok": nil,
		"":       nil,
	} {
		if diff := cmp.Diff(want, Read(said).Statements); diff != "" {
			t.Errorf("%q (-want +got):\n%s", said, diff)
		}
	}
	many := Read(strings.Repeat("The dam above Senn broke. ", 7))
	if len(many.Statements) != statementsMost || many.More != 3 {
		t.Errorf("%d statements and %d more", len(many.Statements), many.More)
	}
	if got := Read("see https://a.example/x?y=1, and <https://b.example/>").Links; len(got) != 2 || got[0] != "https://a.example/x?y=1" {
		t.Errorf("links %q", got)
	}
}

// The list of words that deny is written without accents; messages and reports have them.
func TestStatement_DeniesInItsLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		lang, said string
		want       bool
	}{
		{"en", "The dam above Senn didn’t break", true},
		{"en", "'Nobody' was hurt in Senn", true},
		{"en", "The dam above Senn broke", false},
		{"de", "Der Damm ist nicht gebrochen", true},
		{"es", "El puerto de Ámbar jamás cerrará", true},
		{"es", "Ningún barco salió del puerto de Ámbar", true},
		{"es", "El puerto de Ámbar cerrará", false},
		{"fr", "Le musée de Hale n’a rouvert aucune salle", true},
		{"fr", "Le musée de Hale a rouvert", false},
		{"fr", "Le port d'Ambre n'est plus fermé", true},
		{"fr", "Une personne est morte à Senn", false},
		{"en", "Not only the dam above Senn broke", false},
		{"en", "The ferry takes no. 7 from Karsk", false},
		{"pt", "O conselho não aprovou o plano", true},
		{"pt", "O conselho aprovou o plano", false},
	} {
		if got := denies(c.said, c.lang); got != c.want {
			t.Errorf("%s: %q denies: %v, want %v", c.lang, c.said, got, c.want)
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("BREAKING: **the dam** broke /s https://a.example/x")
	f.Add("[x](https://\x00) <@&1> > \xff 𝕏𝕏𝕏")
	f.Fuzz(func(t *testing.T, said string) {
		m := Read(said)
		if len(m.Links) > linksMost || len(m.Statements) > statementsMost {
			t.Errorf("%d links, %d statements", len(m.Links), len(m.Statements))
		}
		for _, s := range m.Statements {
			if !utf8.ValidString(s) || len(s) > 2*statementLong || strings.ContainsAny(s, "\n\x00") {
				t.Errorf("%q", s)
			}
			known := vocabularyOf(nil)
			newStatement(known.mended(s), m.Lang, known)
		}
	})
}
