package output_test

import (
	"bytes"
	"testing"

	"dateline/cmd/dateline/output"
)

func TestSay_ASentenceOrAnObject(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		json   bool
		object any
		want   string
	}{
		{false, nil, "12  Boats [2Jleave (2 > 1)\nsecond line\n"},
		{false, map[string]int{"n": 1}, "12  Boats [2Jleave (2 > 1)\nsecond line\n"},
		{true, nil, ""},
		{true, map[string]string{"title": "Boats \x1b[2J & <b>"}, `{"title":"Boats \u001b[2J & <b>"}` + "\n"},
	} {
		var out bytes.Buffer
		p := output.Printer{Out: &out, JSON: c.json}
		if err := p.Say(c.object, "%d  %s (2 > 1)\n%s", 12, "Boats \x1b[2J\u202eleave", "second\tline"); err != nil || out.String() != c.want {
			t.Errorf("%+v: %v, got %q, want %q", c, err, out.String(), c.want)
		}
	}
}
