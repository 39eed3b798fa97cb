package briefing

import (
	"testing"
	"time"

	"dateline/briefing/feed"
	"dateline/briefing/text/texttest"
	"dateline/store"
)

func TestGrowth_NothingThatReadsForeignTextIsQuadratic(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	texttest.Grows(t, []texttest.Reader{
		{Name: "drafted", Read: func(s, lang string) {
			drafted(store.Source{}, feed.Item{Title: s, Text: s, Lang: lang, Published: noon})
		}},
		{Name: "Printable", Read: func(s, _ string) { Printable(s) }},
		{Name: "cutQuestion", Read: func(s, _ string) { cutQuestion(s) }},
		{Name: "accuses", Read: func(s, lang string) { accuses(s, lang) }},
		{Name: "fullNames", Read: func(s, _ string) { fullNames(s) }},
		{Name: "people", Read: func(s, lang string) {
			src := report(1, lang, "Coast Radio", s, s)
			p := newPeople([]source{src})
			p.claim(src.headline())
		}},
		{Name: "origins", Read: func(s, lang string) {
			reports([]source{report(1, lang, head(s, outletMost), s, s), report(2, lang, "Coast Radio", "Fire in Senn", s)})
		}},
		{Name: "contentTerms", Read: func(s, lang string) { contentTerms(s, lang) }},
	})
}
