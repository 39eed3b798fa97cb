package people

import (
	"testing"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
	"dateline/briefing/text/texttest"
)

func TestGrowth_People(t *testing.T) {
	texttest.Grows(t, []texttest.Reader{
		{Name: "accuses", Read: func(s, lang string) { Accuses(s, lang) }},
		{Name: "fullNames", Read: func(s, _ string) { fullNames(s) }},
		{Name: "people", Read: func(s, lang string) {
			src := claimtest.Report(1, lang, "Coast Radio", s, s)
			New([]claim.Article{src}).Claim(src.Headline())
		}},
	})
}
