package brief

import (
	"fmt"
	"testing"

	"dateline/briefing/claim"
	"dateline/store"
)

// told about by two outlets.
func aStory(id int64, lang, title, address string) *candidate {
	it := store.Item{Article: store.Article{ID: id, URL: address}, Version: store.Version{Title: title, Lang: lang}}
	return &candidate{id: id, reports: 2, members: []claim.Article{{Item: it}}}
}

func TestNewSubject_MatchesWordsAndSections(t *testing.T) {
	for _, c := range []struct {
		asked, lang, title, address string
		want                        bool
	}{
		{"Sport", "en", "Striker scores late goal as league final goes to extra time", "", true},
		{"sports", "en", "Parliament votes on the budget", "", false},
		{"Sport", "en", "Rain in Lysk", "https://a.example/sport/rain", true},
		{"Fußball", "de", "Trainer verlässt die Mannschaft vor dem Finale im Stadion", "", true},
		{"Salud", "es", "El hospital recibe la vacuna contra el virus", "", true},
		{"politics", "fr", "Le parlement vote la loi du gouvernement", "", true},
		{"Karsk harbour", "en", "Harbour of Karsk closes", "", true},
		{"Karsk harbour", "en", "School of Senn closes", "", false},
		{"", "en", "Anything", "", true},
	} {
		if got := newSubject(c.asked).match(aStory(1, c.lang, c.title, c.address)); got > 0 != c.want {
			t.Errorf("%q and %q: match %.2f, want any: %v", c.asked, c.title, got, c.want)
		}
	}
	if len(builtIns) != 12 {
		t.Errorf("%d built-in topics", len(builtIns))
	}
}

func TestVaried_NoTopicFillsOverHalf(t *testing.T) {
	var cs []*candidate
	for i := range int64(4) {
		cs = append(cs, aStory(i, "en", fmt.Sprintf("Coach of team %d leaves league before final match", i), ""))
	}
	for i := range int64(3) {
		cs = append(cs, aStory(10+i, "en", fmt.Sprintf("Road %d opens", i), ""))
	}
	got := varied(cs, 5)
	sport := 0
	for _, c := range got[:5] {
		if mainTopic(c) == "Sport" {
			sport++
		}
	}
	if sport != 2 || len(got) != len(cs) {
		t.Errorf("%d of 5 about sport, %d of %d kept", sport, len(got), len(cs))
	}
	if got := varied(cs[:4], 5); len(got) != 4 || got[0].id != 0 {
		t.Errorf("places stay empty: %d", len(got))
	}
}
