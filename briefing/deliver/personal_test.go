package deliver_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/schedule"
	"dateline/store"
	"dateline/store/storetest"
)

// A person is told at his or her own time, once a day, also on the days on which clocks
// are moved, and on none that a zone leaves out.
func TestPlanner_DirectMessagesComeAtTheZonesOwnTime(t *testing.T) {
	t.Parallel()
	days, least := 5, time.Hour/2
	if briefingtest.Raced {
		days, least = 3, time.Hour*3/2 // 07:30 is one of them in every zone
	}
	for zone, from := range map[string]string{"Europe/Berlin": "2026-10-23", "America/Nuuk": "2026-03-26", "Australia/Lord_Howe": "2026-04-02", "Asia/Kathmandu": "2026-10-23", "Pacific/Kiritimati": "2026-10-23", "Africa/Cairo": "2026-04-22"} {
		t.Run(strings.ReplaceAll(zone, "/", " "), func(t *testing.T) {
			t.Parallel()
			n := briefingtest.NewNewsroom(t, storetest.Open(t))
			loc := briefingtest.Must[*time.Location](t)(schedule.Load(zone))
			n.Clock.T = briefingtest.Must[time.Time](t)(time.ParseInLocation(time.DateOnly, from, loc)).Add(time.Second)
			box := n.Direct(11)
			x := n.Schedule(box, "Mine", "daily 07:30", func(x *store.Schedule) { x.Zone = zone })
			for range days * int(24*time.Hour/least) {
				n.Pass()
				n.Clock.Add(least)
			}
			slots := briefingtest.Must[[]store.Slot](t)(n.S.Slots(context.Background(), x.ID, 99))
			seen := map[string]bool{}
			for _, slot := range slots {
				if local := slot.Due.In(loc).Format("2006-01-02 15:04"); local != slot.Date+" "+slot.Time || slot.Time != "07:30" || seen[slot.Date] {
					t.Errorf("slot %s %s is due at %s", slot.Date, slot.Time, local)
				}
				seen[slot.Date] = true
			}
			if texts := n.D.Texts(box.ID); len(slots) != days || len(texts) != days {
				t.Errorf("%d slots and %d messages in %d days: %s", len(slots), len(texts), days, fmt.Sprint(texts))
			}
		})
	}
}

// What a person has hidden is left out of what he or she is told.
func TestSlotWriter_HiddenStoriesAreNotToldInDirectMessages(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		box := n.Direct(11)
		n.Schedule(box, "Mine", "daily 12:30")
		n.Report(briefingtest.Flood, briefingtest.Chess)
		hidden := n.Desk.StoryOf(briefingtest.Flood.Title).Story
		if err := n.S.Hide(context.Background(), box.Owner, hidden, n.Clock.Now().Add(48*time.Hour)); err != nil {
			t.Fatal(err)
		}
		n.At("12:30")
		n.Holds(box, "Vera Holm", "!Senn")
	})
}
