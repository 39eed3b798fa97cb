package text

import "testing"

func TestWhatIsQuotedIsToldNotSpoken(t *testing.T) {
	for _, c := range []struct {
		s                   string
		asks, speaks, toYou bool
	}{
		{"Who found the 40?", true, false, false},
		{"Who, he asked, found “the 40”?", true, false, false},
		{"“Is this the end?”", true, false, false},
		{"A guard shouted, “Where is she?”", false, false, false},
		{"من وجد الأربعين؟", true, false, false},
		{"Roos promised 'security at every stage of your life' to the voters.", false, false, false},
		{"The teachers' plan is your plan, and the pupils' too.", false, true, true},
		{"He told us of the storm.", false, true, false},
		{"He said “we call it 'home' and you know it” on Friday.", false, false, false},
		{"A guard shouted, “Is it 'home' that you want?”", false, false, false},
	} {
		if Questions(c.s) != c.asks || Speaks(c.s) != c.speaks || Addresses(c.s) != c.toYou {
			t.Errorf("%q: asks %v, speaks %v, to you %v", c.s, Questions(c.s), Speaks(c.s), Addresses(c.s))
		}
	}
}

func TestQuotationsStandInOrder(t *testing.T) {
	s := "He called it 'a 'mess' and “a shame”, and the workers' house 'lost'."
	want := []string{"a 'mess", "a shame", "lost"}
	var got []string
	for _, q := range Quotations(s) {
		got = append(got, s[q.Start:q.End])
	}
	if len(got) != len(want) {
		t.Fatalf("%q", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("%q, want %q", got[i], want[i])
		}
	}
}
