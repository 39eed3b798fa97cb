package brief_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/storetest"
)

// senn are reports of one story: two that differ, a count that grew, and a first one.
func senn() []feed.Item {
	at := func(x feed.Item, day int, clock time.Duration) feed.Item {
		x.Published = time.Date(2026, 11, day, 0, 0, 0, 0, time.UTC).Add(clock)
		return x
	}
	return []feed.Item{
		at(briefingtest.Article("one", "North Wire", "Oru flood kills people in Senn", "The flood of the Oru river has killed 9 people in Senn, the rescue service said. Boats from Karsk brought water to the school of Senn."), 18, 6*time.Hour),
		at(briefingtest.Article("two", "Coast Radio", "Oru flood kills people in Senn", "The flood of the Oru river has killed 12 people in Senn, the rescue service said. Helpers from Karsk are drying the books of the library of Senn."), 19, 7*time.Hour),
		at(briefingtest.Article("three", "Velland Herald", "Oru flood kills people in Senn", "The flood of the Oru river has killed 15 people in Senn, the rescue service said on Friday. About 1,400 residents of Senn were evacuated."), 20, 5*time.Hour+40*time.Minute),
		at(briefingtest.Article("four", "Coast Radio", "Oru flood empties Senn", "More than 2,000 people have been evacuated from Senn. Boats from Karsk lie at the school of Lysk."), 20, 6*time.Hour+10*time.Minute),
	}
}

func TestCard_SaysWhoWasFirstWhatChangedAndWhereReportsDiffer(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		d := briefingtest.NewDesk(t, s)
		d.Read(senn()...)
		w := &brief.Writer{Store: s, Now: func() time.Time { return briefingtest.Noon }}
		query := brief.CardQuery{Scope: d.Scope, Story: d.StoryOf("Oru flood kills people in Senn").Story, Zone: time.UTC}
		card := briefingtest.Must[brief.Card](t)(w.Card(t.Context(), query))
		want := `Oru flood kills people in Senn
4 articles, 3 outlets, 3 independent reports, since 18 Nov
Velland Herald, 20 Nov 05:40: “The flood of the Oru river has killed 15 people in Senn, the rescue service said on Friday.”
North Wire, 18 Nov 06:00: “Boats from Karsk brought water to the school of Senn.”
Coast Radio, 19 Nov 07:00: “Helpers from Karsk are drying the books of the library of Senn.”
First reported by North Wire, 18 Nov 06:00. Read: North Wire (20 Nov 12:00), Coast Radio (20 Nov 12:00), Velland Herald (20 Nov 12:00).
What changed: how many died: 9 (18 Nov), 12 (19 Nov), 15 (20 Nov)
Reports differ: how many were evacuated
Velland Herald, 20 Nov 05:40: “About 1,400 residents of Senn were evacuated.”
Coast Radio, 20 Nov 06:10: “More than 2,000 people have been evacuated from Senn.”
`
		if diff := cmp.Diff(want, briefingtest.Say(card.Blocks(brief.Roomiest))); diff != "" {
			t.Error(diff)
		}
		seen := map[string]bool{}
		for _, b := range card.Blocks(brief.Roomiest) {
			for _, r := range b.Runs {
				if seen[r.Link] && r.Link != "" && !strings.Contains(r.Text, "Nov") {
					t.Errorf("%s is linked twice", r.Link)
				}
				seen[r.Link] = true
			}
		}
		for room, before := 0, 0; room <= brief.Roomiest; room++ {
			size := units(card.Blocks(room))
			if size < before {
				t.Errorf("in room %d the card takes %d, in a lesser one %d", room, size, before)
			}
			before = size
		}
		if _, err := w.Card(t.Context(), brief.CardQuery{Story: query.Story, Zone: time.UTC}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("whoever sees no source: %v", err)
		}
	})
}

// units is how much blocks hold, with their links.
func units(blocks []message.Block) (n int) {
	for _, b := range blocks {
		for _, r := range b.Runs {
			n += len(r.Text) + len(r.Link)
		}
	}
	return n
}
