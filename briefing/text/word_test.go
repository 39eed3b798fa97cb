package text

import (
	"strings"
	"testing"
)

// What a mark inside does to a word depends on who reads.
func TestSplit_MarksInsideAreTheReadersChoice(t *testing.T) {
	for _, c := range []struct {
		inside  Inside
		s, want string
	}{
		{Running, "The Lower-Oru miners' 3.5 tons, 1,400 of O’Brien's, in the U.S.", "The|Lower|Oru|miners|3.5|tons|1,400|of|O’Brien|in|the|U|S"},
		{Named, "The Lower-Oru miners' 3.5 tons, 1,400 of O’Brien's, in the U.S. of J. Roos.", "The|Lower-Oru|miners|3|5|tons|1|400|of|O’Brien|in|the|U.S.|of|J.|Roos"},
		{0, "The Lower-Oru's 3.5", "The|Lower|Oru|s|3|5"},
		{Running, "Ire\u0301ne\u0301e a dit «l'eau»", "Ire\u0301ne\u0301e|a|dit|l'eau"},
		{Running, "ʼ 'Stay,' 5. ‘n’ \xff-\xff’", "Stay|5|n"},
		{Named, "-'’.", ""},
	} {
		var got []string
		for _, w := range Split(c.s, c.inside) {
			got = append(got, w.Raw)
			if !strings.HasPrefix(c.s[w.Start:w.End], w.Raw) {
				t.Errorf("%q: %q stands at %q", c.s, w.Raw, c.s[w.Start:w.End])
			}
		}
		if joined := strings.Join(got, "|"); joined != c.want {
			t.Errorf("%q: %s, want %s", c.s, joined, c.want)
		}
	}
	if got := Split("MIRA’S", Named)[0].Fold + " " + Split("the U.S. of Irénée’s", Named)[3].Fold; got != "mira irenee" {
		t.Errorf("folded: %s", got)
	}
}
