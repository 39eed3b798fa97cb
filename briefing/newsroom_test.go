package briefing_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"dateline/briefing"
	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/storetest"
)

// newsroom is everything from the schedule to the message.
type newsroom struct {
	*room
	desk  *desk
	plan  *briefing.Planner
	press *briefing.Press
}

func newNewsroom(t *testing.T, s *store.Store) *newsroom {
	t.Helper()
	r := newRoom(t, s)
	n := &newsroom{room: r, desk: newDesk(t, s)}
	n.plan = &briefing.Planner{Store: s, Holder: "planner", Now: r.clock.now}
	n.press = &briefing.Press{Store: s, Writer: &briefing.Writer{Store: s, Now: r.clock.now}, Layout: oneEach, Now: r.clock.now}
	return n
}

// schedules runs a test on both databases.
func schedules(t *testing.T, f func(n *newsroom)) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) { f(newNewsroom(t, s)) })
}

// schedule makes a schedule of a channel, from now on.
func (n *newsroom) schedule(ch store.Channel, name, rule string, change ...func(*store.Schedule)) store.Schedule {
	n.t.Helper()
	x := store.Schedule{Channel: ch.ID, Name: name, Rule: rule, Zone: "UTC", From: n.clock.now(), CatchUp: 12 * time.Hour, Profile: "{}", SetBy: "ann"}
	if rule == "hourly" {
		x.CatchUp = time.Hour
	}
	for _, f := range change {
		f(&x)
	}
	return must[store.Schedule](n.t)(n.s.AddSchedule(context.Background(), x))
}

// report reads articles that are published now.
func (n *newsroom) report(items ...feed.Item) {
	n.t.Helper()
	n.desk.now = n.clock.now()
	for i := range items {
		items[i].Published = n.clock.now()
	}
	n.desk.read(items...)
}

var (
	strike  = article("strike", "Harbour Post", "Dockers of Lund end their strike", "The dockers of Lund have ended their strike after 12 days, the union of harbour workers said. Wages will rise by 4 percent from January.")
	reactor = article("reactor", "Science Daily", "Reactor at Oskar is switched off", "The operator of the Oskar plant switched off its second reactor because of a leak in a valve, the nuclear agency said. No radiation was measured outside.")
	chess   = article("chess", "Sports Wire", "Vera Holm wins the chess open", "Vera Holm won the chess open of Tallinn with 8 points from 9 games, the organisers said. She is 17 years old and trains in Narva.")
)

// pass runs every stage once.
func (n *newsroom) pass() {
	n.t.Helper()
	ctx := context.Background()
	for _, run := range []func(context.Context) (int, error){n.plan.Run, n.visit, n.press.Run, n.out.Run} {
		if _, err := run(ctx); err != nil {
			n.t.Fatal(err)
		}
	}
}

// visit reads the sources that are due, and finds nothing in them.
func (n *newsroom) visit(ctx context.Context) (int, error) {
	srcs, err := n.s.ClaimSources(ctx, 1000, time.Minute)
	for _, x := range srcs {
		now := n.clock.now()
		x.Tried, x.Read, x.Next = now, now, now.Add(x.Interval)
		err = errors.Join(err, n.s.FinishSource(ctx, x))
	}
	return len(srcs), err
}

// at moves the clock to a time of the test's first day ("2 15:04" names a later one) and runs a pass.
func (n *newsroom) at(clock string) {
	n.t.Helper()
	day := 0
	if d, rest, ok := strings.Cut(clock, " "); ok {
		if _, err := fmt.Sscan(d, &day); err != nil {
			n.t.Fatal(err)
		}
		day, clock = day-1, rest
	}
	hm := must[time.Time](n.t)(time.Parse("15:04", clock))
	to := time.Date(noon.Year(), noon.Month(), noon.Day()+day, hm.Hour(), hm.Minute(), 1, 0, time.UTC)
	n.clock.add(to.Sub(n.clock.now()))
	n.pass()
}

// slots are a schedule's slots, oldest first: "20 12:30 done".
func (n *newsroom) slots(x store.Schedule) []string {
	n.t.Helper()
	var out []string
	for _, s := range must[[]store.Slot](n.t)(n.s.Slots(context.Background(), x.ID, 100)) {
		text := strings.TrimSpace(s.Date[8:] + " " + s.Time + " " + string(s.State) + " " + s.Reason)
		out = append([]string{text}, out...)
	}
	return out
}

func (n *newsroom) wantSlots(x store.Schedule, want ...string) {
	n.t.Helper()
	if got, want := strings.Join(n.slots(x), "; "), strings.Join(want, "; "); got != want {
		n.t.Fatalf("slots are\n%s, want\n%s", got, want)
	}
}

// last is the text of the newest briefing in a channel, all parts.
func (n *newsroom) last(ch store.Channel) string {
	texts := n.d.texts(ch.ID)
	i := len(texts) - 1
	for i > 0 && strings.HasPrefix(texts[i], "-#") {
		i--
	}
	return strings.Join(texts[max(i, 0):], "\n")
}

// holds checks what the newest briefing says and what it does not ("!…").
func (n *newsroom) holds(ch store.Channel, want ...string) {
	n.t.Helper()
	text := n.last(ch)
	for _, w := range want {
		bad, not := strings.CutPrefix(w, "!")
		if strings.Contains(text, bad) == not {
			n.t.Errorf("%q: not so in\n%s", w, text)
		}
	}
}
