package deliver_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/llm"
	"dateline/briefing/message"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

func TestPlanner_SlotIsPlannedWrittenAndDone(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		ctx := context.Background()
		x := n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Flood, briefingtest.Strike)
		n.At("12:29")
		n.WantSlots(x)
		var states []state.Slot
		note := func(string) {
			for _, s := range briefingtest.Must[[]store.Slot](t)(n.S.Slots(ctx, x.ID, 1)) {
				if len(states) == 0 || states[len(states)-1] != s.State {
					states = append(states, s.State)
				}
			}
		}
		n.Plan.Step, n.Press.Step, n.Out.Step = note, note, note
		n.At("12:30")
		if want := []state.Slot{state.SlotPlanned, state.SlotWriting, state.SlotWritten, state.SlotDone}; !slices.Equal(states, want) {
			t.Errorf("the slot was %v, want %v", states, want)
		}
		n.Stands(n.Ch, "**World, Fri 20 Nov, 12:30** (2 stories)", "-# World, Fri 20 Nov, 12:30, continued, 2")
		n.Holds(n.Ch, "Senn", "dockers of Lund", "Read 2 articles", "!late", "!Not posted")
		n.At("13:00")
		n.At("2 12:30")
		n.Holds(n.Ch, "World, Sat 21 Nov, 12:30**: nothing new")
		n.WantSlots(x, "20 12:30 done", "21 12:30 done")
	})
}

func TestPlanner_NewestMissedSlotIsPostedLate(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		x := n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Flood)
		n.At("12:30")
		n.Report(briefingtest.Strike)
		n.At("4 13:30") // away for three slots
		n.WantSlots(x, "20 12:30 done", "21 12:30 skipped missed; the next one covers it", "22 12:30 skipped missed; the next one covers it", "23 12:30 done")
		n.Holds(n.Ch, "World, Mon 23 Nov, 12:30** (1 story, posted late)", "This covers Friday 12:30 to now", "Not posted: Sat 21 Nov, 12:30; Sun 22 Nov, 12:30.", "dockers of Lund")
		n.At("5 12:30")
		n.Holds(n.Ch, "Tue 24 Nov", "!late", "!Not posted")
	})
}

func TestPlanner_BeyondCatchUpIsSaidNext(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		x := n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Flood)
		n.At("2 00:31")
		n.WantSlots(x, "20 12:30 skipped missed by more than the catch-up time")
		n.Stands(n.Ch)
		n.At("2 12:30")
		n.Holds(n.Ch, "Sat 21 Nov, 12:30", "Not posted: Fri 20 Nov, 12:30.", "Senn", "!late")
	})
}

func TestPlanner_MonthAwayMakesADaysRows(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		x := n.Schedule(n.Ch, "World", "hourly")
		n.Report(briefingtest.Flood)
		n.At("31 09:30")
		if got := n.Slots(x); len(got) != 24 || got[23] != "20 09:00 done" {
			t.Errorf("%d slots: %q", len(got), got)
		}
		n.Holds(n.Ch, "posted late", "Not posted: 20 earlier ones; Sun 20 Dec, 06:00; Sun 20 Dec, 07:00; Sun 20 Dec, 08:00.")
	})
}

func TestPlanner_StoppedChannelIsToldTheNewest(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		ctx := context.Background()
		x := n.Schedule(n.Ch, "World", "hourly", func(x *store.Schedule) { x.CatchUp = 90 * time.Minute })
		n.Report(briefingtest.Flood)
		briefingtest.Must[bool](t)(n.S.SetChannel(ctx, n.Ch.ID, state.ChannelPaused, "may not write"))
		n.At("13:00")
		n.At("14:00")
		n.WantSlots(x, "20 13:00 skipped missed; the next one covers it", "20 14:00 planned")
		n.At("15:31")
		briefingtest.Must[bool](t)(n.S.SetChannel(ctx, n.Ch.ID, state.ChannelActive, ""))
		n.Pass()
		n.WantSlots(x, "20 13:00 skipped missed; the next one covers it", "20 14:00 skipped it could not be posted in time", "20 15:00 done")
		n.Holds(n.Ch, "15:00", "posted late", "Not posted: Fri 20 Nov, 13:00; Fri 20 Nov, 14:00.", "Senn")
	})
}

func TestSlotWriter_LostGuildIsToldNothing(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		ctx := context.Background()
		x := n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Flood)
		n.Clock.Add(31 * time.Minute)
		briefingtest.Must[int](t)(n.Plan.Run(ctx))
		if err := n.S.LoseGuild(ctx, 7, "sent away"); err != nil {
			t.Fatal(err)
		}
		n.Pass()
		n.WantSlots(x, "20 12:30 planned")
		n.Count(0, 0)
		briefingtest.Must[bool](t)(n.S.SeeGuild(ctx, 7))
		n.Pass()
		n.WantSlots(x, "20 12:30 done")
	})
}

func TestSlotWriter_UnwritableSlotHoldsUpNoOther(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		ctx := context.Background()
		bad := n.Schedule(n.Ch, "Bad", "daily 12:30", func(x *store.Schedule) { x.Zone = "Nowhere/Town" })
		good := n.Schedule(n.Channel(71), "Good", "daily 12:31")
		n.Report(briefingtest.Flood)
		n.Clock.Add(29*time.Minute + 30*time.Second)
		lease := briefingtest.Must[store.Lease](t)(n.S.TakeLease(ctx, "plan", "planner", time.Minute))
		briefingtest.Must[int](t)(n.S.AddSlots(ctx, lease, []store.Slot{{Schedule: bad.ID, Date: "2026-11-20", Time: "12:30", Due: briefingtest.Noon.Add(30 * time.Minute), State: state.SlotPlanned}}))
		n.Clock.Add(2 * time.Minute)
		briefingtest.Must[int](t)(n.Plan.Run(ctx))
		if got, err := n.Press.Run(ctx); got != 1 || err == nil || !strings.Contains(err.Error(), "no time zone") {
			t.Errorf("%d written, %v", got, err)
		}
		n.WantSlots(good, "20 12:31 written")
		tries := 0
		n.Press.Step = func(point string) {
			if point == "press: slot claimed" {
				tries++
			}
		}
		for range 13 * 6 {
			n.Clock.Add(10 * time.Minute)
			_, _ = n.Press.Run(ctx)
		}
		briefingtest.Must[int](t)(n.Plan.Run(ctx))
		n.WantSlots(bad, "20 12:30 skipped it could not be posted in time: it could not be written")
		if tries < 20 || tries > 100 {
			t.Errorf("tried %d times in 12 hours", tries)
		}
	})
}

func TestSlotWriter_UndeliveredPartIsToldNextTime(t *testing.T) {
	for name, first := range map[string]bool{"of the first briefing": true, "of a later one": false} {
		t.Run(name, func(t *testing.T) {
			briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
				// Short: most of what was read of a told story was not told, and is no update.
				x := n.Schedule(n.Ch, "World", "daily 12:30", func(x *store.Schedule) { x.Profile = `{"length":"short"}` })
				if !first {
					n.Report(briefingtest.Chess)
					n.At("12:30")
					n.Holds(n.Ch, "Vera Holm")
				}
				n.Report(briefingtest.Flood, briefingtest.Strike)
				n.D.Set(func(d *briefingtest.Discord) {
					d.Requests, d.Fault = 0, script(briefingtest.None, briefingtest.Rejected)
				})
				day := map[bool]int{true: 1, false: 2}[first]
				n.At(fmt.Sprint(day, " 12:30"))
				told := n.Last(n.Ch)
				lead, rest := "of Lund", "Senn"
				if strings.Contains(told, "Senn") {
					lead, rest = rest, lead
				}
				if got := n.Slots(x); got[len(got)-1] != fmt.Sprintf("%d 12:30 done", 19+day) {
					t.Errorf("slots %q", got)
				}
				n.At(fmt.Sprint(day+1, " 12:30"))
				n.Holds(n.Ch, "1 story", rest, "!"+lead, "!Vera", "!Update")
				n.At(fmt.Sprint(day+2, " 12:30"))
				n.Holds(n.Ch, "nothing new")
			})
		})
	}
}

func TestSlotWriter_UndeliveredBriefingIsASkippedSlot(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		x := n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Flood)
		n.D.Fault = script(briefingtest.Rejected)
		n.At("12:30")
		n.WantSlots(x, "20 12:30 skipped invalid form body")
		n.At("2 12:30")
		n.Holds(n.Ch, "Not posted: Fri 20 Nov, 12:30.", "Senn")
	})
}

func TestSlotWriter_DoubtfulBriefingIsSaidNext(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		x := n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Flood)
		n.D.Set(func(d *briefingtest.Discord) { d.Fault, d.Unread = script(briefingtest.Vanished), true })
		for _, at := range []string{"12:30", "13:30", "2 00:31", "2 01:32"} {
			n.At(at)
		}
		n.WantSlots(x, "20 12:30 done")
		n.Report(briefingtest.Strike)
		n.At("2 12:30")
		n.Holds(n.Ch, "Sat 21 Nov, 12:30", "The briefing of Fri 20 Nov, 12:30 may be missing here", "dockers", "!Senn")
		n.At("3 12:30")
		n.Holds(n.Ch, "!may be missing")
	})
}

func TestDeliverer_RemovedScheduleSendsNothing(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		ctx := context.Background()
		x := n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Flood, briefingtest.Strike)
		n.Clock.Add(31 * time.Minute)
		briefingtest.Must[int](t)(n.Plan.Run(ctx))
		briefingtest.Must[int](t)(n.Press.Run(ctx))
		if err := n.S.RemoveSchedule(ctx, x.ID); err != nil {
			t.Fatal(err)
		}
		n.At("2 12:30")
		n.WantSlots(x, "20 12:30 skipped the schedule was removed")
		n.Stands(n.Ch)
		n.Schedule(n.Ch, "World", "daily 11:00")
		n.At("3 11:00")
		n.Holds(n.Ch, "Sun 22 Nov, 11:00", "!Not posted")
	})
}

func TestSlotWriter_StoriesWithoutRoomAreUntold(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		ctx := context.Background()
		x := n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Flood, briefingtest.Strike, briefingtest.Reactor, briefingtest.Chess)
		n.At("12:30")
		n.Holds(n.Ch, "(3 stories)", "1 more story was left out")
		slot := briefingtest.Must[[]store.Slot](t)(n.S.Slots(ctx, x.ID, 1))[0]
		var trace []brief.Traced
		if err := json.Unmarshal([]byte(slot.Trace), &trace); err != nil {
			t.Fatal(err)
		}
		var posted, left int
		for _, x := range trace {
			if x.Outcome == brief.Posted {
				posted++
			} else if x.Outcome == brief.Unfit {
				left++
			}
		}
		if posted != 3 || left != 1 {
			t.Errorf("the trace has %d posted and %d left out: %+v", posted, left, trace)
		}
		ps := briefingtest.Must[[]store.Post](t)(n.S.SlotPosts(ctx, slot.ID))
		var pay message.Payload
		if err := json.Unmarshal([]byte(ps[2].Payload), &pay); err != nil || len(pay.Menu) != 3 || !pay.Last || !pay.Silent || len(pay.Stories) != 1 {
			t.Errorf("the last part is %+v, %v", pay, err)
		}
	})
}

func TestSlotWriter_LayoutWithoutStoriesIsAFault(t *testing.T) {
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	n.Schedule(n.Ch, "World", "daily 12:30")
	n.Report(briefingtest.Flood)
	for want, layout := range map[string]func([]message.Block) []message.Part{
		"no story fits":          func([]message.Block) []message.Part { return []message.Part{{Content: "x", Marker: "x"}} },
		"there is no first line": func([]message.Block) []message.Part { return nil },
	} {
		n.Press.Layout = layout
		n.Clock.Add(time.Hour)
		briefingtest.Must[int](t)(n.Plan.Run(context.Background()))
		if got, err := n.Press.Run(context.Background()); got != 0 || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %d written, %v", want, got, err)
		}
	}
}

func TestSlotWriter_QuietSchedulePostsNoEmptyDay(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		x := n.Schedule(n.Ch, "World", "daily 12:30", func(x *store.Schedule) { x.Profile = `{"quiet":true}` })
		n.At("12:30")
		n.WantSlots(x, "20 12:30 done nothing new")
		n.Count(0, 0)
		n.Report(briefingtest.Flood)
		n.At("2 12:30")
		n.Holds(n.Ch, "Sat 21 Nov", "Senn")
	})
}

func TestPlanner_ClockSetBackPlansNothingTwice(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		x := n.Schedule(n.Ch, "World", "daily 12:30")
		n.Report(briefingtest.Flood)
		n.At("12:30")
		n.At("11:00")
		n.At("12:30")
		n.WantSlots(x, "20 12:30 done")
		n.At("40 12:30") // a clock that was wrong for a while
		n.At("2 12:29")
		n.At("2 12:30")
		if got := n.Slots(x); got[1] != "21 12:30 done" {
			t.Errorf("slots %q", got)
		}
		n.Count(3, 0)
	})
}

// A headline stands in for it, and a post holds stored claims alone.
func TestSlotWriter_HeadlineReplacesAForbiddenHeading(t *testing.T) {
	const arrested, thanked = "Police in Senn arrested Olaf Crook at his home on Friday.", "Mayor Tilda Roos thanked the helpers of Senn who had come by boat from Karsk."
	n := briefingtest.NewNewsroom(t, storetest.Open(t))
	n.Press.Writer.Name, n.Press.Writer.Model = "fake", &llm.Fake{Replies: []string{briefingtest.Reply(arrested, thanked)}}
	x := n.Schedule(n.Ch, "World", "hourly")
	n.Report(briefingtest.Article("boats", "Coast Radio", "Boats leave Senn", arrested+" "+thanked))
	n.At("13:00")
	n.WantSlots(x, "20 13:00 done")
	n.Holds(n.Ch, "Boats leave Senn", "Tilda Roos", "!Crook")
}

func TestPlanner_EveryKindOfRuleIsPlannedWhenItFallsDue(t *testing.T) {
	for rule, want := range map[string][]string{
		"daily 13:00 and 18:00":            {"20 13:00 done", "20 18:00 done", "21 13:00 done", "21 18:00 done"},
		"every 6 hours except 22:00-07:00": {"20 18:00 done", "21 12:00 done", "21 18:00 done"},
		"saturdays 09:00":                  {"21 09:00 done"},
		"third friday 18:00":               {"20 18:00 done"},
		"21st of the month 10:00":          {"21 10:00 done"},
		"first monday 09:00":               nil,
	} {
		t.Run(rule, func(t *testing.T) {
			briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
				x := n.Schedule(n.Ch, "World", rule, func(x *store.Schedule) { x.CatchUp = time.Hour })
				n.Report(briefingtest.Flood)
				for _, at := range []string{"13:00", "18:00", "23:59", "2 00:00", "2 06:00", "2 09:00", "2 10:00", "2 12:00", "2 13:00", "2 18:00", "2 23:00"} {
					n.At(at)
				}
				n.WantSlots(x, want...)
			})
		})
	}
}
