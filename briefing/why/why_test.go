package why_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/message"
	"dateline/briefing/phrases"
	"dateline/briefing/profile"
	"dateline/briefing/why"
	"dateline/store"
)

// drawn is how blocks are read: a link in brackets behind its text, times by their zone.
func drawn(blocks []message.Block) string {
	var b strings.Builder
	for _, x := range blocks {
		for _, r := range x.Runs {
			switch {
			case !r.Time.IsZero():
				b.WriteString(r.Time.UTC().Format("<2 Jan 15:04>"))
			case r.Link != "":
				fmt.Fprintf(&b, "[%s](%s)", r.Text, r.Link)
			default:
				b.WriteString(r.Text)
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// asked is a question on the newsroom's channel.
func asked(n *briefingtest.Newsroom, words string) why.Question {
	return why.Question{Store: n.S, Scope: n.Desk.Scope, Guild: 7, Channel: 70, Name: "news", Asked: words, Now: n.Clock.Now(), Zone: time.UTC}
}

func answer(n *briefingtest.Newsroom, q why.Question) string {
	n.T.Helper()
	return drawn(briefingtest.Must[why.Answer](n.T)(q.Answer(context.Background())).Blocks(phrases.In("en")))
}

func holds(t *testing.T, what, got string, parts ...string) {
	t.Helper()
	for _, p := range parts {
		if !strings.Contains(got, p) {
			t.Errorf("%s: %q is not in:\n%s", what, p, got)
		}
	}
}

// two stories a briefing
func two(x *store.Schedule) { x.Profile = profile.Schedule{Stories: 2}.String() }

func TestAnswer_TellsWhatBecameOfEachStory(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30", two)
		n.Report(briefingtest.Flood, briefingtest.Strike, briefingtest.Reactor, briefingtest.Chess)
		n.At("12:30")
		all := answer(n, asked(n, ""))
		holds(t, "the newest briefing", all, "#news: 4 stories weighed, 2 posted", "posted <20 Nov 12:30>, ranked 1st. 1 independent report, newest <20 Nov 12:00>.", "ranked 4th, the briefing holds 2.")
		posted := strings.SplitN(strings.Split(all, "\n")[1], ":", 2)[0]
		holds(t, "a story that was posted", answer(n, asked(n, posted)), "“"+posted+"” in #news, last 7 days: 1 story read, 1 posted")
		left := strings.SplitN(strings.Split(all, "\n")[4], ":", 2)[0]
		holds(t, "one that found no place", answer(n, asked(n, left)), "last 7 days: 1 story read, 0 posted", left+": read 20 Nov; ranked 4th, the briefing holds 2.")
		n.At("2 12:30")
		holds(t, "what was held over", answer(n, asked(n, left)), left+": posted <21 Nov 12:30>")
		n.At("3 12:30")
		holds(t, "a day without news", answer(n, asked(n, "")), "#news: Nothing was new on 22 Nov.")
	})
}

func TestAnswer_FindsWhatNoBriefingWeighed(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Report(briefingtest.Chess)
		n.Clock.Add(30 * time.Hour)
		n.Schedule(n.Ch, "World", "daily 18:30")
		old := briefingtest.Reactor
		n.Report(briefingtest.Flood)
		n.Desk.Now = n.Clock.Now()
		old.Published = n.Clock.Now().Add(-100 * time.Hour)
		undated := briefingtest.Article("undated", "Coast Radio", "A bridge falls in Marand", "A bridge over the river fell in Marand, the city said.")
		undated.Published, undated.PublishedFrom = time.Time{}, "unread"
		n.Desk.Read(old, undated)
		for words, want := range map[string]string{
			"chess":                                  "Vera Holm wins the chess open](https://chess.example/): read 20 Nov; that was before this schedule was made.",
			"Senn":                                   "read 21 Nov; the next briefing weighs it.",
			"Oskar reactor":                          "too old when it was read.",
			"bridge Marand":                          "its date cannot be read, so it may be old.",
			"https://flood.example":                  "Rescuers find 40 alive in Senn](https://flood.example/): read 21 Nov; the next briefing weighs it.",
			"http://www.flood.example/?utm_source=x": "last 7 days: 1 story read, 0 posted",
			"Sudan":                                  "“Sudan” in #news: I have read nothing on this here in the last 7 days.",
			"https://a.example/x":                    "I have read nothing on this here",
			"the":                                    "I have read nothing on this here",
		} {
			holds(t, words, answer(n, asked(n, words)), want)
		}
		nobody := asked(n, "Senn")
		nobody.Scope = store.Scope{}
		holds(t, "who sees nothing", answer(n, nobody), "I have read nothing on this here in the last 7 days.")
	})
}

// A schedule that was changed or resumed was there before that.
func TestAnswer_KnowsTheBriefingsFromBeforeAScheduleWasChanged(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		ctx := context.Background()
		x := n.Schedule(n.Ch, "World", "daily 18:30")
		n.Report(briefingtest.Chess)
		n.Clock.Add(time.Hour)
		if err := n.S.AddSlotNow(ctx, x.ID, "2026-11-20", "13:00"); err != nil {
			t.Fatal(err)
		}
		slot, _, err := n.S.ClaimSlot(ctx, time.Minute, store.Reading{})
		if err != nil {
			t.Fatal(err)
		}
		slot.From, slot.Cut, slot.Trace = n.Clock.Now().Add(-24*time.Hour), n.Clock.Now(), "[]" // which keeps a note of the first stories
		if err := n.S.FinishSlot(ctx, slot, nil); err != nil {
			t.Fatal(err)
		}
		n.Clock.Add(70 * time.Hour)
		_, err = n.S.ChangeSchedule(ctx, x.ID, func(x store.Schedule) (store.Schedule, error) {
			x.From = n.Clock.Now()
			return x, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		holds(t, "read when it was there", answer(n, asked(n, "chess")), "read 20 Nov; no briefing noted it")
	})
}

func TestAnswer_AStoryThatWasToldSaysWhere(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Flood)
		n.At("12:30")
		again := briefingtest.Flood
		again.ID, again.URL = "again", "https://again.example/"
		n.At("2 10:00")
		n.Report(again)
		n.At("2 12:30")
		got := answer(n, asked(n, "Senn"))
		holds(t, "told before", got, "1 story read, 1 posted", "posted <20 Nov 12:30>, ranked 1st")
		slots := briefingtest.Must[[]store.Slot](t)(n.S.Slots(context.Background(), briefingtest.Must[[]store.Planned](t)(n.S.Schedules(context.Background(), 7))[0].Schedule.ID, 9))
		one := asked(n, "")
		one.Slot = slots[0].ID
		holds(t, "the second briefing alone", answer(n, one), "0 posted", "told on 20 Nov ([that post](https://discord.com/channels/7/70/", "), nothing new since.")
	})
}

func TestAnswer_KnowsAlerts(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		ctx := context.Background()
		alerter := n.Alerter(profile.Alerts{On: true})
		n.Desk.Scope = briefingtest.Must[store.Scope](t)(n.S.ScopeOf(ctx, store.Desk))
		for _, it := range briefingtest.Dam {
			n.Report(it)
			n.Clock.Add(time.Minute)
		}
		n.Report(briefingtest.Chess)
		if briefingtest.Must[int](t)(alerter.Run(ctx)) != 1 || briefingtest.Must[int](t)(n.Out.Run(ctx)) != 1 {
			t.Fatal("there is no alert")
		}
		got := answer(n, asked(n, "dam"))
		holds(t, "an alert", got, "1 story read, 1 posted", "told at once in an alert <20 Nov 12:05>")
		holds(t, "what is in none", answer(n, asked(n, "chess")), "no alert told it, and no briefings are posted here.")
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.At("12:30")
		holds(t, "a briefing names it", answer(n, asked(n, "dam")), "1 story read, 1 posted")
	})
}

func TestAnswer_AMergedStoryIsOne(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		ctx := context.Background()
		n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Flood, briefingtest.Strike)
		n.At("12:30")
		items := briefingtest.Must[[]store.Item](t)(n.S.Window(ctx, n.Desk.Scope, store.Range{To: n.Clock.Now(), NoText: true}))
		lease := briefingtest.Must[store.Lease](t)(n.S.TakeLease(ctx, "cluster", "test", time.Minute))
		merge := store.Merge{From: items[1].Article.Story, Into: items[0].Article.Story}
		briefingtest.Must[map[int64]int64](t)(n.S.SaveClusters(ctx, lease, nil, nil, []store.Merge{merge}))
		holds(t, "both stories", answer(n, asked(n, "")), "1 story weighed, 1 posted")
	})
}

func TestAnswer_OlderTracesReadAsTheyWereStored(t *testing.T) {
	t.Parallel()
	slot := store.Slot{Due: briefingtest.Noon, Trace: `[{"story":2,"title":"Airport reopens","place":2,"outcome":"told on 22 Nov, nothing new since","rank":"2 reports"},{"story":3,"title":"Talks in Port Sudan","place":1,"outcome":"posted","posted":true}]`}
	a := why.Answer{Question: why.Question{Name: "news", Zone: time.UTC, Now: briefingtest.Noon}, Slots: []store.Slot{slot}}
	for _, x := range brief.Traces(slot) {
		a.Stories = append(a.Stories, why.Found{Title: x.Title, Slot: slot, Weighed: x})
	}
	holds(t, "an older trace", drawn(a.Blocks(phrases.In("de"))), "Airport reopens: told on 22 Nov, nothing new since.", "Talks in Port Sudan: veröffentlicht <20 Nov 12:00>, Platz 1.")
}
