package briefing

import (
	"testing"

	"dateline/briefing/text"
	"dateline/store"

	"github.com/google/go-cmp/cmp"
)

// foundIn is an article that was found as a whole.
func foundIn(t *testing.T, title, body string) Found {
	t.Helper()
	f := Found{src: source{item: store.Item{Version: store.Version{Lang: "en", Title: title, Text: body}}, spans: text.Sentences(body, "en")}}
	f.Last = len(f.src.spans) - 1
	return f
}

func TestANameIsTypedWithoutCapitals(t *testing.T) {
	f := foundIn(t, "Oru lets go of staff", "The staff of Oru left on Friday. At Senn, as at Oru, 40 staff left. Some oars are of Oru.")
	want := map[string]bool{"oru": true}
	if d := cmp.Diff(want, newAsked("how many staff did oru fire").subjects([]Found{f})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestWhatIsNamedStandsWhereTheAnswerDoes(t *testing.T) {
	f := foundIn(t, "Senn lets go of staff", "Senn fires 40 people. It is the third firm to do so. Oru did so before. It fired 90 people. Lysk may be next.")
	a := newAsked("How many people did Oru fire?")
	names := a.subjects([]Found{f})
	var got []bool
	for i := range f.src.spans {
		got = append(got, a.stands(names, f.src, i))
	}
	if d := cmp.Diff([]bool{false, false, true, true, false}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}
