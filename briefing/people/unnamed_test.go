package people

import (
	"slices"
	"testing"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
)

func TestUnnamed_WhomOneReportAccuses(t *testing.T) {
	one := claimtest.Report(1, "en", "Coast Radio", "Baker held", "Police arrested Erik Moss on Monday over a fire in Hale. Moss denies it. Mayor Tilda Roos thanked the police.")
	other := claimtest.Report(2, "en", "North Wire", "Fire in Hale", claimtest.Own("North Wire", "Police in Hale arrested Erik Moss, a baker, on Monday."))
	if got := New([]claim.Article{one}).Unnamed([]claim.Article{one}); !slices.Equal(got, []string{"Erik Moss"}) {
		t.Errorf("of one report %q", got)
	}
	if got := New([]claim.Article{one, other}).Unnamed([]claim.Article{one}); got != nil {
		t.Errorf("of two reports %q", got)
	}
}
