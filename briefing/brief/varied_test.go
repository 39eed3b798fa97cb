package brief

import (
	"fmt"
	"testing"

	"dateline/briefing/claim"
	"dateline/briefing/topic"
	"dateline/store"
)

// told about by two outlets.
func aStory(id int64, lang, title, address string) *candidate {
	it := store.Item{Article: store.Article{ID: id, URL: address}, Version: store.Version{Title: title, Lang: lang}}
	return &candidate{id: id, reports: 2, members: []claim.Article{{Item: it}}}
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
		if topic.Main(c.leads()) == "Sport" {
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
