package briefing

import (
	"testing"

	"dateline/briefing/text"
	"dateline/briefing/text/texttest"
)

func TestGrowth_Origins(t *testing.T) {
	texttest.Grows(t, []texttest.Reader{
		{Name: "origins", Read: func(s, lang string) {
			const outlet = 120 // bytes of an outlet's name that an ingester stores
			reports([]source{report(1, lang, text.Head(s, outlet), s, s), report(2, lang, "Coast Radio", "Fire in Senn", s)})
		}},
		{Name: "contentTerms", Read: func(s, lang string) { contentTerms(s, lang) }},
	})
}
