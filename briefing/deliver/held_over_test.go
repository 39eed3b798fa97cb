package deliver_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/feed"
	"dateline/briefing/profile"
	"dateline/store"
)

// The fillers are stories of two reports, one for each of three days.
var fillers = [][]feed.Item{
	{briefingtest.Strike, briefingtest.Article("strike2", "Velland Herald", "Dockers of Lund end their strike", "After 12 days the dockers "+
		"of Lund end their strike, their union said. From January they are paid 4 percent more.")},
	{briefingtest.Reactor, briefingtest.Article("reactor2", "Velland Herald", "Reactor at Oskar is switched off", "A leak in a valve has "+
		"made the operator of Oskar switch off its second reactor, the agency said. Outside no radiation was found.")},
	{streik, briefingtest.Article("streik2", "Velland Herald", "Lotsen von Marr legen die Arbeit nieder", "Neun Schiffe warten vor Marr, weil "+
		"die Lotsen streiken, sagte der Hafenmeister. Seit Freitag arbeitet dort niemand mehr.")},
}

// A story that others outranked on a full day takes a place that a thin day leaves
// empty, and says when it was left out; once.
func TestSlotWriter_LeftOutStoriesFillAThinDay(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Stories: 2}))
		n.Report(briefingtest.Flood, secondFlood)
		n.Report(briefingtest.Reactor, briefingtest.Chess)
		n.At("12:30")
		n.Holds(n.Ch, "Fri 20 Nov", "(2 stories)", "Senn", "1 more story was left out", "!Left out")
		first := n.Last(n.Ch)
		n.Report(briefingtest.Strike)
		n.At("2 12:30")
		n.Holds(n.Ch, "Sat 21 Nov", "(2 stories)", "Lund", "Left out on Friday for room. One source so far.", "!more story")
		for _, name := range []string{"Vera Holm", "Oskar"} {
			if strings.Contains(first, name) == strings.Contains(n.Last(n.Ch), name) {
				t.Errorf("%s stands in both briefings or in none:\n%s\nand\n%s", name, first, n.Last(n.Ch))
			}
		}
		n.At("3 12:30")
		n.Holds(n.Ch, "Sun 22 Nov", "nothing new", "!Left out")
	})
}

func TestSlotWriter_LeftOutStoriesAreOfferedForThreeDays(t *testing.T) {
	for name, full := range map[string]int{"the third day is thin": 2, "the fourth day is thin": 3} {
		t.Run(name, func(t *testing.T) {
			briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
				n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Stories: 1}))
				n.Report(briefingtest.Flood, secondFlood, briefingtest.Chess)
				n.At("12:30")
				n.Holds(n.Ch, "Fri 20 Nov", "Senn", "!Vera Holm")
				days := []string{"2 12:30", "3 12:30", "4 12:30", "5 12:30"}
				for i, filler := range fillers[:full] {
					n.Report(filler...)
					n.At(days[i])
					n.Holds(n.Ch, "!Vera Holm", "!nothing new")
				}
				n.At(days[full])
				if full == 2 {
					n.Holds(n.Ch, "Mon 23 Nov", "(1 story)", "Vera Holm", "Left out on Friday for room")
				} else {
					n.Holds(n.Ch, "Tue 24 Nov", "nothing new", "!Vera Holm")
				}
			})
		})
	}
}

// A new report makes it a story of its day again, told with what was left out.
func TestSlotWriter_ANewReportOfALeftOutStory(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Stories: 1}))
		n.Report(briefingtest.Flood, secondFlood, briefingtest.Chess)
		n.At("12:30")
		n.Report(secondChess)
		n.At("2 12:30")
		n.Holds(n.Ch, "Sat 21 Nov", "Vera Holm", "Narva Times", "Sports Wire", "!One source", "!Left out")
	})
}

// What is new weighs by the time since the last briefing, not since the schedule was made.
func TestSlotWriter_TheNewestFirstInAnOldSchedule(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Stories: 1}), func(x *store.Schedule) {
			x.From = x.From.AddDate(0, 0, -200)
		})
		n.Report(briefingtest.Chess)
		n.At("12:30")
		n.Report(briefingtest.Dam[:3]...)
		n.At("2 12:20")
		n.Report(briefingtest.Flood, secondFlood)
		n.At("2 12:30")
		n.Holds(n.Ch, "Sat 21 Nov", "Senn", "!Oru")
	})
}

// A story that was left out and has become part of another is offered as that one.
func TestSlotWriter_ALeftOutStoryThatWasMerged(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		ctx := context.Background()
		n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Stories: 1}))
		n.Report(briefingtest.Flood, secondFlood, briefingtest.Chess, briefingtest.Reactor)
		n.At("12:30")
		story := map[string]int64{}
		for _, it := range briefingtest.Must[[]store.Item](t)(n.S.Window(ctx, n.Desk.Scope, store.Range{To: n.Clock.Now(), NoText: true})) {
			story[it.Version.Title] = it.Article.Story
		}
		lease := briefingtest.Must[store.Lease](t)(n.S.TakeLease(ctx, "cluster", "test", time.Minute))
		merge := store.Merge{From: story[briefingtest.Chess.Title], Into: story[briefingtest.Reactor.Title]}
		briefingtest.Must[map[int64]int64](t)(n.S.SaveClusters(ctx, lease, nil, nil, []store.Merge{merge}))
		n.At("2 12:30")
		n.Holds(n.Ch, "Sat 21 Nov", "(1 story)", "Left out on Friday for room", "Oskar", "!more story")
	})
}

// What the channel was told by another schedule meanwhile is not offered again.
func TestSlotWriter_LeftOutStoriesToldByAnotherScheduleStayOut(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Stories: 1}))
		n.Schedule(n.Ch, "Chess", "daily 12:30", choosing(profile.Schedule{Topic: "chess"}))
		n.Report(briefingtest.Flood, secondFlood, briefingtest.Chess)
		n.At("12:30")
		n.At("12:31")
		n.At("2 12:30")
		n.At("2 12:31")
		for _, said := range n.D.Texts(n.Ch.ID) {
			if strings.Contains(said, "Sat 21 Nov") && strings.Contains(said, "Vera Holm") {
				t.Errorf("told again:\n%s", said)
			}
		}
	})
}

// A story that moderators took out is not offered again as one that was left out.
func TestSlotWriter_ALeftOutStoryThatWasDroppedStaysOut(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		r := &review{Newsroom: n}
		r.schedule = n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Stories: 1, Review: reviewRoom, ReviewFor: 30 * time.Minute}))
		n.Report(briefingtest.Flood, secondFlood, briefingtest.Chess)
		n.At("12:01")
		n.At("12:30")
		n.Holds(n.Ch, "Fri 20 Nov", "Senn", "!Vera Holm")
		n.At("2 12:00")
		r.drop("Vera Holm")
		n.At("2 12:01")
		n.At("2 12:30")
		n.Holds(n.Ch, "Sat 21 Nov", "!Vera Holm", "1 story was taken out by a moderator")
		n.At("3 12:00")
		n.At("3 12:30")
		n.Holds(n.Ch, "Sun 22 Nov", "!Vera Holm")
	})
}

// A story that needs the reports of an earlier day was still left out, and says so.
func TestSlotWriter_ALeftOutStoryWithEarlierReportsSaysSo(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Stories: 1, Reports: 2}))
		n.Report(briefingtest.Chess)
		n.At("12:30")
		n.At("2 12:00")
		n.Report(secondChess)
		n.Report(briefingtest.Flood, secondFlood, briefingtest.Article("flood3", "East Wire", "Rescuers in Senn find 40 alive",
			"The rescue service said rescuers reached Senn and found 40 people alive in a school of the village."))
		n.At("2 12:30")
		n.Holds(n.Ch, "Sat 21 Nov", "Senn", "!Vera Holm")
		n.At("3 12:30")
		n.Holds(n.Ch, "Sun 22 Nov", "Vera Holm", "Left out on Saturday for room")
	})
}
