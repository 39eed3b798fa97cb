package brief

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
	"dateline/briefing/text/measure"
)

// In a long briefing the sentences of a story told in brief are not shown: they
// must not count as told.
func TestItems_OnlyShownClaimsCountAsTold(t *testing.T) {
	var b Briefing
	for i := range int64(longBriefing + 1) {
		s := Story{ID: i + 1, Claims: []claim.Claim{{ID: 10 * i}, {ID: 10*i + 1}}}
		if i == 0 || i == longBriefing {
			s.Differ = &claim.Difference{A: claim.Claim{ID: 10*i + 2}, B: claim.Claim{ID: 10*i + 3}}
		}
		b.Stories = append(b.Stories, s)
	}
	var got [][]int64
	for _, x := range b.Items() {
		got = append(got, x.Claims)
	}
	want := [][]int64{{0, 1, 2, 3}, {10, 11}, {20, 21}, {30}, {40}, {50}, {60}, {70}, {80}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
}

func TestEarlier_TakesTwoIndependentReports(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	say := func(outlet, s string, at time.Time) claim.Statement {
		return claim.Statement{Measure: measure.Measures(s, "en", at)[0], Outlet: outlet, Origin: outlet, At: at}
	}
	a := say("a", "The crash near Karsk killed 12 people.", at)
	b, c := say("b", "The crash near Karsk killed 15 people.", at.Add(24*time.Hour)), say("c", "Fifteen people were killed in the crash near Karsk.", at.Add(25*time.Hour))
	story := &candidate{history: &storyHistory{measures: []claim.Statement{a}}}
	if _, ok := story.previousStatement(b, []claim.Statement{b}); ok {
		t.Error("one other outlet alone changed a number")
	}
	if got, ok := story.previousStatement(b, []claim.Statement{b, c}); !ok || got.Value != 12 {
		t.Errorf("two reports did not: %v, %v", got.Value, ok)
	}
	c.Origin = b.Origin
	if _, ok := story.previousStatement(b, []claim.Statement{b, c}); ok {
		t.Error("two copies of one report changed a number")
	}
}

func TestPrefer_TwoNewNumbersWeighOnce(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	older := claimtest.Report(1, "en", "Coast Radio", "Crash", "The crash near Karsk killed 12 people and injured 30.")
	newer := claimtest.Report(2, "en", "Coast Radio", "Crash", "The crash near Karsk killed 15 people and injured 40. Divers of Karsk work at night.")
	older.Item.Article.Published, newer.Item.Article.Published = at, at.Add(time.Hour)
	var none *claim.Cache
	c := &candidate{members: []claim.Article{newer}, origins: []string{"a"}, history: &storyHistory{measures: (&candidate{members: []claim.Article{older}, origins: []string{"a"}}).statements(none)}}
	said := c.statements(none)
	if len(said) != 2 || len(c.history.measures) != 2 {
		t.Fatalf("%d numbers follow %d, want two and two", len(said), len(c.history.measures))
	}
	ps := c.preferChanges([]claim.SentenceCandidate{{Src: newer, Index: 1, Score: 1.6}, {Src: newer, Index: 0, Score: 1}}, said)
	if ps[0].Index != 1 || ps[1].Score != changeWeight {
		t.Errorf("weighed %v and %v", ps[0].Score, ps[1].Score)
	}
}
