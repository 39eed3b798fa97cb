package deliver_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/store"
	"dateline/store/storetest"
)

var (
	// secondFlood is another outlet's report of briefingtest.Flood.
	secondFlood = briefingtest.Article("flood2", "Velland Herald", "Rescuers find 40 alive in Senn", "Rescuers found 40 people "+
		"alive in the school of Senn, mayor Tilda Roos said. The boats of the rescue service had come to the village from Karsk.")
	// streik is in German.
	streik = briefingtest.Article("streik", "Hafenblatt", "Lotsen von Marr legen die Arbeit nieder", "Die Lotsen von Marr haben am Freitag die "+
		"Arbeit niedergelegt, teilte die Gewerkschaft mit. Im Hafen warten neun Schiffe auf die Einfahrt.")
)

// choosing is a schedule with these settings.
func choosing(p profile.Schedule) func(*store.Schedule) {
	return func(x *store.Schedule) { x.Profile = p.String() }
}

// outcomes are what became of the stories of a schedule's newest slot, by title.
func outcomes(n *briefingtest.Newsroom, x store.Schedule) []string {
	n.T.Helper()
	slot := briefingtest.Must[[]store.Slot](n.T)(n.S.Slots(context.Background(), x.ID, 1))[0]
	var out []string
	for _, t := range brief.Traces(slot) {
		said := "posted"
		if t.Outcome != brief.Posted {
			said = t.Said(phrases.In("en"))
		}
		out = append(out, t.Title+": "+said)
	}
	slices.Sort(out)
	return out
}

func TestSlotWriter_AScheduleChoosesWhatItTells(t *testing.T) {
	const (
		flood, strike, reactor, chess, german = "Rescuers find 40 alive in Senn", "Dockers of Lund end their strike", "Reactor at Oskar is switched off",
			"Vera Holm wins the chess open", "Lotsen von Marr legen die Arbeit nieder"
	)
	outlet := ": an outlet this schedule leaves out"
	for name, c := range map[string]struct {
		prof profile.Schedule
		told []string
		not  map[string]string // title to why
	}{
		"outlets out": {profile.Schedule{Without: []string{"harbour post", "daily.example", "reactor.example"}}, []string{flood, chess, german},
			map[string]string{strike: outlet, reactor: outlet}},
		"outlets in": {profile.Schedule{Only: []string{"SPORTS WIRE"}}, []string{chess},
			map[string]string{flood: outlet, strike: outlet, reactor: outlet, german: outlet}},
		"languages": {profile.Schedule{Languages: []string{"de", "fr"}}, []string{german},
			map[string]string{flood: ": in a language this schedule leaves out", chess: ": in a language this schedule leaves out"}},
		"two reports": {profile.Schedule{Reports: 2}, []string{flood},
			map[string]string{strike: ": 1 independent report, this schedule asks for 2", german: ": 1 independent report, this schedule asks for 2"}},
		"phrase": {profile.Schedule{Topic: `"chess open"`}, []string{chess}, map[string]string{flood: ": not on the topic of this schedule"}},
		"exclusions": {profile.Schedule{Topic: `-chess -"leak in a valve"`}, []string{flood, strike, german},
			map[string]string{chess: ": it holds “chess”, which this schedule leaves out",
				reactor: ": it holds “leak in a valve”, which this schedule leaves out"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := briefingtest.NewNewsroom(t, storetest.Open(t))
			n.Press.Layout = briefingtest.OneEach
			c.prof.Stories = 9
			x := n.Schedule(n.Ch, "World", "daily 12:30", choosing(c.prof))
			n.Report(briefingtest.Flood, secondFlood, briefingtest.Strike, briefingtest.Reactor, briefingtest.Chess, streik)
			n.At("12:30")
			got := outcomes(n, x)
			for _, title := range c.told {
				if !slices.Contains(got, title+": posted") {
					t.Errorf("%q is not posted", title)
				}
			}
			for title, why := range c.not {
				if !slices.Contains(got, title+why) {
					t.Errorf("%q is not left out as%s", title, why)
				}
			}
			if posted := strings.Count(strings.Join(got, "\n"), ": posted"); posted != len(c.told) || len(got) != 5 {
				t.Errorf("%d posted of %d weighed, want %d of 5:\n%s", posted, len(got), len(c.told), strings.Join(got, "\n"))
			}
		})
	}
}

// An outlet that is left out is neither named nor counted: the story rests on one
// source. One in a language that is left out still counts.
func TestSlotWriter_AnOutletLeftOutDoesNotCount(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Without: []string{"Velland Herald"}}))
	other := n.Channel(71)
	n.Schedule(other, "World", "daily 12:30")
	n.Report(briefingtest.Flood, secondFlood)
	n.At("12:30")
	n.Holds(n.Ch, "One source so far", "Coast Radio", "!Herald")
	n.Holds(other, "!One source", "Coast Radio", "Herald")
}

// A story that had too few reports is told once it has enough, with all of them,
// though the first stand in no later window.
func TestSlotWriter_ReportsOfThreeDaysCountTogether(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		x := n.Schedule(n.Ch, "World", "daily 12:30", choosing(profile.Schedule{Reports: 2}))
		n.Report(briefingtest.Flood)
		n.At("12:30")
		n.Holds(n.Ch, "nothing new", "none of them is what is asked for here; /why names them.")
		n.Report(secondFlood)
		n.At("2 12:30")
		n.Holds(n.Ch, "Sat 21 Nov", "(1 story)", "40 ", "Coast Radio", "Velland Herald", "!One source")
		n.At("3 12:30")
		n.Holds(n.Ch, "Sun 22 Nov", "nothing new")
		if got := outcomes(n, x); len(got) != 0 {
			t.Errorf("weighed again: %q", got)
		}
	})
}
