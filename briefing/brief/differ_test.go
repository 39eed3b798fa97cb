package brief

import (
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
)

func TestDifferences_WithoutWhomOneReportAccuses(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	about := func(id int64, outlet, body string) claim.Article {
		s := claimtest.Report(id, "en", outlet, "Fire in Senn", body)
		s.Item.Article.Published, s.Item.Article.Time = at.Add(time.Duration(id)*time.Minute), at.Add(time.Duration(id)*time.Minute)
		return s
	}
	for second, want := range map[string]int{"": 0, " Rolf Stade was arrested in Senn on Friday.": 1} {
		one := about(1, "Coast Radio", "The fire in the mill of Rolf Stade, who was detained, injured 40 people.")
		two := about(2, "North Wire", "The fire in the mill of Rolf Stade injured 25 people."+second)
		c := &candidate{id: 7, members: []claim.Article{one, two}, origins: []string{"a", "b"}, reports: 2}
		ch := newExtractor(c, nil)
		if got := ch.differences(c.statements(nil), nil); len(got) != want {
			t.Errorf("with %q %d differences, want %d: %+v", second, len(got), want, got)
		}
	}
}
