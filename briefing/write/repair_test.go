package write

import (
	"strings"
	"testing"

	"dateline/briefing/llm"
)

func TestRepairStats_CountEachClaimByItsStep(t *testing.T) {
	c := func(text, cite string) string { return `{"text":"` + text + `","cites":["` + cite + `"]}` }
	found := func(n string) string {
		return "Rescuers found 4" + n + " people alive in the school of Town" + n + ", the rescue service said."
	}
	first := `{"claims":[` + strings.Join([]string{c(found("0"), "S1"), c(found("1"), "S1"), c("Rescuers found 77 people alive in Town2, it said.", "S3"), c("Vandals broke 99 windows.", "S1")}, ",") + `]}`
	again := `{"claims":[` + c(found("2"), "S3") + `]}`
	comp := &Composer{Model: &llm.Fake{Replies: []string{first, again}}, Kind: KindAnswer, Extracts: manyExtracts(3), Most: 3}
	got, err := comp.Compose(t.Context(), PromptData{})
	if want := (RepairStats{Kept: 1, Replaced: 1, Regenerated: 1, Dropped: 1}); err != nil || comp.stats != want || len(got.Claims) != 3 {
		t.Errorf("got %+v, want %+v (%+v, %v)", comp.stats, want, got.Claims, err)
	}
}

// What stands in for one claim of an answer is a sentence that this claim cites, never
// one that another cites.
func TestCompose_AnswerIsQuotedFromItsOwnCites(t *testing.T) {
	first := `{"claims":[{"text":"The court of Karsk jailed Tilda Roos of the harbour office in 1999.","cites":["S3","S1"]},` +
		`{"text":"The ferry Barbie left Karsk in 1998.","cites":["S6"]}]}`
	comp := &Composer{Model: &llm.Fake{Replies: []string{first, `{"claims":[]}`}}, Kind: KindAnswer, Extracts: []Extract{{ferry(), []int{0, 1, 2, 3, 4, 5, 6}}}, Most: 3}
	got, err := comp.Compose(t.Context(), PromptData{})
	for _, c := range got.Claims {
		if c.Kind != "quoted" || len(got.Claims) != 1 || !strings.HasPrefix(c.Text, "A court ruled") {
			t.Errorf("got %q, %v", written(got.Claims), err)
		}
	}
	if len(got.Claims) == 0 {
		t.Errorf("nothing stands in: %v", err)
	}
}
