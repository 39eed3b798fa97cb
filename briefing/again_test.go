package briefing

import (
	"testing"
	"time"

	"dateline/briefing/text"

	"github.com/google/go-cmp/cmp"
)

// In a long briefing the sentences of a story told in brief are not shown: they
// must not count as told.
func TestOnlyWhatIsShownCountsAsTold(t *testing.T) {
	var b Briefing
	for i := range int64(longBriefing + 1) {
		s := Story{ID: i + 1, Claims: []Claim{{id: 10 * i}, {id: 10*i + 1}}}
		if i == 0 || i == longBriefing {
			s.Differ = &Difference{A: Claim{id: 10*i + 2}, B: Claim{id: 10*i + 3}}
		}
		b.Stories = append(b.Stories, s)
	}
	var got [][]int64
	for _, x := range b.items() {
		got = append(got, x.claims)
	}
	want := [][]int64{{0, 1, 2, 3}, {10, 11}, {20, 21}, {30}, {40}, {50}, {60}, {70}, {80}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestTwoIndependentReportsStandBehindANewValue(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	say := func(outlet, s string, at time.Time) statement {
		return statement{Measure: text.Measures(s, "en", at)[0], outlet: outlet, origin: outlet, at: at}
	}
	a := say("a", "The crash near Karsk killed 12 people.", at)
	b, c := say("b", "The crash near Karsk killed 15 people.", at.Add(24*time.Hour)), say("c", "Fifteen people were killed in the crash near Karsk.", at.Add(25*time.Hour))
	story := &candidate{told: &told{measures: []statement{a}}}
	if _, ok := story.earlier(b, []statement{b}); ok {
		t.Error("one other outlet alone changed a number")
	}
	if got, ok := story.earlier(b, []statement{b, c}); !ok || got.Value != 12 {
		t.Errorf("two reports did not: %v, %v", got.Value, ok)
	}
	c.origin = b.origin
	if _, ok := story.earlier(b, []statement{b, c}); ok {
		t.Error("two copies of one report changed a number")
	}
}

func TestTwoNewNumbersInASentenceWeighOnce(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	older := report(1, "en", "Coast Radio", "Crash", "The crash near Karsk killed 12 people and injured 30.")
	newer := report(2, "en", "Coast Radio", "Crash", "The crash near Karsk killed 15 people and injured 40. Divers of Karsk work at night.")
	older.item.Article.Published, newer.item.Article.Published = at, at.Add(time.Hour)
	var none *tested
	c := &candidate{members: []source{newer}, origins: []string{"a"}, told: &told{measures: (&candidate{members: []source{older}, origins: []string{"a"}}).statements(none)}}
	said := c.statements(none)
	if len(said) != 2 || len(c.told.measures) != 2 {
		t.Fatalf("%d numbers follow %d, want two and two", len(said), len(c.told.measures))
	}
	ps := c.prefer([]picked{{src: newer, i: 1, score: 1.6}, {src: newer, i: 0, score: 1}}, said)
	if ps[0].i != 1 || ps[1].score != changeWeight {
		t.Errorf("weighed %v and %v", ps[0].score, ps[1].score)
	}
}
