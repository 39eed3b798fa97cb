package claim

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/text/measure"
)

// pairOf reads one line of testdata/pairs.txt.
func pairOf(t *testing.T, line string) (want string, a, b []Statement) {
	t.Helper()
	f := strings.Split(line, "|")
	if len(f) != 8 {
		t.Fatalf("%d fields in %q", len(f), line)
	}
	for i := range f {
		f[i] = strings.TrimSpace(f[i])
	}
	read := func(outlet, when, sentences string) (out []Statement) {
		at, err := time.Parse("2006-01-2 15:04", "2026-11-"+when)
		if err != nil {
			t.Fatal(err)
		}
		for sentence := range strings.SplitSeq(sentences, " // ") {
			for _, m := range measure.Measures(sentence, f[1], at) {
				out = append(out, Statement{Measure: m, Outlet: outlet, Origin: outlet, At: at})
			}
		}
		return out
	}
	a, b = read(f[2], f[3], f[4]), read(f[5], f[6], f[7])
	story := InStory(slices.Concat(a, b))
	return f[0], story[:len(a)], story[len(a):]
}

// joinedPairs is how many of the pairs that may be joined are: where the wording
// does not prove that two numbers measure the same, nothing is said. A change of
// the rules that moves it has to be meant.
const joinedPairs = 80

func TestContradicts_OnlyWhereOneMeasureIsStated(t *testing.T) {
	body, err := os.ReadFile("testdata/pairs.txt")
	if err != nil {
		t.Fatal(err)
	}
	may, joined, mustNot := 0, 0, 0
	for _, line := range strings.Split(strings.TrimSpace(string(body)), "\n") {
		if strings.HasPrefix(line, "#") {
			continue
		}
		want, as, bs := pairOf(t, line)
		got := map[string]bool{}
		for _, a := range as {
			for _, b := range bs {
				got["was"] = got["was"] || a.ReplacedBy(b, false) || b.ReplacedBy(a, false)
				got["differ"] = got["differ"] || a.Contradicts(b)
			}
		}
		for _, label := range []string{"was", "differ"} {
			if got[label] && label != want {
				t.Errorf("%q, want %s: %s", label, want, line)
			}
		}
		switch {
		case want == "none":
			mustNot++
		case got[want]:
			may, joined = may+1, joined+1
		default:
			may++
			t.Logf("not joined: %s\n%s\n%s", line, describe(as), describe(bs))
		}
	}
	if may < 40 || mustNot < 40 {
		t.Fatalf("%d pairs to join and %d not to: want 40 each", may, mustNot)
	}
	if joined != joinedPairs {
		t.Errorf("%d of %d were joined, want %d", joined, may, joinedPairs)
	}
}

func describe(ss []Statement) string {
	var b strings.Builder
	for _, s := range ss {
		fmt.Fprintf(&b, "%+v\n", s.Measure)
	}
	return b.String()
}
