package speech

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What a sentence gives to somebody or leaves open: the word, then what it covers.
func TestClauses_SayingsCoverTheirWords(t *testing.T) {
	for _, c := range []struct{ lang, s, want string }{
		{"en", "The dam held, the mayor said.", "said: dam hold"},
		{"en", "The dam may break, but the road is open.", "may: break dam may"},
		{"en", "According to the police, Brandt drove the bus.", "according: accord brandt bus drive polic"},
		{"en", "The dam of Senn broke.", ""},
		{"en", "“The mayor said so.” The dam of Senn broke.", ""},
		{"de", "Der Damm wurde gebaut.", ""},
		{"de", "Der Damm würde brechen.", "würde: brech damm wurd"},
		{"fr", "Après la pluie, selon la mairie, la route est fermée.", "selon: ferme mair plui rout"},
		{"xx", "The dam held, the mayor said.", ""},
	} {
		var got []string
		for _, x := range Read(c.s, c.lang).Sayings() {
			got = append(got, x.Word+": "+strings.Join(slices.Sorted(maps.Keys(x.Covers)), " "))
		}
		if diff := cmp.Diff(c.want, strings.Join(got, "; ")); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.s, diff)
		}
	}
}

func TestClauses_DenialsAreOfTheirClause(t *testing.T) {
	for _, c := range []struct{ lang, s, predicates, reach string }{
		{"en", "The dam did not break, engineers opened the gates.", "break", "break dam did not the"},
		{"en", "Not only the dam broke.", "", ""},
		{"en", "There are no 7 dams.", "", ""},
		{"de", "Der Damm bricht nicht.", "brech", "brech damm der nicht"},
	} {
		d := Read(c.s, c.lang).Denials()
		got := []string{strings.Join(slices.Sorted(maps.Keys(d.Predicates)), " "), strings.Join(slices.Sorted(maps.Keys(d.Reach)), " ")}
		if diff := cmp.Diff([]string{c.predicates, c.reach}, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.s, diff)
		}
	}
}

func TestClauses_WhoSpeaks(t *testing.T) {
	for _, c := range []struct {
		lang, s        string
		speaks, leaves bool
	}{
		{"en", "The road is shut, she said.", true, true},
		{"en", "The road is shut, Mayor Roos said.", true, false},
		{"en", "“The road is shut.”", true, true},
		{"en", "The road is shut.", false, false},
		{"fr", "Pour la porte-parole, la route est fermée.", true, false},
	} {
		r := Read(c.s, c.lang)
		if r.Speaks() != c.speaks || r.LeavesSpeaker() != c.leaves {
			t.Errorf("%s: speaks %v, leaves it open who %v", c.s, r.Speaks(), r.LeavesSpeaker())
		}
	}
}
