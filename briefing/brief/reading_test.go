package brief_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/briefingtest"
	"dateline/briefing/deliver"
	"dateline/briefing/feed"
	"dateline/briefing/ingest"
	"dateline/briefing/stories"
	"dateline/store"
	"dateline/store/state"
	"dateline/store/storetest"
)

// visited gives a reader sources with a past: each is read, failed or left as
// the change says.
func visited(t *testing.T, s *store.Store, owner string, changes ...func(*store.Source)) []store.Source {
	t.Helper()
	ctx := context.Background()
	for i := range changes {
		src := store.Source{Domain: store.Public, URL: fmt.Sprintf("https://s%d.example/feed", i), Kind: state.SourceFeed}
		if _, _, err := s.AddSource(ctx, src, owner, "ann"); err != nil {
			t.Fatal(err)
		}
	}
	claimed := briefingtest.Must[[]store.Source](t)(s.ClaimSources(ctx, 100, time.Minute))
	for _, x := range claimed {
		n := 0
		if _, err := fmt.Sscanf(x.URL, "https://s%d.", &n); err != nil {
			t.Fatal(err)
		}
		changes[n](&x)
		if err := s.FinishSource(ctx, x); err != nil {
			t.Fatal(err)
		}
	}
	return claimed
}

func well(ago, next time.Duration) func(*store.Source) {
	return func(x *store.Source) {
		x.Tried, x.Read, x.Next = briefingtest.Noon.Add(-ago), briefingtest.Noon.Add(-ago), briefingtest.Noon.Add(next)
	}
}

func badly(ago time.Duration) func(*store.Source) {
	return func(x *store.Source) {
		x.Read, x.Tried, x.Next, x.Fails, x.Reason = briefingtest.Noon.Add(-ago), briefingtest.Noon.Add(-time.Minute), briefingtest.Noon.Add(time.Hour), 1, "no answer"
	}
}

func never(*store.Source) {}

func TestReading_AnEmptyBriefingSaysWhatWasNotRead(t *testing.T) {
	fresh, overdue := well(10*time.Minute, 5*time.Minute), well(3*time.Hour, -2*time.Hour)
	for name, c := range map[string]struct {
		sources []func(*store.Source)
		at      time.Time // zero: now
		want    string
	}{
		"all read":                     {[]func(*store.Source){fresh, fresh, fresh, fresh, fresh}, time.Time{}, "nothing new|5 sources checked, no new articles."},
		"one read":                     {[]func(*store.Source){fresh}, time.Time{}, "nothing new|1 source checked, no new articles."},
		"read within a long interval":  {[]func(*store.Source){well(5*time.Hour, 30*time.Minute)}, time.Time{}, "nothing new|1 source checked"},
		"due, and about to be read":    {[]func(*store.Source){well(15*time.Minute, -time.Minute)}, time.Time{}, "nothing new|1 source checked"},
		"a quarter failed":             {[]func(*store.Source){fresh, fresh, fresh, badly(2 * time.Hour)}, time.Time{}, "nothing new|3 sources checked, no new articles. 1 of 4 sources could not be read since Fri 20 Nov, 10:00."},
		"more than a quarter failed":   {[]func(*store.Source){fresh, fresh, badly(2 * time.Hour)}, time.Time{}, "I cannot say what is new|1 of 3 sources could not be read since Fri 20 Nov, 10:00, so something may be missing."},
		"the newest of the last reads": {[]func(*store.Source){badly(time.Hour), badly(2 * time.Hour)}, time.Time{}, "I cannot say what is new|2 of 2 sources could not be read since Fri 20 Nov, 11:00"},
		"overdue":                      {[]func(*store.Source){fresh, overdue, overdue}, time.Time{}, "I cannot say what is new|2 of 3 sources not read since Fri 20 Nov, 09:00"},
		"never read":                   {[]func(*store.Source){never}, time.Time{}, "I cannot say what is new|The only source was not read yet"},
		"planned by a wrong clock":     {[]func(*store.Source){well(30*time.Hour, 9000*time.Hour)}, time.Time{}, "I cannot say what is new|The only source was not read since Thu 19 Nov, 06:00"},
		"a window before the last one": {[]func(*store.Source){overdue}, briefingtest.Noon.Add(-4 * time.Hour), "nothing new|1 source checked, no new articles."},
		"a window after the last one":  {[]func(*store.Source){overdue}, briefingtest.Noon.Add(-time.Hour), "I cannot say what is new|The only source was not read since"},
		"no source":                    {nil, time.Time{}, "nothing to read|No sources yet: dateline feeds add."},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			storetest.Each(t, func(t *testing.T, s *store.Store) {
				s.Now = func() time.Time { return briefingtest.Noon }
				visited(t, s, "guild:7", c.sources...)
				got := emptyBriefing(t, s, c.at)
				for want := range strings.SplitSeq(c.want, "|") {
					if !strings.Contains(got, want) {
						t.Errorf("%q is not in\n%s", want, got)
					}
				}
			})
		})
	}
}

// emptyBriefing is what server 7 is told of a day in which nothing was read.
func emptyBriefing(t *testing.T, s *store.Store, at time.Time) string {
	t.Helper()
	sc := briefingtest.Must[store.Scope](t)(s.ScopeOf(context.Background(), "guild:7"))
	req := brief.Request{Name: "World", Scope: sc, Live: at.IsZero(), Zone: time.UTC, Stories: 5, Channel: store.Channel{Owner: "guild:7"}}
	if req.At = at; at.IsZero() {
		req.At = briefingtest.Noon
	}
	req.From = req.At.Add(-24 * time.Hour)
	w := &brief.Writer{Store: s, Now: func() time.Time { return briefingtest.Noon }}
	return briefingtest.Say(briefingtest.Must[brief.Briefing](t)(w.Write(context.Background(), req)).Blocks())
}

func TestReading_WhatAReaderPausedIsNeitherReadNorMissed(t *testing.T) {
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		s.Now = func() time.Time { return briefingtest.Noon }
		srcs := visited(t, s, "guild:7", well(10*time.Minute, 5*time.Minute), badly(time.Hour))
		for i, want := range []string{"nothing new\n1 source checked, no new articles.", "nothing to read\nNothing is read here: 2 sources are paused."} {
			if err := s.PauseSource(context.Background(), "guild:7", srcs[1-i].ID, true); err != nil {
				t.Fatal(err)
			}
			if got := emptyBriefing(t, s, time.Time{}); !strings.Contains(got, want) {
				t.Errorf("%q is not in\n%s", want, got)
			}
		}
	})
}

// What is read and stands in no story yet (its turn has not come, or the disk
// is full) was not looked through, and the next briefing does.
func TestReading_WhatIsInNoStoryYetIsNotCalledNothingNew(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30")
		in := &ingest.Ingester{Store: n.S, Now: n.Clock.Now}
		if _, err := in.Add(context.Background(), n.Desk.Src, "test", []feed.Item{briefingtest.Flood}); err != nil {
			n.T.Fatal(err)
		}
		n.At("12:30")
		n.Stands(n.Ch) // it waits
		n.Clock.Add(2 * time.Minute)
		n.Pass()
		n.Holds(n.Ch, "World, Fri 20 Nov, 12:30**: I cannot say what is new", "1 article was read and could not be put into stories yet", "!nothing new")
		briefingtest.Must[int](n.T)((&stories.Assigner{Store: n.S, Holder: "test"}).Run(context.Background()))
		n.At("2 12:30")
		n.Holds(n.Ch, "Sat 21 Nov, 12:30** (1 story)", "Senn")
	})
}

func TestReading_WhatIsLeftOutIsToldApart(t *testing.T) {
	opinion, live := briefingtest.Article("op", "The Ledger", "Opinion: the levy must go", "The levy on coal must go, and soon, because it has failed the people of Lysk in every way."), briefingtest.Article("live", "Coast Radio", "Storm in Marr: live updates", "All that happens in Marr this afternoon, as it happens, from our reporters there.")
	opinion.Genre, live.Genre = "opinion", "live"
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		n.Schedule(n.Ch, "World", "daily 12:30", func(x *store.Schedule) { x.Profile = `{"stories":1}` })
		n.Report(briefingtest.Flood, briefingtest.Strike, briefingtest.Reactor, opinion, live)
		n.At("12:30")
		n.Holds(n.Ch, "(1 story)", "2 more stories were left out for room; 2 stories are not news (live blogs, opinion).")
		bread := briefingtest.Article("bread", "The Ledger", "Opinion: bread is dear", "Bread has become dear in Lysk, and nobody in the town hall seems to care about it at all.")
		bread.Genre = "opinion"
		n.At("2 12:30") // what was left out is told, one a day
		n.At("3 12:30")
		n.Report(bread)
		n.At("4 12:30")
		n.Holds(n.Ch, "Mon 23 Nov, 12:30**: nothing to tell", "1 article read from 1 outlet since Sun 22 Nov, 12:30; 1 story is not news (opinion).", "!nothing new")
	})
}

// A source that was due is waited for, however the process came to know of it
// late; one that failed is not, nor one that is not due.
func TestSlotWriter_WaitsForDueSourcesOnly(t *testing.T) {
	for name, c := range map[string]struct {
		source func(*store.Source)
		waits  bool
	}{
		"not due, read just now": {func(x *store.Source) {
			x.Tried, x.Read, x.Next = briefingtest.Noon.Add(29*time.Minute+30*time.Second), briefingtest.Noon, briefingtest.Noon.Add(time.Hour)
		}, false},
		"not due, read before": {well(10*time.Minute, time.Hour), true}, // the slot makes it due
		"never read":           {never, true},
		"failed just now": {func(x *store.Source) {
			x.Tried, x.Fails, x.Next = briefingtest.Noon.Add(30*time.Minute), 1, briefingtest.Noon.Add(time.Hour)
		}, false},
		"failed for long": {func(x *store.Source) {
			x.Tried, x.Fails, x.Next = briefingtest.Noon.Add(-time.Hour), 9, briefingtest.Noon.Add(5*time.Hour)
		}, false},
		"its server asks to wait": {func(x *store.Source) {
			x.Tried, x.Read, x.Next, x.WaitUntil = briefingtest.Noon.Add(-time.Minute), briefingtest.Noon.Add(-time.Minute), briefingtest.Noon.Add(59*time.Minute), briefingtest.Noon.Add(59*time.Minute)
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
				ctx := context.Background()
				x := n.Schedule(n.Ch, "World", "daily 12:30")
				visited(n.T, n.S, store.Desk, c.source)
				n.Clock.Add(30 * time.Minute)
				for _, run := range []func(context.Context) (int, error){n.Plan.Run, n.Press.Run} {
					briefingtest.Must[int](n.T)(run(ctx))
				}
				want := map[bool]string{true: "20 12:30 planned", false: "20 12:30 written"}[c.waits]
				n.WantSlots(x, want)
				if !c.waits {
					return
				}
				briefingtest.Must[int](n.T)(n.Visit(ctx))
				n.Clock.Add(time.Second)
				briefingtest.Must[int](n.T)(n.Press.Run(ctx))
				n.WantSlots(x, "20 12:30 written")
			})
		})
	}
}

// The time to wait counts from the start or from the end of a sleep, and ends
// with the catch-up time.
func TestSlotWriter_WaitsNoLongerThanItMay(t *testing.T) {
	briefingtest.Schedules(t, func(n *briefingtest.Newsroom) {
		ctx := context.Background()
		x := n.Schedule(n.Ch, "World", "daily 12:30", func(x *store.Schedule) { x.CatchUp = time.Hour })
		visited(n.T, n.S, store.Desk, never)
		awake := &deliver.Awake{}
		n.Plan.Awake, n.Press.Awake = awake, awake
		passes := func(d time.Duration, want string) { // the clock goes on as it does: passes are a few seconds apart
			n.T.Helper()
			for end := n.Clock.Now().Add(d); n.Clock.Now().Before(end); n.Clock.Add(10 * time.Second) {
				briefingtest.Must[int](n.T)(n.Plan.Run(ctx))
				briefingtest.Must[int](n.T)(n.Press.Run(ctx))
			}
			n.WantSlots(x, want)
		}
		n.Clock.Add(29 * time.Minute)
		passes(2*time.Minute+50*time.Second, "20 12:30 planned")
		n.Clock.Add(20 * time.Minute) // the machine sleeps
		passes(2*time.Minute, "20 12:30 planned")
		n.Clock.Add(32 * time.Minute)
		passes(90*time.Second, "20 12:30 planned")
		passes(30*time.Second, "20 12:30 written") // or it would be too late
	})
}
