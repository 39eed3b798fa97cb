package briefingtest

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"dateline/briefing/brief"
	"dateline/briefing/deliver"
	"dateline/briefing/feed"
	"dateline/store"
	"dateline/store/storetest"
)

// Newsroom is everything from the schedule to the message.
type Newsroom struct {
	*Room
	Desk   *Desk
	Plan   *deliver.Planner
	Press  *deliver.SlotWriter
	Follow *deliver.Follower
}

// NewNewsroom is a desk with a planner, a writer of slots and a channel to post to.
func NewNewsroom(t *testing.T, s *store.Store) *Newsroom {
	t.Helper()
	room := NewRoom(t, s)
	n := &Newsroom{Room: room, Desk: NewDesk(t, s)}
	n.Plan = &deliver.Planner{Store: s, Holder: "planner", Now: room.Clock.Now}
	n.Press = &deliver.SlotWriter{Store: s, Writer: &brief.Writer{Store: s, Now: room.Clock.Now}, Layout: OneEach, Now: room.Clock.Now}
	n.Follow = &deliver.Follower{Store: s, Poster: room.D, Layout: OneEach, Holder: room.Out.Holder, Now: room.Clock.Now}
	return n
}

// Schedules runs a test on both databases.
func Schedules(t *testing.T, f func(n *Newsroom)) {
	t.Helper()
	t.Parallel()
	storetest.Each(t, func(t *testing.T, s *store.Store) { f(NewNewsroom(t, s)) })
}

// Schedule makes a schedule of a channel, from now on.
func (n *Newsroom) Schedule(ch store.Channel, name, rule string, change ...func(*store.Schedule)) store.Schedule {
	n.T.Helper()
	schedule := store.Schedule{Channel: ch.ID, Name: name, Rule: rule, Zone: "UTC", From: n.Clock.Now(), CatchUp: 12 * time.Hour,
		Profile: "{}", SetBy: "ann"}
	if rule == "hourly" {
		schedule.CatchUp = time.Hour
	}
	for _, f := range change {
		f(&schedule)
	}
	return Must[store.Schedule](n.T)(n.S.AddSchedule(context.Background(), schedule))
}

// Report reads articles that are published now.
func (n *Newsroom) Report(items ...feed.Item) {
	n.T.Helper()
	n.Desk.Now = n.Clock.Now()
	items = slices.Clone(items) // other tests report them too, at the same time
	for i := range items {
		items[i].Published = n.Clock.Now()
	}
	n.Desk.Read(items...)
}

var (
	Strike = Article("strike", "Harbour Post", "Dockers of Lund end their strike", "The dockers of Lund have ended their strike after "+
		"12 days, the union of harbour workers said. Wages will rise by 4 percent from January.")
	Reactor = Article("reactor", "Science Daily", "Reactor at Oskar is switched off", "The operator of the Oskar plant switched off its "+
		"second reactor because of a leak in a valve, the nuclear agency said. No radiation was measured outside.")
	Chess = Article("chess", "Sports Wire", "Vera Holm wins the chess open", "Vera Holm won the chess open of Tallinn with 8 points from "+
		"9 games, the organisers said. She is 17 years old and trains in Narva.")
)

// Pass runs every stage once.
func (n *Newsroom) Pass() {
	n.T.Helper()
	ctx := context.Background()
	for _, run := range []func(context.Context) (int, error){n.Plan.Run, n.Visit, n.Press.Run, n.Out.Run, n.Follow.Run} {
		if _, err := run(ctx); err != nil {
			n.T.Fatal(err)
		}
	}
}

// Visit reads the sources that are due, and finds nothing in them.
func (n *Newsroom) Visit(ctx context.Context) (int, error) {
	srcs, err := n.S.ClaimSources(ctx, 1000, time.Minute)
	for _, x := range srcs {
		now := n.Clock.Now()
		x.Tried, x.Read, x.Next = now, now, now.Add(x.Interval)
		err = errors.Join(err, n.S.FinishSource(ctx, x))
	}
	return len(srcs), err
}

// At moves the clock to a time of the test's first day ("2 15:04" names a later one) and runs a pass.
func (n *Newsroom) At(clock string) {
	n.T.Helper()
	day := 0
	if before, rest, ok := strings.Cut(clock, " "); ok {
		if _, err := fmt.Sscan(before, &day); err != nil {
			n.T.Fatal(err)
		}
		day, clock = day-1, rest
	}
	when := Must[time.Time](n.T)(time.Parse("15:04", clock))
	to := time.Date(Noon.Year(), Noon.Month(), Noon.Day()+day, when.Hour(), when.Minute(), 1, 0, time.UTC)
	n.Clock.Add(to.Sub(n.Clock.Now()))
	n.Pass()
}

// Slots are a schedule's slots, oldest first: "20 12:30 done".
func (n *Newsroom) Slots(x store.Schedule) []string {
	n.T.Helper()
	var out []string
	for _, s := range Must[[]store.Slot](n.T)(n.S.Slots(context.Background(), x.ID, 100)) {
		text := strings.TrimSpace(s.Date[8:] + " " + s.Time + " " + string(s.State) + " " + s.Reason)
		out = append([]string{text}, out...)
	}
	return out
}

// WantSlots fails the test unless the slots of a schedule are these, as Slots writes them.
func (n *Newsroom) WantSlots(x store.Schedule, want ...string) {
	n.T.Helper()
	if got, want := strings.Join(n.Slots(x), "; "), strings.Join(want, "; "); got != want {
		n.T.Fatalf("slots are\n%s, want\n%s", got, want)
	}
}

// Last is the text of the newest briefing in a channel, all parts.
func (n *Newsroom) Last(ch store.Channel) string {
	texts := n.D.Texts(ch.ID)
	i := len(texts) - 1
	for i > 0 && strings.HasPrefix(texts[i], "-#") {
		i--
	}
	return strings.Join(texts[max(i, 0):], "\n")
}

// Holds checks what the newest briefing says and what it does not ("!…").
func (n *Newsroom) Holds(ch store.Channel, want ...string) {
	n.T.Helper()
	text := n.Last(ch)
	for _, w := range want {
		bad, not := strings.CutPrefix(w, "!")
		if strings.Contains(text, bad) == not {
			n.T.Errorf("%q: not so in\n%s", w, text)
		}
	}
}
