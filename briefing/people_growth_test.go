package briefing

import (
	"testing"

	"dateline/briefing/text/texttest"
)

func TestGrowth_People(t *testing.T) {
	texttest.Grows(t, []texttest.Reader{
		{Name: "accuses", Read: func(s, lang string) { accuses(s, lang) }},
		{Name: "fullNames", Read: func(s, _ string) { fullNames(s) }},
		{Name: "people", Read: func(s, lang string) {
			src := report(1, lang, "Coast Radio", s, s)
			newPeople([]source{src}).claim(src.headline())
		}},
	})
}
