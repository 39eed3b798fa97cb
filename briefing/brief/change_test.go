package brief

import (
	"testing"
	"time"

	"dateline/briefing/claim"
	"dateline/briefing/claim/claimtest"
)

// What a value was before is said once in an update, in however many sentences and
// wordings the new one stands.
func TestAddPreviousValues_OncePerChange(t *testing.T) {
	at := time.Date(2026, 12, 1, 7, 34, 0, 0, time.UTC)
	report := func(id int64, minutes int, outlet, body string) claim.Article {
		s := claimtest.Report(id, "en", outlet, "Bus leaves the road near Oslo", body)
		s.Item.Article.Published = at.Add(time.Duration(minutes) * time.Minute)
		return s
	}
	of := func(members ...claim.Article) *candidate {
		return &candidate{id: 7, members: members, origins: make([]string, len(members)), reports: len(members)}
	}
	for name, c := range map[string]struct {
		told, now []string
		want      int
	}{
		"one toll in two sentences": {[]string{"In the crash near Oslo 6 people were killed and 40 injured, police said.", "Police said that 6 people had died near Oslo."},
			[]string{"In the crash near Oslo 11 people were killed and 60 injured, police said.", "Police said that 11 people had died near Oslo."}, 1},
		"the dead and the injured": {[]string{"In the crash near Oslo 6 people were killed, police said.", "In the crash near Oslo 40 people were injured, police said."},
			[]string{"In the crash near Oslo 11 people were killed, police said.", "In the crash near Oslo 60 people were injured, police said."}, 2},
	} {
		told := of(report(1, 0, "Coast Radio", c.told[0]), report(2, 30, "North Wire", c.told[1])).statements(nil)
		claims := []claim.Claim{{Text: "Bus near Oslo"}}
		var now []claim.Article
		for i, body := range c.now {
			now = append(now, report(int64(3+i), 60+i, []string{"Coast Radio", "North Wire"}[i], body))
			claims = append(claims, now[i].Quoted(0))
		}
		story := of(now...)
		story.history = &storyHistory{measures: []claim.Statement{}}
		for i := range told {
			story.history.measures = append(story.history.measures, told[len(told)-1-i])
		}
		story.addPreviousValues(claims, story.statements(nil))
		got := 0
		for _, said := range claims {
			if said.Previous != nil {
				got++
			}
		}
		if got != c.want {
			t.Errorf("%s: said %d times what it was, want %d", name, got, c.want)
		}
	}
}
