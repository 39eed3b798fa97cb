package speech

import "testing"

func TestSpeaks_QuotedIsToldNotSpoken(t *testing.T) {
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

func TestQuotations_StandInOrder(t *testing.T) {
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
	german := "Das sei ‚bindend‘, sagte er."
	if q := Quotations(german); len(q) != 1 || german[q[0].Start:q[0].End] != "bindend" {
		t.Errorf("%q: %v", german, q)
	}
}

func TestStamped_TimeOfAnArticle(t *testing.T) {
	for s, want := range map[string]bool{
		"Dec. 18, 2025 Updated Dec. 19, 2025, 9:45 a.m.":          true,
		"Veröffentlicht am 3. März 2026 um 9:45 Uhr in Berlin.":   false,
		"Aktualisiert am 3. März 2026 um 9:45 Uhr.":               true,
		"The school in Senn opened on 18 December 2025 at 9 a.m.": false,
		"On 18 December 2025, 40 people.":                         false,
	} {
		if isTimestamp(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}
