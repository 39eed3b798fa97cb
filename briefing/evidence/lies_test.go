package evidence

import (
	"strings"
	"testing"

	"dateline/briefing/text/texttest"
)

// stanceCase is a sentence made from a text: true, or a lie of a kind.
type stanceCase struct{ half, lang, kind, text, sentence string }

func stanceCases(t *testing.T) []stanceCase {
	var out []stanceCase
	for _, line := range texttest.Lines(t, "testdata/stances.txt") {
		cols := strings.Split(line, "|")
		if len(cols) != 5 {
			t.Fatalf("%q has %d columns, want 5", line, len(cols))
		}
		for i := range cols {
			cols[i] = strings.TrimSpace(cols[i])
		}
		out = append(out, stanceCase{cols[0], cols[1], cols[2], cols[3], cols[4]})
	}
	return out
}

// The strict rules on lies and on true sentences that share their words. Who did
// what to whom they cannot see: a second reading does.
func TestCheck_LiesByKind(t *testing.T) {
	passed, all := map[string]int{}, map[string]int{}
	for _, c := range stanceCases(t) {
		all[c.kind]++
		r := Check(c.sentence, c.lang, Window{Lang: c.lang, Text: c.text})
		if r.Supported() {
			passed[c.kind]++
		}
		if r.Supported() != (c.kind == "true") {
			t.Logf("%s, %s: %q of %q: %v", c.half, c.kind, c.sentence, c.text, r.Faults)
		}
	}
	most := map[string]int{"denied": 0, "denies": 0, "merged": 0, "told": 2, "said": 0, "roles": 3, "unit": 0, "twice": 0,
		"dateline": 0, "blend": 0, "office": 7, "true": all["true"]}
	for kind, n := range most {
		if all[kind] == 0 || passed[kind] > n {
			t.Errorf("%s: %d of %d hold, want at most %d of some", kind, passed[kind], all[kind], n)
		}
	}
	if len(all) != len(most) {
		t.Errorf("the kinds are %v, want those of %v", all, most)
	}
	if passed["true"] < all["true"] {
		t.Errorf("%d of %d true sentences hold", passed["true"], all["true"])
	}
}
