package claim

import (
	"testing"

	"dateline/briefing/text"
	"dateline/briefing/text/texttest"
)

func TestGrowth_Origins(t *testing.T) {
	texttest.Grows(t, []texttest.Reader{
		{Name: "origins", Read: func(s, lang string) {
			const outlet = 120 // bytes of an outlet's name that an ingester stores
			Reports([]Article{Report(1, lang, text.Head(s, outlet), s, s), Report(2, lang, "Coast Radio", "Fire in Senn", s)})
		}},
		{Name: "contentTerms", Read: func(s, lang string) { text.ContentTerms(s, lang) }},
	})
}
