package brief

import (
	"strings"
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
	"dateline/briefing/phrases"
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

// Two reports are compared by when each was stated: that is the time that stands beside
// them, and not the one at which an article was first published.
func TestDifferences_SayWhenEachWasStated(t *testing.T) {
	at := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	for name, published := range map[string]time.Time{"undated": {}, "published long before": at.Add(-30 * time.Hour)} {
		one := claimtest.Report(1, "en", "Coast Radio", "Fire in Senn", "The fire in the mill of Senn injured 40 people.")
		two := claimtest.Report(2, "en", "North Wire", "Fire in Senn", "The fire in the mill of Senn injured 25 people.")
		one.Item.Article.Published, one.Item.Version.No, one.Item.Version.Seen = published, 2, at.Add(time.Minute)
		two.Item.Article.Published = at.Add(10 * time.Minute)
		c := &candidate{id: 7, members: []claim.Article{one, two}, origins: []string{"a", "b"}, reports: 2}
		found := newExtractor(c, nil).differences(c.statements(nil), nil)
		if len(found) != 1 {
			t.Fatalf("%s: %d differences, want 1", name, len(found))
		}
		said := ""
		for _, block := range found[0].Blocks(7, time.UTC, phrases.In("en")) {
			said += claimtest.Said(block.Runs) + "\n"
		}
		if !strings.Contains(said, "Coast Radio, Fri 12:01") || !strings.Contains(said, "North Wire, Fri 12:10") {
			t.Errorf("%s: %s", name, said)
		}
	}
}
