package briefing_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/briefing/llm"
	"dateline/store"
	"dateline/store/storetest"
)

func TestASlotIsPlannedWrittenAndDone(t *testing.T) {
	schedules(t, func(n *newsroom) {
		ctx := context.Background()
		x := n.schedule(n.ch, "World", "daily 12:30")
		n.report(flood, strike)
		n.at("12:29")
		n.wantSlots(x)
		var states []store.SlotState
		note := func(string) {
			for _, s := range must[[]store.Slot](t)(n.s.Slots(ctx, x.ID, 1)) {
				if len(states) == 0 || states[len(states)-1] != s.State {
					states = append(states, s.State)
				}
			}
		}
		n.plan.Step, n.press.Step, n.out.Step = note, note, note
		n.at("12:30")
		if want := []store.SlotState{store.SlotPlanned, store.SlotWriting, store.SlotWritten, store.SlotDone}; !slices.Equal(states, want) {
			t.Errorf("the slot was %v, want %v", states, want)
		}
		n.stands(n.ch, "**World, Fri 20 Nov, 12:30** (2 stories)", "-# World, Fri 20 Nov, 12:30, continued, 2")
		n.holds(n.ch, "Senn", "dockers of Lund", "Read 2 articles", "!late", "!Not posted")
		n.at("13:00")
		n.at("2 12:30")
		n.holds(n.ch, "World, Sat 21 Nov, 12:30**: nothing new")
		n.wantSlots(x, "20 12:30 done", "21 12:30 done")
	})
}

func TestOfMissedSlotsTheNewestIsPostedLateAndTheOthersAreSaid(t *testing.T) {
	schedules(t, func(n *newsroom) {
		x := n.schedule(n.ch, "World", "daily 12:30")
		n.report(flood)
		n.at("12:30")
		n.report(strike)
		n.at("4 13:30") // away for three slots
		n.wantSlots(x, "20 12:30 done", "21 12:30 skipped missed; the next one covers it", "22 12:30 skipped missed; the next one covers it", "23 12:30 done")
		n.holds(n.ch, "World, Mon 23 Nov, 12:30** (1 story, posted late)", "This covers Friday 12:30 to now", "Not posted: Sat 21 Nov, 12:30; Sun 22 Nov, 12:30.", "dockers of Lund")
		n.at("5 12:30")
		n.holds(n.ch, "Tue 24 Nov", "!late", "!Not posted")
	})
}

func TestASlotMissedByMoreThanTheCatchUpTimeIsSaidInTheNext(t *testing.T) {
	schedules(t, func(n *newsroom) {
		x := n.schedule(n.ch, "World", "daily 12:30")
		n.report(flood)
		n.at("2 00:31")
		n.wantSlots(x, "20 12:30 skipped missed by more than the catch-up time")
		n.stands(n.ch)
		n.at("2 12:30")
		n.holds(n.ch, "Sat 21 Nov, 12:30", "Not posted: Fri 20 Nov, 12:30.", "Senn", "!late")
	})
}

func TestAMonthAwayMakesADaysRowsOfAnHourlySchedule(t *testing.T) {
	schedules(t, func(n *newsroom) {
		x := n.schedule(n.ch, "World", "hourly")
		n.report(flood)
		n.at("31 09:30")
		if got := n.slots(x); len(got) != 24 || got[23] != "20 09:00 done" {
			t.Errorf("%d slots: %q", len(got), got)
		}
		n.holds(n.ch, "posted late", "Not posted: 20 earlier ones; Sun 20 Dec, 06:00; Sun 20 Dec, 07:00; Sun 20 Dec, 08:00.")
	})
}

func TestAStoppedChannelMissesSlotsAndIsToldTheNewest(t *testing.T) {
	schedules(t, func(n *newsroom) {
		ctx := context.Background()
		x := n.schedule(n.ch, "World", "hourly", func(x *store.Schedule) { x.CatchUp = 90 * time.Minute })
		n.report(flood)
		must[bool](t)(n.s.SetChannel(ctx, n.ch.ID, store.ChannelPaused, "may not write"))
		n.at("13:00")
		n.at("14:00")
		n.wantSlots(x, "20 13:00 skipped missed; the next one covers it", "20 14:00 planned")
		n.at("15:31")
		must[bool](t)(n.s.SetChannel(ctx, n.ch.ID, store.ChannelActive, ""))
		n.pass()
		n.wantSlots(x, "20 13:00 skipped missed; the next one covers it", "20 14:00 skipped it could not be posted in time", "20 15:00 done")
		n.holds(n.ch, "15:00", "posted late", "Not posted: Fri 20 Nov, 13:00; Fri 20 Nov, 14:00.", "Senn")
	})
}

func TestALostGuildIsToldNothing(t *testing.T) {
	schedules(t, func(n *newsroom) {
		ctx := context.Background()
		x := n.schedule(n.ch, "World", "daily 12:30")
		n.report(flood)
		n.clock.add(31 * time.Minute)
		must[int](t)(n.plan.Run(ctx))
		if err := n.s.LoseGuild(ctx, 7, "sent away"); err != nil {
			t.Fatal(err)
		}
		n.pass()
		n.wantSlots(x, "20 12:30 planned")
		n.count(0, 0)
		must[bool](t)(n.s.SeeGuild(ctx, 7))
		n.pass()
		n.wantSlots(x, "20 12:30 done")
	})
}

func TestASlotThatCannotBeWrittenHoldsUpNoOtherAndIsSkipped(t *testing.T) {
	schedules(t, func(n *newsroom) {
		ctx := context.Background()
		bad := n.schedule(n.ch, "Bad", "daily 12:30", func(x *store.Schedule) { x.Zone = "Nowhere/Town" })
		good := n.schedule(n.channel(71), "Good", "daily 12:31")
		n.report(flood)
		n.clock.add(29*time.Minute + 30*time.Second)
		lease := must[store.Lease](t)(n.s.TakeLease(ctx, "plan", "planner", time.Minute))
		must[int](t)(n.s.AddSlots(ctx, lease, []store.Slot{{Schedule: bad.ID, Date: "2026-11-20", Time: "12:30", Due: noon.Add(30 * time.Minute), State: store.SlotPlanned}}))
		n.clock.add(2 * time.Minute)
		must[int](t)(n.plan.Run(ctx))
		if got, err := n.press.Run(ctx); got != 1 || err == nil || !strings.Contains(err.Error(), "no time zone") {
			t.Errorf("%d written, %v", got, err)
		}
		n.wantSlots(good, "20 12:31 written")
		tries := 0
		n.press.Step = func(point string) {
			if point == "press: slot claimed" {
				tries++
			}
		}
		for range 13 * 6 {
			n.clock.add(10 * time.Minute)
			_, _ = n.press.Run(ctx)
		}
		must[int](t)(n.plan.Run(ctx))
		n.wantSlots(bad, "20 12:30 skipped it could not be posted in time: it could not be written")
		if tries < 20 || tries > 100 {
			t.Errorf("tried %d times in 12 hours", tries)
		}
	})
}

func TestWhatAPartThatDidNotArriveHeldIsToldTheNextTime(t *testing.T) {
	for name, first := range map[string]bool{"of the first briefing": true, "of a later one": false} {
		t.Run(name, func(t *testing.T) {
			schedules(t, func(n *newsroom) {
				// Short: most of what was read of a told story was not told, and is no update.
				x := n.schedule(n.ch, "World", "daily 12:30", func(x *store.Schedule) { x.Profile = `{"length":"short"}` })
				if !first {
					n.report(chess)
					n.at("12:30")
					n.holds(n.ch, "Vera Holm")
				}
				n.report(flood, strike)
				n.d.set(func(d *discord) { d.requests, d.fault = 0, script(none, rejected) })
				day := map[bool]int{true: 1, false: 2}[first]
				n.at(fmt.Sprint(day, " 12:30"))
				told := n.last(n.ch)
				lead, rest := "of Lund", "Senn"
				if strings.Contains(told, "Senn") {
					lead, rest = rest, lead
				}
				if got := n.slots(x); got[len(got)-1] != fmt.Sprintf("%d 12:30 done", 19+day) {
					t.Errorf("slots %q", got)
				}
				n.at(fmt.Sprint(day+1, " 12:30"))
				n.holds(n.ch, "1 story", rest, "!"+lead, "!Vera", "!Update")
				n.at(fmt.Sprint(day+2, " 12:30"))
				n.holds(n.ch, "nothing new")
			})
		})
	}
}

func TestABriefingThatDidNotArriveIsASkippedSlot(t *testing.T) {
	schedules(t, func(n *newsroom) {
		x := n.schedule(n.ch, "World", "daily 12:30")
		n.report(flood)
		n.d.fault = script(rejected)
		n.at("12:30")
		n.wantSlots(x, "20 12:30 skipped invalid form body")
		n.at("2 12:30")
		n.holds(n.ch, "Not posted: Fri 20 Nov, 12:30.", "Senn")
	})
}

func TestABriefingThatMayNotHaveArrivedIsSaidInTheNext(t *testing.T) {
	schedules(t, func(n *newsroom) {
		x := n.schedule(n.ch, "World", "daily 12:30")
		n.report(flood)
		n.d.set(func(d *discord) { d.fault, d.unread = script(vanished), true })
		for _, at := range []string{"12:30", "13:30", "2 00:31", "2 01:32"} {
			n.at(at)
		}
		n.wantSlots(x, "20 12:30 done")
		n.report(strike)
		n.at("2 12:30")
		n.holds(n.ch, "Sat 21 Nov, 12:30", "The briefing of Fri 20 Nov, 12:30 may be missing here", "dockers", "!Senn")
		n.at("3 12:30")
		n.holds(n.ch, "!may be missing")
	})
}

func TestARemovedScheduleSendsNothingMore(t *testing.T) {
	schedules(t, func(n *newsroom) {
		ctx := context.Background()
		x := n.schedule(n.ch, "World", "daily 12:30")
		n.report(flood, strike)
		n.clock.add(31 * time.Minute)
		must[int](t)(n.plan.Run(ctx))
		must[int](t)(n.press.Run(ctx))
		if err := n.s.RemoveSchedule(ctx, x.ID); err != nil {
			t.Fatal(err)
		}
		n.at("2 12:30")
		n.wantSlots(x, "20 12:30 skipped the schedule was removed")
		n.stands(n.ch)
		n.schedule(n.ch, "World", "daily 11:00")
		n.at("3 11:00")
		n.holds(n.ch, "Sun 22 Nov, 11:00", "!Not posted")
	})
}

func TestStoriesThatDoNotFitAreNotTold(t *testing.T) {
	schedules(t, func(n *newsroom) {
		ctx := context.Background()
		x := n.schedule(n.ch, "World", "daily 12:30")
		n.report(flood, strike, reactor, chess)
		n.at("12:30")
		n.holds(n.ch, "(3 stories)", "1 more story was left out")
		slot := must[[]store.Slot](t)(n.s.Slots(ctx, x.ID, 1))[0]
		var trace []briefing.Traced
		if err := json.Unmarshal([]byte(slot.Trace), &trace); err != nil {
			t.Fatal(err)
		}
		var posted, left int
		for _, x := range trace {
			if x.Posted {
				posted++
			} else if x.Outcome == "it did not fit the messages" {
				left++
			}
		}
		if posted != 3 || left != 1 {
			t.Errorf("the trace has %d posted and %d left out: %+v", posted, left, trace)
		}
		ps := must[[]store.Post](t)(n.s.SlotPosts(ctx, slot.ID))
		var pay briefing.Payload
		if err := json.Unmarshal([]byte(ps[2].Payload), &pay); err != nil || len(pay.Menu) != 3 || !pay.Last || !pay.Silent || len(pay.Stories) != 1 {
			t.Errorf("the last part is %+v, %v", pay, err)
		}
	})
}

func TestALayoutWithoutStoriesIsAFault(t *testing.T) {
	n := newNewsroom(t, storetest.Open(t))
	n.schedule(n.ch, "World", "daily 12:30")
	n.report(flood)
	for want, layout := range map[string]func([]briefing.Block) []briefing.Part{
		"no story fits":          func([]briefing.Block) []briefing.Part { return []briefing.Part{{Content: "x", Marker: "x"}} },
		"there is no first line": func([]briefing.Block) []briefing.Part { return nil },
	} {
		n.press.Layout = layout
		n.clock.add(time.Hour)
		must[int](t)(n.plan.Run(context.Background()))
		if got, err := n.press.Run(context.Background()); got != 0 || err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %d written, %v", want, got, err)
		}
	}
}

func TestAQuietScheduleDoesNotPostAnEmptyDay(t *testing.T) {
	schedules(t, func(n *newsroom) {
		x := n.schedule(n.ch, "World", "daily 12:30", func(x *store.Schedule) { x.Profile = `{"quiet":true}` })
		n.at("12:30")
		n.wantSlots(x, "20 12:30 done nothing new")
		n.count(0, 0)
		n.report(flood)
		n.at("2 12:30")
		n.holds(n.ch, "Sat 21 Nov", "Senn")
	})
}

func TestAClockSetBackPlansNothingTwiceAndStopsNothing(t *testing.T) {
	schedules(t, func(n *newsroom) {
		x := n.schedule(n.ch, "World", "daily 12:30")
		n.report(flood)
		n.at("12:30")
		n.at("11:00")
		n.at("12:30")
		n.wantSlots(x, "20 12:30 done")
		n.at("40 12:30") // a clock that was wrong for a while
		n.at("2 12:29")
		n.at("2 12:30")
		if got := n.slots(x); got[1] != "21 12:30 done" {
			t.Errorf("slots %q", got)
		}
		n.count(3, 0)
	})
}

// A headline stands in for it, and a post holds stored claims alone.
func TestAStoryWhoseHeadingMayNotStandIsPosted(t *testing.T) {
	const arrested, thanked = "Police in Senn arrested Olaf Crook at his home on Friday.", "Mayor Tilda Roos thanked the helpers of Senn who had come by boat from Karsk."
	n := newNewsroom(t, storetest.Open(t))
	n.press.Writer.Name, n.press.Writer.Model = "fake", &llm.Fake{Replies: []string{reply(arrested, thanked)}}
	x := n.schedule(n.ch, "World", "hourly")
	n.report(article("boats", "Coast Radio", "Boats leave Senn", arrested+" "+thanked))
	n.at("13:00")
	n.wantSlots(x, "20 13:00 done")
	n.holds(n.ch, "Boats leave Senn", "Tilda Roos", "!Crook")
}
