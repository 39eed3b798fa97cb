package deliver_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/briefing/feed"
	"dateline/briefing/profile"
	"dateline/briefing/write"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// alarm is a newsroom with an Alerter.
type alarm struct {
	*briefingtest.Newsroom
	*deliver.Alerter
}

// alarms runs a test on both databases, with alerts on in a channel.
func alarms(t *testing.T, set profile.Alerts, f func(a *alarm)) {
	t.Helper()
	set.On = true
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) { f(&alarm{n, n.Alerter(set)}) })
}

// pass runs the alerter and the deliverer once and returns how many alerts are new.
func (a *alarm) pass() int {
	a.T.Helper()
	n := briefingtest.Must[int](a.T)(a.Alerter.Run(context.Background()))
	briefingtest.Must[int](a.T)(a.Out.Run(context.Background()))
	return n
}

// report reads articles, one every so often.
func (a *alarm) report(apart time.Duration, items ...feed.Item) {
	a.T.Helper()
	for _, it := range items {
		a.Report(it)
		a.Clock.Add(apart)
	}
}

// want fails the test unless a pass makes so many alerts.
func (a *alarm) want(what string, n int) {
	a.T.Helper()
	if got := a.pass(); got != n {
		a.T.Errorf("%s: %d alerts, want %d; the channel holds\n%s", what, got, n, strings.Join(a.D.Texts(a.Ch.ID), "\n---\n"))
	}
}

func TestAlerter_TellsOnceWhatManyReportWithinAnHour(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		a.report(10*time.Minute, briefingtest.Dam[:3]...)
		a.want("three reports", 0)
		a.report(10*time.Minute, briefingtest.Dam[3:]...)
		a.want("five reports", 1)
		a.Holds(a.Ch, "**Alert, Fri 20 Nov, 12:50:** ", "am", "5 independent reports in 40 minutes. ", "Coast Radio", "North Wire",
			"Not in a briefing yet. No more alerts on this story for 3 hours.")
		a.Clock.Add(time.Minute)
		a.want("the same reports", 0)
		a.Clock.Add(time.Minute)
		a.Restart(a.Clock.Now())
		a.want("another process", 0)
		a.Count(1, 0)
	})
}

// The reports of an alert come within an hour, by when they were first seen.
func TestAlerter_SlowReportsAreNoReason(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		a.report(25*time.Minute, briefingtest.Dam...)
		a.want("five reports in 100 minutes", 0)
	})
}

func TestAlerter_CountsIndependentReports(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		for i := range 5 { // one text in five outlets is one report
			copied := briefingtest.Dam[0]
			copied.ID, copied.URL, copied.Outlet = fmt.Sprint("copy", i), fmt.Sprintf("https://copy%d.example/1", i), fmt.Sprint("Copy ", i)
			a.report(time.Minute, copied)
		}
		a.want("five copies", 0)
		a.SetAlerts(a.Ch, profile.Alerts{On: true, Reports: 2})
		a.report(time.Minute, briefingtest.Dam[1:3]...)
		a.want("a copied report and two others, in a channel that asks for two", 1)
	})
}

func TestAlerter_NothingFromBeforeAlertsWereOn(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		a.report(time.Minute, briefingtest.Dam...)
		a.SetAlerts(a.Ch, profile.Alerts{On: true, Since: a.Clock.Now()})
		a.want("switched on after the reports", 0)
		a.SetAlerts(a.Ch, profile.Alerts{})
		a.want("switched off", 0)
	})
}

func TestAlerter_TopicFilters(t *testing.T) {
	alarms(t, profile.Alerts{Topic: "sport"}, func(a *alarm) {
		a.report(time.Minute, briefingtest.Dam...)
		a.want("another topic", 0)
		a.SetAlerts(a.Ch, profile.Alerts{On: true, Topic: `"Oru dam" -football`})
		a.want("its topic", 1)
	})
}

// At most four a day of the server's clock.
func TestAlerter_FourADay(t *testing.T) {
	alarms(t, profile.Alerts{Reports: 2}, func(a *alarm) {
		if err := a.S.ChangeGuild(context.Background(), 7, func(string) string { return profile.Server{Zone: "Asia/Tokyo"}.String() }); err != nil {
			t.Fatal(err)
		}
		for i, reports := range append([][]feed.Item{{briefingtest.Flood, secondFlood}}, fillers...) {
			a.report(time.Second, reports...)
			a.Clock.Add(time.Minute)
			a.want(fmt.Sprint("alert ", i+1), 1)
			a.want("again", 0)
		}
		a.report(time.Second, briefingtest.Dam...)
		a.Clock.Add(time.Minute)
		a.want("the fifth of the day", 0)
		a.Clock.Add(2*time.Hour + 50*time.Minute) // 15:00 in London is midnight in Tokyo
		a.want("after midnight in Tokyo, of before", 0)
		a.report(time.Second, briefingtest.Chess, secondChess)
		a.Clock.Add(10 * time.Minute)
		a.want("after midnight in Tokyo", 1)
	})
}

// secondChess is another outlet's report of briefingtest.Chess.
var secondChess = briefingtest.Article("chess2", "Narva Times", "Vera Holm wins the chess open", "With 8 points from 9 games Vera Holm has won the chess "+
	"open of Tallinn, its organisers said. The player from Narva is 17 years old.")

// Two in one minute would have one first line.
func TestAlerter_OneAMinute(t *testing.T) {
	alarms(t, profile.Alerts{Reports: 2}, func(a *alarm) {
		a.report(time.Second, briefingtest.Flood, secondFlood)
		a.report(time.Second, fillers[0]...)
		a.want("two stories at once", 1)
		a.want("in the same minute", 0)
		a.Clock.Add(time.Minute)
		a.want("in the next", 1)
	})
}

// An alert's story is named by the next briefing in one line, with a link.
func TestAlerter_TheBriefingNamesItInOneLine(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		a.Schedule(a.Ch, "World", "daily 15:30")
		a.report(time.Minute, briefingtest.Dam...)
		a.want("five reports", 1)
		a.Report(briefingtest.Chess)
		a.At("15:30")
		a.Holds(a.Ch, "World, Fri 20 Nov, 15:30", "(1 story)", "Vera Holm", "Told here before", "(Friday's post)", "!cracks in its wall, the")
		a.At("2 15:30")
		a.Holds(a.Ch, "World, Sat 21 Nov, 15:30", "nothing new", "!Told here before")
	})
}

// What a briefing told is no alert, however many report it after.
func TestAlerter_WhatABriefingToldIsNoAlert(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		a.Schedule(a.Ch, "World", "daily 12:30")
		a.report(time.Minute, briefingtest.Dam[0])
		a.At("12:30")
		a.Holds(a.Ch, "World, Fri 20 Nov, 12:30", "dam")
		a.report(time.Minute, briefingtest.Dam[1:]...)
		a.want("told by a briefing", 0)
	})
}

// A slot that is due comes first: it tells the story, and there is no alert.
func TestAlerter_ASlotThatIsDueComesFirst(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		a.Schedule(a.Ch, "World", "daily 12:30")
		a.report(time.Minute, briefingtest.Dam...)
		a.Clock.Add(25*time.Minute + 5*time.Second)
		briefingtest.Must[int](t)(a.Plan.Run(context.Background()))
		a.want("a slot is due", 0)
		a.Pass()
		a.Pass()
		a.Holds(a.Ch, "World, Fri 20 Nov, 12:30", "dam")
		a.want("the briefing has told it", 0)
	})
}

// No alert in quiet hours; the next briefing tells the story first, whatever its topic
// is, and says so.
func TestAlerter_QuietHours(t *testing.T) {
	alarms(t, profile.Alerts{Quiet: "22:00-07:00"}, func(a *alarm) {
		a.Schedule(a.Ch, "Chess", "daily 08:00", choosing(profile.Schedule{Topic: "chess"}))
		a.At("22:30")
		a.report(time.Minute, briefingtest.Dam...)
		a.Report(briefingtest.Chess)
		a.want("at night", 0)
		a.At("2 07:01")
		a.want("in the morning, of the night", 0)
		a.At("2 08:00")
		a.Holds(a.Ch, "Chess, Sat 21 Nov, 08:00", "No alert in quiet hours. ", "am", "Vera Holm")
		text := a.Last(a.Ch)
		if strings.Index(text, "quiet") > strings.Index(text, "Vera Holm") {
			t.Errorf("the story of the night does not come first:\n%s", text)
		}
		a.At("3 08:00")
		a.Holds(a.Ch, "Sun 22 Nov", "nothing new", "!quiet")
	})
}

// Where no briefing is posted, what the night held back is told when it ends, once.
func TestAlerter_QuietHoursWithoutBriefings(t *testing.T) {
	alarms(t, profile.Alerts{Quiet: "22:00-07:00"}, func(a *alarm) {
		a.At("22:30")
		a.report(time.Minute, briefingtest.Dam...)
		a.want("at night", 0)
		a.At("2 06:59")
		a.want("still at night", 0)
		a.At("2 07:01")
		a.want("in the morning", 1)
		a.Holds(a.Ch, "Alert, Sat 21 Nov, 07:01", "No alert in quiet hours. ", "am")
		a.At("2 07:03")
		a.want("again", 0)
		a.At("2 09:00")
		a.report(time.Minute, briefingtest.Chess)
		a.want("later", 0)
	})
}

// damBreaks are four outlets' reports of what happens next to briefingtest.Dam.
var damBreaks = []feed.Item{
	briefingtest.Article("break1", "Coast Radio", "Oru dam breaks, 30 missing in the valley", "The Oru dam broke and 30 people of the valley are missing, "+
		"the rescue service of Velland said. Water stands two metres high in Senn."),
	briefingtest.Article("break2", "North Wire", "30 people missing as Oru dam breaks", "At least 30 people are missing after the wall of the Oru dam "+
		"broke, rescuers said. Boats search the valley that Velland Power had cleared."),
	briefingtest.Article("break3", "Velland Herald", "Oru dam breaks and floods the valley", "A wave ran through the valley when the Oru dam broke, its "+
		"operator Velland Power said. It knows of 30 missing people."),
	briefingtest.Article("break4", "The Ledger", "Valley flooded after Oru dam breaks", "The Oru dam has broken; the valley is under water and 30 people "+
		"cannot be found, police said. Helicopters take people from roofs."),
}

// After three hours a story that only an alert has told may be one again, if as many
// outlets report something new of it.
func TestAlerter_AgainAfterThreeHoursWithNews(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		a.report(time.Minute, briefingtest.Dam...)
		a.want("five reports", 1)
		a.Clock.Add(130 * time.Minute)
		a.report(time.Minute, damBreaks...)
		a.want("two hours later", 0)
		a.Clock.Add(48 * time.Minute)
		a.want("three hours later", 1)
		a.Holds(a.Ch, "Alert, Fri 20 Nov, 15:0", "Update on", "4 independent reports in 3 minutes.")
	})
}

// One that cannot be posted in an hour is no alert any more.
func TestAlerter_WhatDoesNotArriveInAnHourExpires(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		a.report(time.Minute, briefingtest.Dam...)
		if got := briefingtest.Must[int](t)(a.Alerter.Run(context.Background())); got != 1 {
			t.Fatalf("%d alerts", got)
		}
		a.Clock.Add(61 * time.Minute)
		a.want("an hour later", 0)
		posts := briefingtest.Must[[]store.Post](t)(a.S.Alerts(context.Background(), a.Ch.ID, briefingtest.Noon))
		if len(posts) != 1 || posts[0].State != state.PostExpired {
			t.Errorf("%+v", posts)
		}
		a.Count(0, 0)
	})
}

// A model on a small machine writes for longer than a lease lasts.
func TestAlerter_SlowWritingIsNotLost(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		a.report(time.Minute, briefingtest.Dam...)
		a.Step = func(point string) {
			if point == "alert: written" {
				a.Clock.Add(store.LeaseTime + time.Second)
			}
		}
		a.want("written for half a minute", 1)
		a.Count(1, 0)
	})
}

// What a server's own filter refuses is not written anew each minute.
func TestAlerter_RefusedIsNotTriedAgain(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		a.D.Fault = script(briefingtest.Rejected, briefingtest.Rejected, briefingtest.Rejected)
		a.report(time.Minute, briefingtest.Dam...)
		a.want("five reports", 1)
		for range 3 {
			a.Clock.Add(2 * time.Minute)
			a.want("after Discord refused it", 0)
		}
		a.report(time.Minute, fillers[0]...)
		a.Clock.Add(time.Minute)
		a.want("another story", 0) // it has two reports
		a.SetAlerts(a.Ch, profile.Alerts{On: true, Reports: 2})
		a.want("another story, in a channel that asks for two", 1)
	})
}

func TestAlerter_OneHolder(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	first, second := n.Alerter(profile.Alerts{On: true}), deliver.Alerter{Store: n.S, Holder: "other", Now: n.Clock.Now}
	briefingtest.Must[int](t)(first.Run(context.Background()))
	if _, err := second.Run(context.Background()); !errors.Is(err, store.ErrBusy) {
		t.Errorf("a second holder: %v", err)
	}
}

// With a model an alert is written as stories are: once for all channels that see the
// same reports, checked, and said to be so.
func TestAlerter_TheModelWritesOnceForAllChannels(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	a := &alarm{n, n.Alerter(profile.Alerts{On: true})}
	model := &honest{knows: map[string]string{"Oru": "The operator Velland Power said that the Oru dam was closed after engineers found cracks in its wall."}}
	n.Press.Writer.Name, n.Press.Writer.Model = "fake", (&write.Budget{Store: n.S, Now: n.Clock.Now}).Over(model)
	a.SetAlerts(n.Channel(71), profile.Alerts{On: true})
	a.report(time.Minute, briefingtest.Dam...)
	a.want("two channels", 2)
	if model.asked != 1 {
		t.Errorf("the model was asked %d times", model.asked)
	}
	a.Holds(n.Ch, "Alert, Fri 20 Nov, 12:05:", "The operator Velland Power said that the Oru dam was closed after engineers found cracks in its wall (Coast Radio",
		"Written by AI, checked against these sources by a program, not by a person.", "!“")
	if first, second := n.D.Texts(n.Ch.ID), n.D.Texts(n.Channel(71).ID); len(first) != 1 || len(second) != 1 || first[0] != second[0] {
		t.Errorf("not the same in both channels: %q and %q", first, second)
	}
}

// While no story comes in only a channel with quiet hours is looked at.
func TestAlerter_IdlePassLooksAtFewChannels(t *testing.T) {
	alarms(t, profile.Alerts{}, func(a *alarm) {
		for i := range int64(20) {
			a.SetAlerts(a.Channel(800+i), profile.Alerts{On: i > 0})
		}
		a.SetAlerts(a.Channel(900), profile.Alerts{On: true, Quiet: "22:00-07:00"})
		looks := 0
		a.Step = func(point string) {
			if point == "alert: looking" {
				looks++
			}
		}
		a.want("nothing", 0)
		if looks != 1 {
			a.T.Errorf("%d channels were looked at, want the one with quiet hours", looks)
		}
		a.report(0, briefingtest.Dam...)
		looks = 0
		a.pass()
		if looks != 21 {
			a.T.Errorf("%d channels were looked at for a story, want all 21 that have alerts", looks)
		}
	})
}
